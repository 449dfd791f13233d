import assert from "node:assert/strict";
import { gunzipSync, gzipSync } from "node:zlib";
import * as fc from "fast-check";
import { type ValidationOptions, type ValidationReport, reportSchema, validate } from "../../validation";
import type { Finding } from "../../validation/report";
import {
    ACCOUNTS,
    Archive,
    BUCKET,
    type Delivered,
    HOUR,
    ORGANIZATION,
    PLACE,
    REGIONS,
    TRAIL,
    pair,
    pairOf,
    text,
} from "./archive";

/** The digests are of some hours around midnight. */
const FROM = Date.parse("2026-03-01T18:00:00Z");
const HOURS = 14;
/** The time that is validated: there are digests from before, and later ones. */
const OPTIONS = {
    places: [PLACE],
    from: new Date(FROM + 2 * HOUR),
    to: new Date(FROM + 11 * HOUR),
    now: () => new Date(FROM + 100 * HOUR),
    pause: () => Promise.resolve(),
};
const [ACCOUNT = ""] = ACCOUNTS;
const [REGION = ""] = REGIONS;

const run = (archive: Archive, options: Partial<ValidationOptions> = {}): Promise<ValidationReport> =>
    validate({ ...OPTIONS, reader: archive.reader(), ...options }, () => undefined);

/** A finding, without what is the same for all of its kind. */
const brief = ({ kind, account, region, key }: Finding): readonly unknown[] => [
    kind,
    account,
    region,
    key?.split("/").at(-1),
];

let untouched: Archive;

/** The digests of the chain that is tampered with, the oldest first. */
const chainOf = (archive: Archive, account = ACCOUNT, region = REGION): readonly Delivered[] =>
    archive.delivered.filter((digest) => digest.account === account && digest.region === region);

before(() => {
    untouched = new Archive();
    untouched.deliver({ from: FROM, hours: HOURS });
});

