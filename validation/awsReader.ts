import {
    CloudTrailClient,
    type CloudTrailClientConfig,
    paginateListPublicKeys,
} from "@aws-sdk/client-cloudtrail";
import {
    GetObjectCommand,
    ListObjectsV2Command,
    S3Client,
    type S3ClientConfig,
    paginateListObjectsV2,
} from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { ArchiveReader } from "./archiveReader";

/** How AWS is called. */
export interface AwsReaderOptions {
    /** The region that the archive's buckets are thought to be in. S3 says so where they are not. */
    readonly region: string;
    /**
     * What the constructor of a client for a region is given: credentials that read the archive's buckets, which are those of
     * the logging account or of a reader of the archive, and that list CloudTrail's public keys, which are the same for all accounts.
     * An agent that keeps connections makes it several times as fast.
     */
    readonly client: (
        region: string,
    ) => Pick<CloudTrailClientConfig & S3ClientConfig, "region" | "credentials" | "requestHandler">;
}

/** How often a request is made that fails for what passes; bodies are read again by who reads them. */
const MAX_ATTEMPTS = 5;

/**
 * Reads the archive from S3 and the public keys from CloudTrail. It takes `s3:ListBucket` of the buckets, `s3:GetObject` of their
 * objects, `kms:Decrypt` of their keys, and `cloudtrail:ListPublicKeys` in every region; without `s3:ListBucket` S3 says of what
 * is missing that it is denied.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_ListPublicKeys.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
export class AwsReader implements ArchiveReader {
    private readonly s3: S3Client;

    constructor(private readonly options: AwsReaderOptions) {
        this.s3 = new S3Client({
            ...options.client(options.region),
            maxAttempts: MAX_ATTEMPTS,
            followRegionRedirects: true,
        });
    }

    /** Ends its connections. */
    close(): void {
        this.s3.destroy();
    }

    async folders(Bucket: string, Prefix: string): Promise<readonly string[]> {
        const names: string[] = [];
        for await (const { CommonPrefixes = [] } of paginateListObjectsV2(
            { client: this.s3 },
            { Bucket, Prefix, Delimiter: "/" },
        )) {
            for (const { Prefix: folder = "" } of CommonPrefixes) {
                names.push(folder.slice(Prefix.length, -1));
            }
        }
        return names;
    }

    async *keys(Bucket: string, Prefix: string, startAfter?: string): AsyncIterable<string> {
        let after = startAfter;
        for (;;) {
            const { Contents: objects = [], IsTruncated: goesOn = false } = await this.s3.send(
                new ListObjectsV2Command({
                    ...{ Bucket, Prefix },
                    ...(after === undefined ? {} : { StartAfter: after }),
                }),
            );
            for (const { Key: key } of objects) {
                if (key !== undefined) {
                    yield key;
                    after = key;
                }
            }
            if (!goesOn) {
                return;
            }
        }
    }

    async read(Bucket: string, Key: string): ReturnType<ArchiveReader["read"]> {
        const {
            Body,
            ContentLength: length,
            Metadata = {},
        } = await this.s3.send(new GetObjectCommand({ Bucket, Key }));
        if (Body === undefined) {
            throw new Error(`S3 returned no body of s3://${Bucket}/${Key}`);
        }
        // On Node.js it is a stream of bytes.
        return { body: Body as AsyncIterable<Uint8Array>, length, metadata: Metadata };
    }

    async publicKeys(
        region: string,
        StartTime: Date,
        EndTime: Date,
    ): ReturnType<ArchiveReader["publicKeys"]> {
        const client = new CloudTrailClient({ ...this.options.client(region), maxAttempts: MAX_ATTEMPTS });
        try {
            const listed = [];
            for await (const { PublicKeyList = [] } of paginateListPublicKeys(
                { client },
                { StartTime, EndTime },
            )) {
                listed.push(...PublicKeyList);
            }
            return listed.map(({ Fingerprint, Value, ValidityStartTime, ValidityEndTime }) => ({
                fingerprint: Fingerprint ?? "",
                value: Value ?? new Uint8Array(),
                validFrom: ValidityStartTime ?? StartTime,
                validTo: ValidityEndTime ?? EndTime,
            }));
        } finally {
            client.destroy();
        }
    }

    async caller(): Promise<string> {
        const client = new STSClient({
            ...this.options.client(this.options.region),
            maxAttempts: MAX_ATTEMPTS,
        });
        try {
            return (await client.send(new GetCallerIdentityCommand({}))).Arn ?? "";
        } finally {
            client.destroy();
        }
    }
}
