import type * as kms from "@pulumi/aws/kms";
import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import type { Place } from "../../aws/arn";
import { deliveredEventsBucketPolicy } from "../../documents/firehose";
import { accountsOwnKeyPolicy } from "../../documents/keyAdministration";
import { closeToThePublic } from "../closedBucket";
import { customerKey } from "../customerKey";

/** What a {@link DeliveredEventsBucket} is made from. */
export interface DeliveredEventsBucketArgs {
    readonly place: Place;
    readonly bucketName: string;
    /** The key's alias, with its `alias/` in front. */
    readonly keyAlias: string;
    /** Days after which delivered events expire. */
    readonly expireAfterDays: number;
}

/**
 * Where Firehose puts events: a versioned bucket, encrypted with a key of its own, closed to the public and reachable
 * over TLS only.
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
        const { partition, account, region } = args.place;

        const key = customerKey(
            name,
            {
                region,
                description: `Encrypts the events in the bucket ${args.bucketName}`,
                alias: args.keyAlias,
                policy: accountsOwnKeyPolicy(partition, account),
            },
            child,
        );
        const bucket = new s3.Bucket(`${name}-bucket`, { bucket: args.bucketName, region }, child);
        const encryption = this.encrypt(name, bucket, key, child);
        closeToThePublic(name, bucket.bucket, child);
        this.expireEvents(name, args.expireAfterDays, bucket, child);
        const policy = new s3.BucketPolicy(
            `${name}-policy`,
            {
                bucket: bucket.bucket,
                policy: JSON.stringify(deliveredEventsBucketPolicy(partition, args.bucketName)),
            },
            { ...child, dependsOn: encryption },
        );

        this.bucketArn = pulumi.all([bucket.arn, policy.bucket]).apply(([arn]) => arn);
        this.keyArn = key.arn;
        this.registerOutputs({ bucketArn: this.bucketArn, keyArn: this.keyArn });
    }

    private encrypt(
        name: string,
        bucket: s3.Bucket,
        key: kms.Key,
        options: pulumi.CustomResourceOptions,
    ): s3.BucketServerSideEncryptionConfiguration {
        return new s3.BucketServerSideEncryptionConfiguration(
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
            options,
        );
    }

    private expireEvents(
        name: string,
        days: number,
        bucket: s3.Bucket,
        options: pulumi.CustomResourceOptions,
    ): void {
        const versioning = new s3.BucketVersioning(
            `${name}-versioning`,
            { bucket: bucket.bucket, versioningConfiguration: { status: "Enabled" } },
            options,
        );
        new s3.BucketLifecycleConfiguration(
            `${name}-lifecycle`,
            {
                bucket: bucket.bucket,
                rules: [
                    {
                        id: "expire-events",
                        status: "Enabled",
                        filter: {},
                        expiration: { days },
                        // Time to notice that somebody replaced or deleted an object.
                        noncurrentVersionExpiration: { noncurrentDays: 30 },
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
            { ...options, dependsOn: versioning },
        );
    }
}
