/** Archives as landing zones lay them out, validated by the settings that name them. */
import assert from "node:assert/strict";
import { archiveToValidate } from "../../operate/archiveValidation";
import { parseSettings } from "../../settings";
import { validate, type ValidationReport } from "../../validation";
import type { Place } from "../../validation/place";
import {
    controlTower3,
    controlTower4,
    describedTrails,
    type Zone,
    type ZoneArgs,
    ZONES,
} from "../landingZones";
import { ACCOUNTS, Archive, HOUR, REGIONS } from "./archive";

const ARGS: ZoneArgs = {
    organizationId: "o-exampleorg1",
    managementAccount: "111111111111",
    loggingAccount: "222222222222",
    securityAccount: "333333333333",
    homeRegion: "us-east-1",
};
const { organizationId: id, homeRegion, ...accounts } = ARGS;
const FROM = Date.parse("2026-03-01T00:00:00Z");
const HOURS = 8;

/** What the settings of a stack beside the landing zone's trail have validated. */
function validatedIn(zone: Zone): ReturnType<typeof archiveToValidate> {
    const [trail] = describedTrails(ARGS, zone);
    const { managementAccount, loggingAccount, securityAccount } = accounts;
    return archiveToValidate(
        parseSettings({
            role: "logging",
            organization: { id, managementAccount, loggingAccount, securityAccount },
            homeRegion,
            trail: { existing: trail?.TrailARN },
            archive: {
                existing: {
                    bucket: trail?.S3BucketName,
                    ...(trail?.S3KeyPrefix === undefined ? {} : { prefix: trail.S3KeyPrefix }),
                },
            },
        }),
    );
}

const run = (archive: Archive, zone: Zone, places?: readonly Place[]): Promise<ValidationReport> =>
    validate(
        {
            ...validatedIn(zone),
            ...(places === undefined ? {} : { places }),
            reader: archive.reader(),
            from: new Date(FROM + 2 * HOUR),
            to: new Date(FROM + 7 * HOUR),
            now: () => new Date(FROM + 100 * HOUR),
            pause: () => Promise.resolve(),
        },
        () => undefined,
    );

/** What lies beside an organization's log files in a landing zone's bucket, and is not the trail's. */
function putBeside(archive: Archive, { bucket, prefix }: Place): void {
    const folder = prefix === undefined ? "" : `${prefix}/`;
    for (const key of [
        `${folder}AWSLogs/${id}/${ACCOUNTS[0]}/CloudTrail-Insight/us-east-1/2026/03/01/insight.json.gz`,
        `${folder}AWSLogs/${ACCOUNTS[0]}/Config/us-east-1/2026/3/1/ConfigHistory/history.json.gz`,
        `${folder}AWSLogs/${ACCOUNTS[0]}/vpcflowlogs/us-east-1/2026/03/01/flow.log.gz`,
        "access-logs/2026-03-01-00-00-00-ABCDEF",
        "elb/elb.log",
    ]) {
        archive.put(key, Buffer.from("another's"), {}, bucket);
    }
    // Another organization's trail, and those of accounts from before there was one, none of which is digested.
    for (const place of [
        { bucket, prefix, organizationId: "o-anotherorg2" },
        { bucket, prefix },
    ]) {
        archive.putLogFile(place, ACCOUNTS[0] ?? "", "us-east-1", FROM + 3 * HOUR, "another trail's");
    }
}

describe("validating what a landing zone's organization trail delivers", () => {
    const zones = ZONES.map((zone) => zone(ARGS)).filter(({ trails: [trail] }) => trail?.isOrganizationTrail);

    for (const zone of zones) {
        it(`reads all of it and nothing else in ${zone.title}`, async () => {
            const { places, trail } = validatedIn(zone);
            const [place] = places;
            assert.ok(place && trail);
            const archive = new Archive();
            const delivered = archive.deliver({ place, trail, from: FROM, hours: HOURS });
            putBeside(archive, place);
            const whole = await run(archive, zone);
            assert.deepEqual([whole.findings, whole.unread, whole.whole], [[], [], true]);
            assert.equal(whole.totals.chains, ACCOUNTS.length * REGIONS.length);
            assert.ok(whole.totals.validLogFiles > 0);

            const [altered = ""] = delivered[3]?.logFiles ?? [];
            archive.at(altered, place.bucket).bytes = Buffer.from("altered");
            const { findings } = await run(archive, zone);
            assert.deepEqual(
                findings.map(({ kind, key }) => [kind, key]),
                [["log-file-altered", altered]],
            );
        });
    }

    it("goes on from the bucket that a landing zone had before it was set up anew, where both are validated", async () => {
        const [old, anew] = [controlTower3(ARGS), controlTower4(ARGS)];
        const [before, now] = [old, anew].map((zone) => validatedIn(zone));
        assert.ok(before?.trail && now);
        assert.deepEqual(before.trail, now.trail);
        const archive = new Archive();
        archive.deliver({ place: before.places[0] as Place, trail: before.trail, from: FROM, hours: 4 });
        archive.deliver({
            ...{ place: now.places[0] as Place, trail: before.trail, goesOn: true },
            ...{ from: FROM + 4 * HOUR, hours: 4 },
        });
        const both = await run(archive, anew, [...before.places, ...now.places]);
        assert.deepEqual([both.findings, both.unread, both.whole], [[], [], true]);
        const one = await run(archive, anew);
        assert.deepEqual(
            [one.findings, one.unread.map(({ what }) => what), one.whole],
            [[], ACCOUNTS.flatMap(() => REGIONS.map(() => "other bucket")), false],
        );
    });

    it("reads accounts' own trails from before beside it, where the settings say so", async () => {
        const zone = controlTower3(ARGS);
        const { places, trail } = validatedIn(zone);
        assert.ok(trail);
        const own = places.map(({ organizationId: _, ...place }) => place);
        const archive = new Archive();
        archive.deliver({ place: own[0] as Place, trail, from: FROM, hours: HOURS });
        const report = await run(archive, zone, own);
        assert.deepEqual([report.findings, report.whole], [[], true]);
        assert.equal((await run(archive, zone)).findings[0]?.kind, "nothing-there");
    });
});
