import { type ReadStatement, isRestrictedToArn, isRestrictedToSourceArn } from "../../policyDocument";
import { WITH_KEY_POLICY } from "../../resources";
import { resourceRule } from "../../rule";
import { confusedDeputies } from "../documents";

/**
 * Services that tell KMS what they encrypt, and no source. SNS does where EventBridge publishes to one topic, whose own
 * policy names the source; CloudWatch Logs always does; EventBridge where it logs.
 */
const CONTEXT_KEYS = [
    "kms:EncryptionContext:aws:sns:topicArn",
    "kms:EncryptionContext:aws:logs:arn",
    "kms:EncryptionContext:SourceArn",
];

const isScoped = (statement: ReadStatement): boolean =>
    isRestrictedToSourceArn(statement) || CONTEXT_KEYS.some((key) => isRestrictedToArn(statement, key));

export const policySourceArn = resourceRule({
    name: "key-policy-source-arn",
    description: "A key's policy must name whom an AWS service may use the key for.",
    severity: "high",
    remediationSteps: "Add a condition on aws:SourceArn with the ARN of the trail, bus or other source.",
    url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html",
    resource: WITH_KEY_POLICY,
    *check({ policy }) {
        if (policy !== undefined && policy !== null) {
            yield* confusedDeputies(policy, isScoped);
        }
    },
});
