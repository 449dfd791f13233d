import type * as sqs from "@pulumi/aws/sqs";
import type * as pulumi from "@pulumi/pulumi";
import type { Place } from "../aws/arn";
import { queuePolicyForRules } from "../documents/queue";
import { encryptedQueue } from "./encryptedQueue";

/** What a dead-letter queue is made from. */
export interface DeadLetterQueueArgs {
    /** Where the queue lives: EventBridge takes only a queue of the rule's own region. */
    readonly place: Place;
    readonly queueName: string;
    /** ARNs of the rules (and buses) whose undeliverable events may land here; `*` stands for any text. */
    readonly sources: readonly string[];
}

/** Makes the queue where EventBridge leaves events it could not deliver, open to the named rules alone. */
export function deadLetterQueue(
    name: string,
    { place, queueName, sources }: DeadLetterQueueArgs,
    options: pulumi.CustomResourceOptions,
): sqs.Queue {
    return encryptedQueue(
        name,
        {
            place,
            queueName,
            policy: (queueArn) => queuePolicyForRules({ queueArn, ruleArns: sources }),
        },
        options,
    );
}
