import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import type { AccountId, Partition } from "../aws/arn";
import { findingsBucketPolicy, findingsKeyPolicy, type FindingRegions } from "../documents/findings";
import { AccessLogBucket } from "./accessLogBucket";
import { closeToThePublic } from "../resources/closedBucket";
import { customerKey } from "../resources/customerKey";
import { encryptBucket } from "../resources/encryptedBucket";
import { logBucketAccess } from "../resources/loggedBucket";
import { versionBucket } from "../resources/versionedBucket";

/** What a {@link FindingsBucket} is made from. */
export interface FindingsBucketArgs {
    readonly partition: Partition;
    /** The account that administers GuardDuty and Macie, and owns the bucket. */
    readonly account: AccountId;
    /** Globally unique, 3 to 63 characters. */
    readonly bucketName: string;
    /** The bucket of the findings bucket's access log, globally unique too. */
    readonly accessLogBucketName: string;
    /** The key's alias, `alias/` included. */
    readonly keyAlias: string;
    /** The regions that each service exports from. */
    readonly regions: FindingRegions;
    /** Days until a finding is deleted. */
    readonly expireAfterDays: number;
    /** Days after which an access log expires. */
    readonly accessLogDays: number;
}

/**
 * The bucket that GuardDuty and Macie export their findings to, from every region, and the key that they encrypt them
 * with, with its own access log. All are kept when the services are switched off. It is no log archive: findings can be made again from what is
 * in that, so that there is no Object Lock here.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_exportfindings.html
 */
export class FindingsBucket extends pulumi.ComponentResource {
    /** Resolves once the services may write to it. */
    readonly bucketArn: pulumi.Output<string>;
    readonly bucketName: pulumi.Output<string>;
    /** Resolves once the services may use the key, because its policy is part of its creation. */
    readonly keyArn: pulumi.Output<string>;

    constructor(name: string, args: FindingsBucketArgs, options?: pulumi.ComponentResourceOptions) {
        // The type token is part of the URN, and so stays what it was first called.
        super("security-logging:components:FindingsArchive", name, {}, options);
        const kept = { parent: this, retainOnDelete: true };

        const key = customerKey(
            name,
            {
                description: "Encrypts the findings of GuardDuty and Macie",
                alias: args.keyAlias,
                policy: findingsKeyPolicy(args),
            },
            kept,
        );
        const bucket = new s3.Bucket(`${name}-bucket`, { bucket: args.bucketName }, kept);
        versionBucket(name, bucket.bucket, kept);
        encryptBucket(name, bucket.bucket, key.arn, kept);
        closeToThePublic(name, bucket.bucket, kept);
        new s3.BucketLifecycleConfiguration(
            `${name}-lifecycle`,
            {
                bucket: bucket.bucket,
                rules: [
                    {
                        id: "expire-findings",
                        status: "Enabled",
                        filter: {},
                        expiration: { days: args.expireAfterDays },
                        noncurrentVersionExpiration: { noncurrentDays: 30 },
                        abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
                    },
                ],
            },
            kept,
        );
        const policy = new s3.BucketPolicy(
            `${name}-policy`,
            { bucket: bucket.bucket, policy: JSON.stringify(findingsBucketPolicy(args)) },
            kept,
        );
        const accessLogs = new AccessLogBucket(
            `${name}-access-logs`,
            {
                partition: args.partition,
                account: args.account,
                bucketName: args.accessLogBucketName,
                sourceBucketNames: [args.bucketName],
                expireAfterDays: args.accessLogDays,
            },
            { parent: this },
        );
        logBucketAccess(name, bucket.bucket, args.bucketName, accessLogs.bucketName, kept);

        this.bucketName = policy.bucket;
        this.bucketArn = pulumi.all([bucket.arn, policy.bucket]).apply(([arn]) => arn);
        this.keyArn = key.arn;
        this.registerOutputs({
            bucketArn: this.bucketArn,
            bucketName: this.bucketName,
            keyArn: this.keyArn,
        });
    }
}
