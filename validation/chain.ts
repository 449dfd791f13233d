/** One chain of digests, walked from the newest to the oldest of a time. */
import type { AccountId } from "../aws/arn";
import { type ArchiveReader, type StoredObject, failureOf, persist } from "./archiveReader";
import {
    type Digest,
    type DigestedLogFile,
    HASH_ALGORITHM,
    type ReadDigest,
    SIGNATURE_ALGORITHM,
    isSignedBy,
    parseDigest,
} from "./digest";
import type { FindingKindName } from "./kinds";
import { type Content, bytesOf, contentOf } from "./logFile";
import { type DigestName, digestName } from "./place";
import type { PublicKey, PublicKeys } from "./publicKeys";
import type { Span } from "./spans";
import type { Tally } from "./tally";

const HOUR = 60 * 60 * 1000;

/** What all chains of a validation share. */
export interface Validating {
    readonly reader: ArchiveReader;
    readonly keys: PublicKeys;
    /** Runs a reading when it is its turn: so many are run at once. */
    readonly turn: <T>(read: () => Promise<T>) => Promise<T>;
    readonly pause?: ((milliseconds: number) => Promise<unknown>) | undefined;
    /** Milliseconds since the epoch: digests of any time after `from` are validated. */
    readonly from: number;
}

/** The digests of a chain that lie in its folder. */
export interface ListedChain {
    readonly bucket: string;
    readonly folder: string;
    readonly account: AccountId;
    readonly region: string;
    readonly trail: string;
    readonly homeRegion: string;
    readonly backfill: boolean;
    /** Those whose end is in the time, the oldest first. */
    readonly listed: readonly DigestName[];
}

/** What came of a chain. */
export interface WalkedChain {
    readonly digests: number;
    readonly validDigests: number;
    readonly logFiles: number;
    readonly validLogFiles: number;
    readonly bytes: number;
    /** The times of digests that can be relied on. */
    readonly spans: readonly Span[];
    /** Begin of the chain, where it begins within the time. */
    readonly startsAt?: number;
    /** How many digests that are newer than all of these cannot be relied on. */
    readonly brokenNewest: number;
    /** The times of digests that cannot be relied on. */
    readonly brokenSpans: readonly Span[];
    /** Digests elsewhere that the chain goes on with. */
    readonly elsewhere: readonly { readonly bucket: string; readonly key: string; readonly until: number }[];
    readonly publicKeys: readonly PublicKey[];
}

/** A digest to look at, and what the next newer one says of it. */
interface Cursor extends Pick<DigestName, "key" | "end"> {
    readonly expected?: { readonly hash: string; readonly signature: string };
}

/**
 * Validates a chain, and every log file that its digests name.
 * @param tally told what is found and what cannot be read
 * @param named told the keys of log files that digests name which can be relied on
 */
export async function walkChain(
    chain: ListedChain,
    validating: Validating,
    tally: Tally,
    named: (bucket: string, key: string) => void,
): Promise<WalkedChain> {
    const walk = new Walk(chain, validating, tally, named);
    await walk.run();
    return walk;
}

class Walk implements WalkedChain {
    digests = 0;
    validDigests = 0;
    logFiles = 0;
    validLogFiles = 0;
    bytes = 0;
    readonly spans: Span[] = [];
    startsAt?: number;
    readonly elsewhere: { bucket: string; key: string; until: number }[] = [];
    private readonly usedKeys = new Map<string, PublicKey>();
    private readonly visited = new Set<string>();
    /** Digests since the last that can be relied on, which cannot be. */
    private broken = 0;
    brokenNewest = 0;
    readonly brokenSpans: Span[] = [];

    constructor(
        private readonly chain: ListedChain,
        private readonly validating: Validating,
        private readonly tally: Tally,
        private readonly named: (bucket: string, key: string) => void,
    ) {}

    get publicKeys(): readonly PublicKey[] {
        return [...this.usedKeys.values()];
    }

