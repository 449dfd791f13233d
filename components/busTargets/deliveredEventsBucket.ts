import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import type { Place } from "../../aws/arn";
import type { PolicyDocument } from "../../aws/policyDocument";
import { tlsOnlyBucketPolicy } from "../../documents/transport";
import { closeToThePublic } from "../../resources/closedBucket";
import { customerKey } from "../../resources/customerKey";
import { encryptBucket } from "../../resources/encryptedBucket";
import { logBucketAccess } from "../../resources/loggedBucket";
import { expireVersions, versionBucket } from "../../resources/versionedBucket";

/** What a {@link DeliveredEventsBucket} is made from. */
export interface DeliveredEventsBucketArgs {
    readonly place: Place;
    readonly bucketName: string;
    /** The key's alias, with its `alias/` in front. */
    readonly keyAlias: string;
    /** Who uses the key besides the account's own principals. */
    readonly keyPolicy: PolicyDocument;
    /** Days after which delivered events expire. */
    readonly expireAfterDays: number;
    /** Where S3 logs who uses the bucket. It resolves once S3 may deliver this bucket's access logs there. */
    readonly accessLogBucketName: pulumi.Input<string>;
}

/**
 * Where Firehose puts events: a versioned bucket, encrypted with a key of its own, closed to the public, reachable over
 * TLS only, and with an access log.
 *
 * It is kept when its target goes, with the key that it cannot be read without. It is not under Object Lock: the
 * record of what happened is the archive, and this is a copy of a part of it.
 */
export class DeliveredEventsBucket extends pulumi.ComponentResource {
    /** Resolves once the bucket is closed, encrypted and under its policy. */
    readonly bucketArn: pulumi.Output<string>;
    readonly keyArn: pulumi.Output<string>;

    constructor(name: string, args: DeliveredEventsBucketArgs, options?: pulumi.ComponentResourceOptions) {
        super("security-logging:components:DeliveredEventsBucket", name, {}, options);
        const child = { parent: this, retainOnDelete: true };
        const { partition, region } = args.place;

        const key = customerKey(
            name,
            {
                region,
                description: `Encrypts the events in the bucket ${args.bucketName}`,
                alias: args.keyAlias,
                policy: args.keyPolicy,
            },
            child,
        );
        const bucket = new s3.Bucket(`${name}-bucket`, { bucket: args.bucketName, region }, child);
        const encryption = encryptBucket(name, bucket.bucket, key.arn, child);
        closeToThePublic(name, bucket.bucket, child);
        const versioning = versionBucket(name, bucket.bucket, child);
        expireVersions(
            name,
            bucket.bucket,
            {
                id: "expire-events",
                days: args.expireAfterDays,
                // Time to notice that somebody replaced or deleted an object.
                noncurrentDays: 30,
            },
            { ...child, dependsOn: versioning },
        );
        logBucketAccess(name, bucket.bucket, args.bucketName, args.accessLogBucketName, child);
        const policy = new s3.BucketPolicy(
            `${name}-policy`,
            {
                bucket: bucket.bucket,
                policy: JSON.stringify(tlsOnlyBucketPolicy(partition, args.bucketName)),
            },
            { ...child, dependsOn: encryption },
        );

        this.bucketArn = pulumi.all([bucket.arn, policy.bucket]).apply(([arn]) => arn);
        this.keyArn = key.arn;
        this.registerOutputs({ bucketArn: this.bucketArn, keyArn: this.keyArn });
    }
}
