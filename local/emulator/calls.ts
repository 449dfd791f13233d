/** The AWS calls that an emulator has responded to, as it notes them down. */
import { truncate } from "node:fs/promises";
import { isMissing, readJsonLines } from "./jsonLines";

/** One signed request to AWS. */
export interface RecordedCall {
    /** The name the request is signed for ("s3", "events", "organizations"), but "s3control" for S3 Control. */
    readonly service: string;
    /** The API operation, as in "PutBucketPolicy". Method and path where the operation cannot be told. */
    readonly action: string;
    /** The account of the caller's credentials. */
    readonly account: string;
    /** ARN of the role that the caller's credentials are of; null for those of a user. */
    readonly role: string | null;
    readonly region: string;
    /**
     * What the call is about: the whole input of calls in JSON, the flat parameters of those in a query
     * ("Tags.member.1.Key"), the bucket, as "Bucket", of S3's and the path, as "Path", of other REST calls.
     */
    readonly input: Readonly<Record<string, unknown>>;
}

/** Reads the calls noted so far, in the order in which they arrived. */
export function readCalls(file: string): Promise<RecordedCall[]> {
    return readJsonLines<RecordedCall>(file);
}

/** Forgets the calls noted so far. */
export async function forgetCalls(file: string): Promise<void> {
    await truncate(file).catch((error: unknown) => {
        if (!isMissing(error)) {
            throw error;
        }
    });
}