    async run(): Promise<void> {
        let logFiles: Promise<unknown> = Promise.resolve();
        let cursor: Cursor | undefined = this.chain.listed.at(-1);
        while (cursor !== undefined) {
            this.visited.add(cursor.key);
            const digest = await this.look(cursor);
            // The log files of one digest are read while the next is looked at, and no more than that.
            await logFiles;
            if (digest === undefined) {
                this.broken += 1;
                cursor = this.olderThan(cursor.end);
                continue;
            }
            this.missingAbove(Date.parse(digest.digestEndTime));
            logFiles = this.takeIn(digest, cursor);
            cursor = await this.before(digest, cursor);
        }
        await logFiles;
        if (this.broken > 0 && this.spans.length > 0 && (await this.hasOlderThanAll())) {
            this.missingAbove(this.validating.from);
        }
        if (this.spans.length === 0) {
            this.brokenNewest = this.broken;
        }
        for (const { key, end } of this.chain.listed) {
            if (!this.visited.has(key)) {
                await this.lookAtUnlinked({ key, end });
            }
        }
    }

    /**
     * Tells of digests that are missing under names that nobody knows: below one that cannot be relied on, whose previous one
     * nobody names. Each was of an hour.
     * @param below up to when there are digests again
     */
    private missingAbove(below: number): void {
        const above = this.spans.at(-1)?.[0];
        const explained = this.broken;
        this.broken = 0;
        if (above === undefined) {
            this.brokenNewest = explained;
        } else if (explained > 0 && !this.chain.backfill) {
            const more = Math.round((above - below) / HOUR) - explained;
            if (more > 0) {
                this.tally.find({
                    kind: "digest-missing",
                    trail: this.chain.trail,
                    ...period(below, above),
                    detail: `${more} more within that time, judging by the hours`,
                });
            }
        }
    }

    /** Where to go on from a digest that can be relied on. */
    private async before(digest: Digest, { key, end }: Cursor): Promise<Cursor | undefined> {
        const { previousDigestS3Bucket: bucket, previousDigestS3Object: previousKey } = digest;
        if (typeof bucket !== "string" || typeof previousKey !== "string") {
            const older = this.olderThan(end);
            await this.begins(digest, key, older);
            return older;
        }
        const previous = bucket === this.chain.bucket ? this.nameOf(previousKey) : undefined;
        if (previous === undefined) {
            this.elsewhere.push({ bucket, key: previousKey, until: Date.parse(digest.digestStartTime) });
            return this.olderThan(end);
        }
        if (this.visited.has(previousKey) || (!this.chain.backfill && previous.end >= end)) {
            return this.olderThan(end);
        }
        if (previous.end <= this.validating.from) {
            return this.chain.backfill ? this.olderThan(end) : undefined;
        }
        const { previousDigestHashValue: hash, previousDigestSignature: signature } = digest;
        return {
            key: previousKey,
            end: previous.end,
            ...(typeof hash === "string" && typeof signature === "string"
                ? { expected: { hash, signature } }
                : {}),
        };
    }

    /** A digest without a previous one: begins a chain, or goes on with one after a gap. */
    private async begins(digest: Digest, key: string, older: DigestName | undefined): Promise<void> {
        const start = Date.parse(digest.digestStartTime);
        const { from } = this.validating;
        const { trail, backfill } = this.chain;
        if (backfill || start <= from) {
            return;
        }
        if (older !== undefined || (await this.hasOlderThanAll())) {
            this.tally.find({ kind: "gap", trail, key, ...period(older?.end ?? from, start) });
        } else {
            this.startsAt = start;
        }
    }

    /** Takes in what a digest says, and reads its log files. */
    private async takeIn(
        { digestStartTime, digestEndTime, logFiles }: Digest,
        { key }: Cursor,
    ): Promise<void> {
        this.spans.push([Date.parse(digestStartTime), Date.parse(digestEndTime)]);
        for (const { s3Bucket, s3Object } of logFiles) {
            this.named(s3Bucket, s3Object);
        }
        await Promise.all(logFiles.map((file) => this.readLogFile(file, key)));
    }

