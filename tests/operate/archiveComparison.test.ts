import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { comparison, placesOf } from "../../operate/archiveComparison";
import { UsageError } from "../../operate/usageError";
import { parseSettings } from "../../settings";
import type { Place } from "../../validation";
import { accountsFolder } from "../../validation/place";
import { VALID } from "../settings/valid";
import { Archive } from "../validation/archive";

const ORGANIZATION = VALID.organization.id;
const NEW: Place = { bucket: "the-archive", organizationId: ORGANIZATION };
const OLD: Place = { bucket: "the-archive", prefix: "old", organizationId: ORGANIZATION };

const FROM = new Date("2026-03-01T22:00:00Z");
const TO = new Date("2026-03-02T02:00:00Z");

/** A log file of an account and region, by the minute of its name, with events by their ids and times. */
function deliver(
    archive: Archive,
    place: Place,
    [account, region]: readonly [string, string],
    minute: string,
    events: Readonly<Record<string, string>>,
): string {
    const day = `${minute.slice(0, 4)}/${minute.slice(4, 6)}/${minute.slice(6, 8)}`;
    const key =
        `${accountsFolder(place)}${account}/CloudTrail/${region}/${day}/` +
        `${account}_CloudTrail_${region}_${minute}_${String(archive.objects.size)}abc.json.gz`;
    const Records = Object.entries(events).map(([eventID, eventTime]) => ({
        ...{ eventID, eventTime },
        ...{ eventName: "PutObject", eventSource: "s3.amazonaws.com", awsRegion: region },
    }));
    archive.objects.set(`${place.bucket}/${key}`, {
        bytes: gzipSync(JSON.stringify({ Records })),
        metadata: {},
    });
    return key;
}

const compared = (archive: Archive, others: readonly Place[] = [OLD]) =>
    comparison(archive.reader(), [NEW], others, { from: FROM, to: TO }, () => undefined);

const HOME = ["111111111111", "us-east-1"] as const;
const ABROAD = ["222222222222", "eu-west-1"] as const;

describe("the comparison of two archives", () => {
    it("goes by the ids of events, however they are parted into log files, across days", async () => {
        const archive = new Archive();
        deliver(archive, OLD, HOME, "20260301T2305Z", {
            a: "2026-03-01T23:00:00Z",
            b: "2026-03-01T23:01:00Z",
        });
        deliver(archive, OLD, HOME, "20260302T0105Z", { c: "2026-03-02T01:00:00Z" });
        deliver(archive, NEW, HOME, "20260301T2305Z", { a: "2026-03-01T23:00:00Z" });
        deliver(archive, NEW, HOME, "20260302T0105Z", {
            b: "2026-03-01T23:01:00Z",
            c: "2026-03-02T01:00:00Z",
            d: "2026-03-02T01:01:00Z",
        });
        const { complete, origins } = await compared(archive);
        assert.equal(complete, true);
        assert.deepEqual(origins, [
            { account: HOME[0], region: HOME[1], inBoth: 3, missing: 0, more: 1, examples: [] },
        ]);
    });

    it("says what is missing, of accounts and regions too that the archive does not have at all", async () => {
        const archive = new Archive();
        for (const place of [OLD, NEW]) {
            deliver(archive, place, HOME, "20260301T2305Z", { a: "2026-03-01T23:00:00Z" });
        }
        deliver(archive, OLD, ABROAD, "20260301T2305Z", { e: "2026-03-01T23:00:00Z" });
        const { complete, origins } = await compared(archive);
        assert.equal(complete, false);
        assert.deepEqual(
            origins.map(({ account, missing, examples }) => [account, missing, examples]),
            [
                [HOME[0], 0, []],
                [ABROAD[0], 1, ["e"]],
            ],
        );
    });

    it("leaves out what happened before and after, and finds what was delivered late", async () => {
        const archive = new Archive();
        deliver(archive, OLD, HOME, "20260301T2205Z", {
            before: "2026-03-01T21:59:59Z",
            first: "2026-03-01T22:00:00Z",
        });
        deliver(archive, OLD, HOME, "20260302T0205Z", {
            last: "2026-03-02T01:59:59Z",
            after: "2026-03-02T02:00:00Z",
        });
        deliver(archive, NEW, HOME, "20260301T2210Z", { first: "2026-03-01T22:00:00Z" });
        deliver(archive, NEW, HOME, "20260302T0250Z", { last: "2026-03-02T01:59:59Z" });
        const { complete, origins } = await compared(archive);
        assert.deepEqual([complete, origins[0]?.inBoth], [true, 2]);
    });

    it("is not complete where nothing was in both, or something cannot be read", async () => {
        assert.equal((await compared(new Archive())).complete, false);
        const archive = new Archive();
        for (const place of [OLD, NEW]) {
            deliver(archive, place, HOME, "20260301T2305Z", { a: "2026-03-01T23:00:00Z" });
        }
        const key = deliver(archive, OLD, HOME, "20260301T2306Z", { b: "2026-03-01T23:00:00Z" });
        archive.objects.set(`the-archive/${key}`, { bytes: Buffer.from("{"), metadata: {} });
        const { complete, unread } = await compared(archive);
        assert.equal(complete, false);
        assert.match(unread.join(), new RegExp(`^s3://the-archive/${key} \\(`));
    });

    it("looks in the organization's folder of the other bucket, and beside it", async () => {
        const others = placesOf("s3://the-archive/old/", parseSettings(VALID));
        assert.deepEqual(others, [OLD, { bucket: "the-archive", prefix: "old" }]);
        const archive = new Archive();
        deliver(archive, { bucket: "the-archive", prefix: "old" }, HOME, "20260301T2305Z", {
            a: "2026-03-01T23:00:00Z",
        });
        deliver(archive, NEW, HOME, "20260301T2305Z", { a: "2026-03-01T23:00:00Z" });
        assert.equal((await compared(archive, others)).complete, true);
        for (const wrong of ["old-bucket", "s3://old-bucket/AWSLogs/", "s3://"]) {
            assert.throws(() => placesOf(wrong, parseSettings(VALID)), UsageError);
        }
    });
});