describe("validating an archive as CloudTrail left it", () => {
    it("finds all of it valid, and nothing else", async () => {
        const report = await run(untouched);
        assert.deepEqual([report.findings, report.notices, report.unread, report.whole], [[], [], [], true]);
        const inTime = untouched.delivered.filter(
            ({ end }) => end > FROM + 2 * HOUR && end <= FROM + 13 * HOUR,
        );
        const logFiles = inTime.flatMap((digest) => digest.logFiles);
        const { accounts, regions, chains, digests, validDigests, validLogFiles } = report.totals;
        assert.deepEqual(
            [accounts, regions, chains, digests, validDigests, validLogFiles, report.totals.logFiles],
            [2, 2, 4, inTime.length, inTime.length, logFiles.length, logFiles.length],
        );
        assert.equal(
            report.totals.bytes,
            logFiles.reduce((sum, key) => sum + gunzipSync(untouched.at(key).bytes).length, 0),
        );
        assert.deepEqual(
            report.publicKeys.map(({ region, fingerprint }) => [region, fingerprint]),
            [...REGIONS].sort().map((region) => [region, pairOf(region).fingerprint]),
        );
        assert.equal(report.caller, "arn:aws:sts::333333333333:assumed-role/auditor/jane");
        assert.deepEqual(reportSchema.parse(JSON.parse(JSON.stringify(report))), report);
    });

    it("finds the same whatever the time, unless the time is of what is not there", async () => {
        await fc.assert(
            fc.asyncProperty(
                fc.integer({ min: 0, max: 11 * 60 }),
                fc.integer({ min: 1, max: 11 * 60 }),
                async (begin, length) => {
                    const from = FROM + 2 * HOUR + begin * 60_000;
                    const to = Math.min(from + length * 60_000, FROM + 13 * HOUR);
                    fc.pre(from < to);
                    const report = await run(untouched, { from: new Date(from), to: new Date(to) });
                    assert.deepEqual([report.findings, report.notices, report.unread], [[], [], []]);
                },
            ),
            { numRuns: 40 },
        );
    });

    it("finds nothing in an archive of any shape that nobody touched", async () => {
        const places = [PLACE, { bucket: BUCKET }, { ...PLACE, prefix: ORGANIZATION }];
        await fc.assert(
            fc.asyncProperty(
                fc.record({
                    place: fc.constantFrom(...places),
                    accounts: fc.subarray([...ACCOUNTS, "333333333333"], { minLength: 1 }),
                    regions: fc.subarray([...REGIONS, "af-south-1"], { minLength: 1 }),
                    trail: fc.constantFrom(TRAIL, { name: "a_trail.of-mine", homeRegion: "eu-west-1" }),
                    hours: fc.integer({ min: 4, max: 9 }),
                    begins: fc.boolean(),
                    files: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 9, maxLength: 9 }),
                    begun: fc.integer({ min: -60, max: 120 }),
                    length: fc.integer({ min: 1, max: 9 * 60 }),
                }),
                async ({ place, hours, begins, files, begun, length, ...more }) => {
                    const archive = new Archive();
                    archive.deliver({
                        ...{ place, ...more, begins, hours, from: FROM },
                        logFiles: (hour) => files[hour] ?? 0,
                    });
                    const from = FROM + (begins ? begun : Math.max(begun, 2)) * 60_000;
                    const to = Math.min(from + length * 60_000, FROM + (hours - 1) * HOUR);
                    // From before a chain there is no digest.
                    fc.pre(from < to && to > FROM + 2 * HOUR);
                    const options = { places: [place], trail: more.trail };
                    const report = await run(archive, { ...options, from: new Date(from), to: new Date(to) });
                    assert.deepEqual([report.findings, report.unread, report.whole], [[], [], true]);
                    const chains = more.accounts.length * more.regions.length;
                    assert.equal(report.totals.chains, chains);
                    const beginsWithin = begins && from < FROM + 91_000;
                    assert.equal(report.notices.length, beginsWithin ? chains : 0);
                },
            ),
            { numRuns: 30 },
        );
    });

    it("reads the digests of the day after the time, which name its last log files", async () => {
        const to = new Date("2026-03-01T23:30:00Z");
        const late = untouched.delivered.filter(
            ({ end }) => end > to.getTime() && end <= to.getTime() + 2 * HOUR,
        );
        assert.equal(late.length, 2 * 2 * 2);
        const report = await run(untouched, { to });
        assert.deepEqual(report.findings, []);
        assert.deepEqual(
            report.chains.map((chain) => chain.to),
            report.chains.map(() => "2026-03-02T01:01:31Z"),
        );
    });

    it("asks for the public keys of each region once", async () => {
        const reader = untouched.reader();
        const asked: string[] = [];
        await run(untouched, {
            reader: {
                ...reader,
                publicKeys: (region, from, to) => {
                    asked.push(region);
                    return reader.publicKeys(region, from, to);
                },
            },
        });
        assert.deepEqual(asked.sort(), [...REGIONS].sort());
    });

    for (const [what, place] of [
        ["an organization trail with a key prefix", { ...PLACE, prefix: "logs/trail" }],
        ["Control Tower's trail, whose prefix is the organization's id", { ...PLACE, prefix: ORGANIZATION }],
        ["accounts' own trails", { bucket: BUCKET }],
        ["accounts' own trails with a key prefix", { bucket: BUCKET, prefix: `${ORGANIZATION}/` }],
    ] as const) {
        it(`knows where they lie of ${what}`, async () => {
            const archive = new Archive();
            archive.deliver({ place, from: FROM, hours: HOURS });
            const report = await run(archive, { places: [place] });
            assert.deepEqual([report.findings, report.unread, report.totals.chains], [[], [], 4]);
        });
    }

    it("takes the chain of an account that moved into the organization's trail place by place", async () => {
        const archive = new Archive();
        const own = { bucket: BUCKET };
        archive.deliver({ place: own, from: FROM, hours: HOURS });
        archive.deliver({ from: FROM, hours: HOURS });
        const report = await run(archive, { places: [own, PLACE] });
        assert.deepEqual([report.findings, report.totals.chains, report.totals.accounts], [[], 8, 2]);
    });

    it("does not expect what is not there yet: the digest of this hour, and log files it will name", async () => {
        const archive = untouched.copy();
        const now = FROM + HOURS * HOUR + 50 * 60_000;
        const late = archive.putLogFile(PLACE, ACCOUNT, REGION, now - 5 * 60_000, "late");
        const { to: _, ...openEnd } = OPTIONS;
        const report = await validate(
            { ...openEnd, reader: archive.reader(), now: () => new Date(now) },
            () => undefined,
        );
        assert.equal(report.parameters.to, text(now));
        assert.deepEqual([report.findings, report.totals.pendingLogFiles], [[], 1], late);
    });

    it("tells of a chain that begins, and is whole all the same", async () => {
        const archive = new Archive();
        archive.deliver({ from: FROM, hours: HOURS, accounts: [ACCOUNT] });
        archive.deliver({ from: FROM + 6 * HOUR, hours: 8, accounts: ["222222222222"], begins: true });
        const report = await run(archive);
        assert.deepEqual(
            report.notices.map(brief),
            ["eu-west-1", "us-east-1"].map((region) => ["chain-starts", "222222222222", region, undefined]),
        );
        assert.ok(report.whole);
    });

    it("takes log files that a backfill digest names, a chain of its own, for CloudTrail's", async () => {
        const archive = untouched.copy();
        backfill(archive);
        const report = await run(archive);
        assert.deepEqual([report.findings, report.unread], [[], []]);
        assert.equal(report.totals.chains, 5);
        assert.deepEqual(
            report.chains
                .filter((chain) => chain.backfill)
                .map(({ digests, logFiles }) => [digests, logFiles]),
            [[1, 1]],
        );
    });

    it("leaves markers of folders alone", async () => {
        const archive = untouched.copy();
        for (const kind of ["CloudTrail", "CloudTrail-Digest"]) {
            for (const path of ["", "2026/03/02/"]) {
                archive.put(`AWSLogs/${ORGANIZATION}/${ACCOUNT}/${kind}/${REGION}/${path}`, Buffer.alloc(0));
            }
        }
        assert.deepEqual((await run(archive)).findings, []);
    });
});

