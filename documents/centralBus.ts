/** Who may do what with the central event bus, and with the KMS key that it may have. */
import { accountRootArn, roleArn, type AccountId, type Partition } from "../aws/arn";
import type { Membership } from "../aws/membership";
import { oneOrAll, policyDocument, type PolicyDocument } from "../aws/policyDocument";
import { accountAdministersKey } from "./keyAdministration";

export interface CentralBusPolicyArgs {
    readonly partition: Partition;
    readonly busArn: string;
    readonly membership: Membership;
    /** Names of the roles by which a member's rules put events on the bus, the same in every account; `*` stands for any text. */
    readonly forwarderRoleNames: readonly string[];
}

/**
 * Policy of the central bus, at most 10,240 characters: one condition on the organization, as a list of accounts
 * would not fit in a large one. Where there is no organization, the accounts are named. It must exist before a rule
 * elsewhere names the bus as its target.
 *
 * Of an account only its forwarder's roles may put events: EventBridge delivers to another account's bus by the rule's
 * role, and whoever else could put events there could forge them. The role is a condition rather than a principal,
 * because it need not exist yet, and a policy that names a principal which does not exist is refused.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-perms.html
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
 */
export function centralBusPolicy(args: CentralBusPolicyArgs): PolicyDocument {
    const { partition, busArn, membership } = args;
    const putsEvents = { Action: "events:PutEvents", Resource: busArn };
    const byForwarder = {
        ArnLike: {
            "aws:PrincipalArn": oneOrAll(
                args.forwarderRoleNames.map((name) => roleArn(partition, "*", name)),
            ),
        },
    };
    return policyDocument(
        "accounts" in membership
            ? {
                  Sid: "AccountsPutEvents",
                  Effect: "Allow",
                  Principal: {
                      AWS: membership.accounts.map((account) => accountRootArn(partition, account)),
                  },
                  ...putsEvents,
                  Condition: byForwarder,
              }
            : {
                  Sid: "OrganizationPutsEvents",
                  Effect: "Allow",
                  Principal: "*",
                  ...putsEvents,
                  Condition: {
                      StringEquals: { "aws:PrincipalOrgID": membership.organizationId },
                      ...byForwarder,
                  },
              },
    );
}

export interface BusKeyPolicyArgs {
    readonly partition: Partition;
    /** The account that owns the key and the bus. */
    readonly account: AccountId;
    readonly busArn: string;
}

/**
 * Policy of a customer managed key for the central bus, at most 32 KB. It does not serve the event archive: for
 * an event archive EventBridge sends no source ARN, so that it would need a wider grant.
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
