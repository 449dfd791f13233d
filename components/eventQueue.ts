import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as sqs from "@pulumi/aws/sqs";
import * as pulumi from "@pulumi/pulumi";
import { type Place, queueArn, ruleArn } from "../aws/arn";
import { queuePolicyForRules } from "../documents/queue";
import { everyForwardedEvent } from "../events/patterns";
import { LONGEST_RETENTION_SECONDS } from "./deadLetterQueue";
import { RETRY_FOR_A_DAY } from "./retryPolicy";

/** What an {@link EventQueue} is made from. */
export interface EventQueueArgs {
    /** Where the queue lives: the central bus's account and region. */
    readonly place: Place;
    readonly busName: pulumi.Input<string>;
    readonly queueName: string;
    readonly ruleName: string;
    /** Where the rule leaves what it cannot deliver to the queue. */
    readonly undeliverableQueueArn: pulumi.Input<string>;
}

/** How often a consumer may fail on a message before it is set aside. */
const RECEIVES_BEFORE_SET_ASIDE = 5;

/** Seconds a consumer has to handle and delete a message before another may see it. */
const VISIBILITY_TIMEOUT_SECONDS = 300;

/**
 * A queue that receives every CloudTrail event from the central bus, for a SIEM or any other consumer to read from.
 *
 * What EventBridge cannot deliver goes to the bus's dead-letter queue; what a consumer keeps failing on goes to a
 * dead-letter queue of this queue's own.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html
 */
export class EventQueue extends pulumi.ComponentResource {
    readonly queueUrl: pulumi.Output<string>;
    readonly queueArn: pulumi.Output<string>;
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
        const rule = new cloudwatch.EventRule(
            `${name}-rule`,
            {
                name: args.ruleName,
                region: args.place.region,
                eventBusName: args.busName,
                description: "Delivers every CloudTrail event of the organization to a queue",
                eventPattern: JSON.stringify(everyForwardedEvent()),
                state: "ENABLED",
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
                policy: pulumi.output(args.busName).apply((busName) =>
                    JSON.stringify(
                        queuePolicyForRules({
                            queueArn: queueArn(args.place, args.queueName),
                            ruleArns: [ruleArn(args.place, args.ruleName, busName)],
                        }),
                    ),
                ),
                redrivePolicy: pulumi.jsonStringify({
                    deadLetterTargetArn: setAside.arn,
                    maxReceiveCount: RECEIVES_BEFORE_SET_ASIDE,
                }),
            },
            { parent: this },
        );
        new cloudwatch.EventTarget(
            `${name}-target`,
            {
                rule: rule.name,
                region: args.place.region,
                eventBusName: args.busName,
                targetId: "event-queue",
                arn: queue.arn,
                deadLetterConfig: { arn: args.undeliverableQueueArn },
                retryPolicy: RETRY_FOR_A_DAY,
            },
            { parent: this },
        );

        this.queueUrl = queue.url;
        this.queueArn = queue.arn;
        this.deadLetterQueueUrl = setAside.url;
        this.registerOutputs({
            queueUrl: this.queueUrl,
            queueArn: this.queueArn,
            deadLetterQueueUrl: this.deadLetterQueueUrl,
        });
    }
}