    private async readLogFile(file: DigestedLogFile, digest: string): Promise<void> {
        const { s3Bucket: bucket, s3Object: key, hashValue, hashAlgorithm } = file;
        const { trail } = this.chain;
        this.logFiles += 1;
        if (hashAlgorithm !== HASH_ALGORITHM) {
            const unknown = `its digest has hashes by ${hashAlgorithm}, which are not known here`;
            this.tally.unread("log file", `s3://${bucket}/${key}`, named("UnknownAlgorithm", unknown));
            return;
        }
        const content = await this.read<Content | undefined>("log file", bucket, key, contentOf);
        if (content === "unread") {
            return;
        }
        const about = { trail, bucket, key };
        if (content === "missing") {
            this.tally.find({ kind: "log-file-missing", ...about, detail: `named by ${digest}` });
        } else if (content?.hash !== hashValue) {
            const is = content === undefined ? "it cannot be decompressed" : `SHA-256 is ${content.hash}`;
            this.tally.find({
                kind: "log-file-altered",
                ...about,
                detail: `${is}; ${digest} has ${hashValue}`,
            });
        } else {
            this.validLogFiles += 1;
            this.bytes += content.bytes;
        }
    }

    /** Looks at a digest, and tells what is wrong with it: undefined if it cannot be relied on. */
    private async look(cursor: Cursor): Promise<Digest | undefined> {
        const digest = await this.check(cursor);
        if (digest === undefined) {
            this.brokenSpans.push([cursor.end - HOUR, cursor.end]);
        }
        return digest;
    }

    private async check({ key, end, expected }: Cursor): Promise<Digest | undefined> {
        const { bucket, trail } = this.chain;
        this.digests += 1;
        const object = await this.read("digest", bucket, key, async (stored) => ({
            bytes: await bytesOf(stored),
            metadata: stored.metadata,
        }));
        if (object === "unread") {
            return undefined;
        }
        const time = period(end - HOUR, end);
        const wrong = (kind: FindingKindName, detail: string): Digest | undefined => {
            this.tally.find({ kind, trail, key, ...time, detail });
            return undefined;
        };
        if (object === "missing") {
            return wrong(
                "digest-missing",
                expected === undefined ? "it was listed" : "the next digest names it",
            );
        }
        const read = parseDigest(object.bytes);
        if (read === undefined) {
            return wrong("digest-altered", "it cannot be read as a digest");
        }
        const { digest, hash } = read;
        if (digest.digestS3Bucket !== bucket || digest.digestS3Object !== key) {
            return wrong("digest-moved", `it is of s3://${digest.digestS3Bucket}/${digest.digestS3Object}`);
        }
        if (expected !== undefined && hash !== expected.hash) {
            return wrong("digest-altered", `SHA-256 is ${hash}; the next digest has ${expected.hash}`);
        }
        const confirmed = expected !== undefined;
        const problem = await this.signatureProblem(read, object.metadata, expected?.signature);
        if (problem === undefined) {
            this.validDigests += 1;
            return digest;
        }
        if (problem !== "unread") {
            wrong(
                problem.kind,
                confirmed ? `${problem.detail}; the next digest confirms its content` : problem.detail,
            );
        }
        // A digest that can be relied on has its hash: what it says counts.
        return confirmed ? digest : undefined;
    }

