import * as sqs from "@pulumi/aws/sqs";
import type * as pulumi from "@pulumi/pulumi";
import { type Place, queueArn } from "../aws/arn";
import { queuePolicyForRules } from "../documents/queue";

/** Seconds that SQS keeps a message at most, 14 days: time to notice, mend the target and send the events again. */
export const LONGEST_RETENTION_SECONDS = 14 * 24 * 60 * 60;

/** What a dead-letter queue is made from. */
export interface DeadLetterQueueArgs {
    /** Where the queue lives: EventBridge takes only a queue of the rule's own account and region. */
    readonly place: Place;
    readonly queueName: string;
    /** ARNs of the rules (and buses) whose undeliverable events may land here; `*` stands for any text. */
    readonly sources: readonly string[];
}

/**
 * Makes the queue where EventBridge leaves events it could not deliver, encrypted by SQS and open to the named
 * rules alone. Its policy is part of its creation, so that no event is lost between the two.
 */
export function deadLetterQueue(
    name: string,
    { place, queueName, sources }: DeadLetterQueueArgs,
    options: pulumi.CustomResourceOptions,
): sqs.Queue {
    return new sqs.Queue(
        name,
        {
            name: queueName,
            region: place.region,
            sqsManagedSseEnabled: true,
            messageRetentionSeconds: LONGEST_RETENTION_SECONDS,
            policy: JSON.stringify(
                queuePolicyForRules({ queueArn: queueArn(place, queueName), ruleArns: sources }),
            ),
        },
        options,
    );
}
