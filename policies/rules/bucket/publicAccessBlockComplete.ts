import { BUCKET_PUBLIC_ACCESS_BLOCK } from "../../resources";
import { resourceRule } from "../../rule";

/** The settings of a block of public access, each of which closes one way. */
export const ACCESS_BLOCKS = [
    "blockPublicAcls",
    "blockPublicPolicy",
    "ignorePublicAcls",
    "restrictPublicBuckets",
] as const;

export const publicAccessBlockComplete = resourceRule({
    name: "bucket-public-access-block-complete",
    description: "A block of public access must close every way.",
    severity: "critical",
    remediationSteps: "Set all four settings of the BucketPublicAccessBlock to true.",
    url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
    resource: BUCKET_PUBLIC_ACCESS_BLOCK,
    *check(block) {
        for (const setting of ACCESS_BLOCKS) {
            if (block[setting] !== true) {
                yield {
                    problem: "A way to public access is open",
                    property: setting,
                    found: block[setting],
                    write: `${setting}: true`,
                };
            }
        }
    },
    remediate: () => Object.fromEntries(ACCESS_BLOCKS.map((setting) => [setting, true])),
});