    /** What is wrong with the signature; undefined if nothing is. */
    private async signatureProblem(
        read: ReadDigest,
        metadata: StoredObject["metadata"],
        expected: string | undefined,
    ): Promise<{ readonly kind: FindingKindName; readonly detail: string } | "unread" | undefined> {
        const { digest } = read;
        const { region, bucket } = this.chain;
        const at = `s3://${bucket}/${digest.digestS3Object}`;
        const { signature, "signature-algorithm": algorithm = SIGNATURE_ALGORITHM } = metadata;
        const generated = metadata["backfill-generation-timestamp"];
        if (signature === undefined) {
            return { kind: "digest-signature-invalid", detail: "there is none" };
        }
        if (digest.digestSignatureAlgorithm !== SIGNATURE_ALGORITHM) {
            const unknown = `it is signed by ${digest.digestSignatureAlgorithm}, which is not known here`;
            this.tally.unread("digest", at, named("UnknownAlgorithm", unknown));
            return "unread";
        }
        if (algorithm !== SIGNATURE_ALGORITHM) {
            return { kind: "digest-signature-invalid", detail: `its algorithm is said to be ${algorithm}` };
        }
        if (this.chain.backfill && Number.isNaN(Date.parse(generated ?? ""))) {
            return { kind: "digest-signature-invalid", detail: "it does not say when it was generated" };
        }
        const fingerprint = digest.digestPublicKeyFingerprint;
        let key: PublicKey | undefined;
        try {
            const signedAt = generated === undefined ? undefined : Date.parse(generated);
            key = await this.validating.keys.find(region, fingerprint, signedAt);
        } catch (error) {
            this.tally.unread("public keys", region, error);
            return "unread";
        }
        if (key === undefined) {
            return { kind: "digest-key-unknown", detail: `fingerprint ${fingerprint}` };
        }
        if (key.key === undefined) {
            const unknown = `the public key ${fingerprint} is in no format that is known here`;
            this.tally.unread("public keys", region, named("UnknownFormat", unknown));
            return "unread";
        }
        this.usedKeys.set(fingerprint, key);
        if (!isSignedBy(read, signature, key.key)) {
            return { kind: "digest-signature-invalid", detail: `it is not by the key ${fingerprint}` };
        }
        return expected !== undefined && expected !== signature
            ? { kind: "digest-signature-invalid", detail: "the next digest has another" }
            : undefined;
    }

    /** Looks at a digest that no other names, although there are later ones. */
    private async lookAtUnlinked(cursor: Cursor): Promise<void> {
        const { trail, backfill } = this.chain;
        const digest = await this.look(cursor);
        if (digest === undefined) {
            return;
        }
        if (backfill) {
            await this.takeIn(digest, cursor);
        } else {
            this.tally.find({ kind: "digest-added", trail, key: cursor.key, detail: "CloudTrail signed it" });
        }
    }

    private olderThan(end: number): DigestName | undefined {
        return this.chain.listed.findLast((name) => name.end < end && !this.visited.has(name.key));
    }

    /** Whether there are digests of the chain from before the time. */
    private async hasOlderThanAll(): Promise<boolean> {
        const { reader, turn, pause, from } = this.validating;
        const { bucket, folder } = this.chain;
        try {
            return await turn(() =>
                persist(async () => {
                    for await (const key of reader.keys(bucket, folder)) {
                        const name = this.nameOf(key);
                        if (name !== undefined) {
                            return name.end <= from;
                        }
                    }
                    return false;
                }, pause),
            );
        } catch (error) {
            this.tally.unread("list", `s3://${bucket}/${folder}`, error);
            return false;
        }
    }

    /** What the key of one of the chain's digests says; undefined for others. */
    private nameOf(key: string): DigestName | undefined {
        const { folder, account, region, trail, homeRegion, backfill } = this.chain;
        const name = digestName(folder, account, region, key);
        return name?.trail === trail && name.homeRegion === homeRegion && name.backfill === backfill
            ? name
            : undefined;
    }

    /** Reads an object, again and again where reading fails for what passes. */
    private async read<T>(
        what: "digest" | "log file",
        bucket: string,
        key: string,
        take: (object: StoredObject) => Promise<T>,
    ): Promise<T | "missing" | "unread"> {
        const { reader, turn, pause } = this.validating;
        try {
            return await turn(() => persist(async () => take(await reader.read(bucket, key)), pause));
        } catch (error) {
            if (failureOf(error).kind === "missing") {
                return "missing";
            }
            this.tally.unread(what, `s3://${bucket}/${key}`, error);
            return "unread";
        }
    }
}

const named = (name: string, message: string): Error => Object.assign(new Error(message), { name });

/** A time as findings have it. */
export const period = (from: number, to: number): { readonly from: string; readonly to: string } => ({
    from: instant(from),
    to: instant(to),
});

/** Without milliseconds, as AWS writes it. */
export const instant = (time: number): string => new Date(time).toISOString().replace(/\.\d+Z$/, "Z");
