/** What a validation reads: the archive's objects and CloudTrail's public keys. `awsReader.ts` reads them from AWS. */
import { setTimeout as wait } from "node:timers/promises";

/** An object as S3 returns it. */
export interface StoredObject {
    readonly body: AsyncIterable<Uint8Array>;
    /** Bytes of the body: one that ends before was cut off on its way. */
    readonly length?: number | undefined;
    /** Without `x-amz-meta-`. */
    readonly metadata: Readonly<Record<string, string>>;
}

/** A public key as CloudTrail lists it. */
export interface ListedPublicKey {
    readonly fingerprint: string;
    /** DER: PKCS #1, or SubjectPublicKeyInfo. */
    readonly value: Uint8Array;
    readonly validFrom: Date;
    readonly validTo: Date;
}

/** What is read, and nothing is written. Each may throw what the AWS SDK does. */
export interface ArchiveReader {
    /** The names of the folders right below a prefix, without slashes. */
    folders(bucket: string, prefix: string): Promise<readonly string[]>;
    /** The keys that begin with a prefix, in S3's order, from the one after `startAfter` on. */
    keys(bucket: string, prefix: string, startAfter?: string): AsyncIterable<string>;
    /** @throws Error named `NoSuchKey` if there is none */
    read(bucket: string, key: string): Promise<StoredObject>;
    /** The keys that digests of that region were signed with within a time. */
    publicKeys(region: string, from: Date, to: Date): Promise<readonly ListedPublicKey[]>;
    /** The ARN of who reads. */
    caller(): Promise<string>;
}

/** What became of a reading that failed. */
export interface Failure {
    /** `missing`: there is no such object. All others leave open what it is. */
    readonly kind: "missing" | "transient" | "other";
    /** The code that AWS gave. */
    readonly code: string;
    readonly message: string;
}

const MISSING: readonly string[] = ["NoSuchKey", "NotFound"];

/** By name or, from Node.js, by code. Everything with a status of 429 or 5xx is transient as well. */
const TRANSIENT =
    /^(SlowDown|ServiceUnavailable|InternalError|InternalFailure|InternalServerError|RequestTimeout|RequestTimeoutException|RequestTimeTooSkewed|RequestLimitExceeded|TimeoutError|Throttl\w*|TooManyRequests\w*|CutShort|ECONN\w+|EPIPE|ETIMEDOUT|EAI_AGAIN|ERR_STREAM_PREMATURE_CLOSE|NetworkingError)$/;

/** What an error of a reader means. */
export function failureOf(error: unknown): Failure {
    const { name, message } = error instanceof Error ? error : { name: "Error", message: String(error) };
    const told = error as { code?: unknown; $metadata?: { httpStatusCode?: number } } | undefined;
    const status = told?.$metadata?.httpStatusCode ?? 0;
    const code = name === "Error" && typeof told?.code === "string" ? told.code : name;
    if (MISSING.includes(name)) {
        return { kind: "missing", code, message };
    }
    const transient =
        TRANSIENT.test(code) || TRANSIENT.test(String(told?.code)) || status === 429 || status >= 500;
    return { kind: transient ? "transient" : "other", code, message };
}

/** A body that ended before all of it was there. */
export class CutShort extends Error {
    override readonly name = "CutShort";
}

const TRIES = 6;

/**
 * Does something again, after a while, as long as it fails for what passes. The SDK does so for requests, not for bodies.
 * @param pause waits for that many milliseconds
 */
export async function persist<T>(
    work: () => Promise<T>,
    pause: (milliseconds: number) => Promise<unknown> = wait,
): Promise<T> {
    for (let tried = 1; ; tried += 1) {
        try {
            return await work();
        } catch (error) {
            if (tried === TRIES || failureOf(error).kind !== "transient") {
                throw error;
            }
            await pause(2 ** tried * 100 * (0.5 + Math.random()));
        }
    }
}
