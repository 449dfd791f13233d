/** Who may send to a queue: EventBridge rules, as to their target or their dead-letter queue, or an SNS topic. */
import { ruleArn, type Partition } from "../aws/arn";
import type { Membership } from "../aws/membership";
import { oneOrAll, policyDocument, type Conditions, type PolicyDocument } from "../aws/policyDocument";
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
    return sentBy("RulesSend", "events.amazonaws.com", queueArn, {
        ArnEquals: { "aws:SourceArn": ruleArns },
    });
}

export interface QueuePolicyForForwardersArgs {
    readonly queueArn: string;
    readonly partition: Partition;
    /** The region of the queue and of the rules. */
    readonly region: string;
    /** Names of the forwarders' rules, the same in every account. */
    readonly ruleNames: readonly string[];
    /** The accounts whose rule may leave events here. */
    readonly membership: Membership;
}

/**
 * Policy of the dead-letter queue of all accounts' forwarders in a region: the rules of these names on any account's
 * default bus send, while the account is a member.
 *
 * AWS documents that a dead-letter queue may be another account's, let in by this policy, and that a service which acts for
 * a resource tells the organization of the resource's account; that EventBridge does for dead-letter queues it does
 * not say by name.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceorgid
 */
export function queuePolicyForForwarders({
    queueArn,
    partition,
    region,
    ruleNames,
    membership,
}: QueuePolicyForForwardersArgs): PolicyDocument {
    const rules = ruleNames.map((name) => ruleArn({ partition, region, account: "*" }, name));
    return sentBy("ForwardersSend", "events.amazonaws.com", queueArn, {
        ArnLike: { "aws:SourceArn": oneOrAll(rules) },
        StringEquals:
            "accounts" in membership
                ? { "aws:SourceAccount": oneOrAll(membership.accounts) }
                : { "aws:SourceOrgID": membership.organizationId },
    });
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
    return sentBy("TopicSends", "sns.amazonaws.com", queueArn, { ArnEquals: { "aws:SourceArn": topicArn } });
}

function sentBy(sid: string, service: string, queueArn: string, condition: Conditions): PolicyDocument {
    return policyDocument(
        {
            Sid: sid,
            Effect: "Allow",
            Principal: { Service: service },
            Action: "sqs:SendMessage",
            Resource: queueArn,
            Condition: condition,
        },
        denyPlaintext("sqs", [queueArn]),
    );
}
