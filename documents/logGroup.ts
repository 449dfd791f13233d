/** Who may write to a log group that events or logs are delivered to, and use its key. */
import { arn, type AccountId, type Partition } from "../aws/arn";
import { serviceEndpoint } from "../aws/endpoint";
import { policyDocument, type PolicyDocument, type Statement } from "../aws/policyDocument";
import { accountAdministersKey } from "./keyAdministration";

export interface LogGroupPolicyForRuleArgs {
    readonly logGroupArn: string;
    /** ARN of the rule that delivers to the log group. */
    readonly ruleArn: string;
}

/**
 * The resource policy, at most 5,120 characters, by which a rule writes to a log group. A target that is a log group
 * takes no role.
 *
 * EventBridge tells the rule, as `aws:SourceArn`, when it puts events, and not when it makes the stream that it puts them
 * into: with a condition on that, too, nothing arrives. An empty stream is all that others could make.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-cloudwatchlogs-permissions
 */
export function logGroupPolicyForRule({ logGroupArn, ruleArn }: LogGroupPolicyForRuleArgs): PolicyDocument {
    const writing = (Sid: string, Action: string): Statement => ({
        Sid,
        Effect: "Allow",
        Principal: { Service: ["events.amazonaws.com", "delivery.logs.amazonaws.com"] },
        Action,
        // Both are done to streams of the group.
        Resource: `${logGroupArn}:*`,
    });
    return policyDocument(writing("StreamsAreMade", "logs:CreateLogStream"), {
        ...writing("RulePutsEvents", "logs:PutLogEvents"),
        Condition: { ArnEquals: { "aws:SourceArn": ruleArn } },
    });
}

export interface LogGroupPolicyForDeliveryArgs {
    readonly partition: Partition;
    readonly region: string;
    /** The account of the log group, and of what is logged. */
    readonly account: AccountId;
    readonly logGroupArn: string;
}

/**
 * The resource policy, at most 5,120 characters, by which CloudWatch Logs delivers what a service of AWS logs. Made beforehand,
 * as AWS would otherwise make its own when the delivery is made, which no program knows of.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-CloudWatchLogs.html
 */
export function logGroupPolicyForDelivery(args: LogGroupPolicyForDeliveryArgs): PolicyDocument {
    return policyDocument({
        Sid: "LogsAreDelivered",
        Effect: "Allow",
        Principal: { Service: "delivery.logs.amazonaws.com" },
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: `${args.logGroupArn}:log-stream:*`,
        Condition: {
            StringEquals: { "aws:SourceAccount": args.account },
            ArnLike: { "aws:SourceArn": logsOf(args) },
        },
    });
}

/** What stands for whatever CloudWatch Logs delivers in an account and region. */
export const logsOf = ({
    partition,
    region,
    account,
}: Omit<LogGroupPolicyForDeliveryArgs, "logGroupArn">): string =>
    arn({ partition, service: "logs", region, account, resource: "*" });

export interface LogGroupKeyPolicyArgs {
    readonly partition: Partition;
    readonly region: string;
    /** The account that owns the key and the log group. */
    readonly account: AccountId;
    readonly logGroupArn: string;
}

/**
 * Policy of a customer managed key for one log group. CloudWatch Logs tells KMS by the encryption context whom it acts
 * for; it sends no `aws:SourceArn`.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export function logGroupKeyPolicy(args: LogGroupKeyPolicyArgs): PolicyDocument {
    const { partition, account, logGroupArn } = args;
    return policyDocument(accountAdministersKey(partition, account), {
        Sid: "LogsEncrypts",
        Effect: "Allow",
        Principal: { Service: serviceEndpoint(args, "logs") },
        Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
        Resource: "*",
        Condition: { ArnEquals: { "kms:EncryptionContext:aws:logs:arn": logGroupArn } },
    });
}
