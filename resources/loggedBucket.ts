import * as s3 from "@pulumi/aws/s3";
import type * as pulumi from "@pulumi/pulumi";

/**
 * Has S3 log who uses a bucket, under the bucket's own name in a bucket for access logs.
 *
 * @param accessLogBucketName resolves once S3 may deliver this bucket's access logs there
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html
 */
export function logBucketAccess(
    name: string,
    bucket: pulumi.Input<string>,
    bucketName: string,
    accessLogBucketName: pulumi.Input<string>,
    options: pulumi.CustomResourceOptions,
): void {
    new s3.BucketLogging(
        `${name}-access-logging`,
        { bucket, targetBucket: accessLogBucketName, targetPrefix: `${bucketName}/` },
        options,
    );
}