/** Delivers a log file, and a backfill digest that names it. */
function backfill(
    archive: Archive,
    metadata = { "backfill-generation-timestamp": "2026-03-05T00:00:00Z" },
): string {
    const target = chainOf(archive)[6] as Delivered;
    const file = archive.putLogFile(PLACE, ACCOUNT, REGION, target.end - 30 * 60_000, "forgotten");
    const digest = {
        ...archive.digest(target.key),
        digestS3Object: target.key.replace(".json.gz", "_backfill.json.gz"),
        ...NO_PREVIOUS,
        logFiles: [archive.entry(BUCKET, file)],
    };
    archive.putDigest(digest, pairOf(REGION), metadata);
    return digest.digestS3Object;
}

/** One way to tamper, and what is found then: kinds, with the index of the digest or what the key ends with. */
interface Tampering {
    readonly what: string;
    /** @returns what is found: kinds and keys */
    readonly tamper: (
        archive: Archive,
        chain: readonly Delivered[],
    ) => readonly (readonly [string, string?])[];
    readonly unread?: readonly (readonly [what: string, code: string, count: number])[];
    readonly options?: Partial<ValidationOptions>;
}

const at = (chain: readonly Delivered[], index: number): Delivered => chain[index] as Delivered;
const logFileIn = (chain: readonly Delivered[], index: number): string => at(chain, index).logFiles[0] ?? "";

/** Changes what a digest says, and signs it. */
function rewrite(archive: Archive, key: string, changes: Record<string, unknown>, by = pairOf(REGION)): void {
    archive.putDigest({ ...archive.digest(key), ...changes }, by);
}

/** Changes what a digest says, without being able to sign it. */
function alter(archive: Archive, key: string, changes: Record<string, unknown>): void {
    const object = archive.at(key);
    object.bytes = gzipSync(JSON.stringify({ ...archive.digest(key), ...changes }));
}

const NO_PREVIOUS = {
    previousDigestS3Bucket: null,
    previousDigestS3Object: null,
    previousDigestHashValue: null,
    previousDigestHashAlgorithm: null,
    previousDigestSignature: null,
};

/** The newest digest of the time: those until two hours after it are read. */
const NEWEST = 11;

