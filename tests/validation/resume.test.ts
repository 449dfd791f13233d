import assert from "node:assert/strict";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { gzipSync } from "node:zlib";
import { type ValidationOptions, type ValidationReport, validate } from "../../validation";
import type { ArchiveReader } from "../../validation/archiveReader";
import { ACCOUNTS, Archive, BUCKET, HOUR, PLACE, text } from "./archive";

const FROM = Date.parse("2026-03-01T18:00:00Z");
const NOW = FROM + 50 * HOUR;

describe("going on with an interrupted validation", () => {
    let folder: string;
    let file: string;
    let archive: Archive;
    const said: string[] = [];
    let accounts = 0;

    beforeEach(() => {
        folder = mkdtempSync(path.join(tmpdir(), "validation-"));
        file = path.join(folder, "progress.jsonl");
        archive = new Archive();
        archive.deliver({ from: FROM, hours: 10, accounts: [...ACCOUNTS, "333333333333"] });
        const [first, second] = archive.delivered;
        archive.at(second?.logFiles[0] ?? "").bytes = gzipSync("{}");
        assert.ok(first);
        said.length = 0;
        accounts = 0;
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    const run = (
        more: Partial<ValidationOptions> = {},
        reader: ArchiveReader = archive.reader(),
    ): Promise<ValidationReport> =>
        validate(
            {
                reader,
                places: [PLACE],
                from: new Date(FROM + HOUR),
                to: new Date(FROM + 7 * HOUR),
                now: () => new Date(NOW),
                pause: () => Promise.resolve(),
                resume: file,
                ...more,
            },
            (line) => said.push(line),
        );

    /** Validates, one after the other, until that many accounts and regions are done: then nothing is answered any more. */
    async function interruptedAfter(units: number): Promise<void> {
        const reader = archive.reader();
        const interrupted = new Promise<"interrupted">((resolve) => {
            reader.keys = (bucket, prefix, startAfter) => {
                accounts += prefix.includes("/CloudTrail-Digest/") ? 1 : 0;
                if (accounts <= units) {
                    return archive.reader().keys(bucket, prefix, startAfter);
                }
                resolve("interrupted");
                return {
                    [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => undefined) }),
                };
            };
        });
        assert.equal(await Promise.race([run({ concurrency: 1 }, reader), interrupted]), "interrupted");
    }

    it("says the same as one that was not interrupted, and reads nothing twice", async () => {
        const whole = await run({ resume: undefined });
        const all = archive.reads.length;
        archive.reads.length = 0;
        await interruptedAfter(4);
        const before = archive.reads.length;
        assert.ok(before > 0 && before < all, `${before} of ${all}`);
        // Later, and with what an interruption leaves of a line.
        appendFileSync(file, '{"place":0,"acc');
        const resumed = await run({ now: () => new Date(NOW + 30 * HOUR) });
        assert.deepEqual({ ...resumed, finishedAt: whole.finishedAt }, whole);
        assert.equal(archive.reads.length, all);
        assert.match(said.join("\n"), /Going on: 4 of 6 accounts and regions are done/);
        archive.reads.length = 0;
        assert.deepEqual({ ...(await run()), finishedAt: whole.finishedAt }, whole);
        assert.deepEqual(archive.reads, []);
    });

    it("takes the end of the time from before where none is given", async () => {
        const before = await run({ to: undefined });
        assert.equal(before.parameters.to, text(NOW));
        const after = await run({ to: undefined, now: () => new Date(NOW + 5 * HOUR) });
        assert.deepEqual([after.parameters, after.startedAt], [before.parameters, before.startedAt]);
    });

    it("does not keep what could not be read", async () => {
        const [digest] = archive.delivered.slice(3);
        archive.fail(`${BUCKET}/${digest?.key ?? ""}`, "AccessDenied", 403);
        const denied = await run();
        assert.deepEqual([denied.whole, denied.unread.length], [false, 1]);
        archive.failures.clear();
        archive.reads.length = 0;
        const readable = await run();
        assert.deepEqual([readable.findings.length, readable.unread], [1, []]);
        assert.ok(archive.reads.every((key) => key.includes(`/${digest?.account ?? ""}_`)));
        assert.ok(archive.reads.length > 0);
    });

    for (const [what, options] of [
        ["another begin", { from: new Date(FROM + 2 * HOUR) }],
        ["another end", { to: new Date(FROM + 8 * HOUR) }],
        ["another bucket", { places: [{ ...PLACE, bucket: "another" }] }],
        ["another prefix", { places: [{ ...PLACE, prefix: "another" }] }],
        ["one more place", { places: [PLACE, { bucket: BUCKET }] }],
        ["another trail", { trail: { name: "another", homeRegion: "us-east-1" } }],
        ["accounts", { accounts: ACCOUNTS }],
        ["regions", { regions: ["us-east-1"] }],
    ] as const) {
        it(`vouches for no validation with ${what}`, async () => {
            await run();
            await assert.rejects(run(options), /it is of another validation/);
        });
    }

    it("does not take any file for progress, and leaves it as it is", async () => {
        writeFileSync(file, "notes\n");
        await assert.rejects(run(), /this is no progress of a validation/);
        assert.equal(readFileSync(file, "utf8"), "notes\n");
    });

    it("keeps it from others", async () => {
        await run();
        assert.equal(statSync(file).mode & 0o777, 0o600);
    });
});
