/** Who may send to a queue: EventBridge rules, as to their target or their dead-letter queue, or an SNS topic. */
import { policyDocument, type PolicyDocument } from "../aws/policyDocument";
import { denyPlaintext } from "./transport";

export interface QueuePolicyForRulesArgs {
    readonly queueArn: string;
    /** ARNs of the rules that deliver to the queue. At least one. */
    readonly ruleArns: readonly string[];
}

/**
 * Policy of a queue that rules deliver to.
 *
 * This is how EventBridge is let in, rather than by a role on the target: for queues AWS advises against
 * a role, with which deliveries may fail. Dead-letter queues take no role at all.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 */
export function queuePolicyForRules({ queueArn, ruleArns }: QueuePolicyForRulesArgs): PolicyDocument {
    return sentBy("RulesSend", "events.amazonaws.com", queueArn, ruleArns);
}

export interface QueuePolicyForTopicArgs {
    readonly queueArn: string;
    /** ARN of the topic that the queue is subscribed to, or whose undeliverable messages it takes. */
    readonly topicArn: string;
}

/**
 * Policy of a queue that an SNS topic delivers to.
 * @see https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html
 */
export function queuePolicyForTopic({ queueArn, topicArn }: QueuePolicyForTopicArgs): PolicyDocument {
    return sentBy("TopicSends", "sns.amazonaws.com", queueArn, topicArn);
}

function sentBy(
    sid: string,
    service: string,
    queueArn: string,
    sources: string | readonly string[],
): PolicyDocument {
    return policyDocument(
        {
            Sid: sid,
            Effect: "Allow",
            Principal: { Service: service },
            Action: "sqs:SendMessage",
            Resource: queueArn,
            Condition: { ArnEquals: { "aws:SourceArn": sources } },
        },
        denyPlaintext("sqs", [queueArn]),
    );
}
