/** What the key policies of this project have in common. */
import { accountRootArn, type AccountId, type Partition } from "../aws/arn";
import { policyDocument, type PolicyDocument, type Statement } from "../aws/policyDocument";

/**
 * Lets the account of a key govern it by IAM policies. Without it nobody could ever change the key's policy again.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
export function accountAdministersKey(partition: Partition, account: AccountId): Statement {
    return {
        Sid: "AccountAdministersKey",
        Effect: "Allow",
        Principal: { AWS: accountRootArn(partition, account) },
        Action: "kms:*",
        Resource: "*",
    };
}

/** Policy of a key that only principals of its own account use, by their IAM policies. */
export function accountsOwnKeyPolicy(partition: Partition, account: AccountId): PolicyDocument {
    return policyDocument(accountAdministersKey(partition, account));
}
