import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import type { AccountId, Partition } from "../aws/arn";
import { isAccountRegional } from "../aws/bucketName";
import type { Membership, OwnedTrail } from "../aws/membership";
import type { Statement } from "../aws/policyDocument";
import { archiveBucketPolicy } from "../documents/archiveBucket";
import { AccessLogBucket } from "./accessLogBucket";
import { closeToThePublic } from "../resources/closedBucket";
import { encryptBucket } from "../resources/encryptedBucket";
import { logBucketAccess } from "../resources/loggedBucket";
import { expireVersions, versionBucket } from "../resources/versionedBucket";

/** What a {@link LogArchive} is made from. */
export interface LogArchiveArgs {
    readonly partition: Partition;
    /** The account that owns the archive: the logging account. */
    readonly account: AccountId;
    readonly bucketName: string;
    readonly accessLogBucketName: string;
    /** Other buckets whose accesses are logged where the archive's are. They need not exist yet. */
    readonly otherLoggedBucketNames: readonly string[];
    /** The key that every log file is encrypted with. */
    readonly keyArn: pulumi.Input<string>;
    /** The trails that may deliver, and no others. They need not exist yet. */
    readonly trails: readonly OwnedTrail[];
    readonly membership: Membership;
    /** ARNs of the principals that may read log files, in any account. */
    readonly readers: readonly string[];
    /** The trails' key prefix. @default none */
    readonly prefix?: string | undefined;
    /** Statements of others that the bucket's policy has besides its own. @default none */
    readonly policyStatements?: readonly Statement[];
    readonly lock: {
        /** GOVERNANCE yields to s3:BypassGovernanceRetention, COMPLIANCE to nobody. */
        readonly mode: "GOVERNANCE" | "COMPLIANCE";
        /** Days for which a log file can be neither overwritten nor deleted. */
        readonly days: number;
    };
    /** Days after which a log file transitions to S3 Glacier Instant Retrieval, where Athena can still read it. */
    readonly transitionAfterDays: number;
    /** Days after which a log file expires; never fewer than the lock's. */
    readonly expireAfterDays: number;
    /** Days after which a log of access to the archive expires. */
    readonly accessLogDays: number;
}

/**
 * The archive of an organization trail, or of the trails of several accounts: a versioned bucket under Object Lock,
 * encrypted with a customer managed key, closed to the public, reachable over TLS only, with its own access log.
 *
 * Nothing here can empty or delete it: all of it is protected, and kept when its stack goes.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
 */
export class LogArchive extends pulumi.ComponentResource {
    /**
     * Resolves once CloudTrail may deliver to the bucket: a trail that takes its bucket from here is never created
     * before the bucket's policy, which AWS would refuse.
     */
    readonly bucketName: pulumi.Output<string>;
    readonly bucketArn: pulumi.Output<string>;
    readonly accessLogBucketName: pulumi.Output<string>;

    constructor(name: string, args: LogArchiveArgs, options?: pulumi.ComponentResourceOptions) {
        super("security-logging:components:LogArchive", name, {}, options);
        // Kept together: without its policy, the bucket that is kept would take no more log files.
        const child = { parent: this, protect: true, retainOnDelete: true };

        const bucket = new s3.Bucket(
            `${name}-bucket`,
            {
                bucket: args.bucketName,
                objectLockEnabled: true,
                ...(isAccountRegional(args.bucketName) ? { bucketNamespace: "account-regional" } : {}),
            },
            // A bucket that was taken over may be from before its lock, which the configuration below turns on. To the
            // provider, a bucket that is to have been made with a lock is another one:
            // https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-configure.html
            { ...child, ignoreChanges: ["objectLockEnabled"] },
        );
        const versioning = versionBucket(name, bucket.bucket, child);
        new s3.BucketObjectLockConfiguration(
            `${name}-object-lock`,
            {
                // Plain, so that an import knows it (stacks/kept.ts); versioning comes after the bucket.
                bucket: args.bucketName,
                rule: { defaultRetention: { mode: args.lock.mode, days: args.lock.days } },
            },
            { ...child, dependsOn: versioning },
        );
        encryptBucket(name, bucket.bucket, args.keyArn, child);
        closeToThePublic(name, bucket.bucket, child);
        expireVersions(
            name,
            bucket.bucket,
            {
                id: "archive-and-expire-log-files",
                transitionAfterDays: args.transitionAfterDays,
                days: args.expireAfterDays,
                // A version that somebody replaced is kept as long as the lock would have kept it.
                noncurrentDays: args.lock.days,
            },
            { ...child, dependsOn: versioning },
        );
        const policy = new s3.BucketPolicy(
            `${name}-policy`,
            {
                bucket: bucket.bucket,
                policy: JSON.stringify(archiveBucketPolicy(args)),
            },
            child,
        );
        const accessLogs = new AccessLogBucket(
            `${name}-access-logs`,
            {
                partition: args.partition,
                account: args.account,
                bucketName: args.accessLogBucketName,
                sourceBucketNames: [args.bucketName, ...args.otherLoggedBucketNames],
                expireAfterDays: args.accessLogDays,
            },
            { parent: this, protect: true },
        );
        logBucketAccess(name, bucket.bucket, args.bucketName, accessLogs.bucketName, child);

        this.bucketName = policy.bucket;
        this.bucketArn = bucket.arn;
        this.accessLogBucketName = accessLogs.bucketName;
        this.registerOutputs({
            bucketName: this.bucketName,
            bucketArn: this.bucketArn,
            accessLogBucketName: this.accessLogBucketName,
        });
    }
}
