import * as s3 from "@pulumi/aws/s3";
import type * as pulumi from "@pulumi/pulumi";

/**
 * Blocks every public way into a bucket and turns its ACLs off, so that the bucket's policy alone decides who
 * comes in.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
export function closeToThePublic(
    name: string,
    bucket: pulumi.Input<string>,
    options: pulumi.CustomResourceOptions,
): void {
    new s3.BucketPublicAccessBlock(
        `${name}-public-access-block`,
        {
            bucket,
            blockPublicAcls: true,
            blockPublicPolicy: true,
            ignorePublicAcls: true,
            restrictPublicBuckets: true,
        },
        options,
    );
    new s3.BucketOwnershipControls(
        `${name}-ownership`,
        { bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
        options,
    );
}
