/** Who may do what with the central event bus, and with the KMS key that it may have. */
import { accountRootArn, roleArn, type AccountId, type Partition } from "../aws/arn";
import type { Membership } from "../aws/membership";
import { oneOrAll, policyDocument, type PolicyDocument, type Statement } from "../aws/policyDocument";
import { accountAdministersKey } from "./keyAdministration";
import { logsOf } from "./logGroup";

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
    /** The region of the key and the bus. */
    readonly region: string;
    /** The account that owns the key and the bus. */
    readonly account: AccountId;
    readonly busArn: string;
    /** Whether EventBridge logs errors of the bus. */
    readonly logsErrors: boolean;
}

/**
 * Policy of a customer managed key for the central bus, at most 32 KB. It does not serve the event archive: for
 * an event archive EventBridge sends no source ARN, so that it would need a wider grant. Logs are encrypted with it on their
 * way: EventBridge tells KMS no source for them either, and CloudWatch Logs none, but both the account and region by the
 * encryption context.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-key-policy.html
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/encryption-bus-logs.html
 */
export function busKeyPolicy(args: BusKeyPolicyArgs): PolicyDocument {
    const { partition, account, busArn, logsErrors } = args;
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
        ...(logsErrors
            ? [
                  useForLogs("EventBridgeEncryptsLogs", "events", ["kms:GenerateDataKey"], args),
                  useForLogs(
                      "LogsAreDelivered",
                      "delivery.logs",
                      ["kms:Decrypt", "kms:GenerateDataKey"],
                      args,
                  ),
              ]
            : []),
    );
}

const useForLogs = (
    Sid: string,
    service: string,
    Action: readonly string[],
    args: BusKeyPolicyArgs,
): Statement => ({
    Sid,
    Effect: "Allow",
    Principal: { Service: `${service}.amazonaws.com` },
    Action,
    Resource: "*",
    Condition: { StringLike: { "kms:EncryptionContext:SourceArn": logsOf(args) } },
});
