/** Who may do what with the topic that rules and alarms alert, and with the key that encrypts it. */
import type { AccountId, Partition } from "../aws/arn";
import { policyDocument, type PolicyDocument, type Statement } from "../aws/policyDocument";
import { accountAdministersKey } from "./keyAdministration";
import { denyPlaintext } from "./transport";

export interface AlertTopicPolicyArgs {
    readonly topicArn: string;
    /** The account of the topic and of the alarms. */
    readonly account: AccountId;
    /** ARNs of the CloudWatch alarms that publish, of the topic's account; `*` stands for any text. */
    readonly alarmArns: readonly string[];
}

/**
 * Policy of the topic: EventBridge and these alarms may publish, over TLS. This is how EventBridge is let in, rather than
 * by a role on the target, with which deliveries to an encrypted topic may fail. Who subscribes is for the IAM policies
 * of the topic's own account to say.
 *
 * EventBridge's statement has no condition, because AWS supports none there: with one on the rule's ARN or account,
 * nothing is published. It gives no more than to publish on this one topic.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sns-permissions
 */
export function alertTopicPolicy(args: AlertTopicPolicyArgs): PolicyDocument {
    const { topicArn, account, alarmArns } = args;
    const publishing = (Sid: string, service: string): Statement => ({
        Sid,
        Effect: "Allow",
        Principal: { Service: service },
        Action: "sns:Publish",
        Resource: topicArn,
    });
    return policyDocument(
        publishing("RulesPublish", "events.amazonaws.com"),
        alarmArns.length === 0
            ? undefined
            : {
                  ...publishing("AlarmsPublish", "cloudwatch.amazonaws.com"),
                  Condition: {
                      StringEquals: { "aws:SourceAccount": account },
                      ArnLike: { "aws:SourceArn": alarmArns },
                  },
              },
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
 * AWS supports neither where EventBridge publishes to an encrypted topic, and every alert would be lost. Which alarms
 * may publish, the topic's own policy says.
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
