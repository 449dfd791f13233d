import { BUCKET, BUCKET_PUBLIC_ACCESS_BLOCK } from "../../resources";
import { stackRule } from "../../rule";
import { ACCESS_BLOCKS } from "./publicAccessBlockComplete";

export const publicAccessBlock = stackRule({
    name: "bucket-public-access-block",
    description: "A bucket must have a block of public access.",
    severity: "critical",
    remediationSteps: "Add a BucketPublicAccessBlock for the bucket with all four settings true.",
    url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
    resource: BUCKET,
    *check(bucket, stack) {
        if (stack.referringTo(bucket, BUCKET, BUCKET_PUBLIC_ACCESS_BLOCK, "bucket").length === 0) {
            yield {
                problem: "Nothing keeps the bucket from being made public",
                property: "a BucketPublicAccessBlock of the bucket",
                found: undefined,
                write: `one with ${ACCESS_BLOCKS.join(", ")}, all true`,
            };
        }
    },
});
