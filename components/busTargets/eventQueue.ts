import * as sqs from "@pulumi/aws/sqs";
import * as pulumi from "@pulumi/pulumi";
import { queueArn } from "../../aws/arn";
import { queuePolicyForRules } from "../../documents/queue";
import { LONGEST_RETENTION_SECONDS } from "../deadLetterQueue";
import { type DeliveryArgs, deliver } from "./delivery";

/** What an {@link EventQueue} is made from. */
export interface EventQueueArgs extends DeliveryArgs {
    readonly queueName: string;
}

/** How often a consumer may fail on a message before it is set aside. */
const RECEIVES_BEFORE_SET_ASIDE = 5;

/** Seconds a consumer has to handle and delete a message before another may see it. */
const VISIBILITY_TIMEOUT_SECONDS = 300;

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

        const setAside = new sqs.Queue(
            `${name}-dead-letter-queue`,
            {
                name: `${args.queueName}-dlq`,
                region: args.place.region,
                sqsManagedSseEnabled: true,
                messageRetentionSeconds: LONGEST_RETENTION_SECONDS,
            },
            { parent: this },
        );
        const queue = new sqs.Queue(
            `${name}-queue`,
            {
                name: args.queueName,
                region: args.place.region,
                sqsManagedSseEnabled: true,
                messageRetentionSeconds: LONGEST_RETENTION_SECONDS,
                visibilityTimeoutSeconds: VISIBILITY_TIMEOUT_SECONDS,
                policy: JSON.stringify(
                    queuePolicyForRules({
                        queueArn: queueArn(args.place, args.queueName),
                        ruleArns: [args.ruleArn],
                    }),
                ),
                redrivePolicy: pulumi.jsonStringify({
                    deadLetterTargetArn: setAside.arn,
                    maxReceiveCount: RECEIVES_BEFORE_SET_ASIDE,
                }),
            },
            { parent: this },
        );
        deliver(name, args, queue, { parent: this });

        this.arn = queue.arn;
        this.queueUrl = queue.url;
        this.deadLetterQueueUrl = setAside.url;
        this.registerOutputs({
            arn: this.arn,
            queueUrl: this.queueUrl,
            deadLetterQueueUrl: this.deadLetterQueueUrl,
        });
    }
}
