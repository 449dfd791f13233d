/** The role by which the rules of an account forward events to the central bus. */
import { ruleArn, type AccountId, type Partition } from "../aws/arn";
import { policyDocument, type PolicyDocument } from "../aws/policyDocument";
import { serviceTrust } from "./serviceTrust";

export interface ForwarderTrustArgs {
    readonly partition: Partition;
    /** The account of the role and of the rules. */
    readonly account: AccountId;
    /** Name of the forwarding rule, the same in every region, on the default bus. */
    readonly ruleName: string;
}

/**
 * Who may assume the forwarder's role: EventBridge for the rule of that name, in any region, for IAM roles are
 * global and one an account is enough.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/cross-service-confused-deputy-prevention.html
 */
export function forwarderTrust({ partition, account, ruleName }: ForwarderTrustArgs): PolicyDocument {
    return serviceTrust({
        sid: "RuleAssumesRole",
        service: "events.amazonaws.com",
        account,
        source: { ArnLike: { "aws:SourceArn": ruleArn({ partition, region: "*", account }, ruleName) } },
    });
}

export interface ForwarderPermissionsArgs {
    /** ARN of the central bus. */
    readonly busArn: string;
}

/**
 * What the forwarder's role may do: put events on the central bus, nothing else.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html
 */
export function forwarderPermissions({ busArn }: ForwarderPermissionsArgs): PolicyDocument {
    return policyDocument({
        Sid: "PutEventsOnCentralBus",
        Effect: "Allow",
        Action: "events:PutEvents",
        Resource: busArn,
    });
}
