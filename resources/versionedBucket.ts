import * as s3 from "@pulumi/aws/s3";
import type * as pulumi from "@pulumi/pulumi";

/** How long a versioned bucket keeps its objects. */
export interface Expiry {
    /** What the rule is called in the bucket's configuration. */
    readonly id: string;
    /** Days after which an object expires. */
    readonly days: number;
    /** Days for which a version is kept that was replaced, deleted or has expired. */
    readonly noncurrentDays: number;
    /**
     * Days after which an object transitions to S3 Glacier Instant Retrieval.
     * @default it stays where it is
     */
    readonly transitionAfterDays?: number;
}

/** Has a bucket keep every version of its objects. It cannot be taken back. */
export function versionBucket(
    name: string,
    bucket: pulumi.Input<string>,
    options: pulumi.CustomResourceOptions,
): s3.BucketVersioning {
    return new s3.BucketVersioning(
        `${name}-versioning`,
        { bucket, versioningConfiguration: { status: "Enabled" } },
        options,
    );
}

/**
 * Has a versioned bucket expire its objects. Expiring the current version of an object only hides it; what deletes it,
 * and ends its cost, is the expiry of the noncurrent version, and of the marker that is left then.
 */
export function expireVersions(
    name: string,
    bucket: pulumi.Input<string>,
    { id, days, noncurrentDays, transitionAfterDays }: Expiry,
    options: pulumi.CustomResourceOptions,
): void {
    new s3.BucketLifecycleConfiguration(
        `${name}-lifecycle`,
        {
            bucket,
            rules: [
                {
                    id,
                    status: "Enabled",
                    filter: {},
                    ...(transitionAfterDays !== undefined && {
                        transitions: [{ days: transitionAfterDays, storageClass: "GLACIER_IR" }],
                    }),
                    expiration: { days },
                    noncurrentVersionExpiration: { noncurrentDays },
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
        options,
    );
}
