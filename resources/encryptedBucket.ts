import * as s3 from "@pulumi/aws/s3";
import type * as pulumi from "@pulumi/pulumi";

/**
 * Has a bucket encrypt what is put into it with a customer managed key, with an S3 Bucket Key.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
 */
export function encryptBucket(
    name: string,
    bucket: pulumi.Input<string>,
    keyArn: pulumi.Input<string>,
    options: pulumi.CustomResourceOptions,
): s3.BucketServerSideEncryptionConfiguration {
    return new s3.BucketServerSideEncryptionConfiguration(
        `${name}-encryption`,
        {
            bucket,
            rules: [
                {
                    applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn },
                    // One call to KMS a bucket and a while, instead of one an object.
                    bucketKeyEnabled: true,
                },
            ],
        },
        options,
    );
}
