/**
 * A digest: what it says, what of it is signed, and whether it is what CloudTrail wrote.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-custom-validation.html
 */
import { type KeyObject, createHash, createPublicKey, verify } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { z } from "zod";

const time = z.string().refine((text) => !Number.isNaN(Date.parse(text)));

const schema = z.object({
    digestStartTime: time,
    digestEndTime: time,
    digestS3Bucket: z.string(),
    digestS3Object: z.string(),
    digestPublicKeyFingerprint: z.string(),
    digestSignatureAlgorithm: z.string(),
    previousDigestS3Bucket: z.string().nullish(),
    previousDigestS3Object: z.string().nullish(),
    previousDigestHashValue: z.string().nullish(),
    previousDigestHashAlgorithm: z.string().nullish(),
    previousDigestSignature: z.string().nullish(),
    logFiles: z.array(
        z.object({
            s3Bucket: z.string(),
            s3Object: z.string(),
            hashValue: z.string(),
            hashAlgorithm: z.string(),
        }),
    ),
});

export type Digest = z.infer<typeof schema>;
export type DigestedLogFile = Digest["logFiles"][number];

/** The algorithms that AWS documents: others cannot be checked here. */
export const HASH_ALGORITHM = "SHA-256";
export const SIGNATURE_ALGORITHM = "SHA256withRSA";

/** Digests are of some kilobytes: nobody is to fill the memory by a forged one. */
const MOST_BYTES = 512 * 1024 * 1024;

/** A digest as it was read. */
export interface ReadDigest {
    readonly digest: Digest;
    /** The SHA-256 of its uncompressed content, in hexadecimal. */
    readonly hash: string;
}

/** Reads a digest; undefined for what CloudTrail cannot have written. */
export function parseDigest(compressed: Uint8Array): ReadDigest | undefined {
    try {
        const content = gunzipSync(compressed, { maxOutputLength: MOST_BYTES });
        const { success, data } = schema.safeParse(JSON.parse(content.toString("utf8")));
        return success
            ? { digest: data, hash: createHash("sha256").update(content).digest("hex") }
            : undefined;
    } catch {
        return undefined;
    }
}

/** What CloudTrail signs. A digest without a previous one has `null` there. */
const signedText = ({ digest, hash }: ReadDigest): string =>
    [
        digest.digestEndTime,
        `${digest.digestS3Bucket}/${digest.digestS3Object}`,
        hash,
        digest.previousDigestSignature ?? "null",
    ].join("\n");

/** Whether that is the signature of the digest: hexadecimal, RSASSA-PKCS1-v1_5 with SHA-256. */
export function isSignedBy(read: ReadDigest, signature: string, key: KeyObject): boolean {
    // Buffer.from takes hexadecimal digits up to the first thing that is none.
    return (
        /^([0-9a-f]{2})+$/i.test(signature) &&
        verify("RSA-SHA256", Buffer.from(signedText(read)), key, Buffer.from(signature, "hex"))
    );
}

/**
 * A public key of CloudTrail. It is documented as PKCS #1; a sample in the documentation is a SubjectPublicKeyInfo.
 * @throws Error if it is neither
 */
export function publicKey(der: Uint8Array): KeyObject {
    const key = Buffer.from(der);
    try {
        return createPublicKey({ key, format: "der", type: "pkcs1" });
    } catch {
        return createPublicKey({ key, format: "der", type: "spki" });
    }
}
