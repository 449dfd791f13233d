import { coversAction, isForEveryone } from "../../policyDocument";
import { BUCKET_POLICY } from "../../resources";
import { resourceRule } from "../../rule";
import { statementsOf } from "../documents";

/** What takes a bucket's protection away, or what is in it. */
const CHANGES = [
    "s3:BypassGovernanceRetention",
    "s3:DeleteBucket",
    "s3:DeleteBucketPolicy",
    "s3:DeleteObject",
    "s3:DeleteObjectVersion",
    "s3:PutBucketAcl",
    "s3:PutBucketLogging",
    "s3:PutBucketObjectLockConfiguration",
    "s3:PutBucketOwnershipControls",
    "s3:PutBucketPolicy",
    "s3:PutBucketPublicAccessBlock",
    "s3:PutBucketVersioning",
    "s3:PutEncryptionConfiguration",
    "s3:PutLifecycleConfiguration",
    "s3:PutObjectLegalHold",
    "s3:PutObjectRetention",
] as const;

export const policyNoWideChanges = resourceRule({
    name: "bucket-policy-no-wide-changes",
    description:
        "A bucket's policy must not let a whole organization change how the bucket is protected, or delete from it.",
    severity: "critical",
    remediationSteps:
        "Name the principals that administer the bucket, or leave it to IAM policies in the bucket's own account. A " +
        "condition on the organization does not help: the account that was broken into is a member.",
    url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html",
    resource: BUCKET_POLICY,
    *check({ policy }) {
        for (const statement of yield* statementsOf(policy)) {
            const changes = CHANGES.filter((action) => coversAction(statement, action));
            if (statement.effect === "Allow" && isForEveryone(statement) && changes.length > 0) {
                yield {
                    problem: "Any account that the condition lets in may weaken the bucket",
                    property: `the Action of statement ${statement.label}`,
                    found: changes,
                    write: "the principals that may, or actions that only read or add",
                };
            }
        }
    },
});
