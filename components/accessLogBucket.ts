import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import type { AccountId, Partition } from "../aws/arn";
import { accessLogBucketPolicy } from "../documents/accessLogBucket";
import { closeToThePublic } from "../resources/closedBucket";
import { expireVersions, versionBucket } from "../resources/versionedBucket";

/** What an {@link AccessLogBucket} is made from. */
export interface AccessLogBucketArgs {
    readonly partition: Partition;
    /** The account of all these buckets: S3 delivers access logs within one account and one region only. */
    readonly account: AccountId;
    readonly bucketName: string;
    /** The buckets whose requests are logged here. A `*` in a name stands for any text. */
    readonly sourceBucketNames: readonly string[];
    /** Days after which an access log expires. */
    readonly expireAfterDays: number;
}

/**
 * Where S3 logs the requests made to other buckets.
 *
 * It is encrypted with S3's own keys and has no Object Lock, because S3 delivers access logs to no other kind of
 * bucket. It is versioned instead, and nobody may delete from it. It is kept when its stack goes, and protected where
 * the component is.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
 */
export class AccessLogBucket extends pulumi.ComponentResource {
    /** Resolves once S3 may deliver access logs to the bucket. */
    readonly bucketName: pulumi.Output<string>;

    constructor(name: string, args: AccessLogBucketArgs, options?: pulumi.ComponentResourceOptions) {
        super("security-logging:components:AccessLogBucket", name, {}, options);
        const child = { parent: this, retainOnDelete: true };

        const bucket = new s3.Bucket(`${name}-bucket`, { bucket: args.bucketName }, child);
        closeToThePublic(name, bucket.bucket, child);
        new s3.BucketServerSideEncryptionConfiguration(
            `${name}-encryption`,
            {
                bucket: bucket.bucket,
                rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
            },
            child,
        );
        const versioning = versionBucket(name, bucket.bucket, child);
        expireVersions(
            name,
            bucket.bucket,
            {
                id: "expire-access-logs",
                days: args.expireAfterDays,
                // Time to notice that somebody replaced or hid an access log.
                noncurrentDays: 90,
            },
            { ...child, dependsOn: versioning },
        );
        const policy = new s3.BucketPolicy(
            `${name}-policy`,
            {
                bucket: bucket.bucket,
                policy: JSON.stringify(accessLogBucketPolicy(args)),
            },
            child,
        );

        this.bucketName = policy.bucket;
        this.registerOutputs({ bucketName: this.bucketName });
    }
}
