/** An archive in memory, with digests as CloudTrail chains and signs them, and a reader of it. */
import { type KeyObject, createHash, createSign, generateKeyPairSync } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import type { ArchiveReader, ListedPublicKey, StoredObject } from "../../validation/archiveReader";
import { type Place, accountsFolder } from "../../validation/place";

export const BUCKET = "the-archive";
export const ORGANIZATION = "o-exampleorg1";
export const TRAIL = { name: "security-logging-trail", homeRegion: "us-east-1" };
export const PLACE: Place = { bucket: BUCKET, organizationId: ORGANIZATION };
export const ACCOUNTS = ["111111111111", "222222222222"];
export const REGIONS = ["us-east-1", "eu-west-1"];

export const HOUR = 60 * 60 * 1000;
/** Digests end some time within an hour. */
const PAST_THE_HOUR = 91_000;

export interface Stored {
    bytes: Buffer;
    metadata: Record<string, string>;
}

/** A pair of keys, and how CloudTrail lists the public one. */
export interface Pair {
    readonly privateKey: KeyObject;
    readonly fingerprint: string;
    readonly der: Buffer;
}

export function pair(type: "pkcs1" | "spki" = "pkcs1"): Pair {
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const der = publicKey.export({ format: "der", type: type as "spki" });
    return { privateKey, der, fingerprint: createHash("md5").update(der).digest("hex") };
}

const sha256 = (content: Uint8Array): string => createHash("sha256").update(content).digest("hex");

export const text = (time: number): string => new Date(time).toISOString().replace(/\.\d+Z$/, "Z");
const compact = (time: number): string => text(time).replaceAll(/[-:]/g, "");
const day = (time: number): string => text(time).slice(0, 10).replaceAll("-", "/");

/** What of an organization CloudTrail delivers. */
export interface Delivering {
    readonly place?: Place;
    readonly trail?: { readonly name: string; readonly homeRegion: string };
    readonly accounts?: readonly string[];
    readonly regions?: readonly string[];
    /** Milliseconds since the epoch: the first digest is of the hour from then on. */
    readonly from: number;
    readonly hours: number;
    /** Whether the chain begins there, rather than going on from digests that have expired. @default false */
    readonly begins?: boolean;
    /** Whether the chain goes on from what was delivered before of the account and region, wherever that was. @default false */
    readonly goesOn?: boolean;
    /** Log files of an hour. @default none in each fourth hour, else one to three */
    readonly logFiles?: (hour: number) => number;
    /** Each log file, packed. @default one record, each time another */
    readonly content?: Buffer;
}

/** One digest that was delivered, and its log files. */
export interface Delivered {
    readonly account: string;
    readonly region: string;
    readonly key: string;
    readonly end: number;
    readonly logFiles: readonly string[];
}

/** A digest, as the next one of its chain names it. */
interface Link {
    readonly bucket: string;
    readonly key: string;
    readonly hash: string;
    readonly signature: string;
}

/** Keys of a region are made once: each takes a tenth of a second. */
const PAIRS = new Map<string, Pair>();
export function pairOf(region: string): Pair {
    const known = PAIRS.get(region) ?? pair(PAIRS.size % 2 === 0 ? "pkcs1" : "spki");
    PAIRS.set(region, known);
    return known;
}

export class Archive {
    readonly objects = new Map<string, Stored>();
    readonly delivered: Delivered[] = [];
    /** The last digest of each account and region, as the next one names it. */
    private readonly last = new Map<string, Link>();
    /** Thrown by readings, by `bucket/key`, `keys region` or `list bucket/prefix`: how often, and what. */
    readonly failures = new Map<string, { times: number; error: Error }>();
    readonly reads: string[] = [];

    /** Delivers the log files and digests of some hours. */
    deliver(what: Delivering): readonly Delivered[] {
        const { accounts = ACCOUNTS, regions = REGIONS } = what;
        const all = accounts.flatMap((account) =>
            regions.flatMap((region) => this.deliverChain(account, region, what)),
        );
        this.delivered.push(...all);
        return all;
    }

