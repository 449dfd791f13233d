/** Who may do what with the central event bus, and with the KMS key that it may have. */
import type { AccountId, Partition } from "../aws/arn";
import { policyDocument, type PolicyDocument } from "../aws/policyDocument";
import { accountAdministersKey } from "./keyAdministration";

export interface CentralBusPolicyArgs {
    readonly busArn: string;
    /** `o-` and 10 to 32 characters. */
    readonly organizationId: string;
}

/**
 * Policy of the central bus, at most 10,240 characters: one condition on the organization, as a list of accounts
 * would not fit in a large one. It must exist before a rule elsewhere names the bus as its target.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-perms.html
 */
export function centralBusPolicy({ busArn, organizationId }: CentralBusPolicyArgs): PolicyDocument {
    return policyDocument({
        Sid: "OrganizationPutsEvents",
        Effect: "Allow",
        Principal: "*",
        Action: "events:PutEvents",
        Resource: busArn,
        Condition: { StringEquals: { "aws:PrincipalOrgID": organizationId } },
    });
}

export interface BusKeyPolicyArgs {
    readonly partition: Partition;
    /** The account that owns the key and the bus. */
    readonly account: AccountId;
    readonly busArn: string;
}

/**
 * Policy of a customer managed key for the central bus, at most 32 KB. It does not serve the bus's archive: for
 * an archive EventBridge sends no source ARN, so that it would need a wider grant.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-key-policy.html
 */
export function busKeyPolicy({ partition, account, busArn }: BusKeyPolicyArgs): PolicyDocument {
    const source = { "aws:SourceAccount": account, "aws:SourceArn": busArn };
    return policyDocument(
        accountAdministersKey(partition, account),
        {
            Sid: "EventBridgeDescribesKey",
            Effect: "Allow",
            Principal: { Service: "events.amazonaws.com" },
            Action: "kms:DescribeKey",
            Resource: "*",
            Condition: { StringEquals: source },
        },
        {
            Sid: "EventBridgeEncrypts",
            Effect: "Allow",
            Principal: { Service: "events.amazonaws.com" },
            Action: ["kms:GenerateDataKey", "kms:Decrypt"],
            Resource: "*",
            Condition: {
                StringEquals: { ...source, "kms:EncryptionContext:aws:events:event-bus:arn": busArn },
            },
        },
    );
}
