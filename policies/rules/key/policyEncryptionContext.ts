import { coversAction, isRestrictedToArn, servicePrincipals } from "../../policyDocument";
import { WITH_KEY_POLICY } from "../../resources";
import { resourceRule } from "../../rule";
import { statementsOf } from "../documents";

/** CloudTrail's principal, with and without the partition's domain. */
const CLOUDTRAIL = /^cloudtrail\.amazonaws\.com(\.cn)?$/;

/**
 * What CloudTrail encrypts, by where KMS is told about it: a log file; the key that S3 makes for many log files, if
 * the bucket has a Bucket Key; a notification on a topic.
 */
const CONTEXT_KEYS = [
    "kms:EncryptionContext:aws:cloudtrail:arn",
    "kms:EncryptionContext:aws:s3:arn",
    "kms:EncryptionContext:aws:sns:topicArn",
];

export const policyEncryptionContext = resourceRule({
    name: "key-policy-encryption-context",
    description:
        "A key's policy must let CloudTrail encrypt only what the encryption context names: trails, a bucket or a topic.",
    severity: "high",
    remediationSteps:
        "Add a condition on kms:EncryptionContext:aws:cloudtrail:arn with the ARN of the account's trails; on " +
        "kms:EncryptionContext:aws:s3:arn in a statement for a bucket with a Bucket Key.",
    url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html",
    resource: WITH_KEY_POLICY,
    *check({ policy }) {
        if (policy === undefined || policy === null) {
            return;
        }
        for (const statement of yield* statementsOf(policy)) {
            if (
                statement.effect === "Allow" &&
                servicePrincipals(statement).some((service) => CLOUDTRAIL.test(service)) &&
                coversAction(statement, "kms:GenerateDataKey") &&
                !CONTEXT_KEYS.some((key) => isRestrictedToArn(statement, key))
            ) {
                yield {
                    problem: "CloudTrail may encrypt anything with the key",
                    property: `the encryption context in the Condition of statement ${statement.label}`,
                    found: undefined,
                    write:
                        "a condition StringLike kms:EncryptionContext:aws:cloudtrail:arn: " +
                        '"arn:aws:cloudtrail:*:<the trail\'s account>:trail/*"',
                };
            }
        }
    },
});