    private deliverChain(account: string, region: string, what: Delivering): Delivered[] {
        const { place = PLACE, trail = TRAIL, from, hours, begins = false, goesOn = false } = what;
        const { logFiles = (hour: number) => hour % 4, content } = what;
        const expired: Link | undefined = begins
            ? undefined
            : {
                  bucket: place.bucket,
                  key: this.digestKey(place, account, region, trail, from + PAST_THE_HOUR),
                  hash: "0".repeat(64),
                  signature: "0".repeat(512),
              };
        let previous = goesOn ? this.last.get(`${account} ${region}`) : expired;
        return Array.from({ length: hours }, (_, hour) => {
            const start = from + hour * HOUR + PAST_THE_HOUR;
            const end = start + HOUR;
            const files = Array.from({ length: logFiles(hour) }, (_file, index) => {
                // The last has been delivered in the minute in which the digest ends; an event can be of long ago.
                const time = index === 2 ? end - 20_000 : start + (((index + 1) * 15) % 60) * 60_000;
                const event = index === 1 ? time - 5 * HOUR : time;
                return this.putLogFile(
                    place,
                    account,
                    region,
                    time,
                    `${account} ${region} ${hour} ${index}`,
                    { event, content },
                );
            });
            const key = this.digestKey(place, account, region, trail, end);
            const digest: Record<string, unknown> = {
                awsAccountId: account,
                digestStartTime: text(start),
                digestEndTime: text(end),
                digestS3Bucket: place.bucket,
                digestS3Object: key,
                digestPublicKeyFingerprint: pairOf(region).fingerprint,
                digestSignatureAlgorithm: "SHA256withRSA",
                newestEventTime: files.length === 0 ? null : text(end),
                oldestEventTime: files.length === 0 ? null : text(start),
                previousDigestS3Bucket: previous?.bucket ?? null,
                previousDigestS3Object: previous?.key ?? null,
                previousDigestHashValue: previous?.hash ?? null,
                previousDigestHashAlgorithm: previous === undefined ? null : "SHA-256",
                previousDigestSignature: previous?.signature ?? null,
                logFiles: files.map((file) => this.entry(place.bucket, file)),
            };
            previous = { bucket: place.bucket, key, ...this.putDigest(digest, pairOf(region)) };
            this.last.set(`${account} ${region}`, previous);
            return { account, region, key, end, logFiles: files };
        });
    }

    /** What a digest says of a log file. */
    entry(bucket: string, key: string): Record<string, unknown> {
        return {
            s3Bucket: bucket,
            s3Object: key,
            hashValue: sha256(gunzipSync(this.at(key, bucket).bytes)),
            hashAlgorithm: "SHA-256",
            newestEventTime: "2026-03-01T00:00:00Z",
            oldestEventTime: "2026-03-01T00:00:00Z",
        };
    }

    digestKey(place: Place, account: string, region: string, trail: typeof TRAIL, end: number): string {
        const file = `${account}_CloudTrail-Digest_${region}_${trail.name}_${trail.homeRegion}_${compact(end)}.json.gz`;
        return `${accountsFolder(place)}${account}/CloudTrail-Digest/${region}/${day(end)}/${file}`;
    }

    logFileKey(place: Place, account: string, region: string, time: number, unique: string): string {
        const minute = compact(time).replace(/\d\dZ$/, "Z");
        return `${accountsFolder(place)}${account}/CloudTrail/${region}/${day(time)}/${account}_CloudTrail_${region}_${minute}_${unique}.json.gz`;
    }

    putLogFile(
        place: Place,
        account: string,
        region: string,
        time: number,
        what: string,
        { event = time, content }: { readonly event?: number; readonly content?: Buffer | undefined } = {},
    ): string {
        const key = this.logFileKey(place, account, region, time, sha256(Buffer.from(what)).slice(0, 16));
        const records = [{ eventName: "CreateRole", eventTime: text(event), what }];
        this.put(key, content ?? gzipSync(JSON.stringify({ Records: records })), {}, place.bucket);
        return key;
    }

    /** Signs a digest and puts it where it says that it is. */
    putDigest(
        digest: Record<string, unknown>,
        by: Pair,
        more: Record<string, string> = {},
    ): { hash: string; signature: string } {
        const content = Buffer.from(JSON.stringify(digest));
        const hash = sha256(content);
        const signed = [
            digest["digestEndTime"],
            `${String(digest["digestS3Bucket"])}/${String(digest["digestS3Object"])}`,
            hash,
            digest["previousDigestSignature"] ?? "null",
        ].join("\n");
        const signature = createSign("RSA-SHA256").update(signed).sign(by.privateKey, "hex");
        const metadata = { signature, "signature-algorithm": "SHA256withRSA", ...more };
        this.put(
            String(digest["digestS3Object"]),
            gzipSync(content),
            metadata,
            String(digest["digestS3Bucket"]),
        );
        return { hash, signature };
    }

