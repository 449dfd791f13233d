import * as pulumi from "@pulumi/pulumi";
import { queuePolicyForRules } from "../../documents/queue";
import { encryptedQueue } from "../../resources/encryptedQueue";
import { type BusRuleArgs, busRule } from "../../resources/busRule";

/** What an {@link EventQueue} is made from. */
export interface EventQueueArgs extends BusRuleArgs {
    readonly queueName: string;
    /** Name of the queue for what a consumer keeps failing on. */
    readonly deadLetterQueueName: string;
}

/**
 * A queue that receives events from the central bus, for a SIEM or any other consumer to read from.
 *
 * What EventBridge cannot deliver goes to the bus's dead-letter queue; what a consumer keeps failing on goes to a
 * dead-letter queue of this queue's own.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html
 */
export class EventQueue extends pulumi.ComponentResource {
    readonly arn: pulumi.Output<string>;
    readonly queueUrl: pulumi.Output<string>;
    readonly deadLetterQueueUrl: pulumi.Output<string>;

    constructor(name: string, args: EventQueueArgs, options?: pulumi.ComponentResourceOptions) {
        super("security-logging:components:EventQueue", name, {}, options);

        const { place, queueName, ruleArn } = args;
        const deadLetterQueue = encryptedQueue(
            `${name}-dead-letter-queue`,
            { place, queueName: args.deadLetterQueueName },
            { parent: this },
        );
        const queue = encryptedQueue(
            `${name}-queue`,
            {
                place,
                queueName,
                policy: (queueArn) => queuePolicyForRules({ queueArn, ruleArns: [ruleArn] }),
                deadLetterQueue,
            },
            { parent: this },
        );
        busRule(name, args, queue, { parent: this });

        this.arn = queue.arn;
        this.queueUrl = queue.url;
        this.deadLetterQueueUrl = deadLetterQueue.url;
        this.registerOutputs({
            arn: this.arn,
            queueUrl: this.queueUrl,
            deadLetterQueueUrl: this.deadLetterQueueUrl,
        });
    }
}
