import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import type { AccountId, Partition } from "../aws/arn";
import { accountsOwnKeyPolicy } from "../documents/keyAdministration";
import { tlsOnlyBucketPolicy } from "../documents/transport";
import { closeToThePublic } from "../resources/closedBucket";
import { customerKey } from "../resources/customerKey";
import { encryptBucket } from "../resources/encryptedBucket";
import { logBucketAccess } from "../resources/loggedBucket";
import { expireVersions, versionBucket } from "../resources/versionedBucket";

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

        const key = customerKey(
            name,
            {
                description: `Encrypts the results of queries in ${args.bucketName}`,
                alias: args.keyAlias,
                policy: accountsOwnKeyPolicy(args.partition, args.account),
            },
            child,
        );
        const bucket = new s3.Bucket(`${name}-bucket`, { bucket: args.bucketName }, child);
        closeToThePublic(name, bucket.bucket, child);
        const versioning = versionBucket(name, bucket.bucket, child);
        const encryption = encryptBucket(name, bucket.bucket, key.arn, child);
        expireVersions(
            name,
            bucket.bucket,
            { id: "expire-results", days: args.expireAfterDays, noncurrentDays: 1 },
            { ...child, dependsOn: versioning },
        );
        logBucketAccess(name, bucket.bucket, args.bucketName, args.accessLogBucketName, child);
        const policy = new s3.BucketPolicy(
            `${name}-policy`,
            {
                bucket: bucket.bucket,
                policy: JSON.stringify(tlsOnlyBucketPolicy(args.partition, args.bucketName)),
            },
            { ...child, dependsOn: encryption },
        );

        this.bucketName = policy.bucket;
        this.keyArn = key.arn;
        this.registerOutputs({ bucketName: this.bucketName, keyArn: this.keyArn });
    }
}
