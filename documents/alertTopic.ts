/** Who may do what with the topic that rules and alarms alert, and with the key that encrypts it. */
import type { AccountId, Partition } from "../aws/arn";
import { policyDocument, type PolicyDocument, type Statement } from "../aws/policyDocument";
import { accountAdministersKey } from "./keyAdministration";
import { denyPlaintext } from "./transport";

export interface AlertTopicPolicyArgs {
    readonly topicArn: string;
    /** The account of the topic and of the rules. */
    readonly account: AccountId;
    /** ARNs of the rules that publish; `*` stands for any text. */
    readonly ruleArns: readonly string[];
    /** ARNs of the CloudWatch alarms that publish, of the topic's account; `*` stands for any text. */
    readonly alarmArns: readonly string[];
}

/**
 * Policy of the topic: these rules and alarms may publish, over TLS. This is how EventBridge is let in, rather than by a role on
 * the target, with which deliveries to an encrypted topic may fail. Who subscribes is for the IAM policies of the
 * topic's own account to say.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 */
export function alertTopicPolicy(args: AlertTopicPolicyArgs): PolicyDocument {
    const { topicArn, account, ruleArns, alarmArns } = args;
    const publishing = (Sid: string, service: string, sources: readonly string[]): Statement => ({
        Sid,
        Effect: "Allow",
        Principal: { Service: service },
        Action: "sns:Publish",
        Resource: topicArn,
        Condition: {
            StringEquals: { "aws:SourceAccount": account },
            ArnLike: { "aws:SourceArn": sources },
        },
    });
    return policyDocument(
        publishing("RulesPublish", "events.amazonaws.com", ruleArns),
        alarmArns.length === 0
            ? undefined
            : publishing("AlarmsPublish", "cloudwatch.amazonaws.com", alarmArns),
        denyPlaintext("sns", [topicArn]),
    );
}

export interface AlertKeyPolicyArgs {
    readonly partition: Partition;
    /** The account of the key, the topic and the rules. */
    readonly account: AccountId;
    /** The one topic that is encrypted with the key. */
    readonly topicArn: string;
    /** Whether CloudWatch alarms publish there, and not rules alone. */
    readonly alarms: boolean;
}

/**
 * Policy of the topic's key, at most 32 KB. SNS encrypts in the publishing service's name, with the topic's ARN as
 * the encryption context: that, and not `aws:SourceArn` or `aws:SourceAccount`, says what the key is used for, since
 * AWS supports neither where EventBridge publishes to an encrypted topic, and every alert would be lost. Which rules
 * and alarms may publish, the topic's own policy says.
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export function alertKeyPolicy(args: AlertKeyPolicyArgs): PolicyDocument {
    return policyDocument(accountAdministersKey(args.partition, args.account), {
        Sid: "PublishersEncrypt",
        Effect: "Allow",
        Principal: {
            Service: args.alarms
                ? ["events.amazonaws.com", "cloudwatch.amazonaws.com"]
                : "events.amazonaws.com",
        },
        Action: ["kms:GenerateDataKey*", "kms:Decrypt"],
        Resource: "*",
        Condition: {
            StringEquals: { "kms:EncryptionContext:aws:sns:topicArn": args.topicArn },
        },
    });
}
