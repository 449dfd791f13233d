import * as s3 from "@pulumi/aws/s3";
import type * as pulumi from "@pulumi/pulumi";
import type { AccountId } from "../aws/arn";

/**
 * Blocks every public way into all buckets of an account, those that are made by others and later included. The block
 * stays when it is taken out of the program: an account is never opened by a deployment.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
export function closeAccountToThePublic(
    name: string,
    accountId: AccountId,
    options: pulumi.CustomResourceOptions,
): void {
    new s3.AccountPublicAccessBlock(
        `${name}-public-access-block`,
        {
            accountId,
            blockPublicAcls: true,
            blockPublicPolicy: true,
            ignorePublicAcls: true,
            restrictPublicBuckets: true,
        },
        { ...options, retainOnDelete: true },
    );
}