const TAMPERINGS: readonly Tampering[] = [
    {
        what: "a log file is changed",
        tamper: (archive, chain) => {
            archive.at(logFileIn(chain, 5)).bytes = gzipSync('{"Records":[]}');
            return [["log-file-altered", logFileIn(chain, 5)]];
        },
    },
    {
        what: "a log file is compressed anew, which changes nothing of what it says",
        tamper: (archive, chain) => {
            const object = archive.at(logFileIn(chain, 5));
            object.bytes = gzipSync(gunzipSync(object.bytes), { level: 1 });
            return [];
        },
    },
    {
        what: "a log file is deleted",
        tamper: (archive, chain) => {
            archive.remove(logFileIn(chain, 5));
            return [["log-file-missing", logFileIn(chain, 5)]];
        },
    },
    {
        what: "a log file's gzip is cut",
        tamper: (archive, chain) => {
            const object = archive.at(logFileIn(chain, 5));
            object.bytes = object.bytes.subarray(0, object.bytes.length - 10);
            return [["log-file-altered", logFileIn(chain, 5)]];
        },
    },
    {
        what: "a log file is emptied",
        tamper: (archive, chain) => {
            archive.at(logFileIn(chain, 5)).bytes = Buffer.alloc(0);
            return [["log-file-altered", logFileIn(chain, 5)]];
        },
    },
    {
        what: "a log file is added",
        tamper: (archive, chain) => [
            [
                "log-file-added",
                archive.putLogFile(PLACE, ACCOUNT, REGION, at(chain, 5).end - 600_000, "forged"),
            ],
        ],
    },
    {
        what: "a log file is added under a name that CloudTrail gives none",
        tamper: (archive, chain) => {
            const key = logFileIn(chain, 5).replace("_CloudTrail_", "_Cloudtrail_");
            archive.put(key, gzipSync("{}"));
            return [["log-file-added", key]];
        },
    },
    {
        what: "a log file is added under another account's name",
        tamper: (archive, chain) => {
            const key = logFileIn(chain, 5).replace(`/${ACCOUNT}_`, "/999999999999_");
            archive.put(key, gzipSync("{}"));
            return [["log-file-added", key]];
        },
    },
    {
        what: "a digest's list is changed",
        tamper: (archive, chain) => {
            alter(archive, at(chain, 5).key, { logFiles: [] });
            return [["digest-altered", at(chain, 5).key]];
        },
    },
    {
        what: "the newest digest's list is changed",
        tamper: (archive, chain) => {
            archive.remove(at(chain, 13).key, at(chain, 12).key);
            alter(archive, at(chain, NEWEST).key, { logFiles: [] });
            return [["digest-signature-invalid", at(chain, NEWEST).key]];
        },
    },
    {
        what: "a digest's gzip is cut",
        tamper: (archive, chain) => {
            const object = archive.at(at(chain, 5).key);
            object.bytes = object.bytes.subarray(0, object.bytes.length - 10);
            return [["digest-altered", at(chain, 5).key]];
        },
    },
    {
        what: "a digest is no JSON",
        tamper: (archive, chain) => {
            archive.at(at(chain, 5).key).bytes = gzipSync("[");
            return [["digest-altered", at(chain, 5).key]];
        },
    },
    {
        what: "a digest is deleted",
        tamper: (archive, chain) => {
            archive.remove(at(chain, 5).key);
            return [["digest-missing", at(chain, 5).key]];
        },
    },
    {
        what: "a digest and its log files are deleted",
        tamper: (archive, chain) => {
            archive.remove(at(chain, 5).key, ...at(chain, 5).logFiles);
            return [["digest-missing", at(chain, 5).key]];
        },
    },
    {
        what: "two digests in a row are deleted",
        tamper: (archive, chain) => {
            archive.remove(at(chain, 5).key, at(chain, 6).key);
            return [["digest-missing", at(chain, 6).key], ["digest-missing"]];
        },
    },
    {
        what: "four digests in a row are deleted",
        tamper: (archive, chain) => {
            archive.remove(...[5, 6, 7, 8].map((index) => at(chain, index).key));
            return [["digest-missing", at(chain, 8).key], ["digest-missing"]];
        },
    },
    {
        what: "the first digests of the time are deleted, the ones before are not",
        tamper: (archive, chain) => {
            archive.remove(...[1, 2, 3, 4].map((index) => at(chain, index).key));
            return [["digest-missing", at(chain, 4).key], ["digest-missing"]];
        },
    },
    {
        what: "a digest is deleted and the one before is changed",
        tamper: (archive, chain) => {
            archive.remove(at(chain, 6).key);
            alter(archive, at(chain, 5).key, { logFiles: [] });
            return [
                ["digest-missing", at(chain, 6).key],
                ["digest-signature-invalid", at(chain, 5).key],
            ];
        },
    },
    {
        what: "a digest is replaced by an older one",
        tamper: (archive, chain) => {
            const { bytes, metadata } = archive.at(at(chain, 4).key);
            archive.put(at(chain, 5).key, bytes, metadata);
            return [["digest-moved", at(chain, 5).key]];
        },
    },
    {
        what: "a digest is replaced by one of another account",
        tamper: (archive, chain) => {
            const { bytes, metadata } = archive.at(at(chainOf(archive, ACCOUNTS[1]), 5).key);
            archive.put(at(chain, 5).key, bytes, metadata);
            return [["digest-moved", at(chain, 5).key]];
        },
    },
    {
        what: "a digest is moved to another key",
        tamper: (archive, chain) => {
            const { bytes, metadata } = archive.at(at(chain, 5).key);
            const key = at(chain, 5).key.replace("31Z.json.gz", "32Z.json.gz");
            archive.remove(at(chain, 5).key);
            archive.put(key, bytes, metadata);
            return [
                ["digest-missing", at(chain, 5).key],
                ["digest-moved", key],
            ];
        },
    },
    {
        what: "a digest is copied to another key",
        tamper: (archive, chain) => {
            const { bytes, metadata } = archive.at(at(chain, 5).key);
            const key = at(chain, 5).key.replace("31Z.json.gz", "32Z.json.gz");
            archive.put(key, bytes, metadata);
            return [["digest-moved", key]];
        },
    },
    {
        what: "a digest of a later time is added that is none",
        tamper: (archive, chain) => {
            const { bytes, metadata } = archive.at(at(chain, 5).key);
            const key = at(chain, NEWEST - 1).key.replace("31Z.json.gz", "59Z.json.gz");
            archive.put(key, bytes, metadata);
            return [["digest-moved", key]];
        },
    },
    {
        what: "an object among the digests is none",
        tamper: (archive, chain) => {
            const key = at(chain, 5).key.replace(/[^/]*$/, "notes.txt");
            archive.put(key, Buffer.from("hello"));
            return [["digest-added", key]];
        },
    },
    {
        what: "a digest that CloudTrail signed, of no chain, is added",
        tamper: (archive, chain) => {
            const key = at(chain, 5).key.replace("31Z.json.gz", "32Z.json.gz");
            const before = archive.digest(at(chain, 5).key);
            archive.putDigest({ ...before, digestS3Object: key }, pairOf(REGION));
            return [["digest-added", key]];
        },
    },
    {
        what: "a digest is changed and signed by another key, in the name of CloudTrail's",
        tamper: (archive, chain) => {
            rewrite(archive, at(chain, 5).key, { logFiles: [] }, pair());
            return [["digest-altered", at(chain, 5).key]];
        },
    },
    {
        what: "the newest digest is changed and signed by another key, in its own name",
        tamper: (archive, chain) => {
            const by = pair();
            archive.remove(at(chain, 13).key, at(chain, 12).key);
            const changes = { logFiles: [], digestPublicKeyFingerprint: by.fingerprint };
            rewrite(archive, at(chain, NEWEST).key, changes, by);
            return [["digest-key-unknown", at(chain, NEWEST).key]];
        },
    },
    {
        what: "all digests are signed by another key, in its own name",
        tamper: (archive, chain) => {
            const by = pair();
            for (const { key } of chain) {
                rewrite(archive, key, { digestPublicKeyFingerprint: by.fingerprint }, by);
            }
            return chain.slice(1, NEWEST + 1).map(({ key }) => ["digest-key-unknown", key]);
        },
    },
    {
        what: "a digest has the hash of another previous one",
        tamper: (archive, chain) => {
            alter(archive, at(chain, 5).key, { previousDigestHashValue: "0".repeat(64) });
            return [["digest-altered", at(chain, 5).key]];
        },
    },
    {
        what: "a digest has the signature of another previous one",
        tamper: (archive, chain) => {
            alter(archive, at(chain, 5).key, { previousDigestSignature: "0".repeat(512) });
            return [["digest-altered", at(chain, 5).key]];
        },
    },
    {
        what: "the signature in a digest's metadata is changed",
        tamper: (archive, chain) => {
            const { metadata } = archive.at(at(chain, 5).key);
            metadata["signature"] =
                metadata["signature"]?.replace(/^./, (digit) => (digit === "a" ? "b" : "a")) ?? "";
            return [["digest-signature-invalid", at(chain, 5).key]];
        },
    },
    {
        what: "the signature in a digest's metadata is written otherwise",
        tamper: (archive, chain) => {
            const { metadata } = archive.at(at(chain, 5).key);
            metadata["signature"] = metadata["signature"]?.toUpperCase() ?? "";
            return [["digest-signature-invalid", at(chain, 5).key]];
        },
    },
    {
        what: "the signature in a digest's metadata goes on with what is no digit",
        tamper: (archive, chain) => {
            const { metadata } = archive.at(at(chain, 5).key);
            metadata["signature"] = `${metadata["signature"] ?? ""}zz`;
            return [["digest-signature-invalid", at(chain, 5).key]];
        },
    },
    {
        what: "the signature in a digest's metadata is gone",
        tamper: (archive, chain) => {
            delete archive.at(at(chain, 5).key).metadata["signature"];
            return [["digest-signature-invalid", at(chain, 5).key]];
        },
    },
    {
        what: "a digest's metadata names another algorithm",
        tamper: (archive, chain) => {
            archive.at(at(chain, 5).key).metadata["signature-algorithm"] = "MD5withRSA";
            return [["digest-signature-invalid", at(chain, 5).key]];
        },
    },
    {
        what: "a log file is changed of a digest whose metadata is gone, but which the next one confirms",
        tamper: (archive, chain) => {
            archive.at(at(chain, 5).key).metadata = {};
            archive.at(logFileIn(chain, 5)).bytes = gzipSync("{}");
            return [
                ["digest-signature-invalid", at(chain, 5).key],
                ["log-file-altered", logFileIn(chain, 5)],
            ];
        },
    },
    {
        what: "the chain is cut and begins anew",
        tamper: (archive, chain) => {
            rewrite(archive, at(chain, 5).key, NO_PREVIOUS);
            relink(archive, chain, 6);
            return [["gap", at(chain, 5).key]];
        },
    },
    {
        what: "the chain begins anew hours later",
        tamper: (archive, chain) => {
            archive.remove(at(chain, 3).key, at(chain, 4).key);
            rewrite(archive, at(chain, 5).key, NO_PREVIOUS);
            relink(archive, chain, 6);
            return [["gap", at(chain, 5).key]];
        },
    },
    {
        what: "the chain begins anew, and the older digests are from before the time",
        tamper: (archive, chain) => {
            archive.remove(...[1, 2, 3, 4].map((index) => at(chain, index).key));
            rewrite(archive, at(chain, 5).key, NO_PREVIOUS);
            relink(archive, chain, 6);
            return [["gap", at(chain, 5).key]];
        },
    },
    {
        what: "the chain begins within the time, and log files are older",
        tamper: (archive, chain) => {
            archive.remove(...[0, 1, 2, 3, 4].map((index) => at(chain, index).key));
            rewrite(archive, at(chain, 5).key, NO_PREVIOUS);
            relink(archive, chain, 6);
            return [["log-files-undigested", logFileIn(chain, 2)]];
        },
    },
    {
        what: "all digests of a region are deleted",
        tamper: (archive, chain) => {
            archive.remove(...chain.map(({ key }) => key));
            return [["chain-missing"]];
        },
    },
    {
        what: "all digests and log files of a region are deleted",
        tamper: (archive, chain) => {
            archive.remove(...chain.flatMap(({ key, logFiles }) => [key, ...logFiles]));
            return [["chain-missing"]];
        },
    },
    {
        what: "the last hours are missing",
        tamper: (archive, chain) => {
            archive.remove(...chain.slice(8).map(({ key }) => key));
            return [["chain-stops"]];
        },
    },
    {
        what: "the digest of the last hour is missing",
        tamper: (archive, chain) => {
            archive.remove(...chain.slice(10).map(({ key }) => key));
            return [["chain-stops"]];
        },
    },
    {
        what: "the last hours are missing, and what is left of them is changed",
        tamper: (archive, chain) => {
            archive.remove(...chain.slice(9).map(({ key }) => key));
            archive.at(at(chain, 8).key).bytes = gzipSync("{}");
            return [["chain-stops"], ["digest-altered", at(chain, 8).key]];
        },
    },
    {
        what: "the digest of the last hour is changed, which is no missing one",
        tamper: (archive, chain) => {
            archive.remove(...chain.slice(11).map(({ key }) => key));
            alter(archive, at(chain, 10).key, { logFiles: [] });
            return [["digest-signature-invalid", at(chain, 10).key]];
        },
    },
    {
        what: "the signature of the newest digest goes on with what is no digit",
        tamper: (archive, chain) => {
            archive.remove(at(chain, 13).key, at(chain, 12).key);
            const { metadata } = archive.at(at(chain, NEWEST).key);
            metadata["signature"] = `${metadata["signature"] ?? ""}zz`;
            return [["digest-signature-invalid", at(chain, NEWEST).key]];
        },
    },
    {
        what: "a log file is added after the last digest, long ago",
        tamper: (archive, chain) => {
            archive.remove(...chain.slice(11).map(({ key }) => key));
            const time = at(chain, 10).end - 5 * 60_000;
            return [["log-files-undigested", archive.putLogFile(PLACE, ACCOUNT, REGION, time, "forged")]];
        },
        options: { to: new Date(FROM + 11 * HOUR) },
    },
    {
        what: "a log file that a backfill digest names is deleted",
        tamper: (archive) => {
            const digest = backfill(archive);
            const [file] = archive.digest(digest)["logFiles"] as { s3Object: string }[];
            archive.remove(file?.s3Object ?? "");
            return [["log-file-missing", file?.s3Object]] as [string, string][];
        },
    },
    {
        what: "a log file is added, and somebody's backfill digest of another time with it",
        tamper: (archive, chain) => {
            const key = at(chain, 3).key.replace(".json.gz", "_backfill.json.gz");
            archive.put(key, gzipSync("{}"));
            const forged = archive.putLogFile(PLACE, ACCOUNT, REGION, at(chain, 8).end - 600_000, "forged");
            return [
                ["digest-altered", key],
                ["log-file-added", forged],
            ];
        },
    },
    {
        what: "a backfill digest is altered, whose log file is then in no digest",
        tamper: (archive) => {
            const key = backfill(archive);
            alter(archive, key, { newestEventTime: null });
            return [["digest-signature-invalid", key]];
        },
    },
    {
        what: "a backfill digest does not say when it was made",
        tamper: (archive) => {
            const key = backfill(archive, {} as never);
            return [["digest-signature-invalid", key]];
        },
    },
    {
        what: "reading a log file is denied",
        tamper: (archive, chain) => {
            archive.fail(`${BUCKET}/${logFileIn(chain, 5)}`, "AccessDenied", 403);
            archive.fail(`${BUCKET}/${logFileIn(chain, 6)}`, "AccessDenied", 403);
            return [];
        },
        unread: [["log file", "AccessDenied", 2]],
    },
    {
        what: "a log file is in a storage class that has to be restored",
        tamper: (archive, chain) => {
            archive.fail(`${BUCKET}/${logFileIn(chain, 5)}`, "InvalidObjectState", 403);
            return [];
        },
        unread: [["log file", "InvalidObjectState", 1]],
    },
    {
        what: "the bucket is gone, which is no missing log file",
        tamper: (archive, chain) => {
            archive.fail(`${BUCKET}/${logFileIn(chain, 5)}`, "NoSuchBucket", 404);
            return [];
        },
        unread: [["log file", "NoSuchBucket", 1]],
    },
    {
        what: "reading a digest is denied",
        tamper: (archive, chain) => {
            archive.fail(`${BUCKET}/${at(chain, 5).key}`, "AccessDenied", 403);
            return [];
        },
        unread: [["digest", "AccessDenied", 1]],
    },
    {
        what: "S3 is throttling, and fails for a while",
        tamper: (archive, chain) => {
            archive.fail(`${BUCKET}/${at(chain, 5).key}`, "SlowDown", 503, 3);
            archive.fail(`${BUCKET}/${logFileIn(chain, 5)}`, "InternalError", 500, 4);
            archive.fail(`${BUCKET}/${logFileIn(chain, 6)}`, "ECONNRESET", 0, 2);
            archive.fail(`list ${BUCKET}/AWSLogs/${ORGANIZATION}/`, "SlowDown", 503, 2);
            archive.fail(
                `list ${BUCKET}/AWSLogs/${ORGANIZATION}/${ACCOUNT}/CloudTrail/${REGION}/`,
                "SlowDown",
                503,
                2,
            );
            archive.fail(`keys ${REGION}`, "ThrottlingException", 400, 2);
            return [];
        },
    },
    {
        what: "S3 goes on failing",
        tamper: (archive, chain) => {
            archive.fail(`${BUCKET}/${logFileIn(chain, 5)}`, "SlowDown", 503);
            return [];
        },
        unread: [["log file", "SlowDown", 1]],
    },
    {
        what: "the public keys of a region are denied",
        tamper: (archive) => {
            archive.fail(`keys ${REGION}`, "AccessDeniedException", 400);
            return [];
        },
        // Every digest of both accounts there, and nothing that they name.
        unread: [
            ["public keys", "AccessDeniedException", 11],
            ["public keys", "AccessDeniedException", 11],
        ],
    },
    {
        what: "listing the archive is denied",
        tamper: (archive) => {
            archive.fail(`list ${BUCKET}/AWSLogs/${ORGANIZATION}/`, "AccessDenied", 403);
            return [];
        },
        unread: [["list", "AccessDenied", 1]],
    },
    {
        what: "listing the archive is denied, and an account is asked for",
        tamper: (archive) => {
            archive.fail(`list ${BUCKET}/AWSLogs/${ORGANIZATION}/`, "AccessDenied", 403);
            return [];
        },
        options: { accounts: [ACCOUNT] },
        unread: [["list", "AccessDenied", 1]],
    },
    {
        what: "listing an account's folder is denied",
        tamper: (archive) => {
            archive.fail(
                `list ${BUCKET}/AWSLogs/${ORGANIZATION}/${ACCOUNT}/CloudTrail-Digest/`,
                "AccessDenied",
                403,
            );
            return [];
        },
        unread: [["list", "AccessDenied", 1]],
    },
    {
        what: "listing the digests of a region is denied",
        tamper: (archive) => {
            archive.fail(
                `list ${BUCKET}/AWSLogs/${ORGANIZATION}/${ACCOUNT}/CloudTrail-Digest/${REGION}/`,
                "AccessDenied",
                403,
            );
            return [];
        },
        unread: [["list", "AccessDenied", 1]],
    },
    {
        what: "CloudTrail uses algorithms that are not known here",
        tamper: (archive, chain) => {
            const [entry] = archive.digest(at(chain, 5).key)["logFiles"] as Record<string, unknown>[];
            const changed = { logFiles: [{ ...entry, hashAlgorithm: "SHA3" }] };
            rewrite(archive, at(chain, 5).key, changed);
            for (const file of at(chain, 5).logFiles.slice(1)) {
                archive.remove(file);
            }
            rewrite(archive, at(chain, 9).key, { digestSignatureAlgorithm: "Ed25519" });
            relink(archive, chain, 6);
            return [];
        },
        unread: [
            ["digest", "UnknownAlgorithm", 1],
            ["log file", "UnknownAlgorithm", 1],
        ],
    },
];