    /** What a digest says, to be changed and signed anew. */
    digest(key: string): Record<string, unknown> {
        return JSON.parse(gunzipSync(this.at(key).bytes).toString()) as Record<string, unknown>;
    }

    put(key: string, bytes: Buffer, metadata: Record<string, string> = {}, bucket = BUCKET): void {
        this.objects.set(`${bucket}/${key}`, { bytes, metadata });
    }

    at(key: string, bucket = BUCKET): Stored {
        const found = this.objects.get(`${bucket}/${key}`);
        if (found === undefined) {
            throw new Error(`the test's archive has no ${bucket}/${key}`);
        }
        return found;
    }

    remove(...keys: readonly string[]): void {
        for (const key of keys) {
            this.at(key);
            this.objects.delete(`${BUCKET}/${key}`);
        }
    }

    /** A copy whose objects can be changed without changing these. */
    copy(): Archive {
        const copy = new Archive();
        for (const [id, { bytes, metadata }] of this.objects) {
            copy.objects.set(id, { bytes: Buffer.from(bytes), metadata: { ...metadata } });
        }
        copy.delivered.push(...this.delivered);
        return copy;
    }

    /** Has what is read there fail from now on, so many times. */
    fail(what: string, name: string, httpStatusCode: number, times = Infinity): void {
        const error = Object.assign(new Error(`${name} of ${what}`), { name, $metadata: { httpStatusCode } });
        this.failures.set(what, { times, error });
    }

    private mayFail(what: string): void {
        const failure = this.failures.get(what);
        if (failure !== undefined && failure.times > 0) {
            failure.times -= 1;
            throw failure.error;
        }
    }

    /** Reads the archive, as S3 and CloudTrail would have it read. */
    reader(): ArchiveReader {
        // What lies there when the reader is made.
        const sorted = [...this.objects.keys()].sort();
        const keysBelow = (bucket: string, prefix: string): readonly string[] =>
            sorted
                .filter((id) => id.startsWith(`${bucket}/${prefix}`))
                .map((id) => id.slice(bucket.length + 1));
        const read = (bucket: string, key: string): StoredObject => {
            this.mayFail(`${bucket}/${key}`);
            this.reads.push(key);
            const found = this.objects.get(`${bucket}/${key}`);
            if (found === undefined) {
                throw Object.assign(new Error("The specified key does not exist."), { name: "NoSuchKey" });
            }
            const { bytes, metadata } = found;
            return { body: inParts(bytes), length: bytes.length, metadata };
        };
        return {
            folders: async (bucket, prefix) => {
                await Promise.resolve();
                this.mayFail(`list ${bucket}/${prefix}`);
                const names = keysBelow(bucket, prefix).map((key) => key.slice(prefix.length).split("/"));
                return [...new Set(names.filter((parts) => parts.length > 1).map(([first = ""]) => first))];
            },
            keys: (bucket, prefix, startAfter = "") => {
                const list = (): void => this.mayFail(`list ${bucket}/${prefix}`);
                return (async function* () {
                    await Promise.resolve();
                    list();
                    yield* keysBelow(bucket, prefix).filter((key) => key > startAfter);
                })();
            },
            read: (bucket, key) => new Promise((resolve) => resolve(read(bucket, key))),
            publicKeys: (region, from, to) =>
                new Promise((resolve) => {
                    this.mayFail(`keys ${region}`);
                    resolve(this.publicKeys(region, from, to));
                }),
            caller: () => Promise.resolve("arn:aws:sts::333333333333:assumed-role/auditor/jane"),
        };
    }

    protected publicKeys(region: string, from: Date, to: Date): readonly ListedPublicKey[] {
        const { fingerprint, der } = pairOf(region);
        return from < to
            ? [{ fingerprint, value: der, validFrom: new Date(from), validTo: new Date(to) }]
            : [];
    }
}

/** Bytes that are read at once: less than a digest has. */
const PART = 500;

async function* inParts(bytes: Buffer): AsyncIterable<Uint8Array> {
    for (let at = 0; at < bytes.length; at += PART) {
        await Promise.resolve();
        yield bytes.subarray(at, at + PART);
    }
}
