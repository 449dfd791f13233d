import { BUCKET, BUCKET_PUBLIC_ACCESS_BLOCK } from "../../resources";
import { stackRule } from "../../rule";

const SETTINGS = [
    "blockPublicAcls",
    "blockPublicPolicy",
    "ignorePublicAcls",
    "restrictPublicBuckets",
] as const;

export const publicAccessBlock = stackRule({
    name: "bucket-public-access-block",
    description: "A bucket must block every kind of public access.",
    severity: "critical",
    remediationSteps: "Add a BucketPublicAccessBlock for the bucket with all four settings true.",
    url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
    resource: BUCKET,
    *check(bucket, stack) {
        const [block] = stack.referringTo(bucket, BUCKET, BUCKET_PUBLIC_ACCESS_BLOCK, "bucket");
        if (block === undefined) {
            yield {
                problem: "Nothing keeps the bucket from being made public",
                property: "a BucketPublicAccessBlock of the bucket",
                found: undefined,
                write: `one with ${SETTINGS.join(", ")}, all true`,
            };
            return;
        }
        for (const setting of SETTINGS) {
            if (block.props[setting] !== true) {
                yield {
                    problem: "A way to public access is open",
                    property: setting,
                    found: block.props[setting],
                    write: `${setting}: true`,
                };
            }
        }
    },
});
