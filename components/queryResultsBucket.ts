import * as kms from "@pulumi/aws/kms";
import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import type { AccountId, Partition } from "../aws/arn";
import { queryResultsBucketPolicy, queryResultsKeyPolicy } from "../documents/queryResults";
import { closeToThePublic } from "./closedBucket";

/** What a {@link QueryResultsBucket} is made from. */
export interface QueryResultsBucketArgs {
    readonly partition: Partition;
    /** The account of bucket and key: the logging account. */
    readonly account: AccountId;
    readonly bucketName: string;
    /** The key's alias, with its `alias/` in front. */
    readonly keyAlias: string;
    /** Where S3 logs who reads results. It resolves once S3 may deliver this bucket's access logs there. */
    readonly accessLogBucketName: pulumi.Input<string>;
    /** Days after which results expire. */
    readonly expireAfterDays: number;
}

/**
 * Where Athena puts the results of queries: a bucket closed to the public, reachable over TLS only, with its own key
 * and its own access log, because results are excerpts of the archive.
 *
 * The key is not the archive's, so that searchers need to decrypt with that only. Nothing here is protected or under
 * Object Lock: any result can be had again, and should go when it is no longer needed.
 */
export class QueryResultsBucket extends pulumi.ComponentResource {
    /** Resolves once the bucket is closed, encrypted and under its policy. */
    readonly bucketName: pulumi.Output<string>;
    readonly keyArn: pulumi.Output<string>;

    constructor(name: string, args: QueryResultsBucketArgs, options?: pulumi.ComponentResourceOptions) {
        super("security-logging:components:QueryResultsBucket", name, {}, options);
        const child = { parent: this };

        const key = new kms.Key(
            `${name}-key`,
            {
                description: `Encrypts the results of queries in ${args.bucketName}`,
                enableKeyRotation: true,
                deletionWindowInDays: 30,
                policy: JSON.stringify(queryResultsKeyPolicy(args.partition, args.account)),
            },
            child,
        );
        new kms.Alias(`${name}-key-alias`, { name: args.keyAlias, targetKeyId: key.keyId }, child);
        const bucket = new s3.Bucket(`${name}-bucket`, { bucket: args.bucketName }, child);
        closeToThePublic(name, bucket.bucket, child);
        const versioning = new s3.BucketVersioning(
            `${name}-versioning`,
            { bucket: bucket.bucket, versioningConfiguration: { status: "Enabled" } },
            child,
        );
        const encryption = new s3.BucketServerSideEncryptionConfiguration(
            `${name}-encryption`,
            {
                bucket: bucket.bucket,
                rules: [
                    {
                        applyServerSideEncryptionByDefault: {
                            sseAlgorithm: "aws:kms",
                            kmsMasterKeyId: key.arn,
                        },
                        bucketKeyEnabled: true,
                    },
                ],
            },
            child,
        );
        new s3.BucketLifecycleConfiguration(
            `${name}-lifecycle`,
            {
                bucket: bucket.bucket,
                rules: [
                    {
                        id: "expire-results",
                        status: "Enabled",
                        filter: {},
                        expiration: { days: args.expireAfterDays },
                        noncurrentVersionExpiration: { noncurrentDays: 1 },
                        abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
                    },
                    {
                        id: "remove-expired-delete-markers",
                        status: "Enabled",
                        filter: {},
                        expiration: { expiredObjectDeleteMarker: true },
                    },
                ],
            },
            { ...child, dependsOn: versioning },
        );
        new s3.BucketLogging(
            `${name}-access-logging`,
            {
                bucket: bucket.bucket,
                targetBucket: args.accessLogBucketName,
                targetPrefix: `${args.bucketName}/`,
            },
            child,
        );
        const policy = new s3.BucketPolicy(
            `${name}-policy`,
            {
                bucket: bucket.bucket,
                policy: JSON.stringify(queryResultsBucketPolicy(args.partition, args.bucketName)),
            },
            { ...child, dependsOn: encryption },
        );

        this.bucketName = policy.bucket;
        this.keyArn = key.arn;
        this.registerOutputs({ bucketName: this.bucketName, keyArn: this.keyArn });
    }
}