/** Has the digests from that one on name the one before as it is now. */
function relink(archive: Archive, chain: readonly Delivered[], from: number, by = pairOf(REGION)): void {
    for (let index = from; index < chain.length; index += 1) {
        const before = at(chain, index - 1).key;
        const { hash, signature } = archive.putDigest(archive.digest(before), by);
        const changes = { previousDigestHashValue: hash, previousDigestSignature: signature };
        rewrite(archive, at(chain, index).key, changes, by);
    }
}

describe("validating an archive that was tampered with", () => {
    for (const { what, tamper, unread = [], options } of TAMPERINGS) {
        it(`finds exactly what it is when ${what}`, async () => {
            const archive = untouched.copy();
            const expected = tamper(archive, chainOf(archive));
            const report = await run(archive, options);
            const name = (key: string | undefined): string => key?.split("/").at(-1) ?? "";
            assert.deepEqual(
                report.findings.map(brief).sort(),
                expected
                    .map(([kind, key]) => [kind, ACCOUNT, REGION, key === undefined ? key : name(key)])
                    .sort(),
                JSON.stringify([report.findings, report.unread], undefined, 1),
            );
            assert.deepEqual(
                report.unread.map((each) => [each.what, each.code, each.count]),
                unread,
                JSON.stringify(report.unread),
            );
            assert.equal(report.whole, expected.length === 0 && unread.length === 0);
        });
    }

    it("does not let what cannot be read be valid", async () => {
        const archive = untouched.copy();
        archive.fail(`keys ${REGION}`, "AccessDeniedException", 400);
        const report = await run(archive);
        const chains = report.chains.filter(({ region }) => region === REGION);
        assert.deepEqual(
            chains.map(({ validDigests, logFiles, validLogFiles, from }) => [
                validDigests,
                logFiles,
                validLogFiles,
                from,
            ]),
            [
                [0, 0, 0, null],
                [0, 0, 0, null],
            ],
        );
    });

    it("says how many digests are missing that nobody names, and of which time", async () => {
        const archive = untouched.copy();
        const chain = chainOf(archive);
        archive.remove(...[5, 6, 7, 8].map((index) => at(chain, index).key));
        const [, unnamed] = (await run(archive)).findings.sort(
            (one, other) => (one.key ? 0 : 1) - (other.key ? 0 : 1),
        );
        assert.match(unnamed?.detail ?? "", /^3 more /);
        assert.deepEqual([unnamed?.from, unnamed?.to], [text(at(chain, 4).end), text(at(chain, 8).end)]);
    });

    it("finds any byte of any object that is changed, unless its uncompressed content stays the same", async () => {
        const few = new Archive();
        few.deliver({ from: FROM, hours: 8, accounts: [ACCOUNT], regions: [REGION], logFiles: () => 1 });
        const options = { from: new Date(FROM + 1.5 * HOUR), to: new Date(FROM + 6 * HOUR) };
        const concerned = chainOf(few)
            .slice(1, 7)
            .flatMap(({ key, logFiles }) => [key, ...logFiles]);
        assert.ok((await run(few, options)).whole);
        await fc.assert(
            fc.asyncProperty(
                fc.constantFrom(...concerned),
                fc.nat(),
                fc.integer({ min: 1, max: 255 }),
                async (key, where, change) => {
                    const archive = few.copy();
                    const object = archive.at(key);
                    const before = gunzipSync(object.bytes);
                    const offset = where % object.bytes.length;
                    object.bytes[offset] = (object.bytes[offset] ?? 0) ^ change;
                    let same = false;
                    try {
                        same = gunzipSync(object.bytes).equals(before);
                    } catch {
                        // It cannot be decompressed any more.
                    }
                    const report = await run(archive, options);
                    assert.deepEqual(
                        [report.whole, report.findings.every((found) => found.key === key)],
                        [same, true],
                    );
                    assert.deepEqual(report.unread, []);
                },
            ),
            { numRuns: 300 },
        );
    });

    it("finds any object that is deleted, and any log file that is added", async () => {
        const inTime = chainOf(untouched).filter(
            ({ end }) => end > FROM + 2 * HOUR && end < FROM + 11 * HOUR,
        );
        await fc.assert(
            fc.asyncProperty(
                fc.constantFrom(...inTime.flatMap(({ key, logFiles }) => [key, ...logFiles])),
                fc.integer({ min: FROM + 2 * HOUR, max: FROM + 11 * HOUR }),
                async (key, time) => {
                    const deleted = untouched.copy();
                    deleted.remove(key);
                    assert.ok(
                        (await run(deleted)).findings.some((found) => found.key === key),
                        key,
                    );
                    const added = untouched.copy();
                    const minute = Math.ceil(time / 60_000) * 60_000;
                    const forged = added.putLogFile(
                        PLACE,
                        ACCOUNT,
                        REGION,
                        Math.min(minute, FROM + 11 * HOUR),
                        "forged",
                    );
                    assert.deepEqual(
                        (await run(added)).findings.map((found) => found.key),
                        [forged],
                    );
                },
            ),
            { numRuns: 40 },
        );
    });

    it("expects the named accounts, and their digests in the named regions", async () => {
        const report = await run(untouched, {
            accounts: [ACCOUNT, "444444444444"],
            regions: [REGION, "eu-central-1"],
        });
        assert.deepEqual(report.findings.map(brief), [
            ["chain-missing", ACCOUNT, "eu-central-1", undefined],
            ["account-without-digests", "444444444444", undefined, undefined],
        ]);
        assert.equal(report.totals.chains, 1);
    });

    it("expects of an account the regions of others, but for those that have to be turned on", async () => {
        const archive = untouched.copy();
        archive.deliver({
            from: FROM,
            hours: HOURS,
            accounts: [ACCOUNT],
            regions: ["eu-west-2", "af-south-1"],
        });
        assert.deepEqual((await run(archive)).findings.map(brief), [
            ["chain-missing", "222222222222", "eu-west-2", undefined],
        ]);
    });

    it("expects the digests of the named trail", async () => {
        const report = await run(untouched, { trail: { name: "another", homeRegion: "us-east-1" } });
        assert.deepEqual(
            report.findings.map(brief),
            ACCOUNTS.map((account) => ["account-without-digests", account, undefined, undefined]),
        );
        assert.ok((await run(untouched, { trail: TRAIL })).whole);
    });

    it("says of an account that logged before that it has no digests, once, and how many log files lie there", async () => {
        const archive = untouched.copy();
        archive.deliver({ from: FROM - 100 * HOUR, hours: 3, accounts: ["555555555555"] });
        archive.putLogFile(PLACE, "555555555555", REGION, FROM + 5 * HOUR, "forged");
        const { findings } = await run(archive);
        assert.deepEqual(findings.map(brief), [
            ["account-without-digests", "555555555555", undefined, undefined],
        ]);
        assert.equal(findings[0]?.detail, "1 log files of the time lie there");
    });

    it("finds that there is nothing at a place", async () => {
        const report = await run(untouched, { places: [{ ...PLACE, prefix: "wrong" }] });
        assert.deepEqual(
            report.findings.map(({ kind, key }) => [kind, key]),
            [["nothing-there", `wrong/AWSLogs/${ORGANIZATION}/`]],
        );
    });

    it("does not call log files added that another trail's digests name", async () => {
        const archive = untouched.copy();
        const other = { name: "other_trail", homeRegion: "eu-west-1" };
        archive.deliver({ from: FROM + 30 * 60_000, hours: 13, accounts: [ACCOUNT], trail: other });
        const report = await run(archive);
        assert.deepEqual([report.findings, report.totals.chains], [[], 6]);
    });

    it("goes on in another bucket that is validated too, and says so of one that is not", async () => {
        const archive = new Archive();
        const before = { ...PLACE, bucket: "the-archive-before" };
        archive.deliver({ place: before, from: FROM, hours: 6 });
        archive.deliver({ from: FROM + 6 * HOUR, hours: 8, goesOn: true });
        const both = await run(archive, { places: [before, PLACE] });
        assert.deepEqual([both.findings, both.unread], [[], []]);
        const one = await run(archive, { places: [PLACE] });
        assert.deepEqual(
            [one.findings, one.unread.map(({ what, count }) => [what, count])],
            [[], Array.from({ length: 4 }, () => ["other bucket", 1])],
        );
        assert.ok(!one.whole);
    });

    it("refuses a time that ends before it begins, and to look nowhere", async () => {
        await assert.rejects(run(untouched, { to: OPTIONS.from }), /not before its end/);
        await assert.rejects(run(untouched, { places: [] }), /name a bucket/);
    });
});
