import { BUCKET, BUCKET_OWNERSHIP } from "../../resources";
import { stackRule } from "../../rule";

export const aclsOff = stackRule({
    name: "bucket-acls-off",
    description: "A bucket must not use ACLs: its policy alone must decide who comes in.",
    severity: "medium",
    remediationSteps: "Add a BucketOwnershipControls with objectOwnership BucketOwnerEnforced.",
    url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html",
    resource: BUCKET,
    *check(bucket, stack) {
        const [controls] = stack.referringTo(bucket, BUCKET, BUCKET_OWNERSHIP, "bucket");
        const ownership = controls?.props.rule?.objectOwnership;
        // Without controls of its own, a new bucket has ACLs off; the program then does not say that it stays so.
        if (ownership !== "BucketOwnerEnforced") {
            yield {
                problem: "ACLs can give access beside the bucket's policy",
                property: "the BucketOwnershipControls' rule.objectOwnership",
                found: ownership,
                write: 'objectOwnership: "BucketOwnerEnforced"',
            };
        }
    },
});
