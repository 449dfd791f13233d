import * as sns from "@pulumi/aws/sns";
import * as sqs from "@pulumi/aws/sqs";
import * as pulumi from "@pulumi/pulumi";
import { type AccountId, type Place, queueArn, topicArn } from "../aws/arn";
import type { Membership, OwnedTrail } from "../aws/membership";
import { oneOrAll } from "../aws/policyDocument";
import { queuePolicyForTopic } from "../documents/queue";
import { LONGEST_RETENTION_SECONDS } from "./deadLetterQueue";
import { ServiceTopic } from "./serviceTopic";

/** What {@link DeliveryNotifications} are made from. */
export interface DeliveryNotificationsArgs {
    /** Where topic and queues live: the logging account's home region. */
    readonly place: Place;
    /** The trails whose deliveries are notified. They need not exist yet. */
    readonly trails: readonly OwnedTrail[];
    readonly membership: Membership;
    readonly topicName: string;
    /** The alias of the topic's key, with its `alias/` in front. */
    readonly keyAlias: string;
    readonly queueName: string;
    readonly deadLetterQueueName: string;
    /** Further member accounts that may subscribe to the topic. */
    readonly subscriberAccounts: readonly AccountId[];
}

/** How often a consumer may fail on a message before it is set aside. */
const RECEIVES_BEFORE_SET_ASIDE = 5;

/** Seconds a consumer has to fetch a log file and delete the message before another may see it. */
const VISIBILITY_TIMEOUT_SECONDS = 300;

/**
 * A message for every log file that is delivered, to a topic and from there to a queue, for whatever reads the
 * archive. One dead-letter queue takes what SNS cannot deliver to the queue and what a consumer keeps failing on.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/configure-sns-notifications-for-cloudtrail.html
 */
export class DeliveryNotifications extends pulumi.ComponentResource {
    /** For the trail. Resolves once CloudTrail may publish to it. */
    readonly topicArn: pulumi.Output<string>;
    readonly queueUrl: pulumi.Output<string>;
    readonly deadLetterQueueUrl: pulumi.Output<string>;

    constructor(name: string, args: DeliveryNotificationsArgs, options?: pulumi.ComponentResourceOptions) {
        super("security-logging:components:DeliveryNotifications", name, {}, options);

        const topic = new ServiceTopic(
            `${name}-topic`,
            {
                ...args,
                publisher: {
                    service: "cloudtrail.amazonaws.com",
                    sourceArn: oneOrAll(args.trails.map((trail) => trail.arn)),
                },
            },
            { parent: this },
        );
        const setAside = this.queue(`${name}-dead-letter-queue`, args.deadLetterQueueName, args, {});
        const queue = this.queue(`${name}-queue`, args.queueName, args, {
            visibilityTimeoutSeconds: VISIBILITY_TIMEOUT_SECONDS,
            redrivePolicy: pulumi.jsonStringify({
                deadLetterTargetArn: setAside.arn,
                maxReceiveCount: RECEIVES_BEFORE_SET_ASIDE,
            }),
        });
        new sns.TopicSubscription(
            `${name}-subscription`,
            {
                topic: topic.arn,
                region: args.place.region,
                protocol: "sqs",
                endpoint: queue.arn,
                redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: setAside.arn }),
            },
            { parent: this },
        );

        this.topicArn = topic.arn;
        this.queueUrl = queue.url;
        this.deadLetterQueueUrl = setAside.url;
        this.registerOutputs({
            topicArn: this.topicArn,
            queueUrl: this.queueUrl,
            deadLetterQueueUrl: this.deadLetterQueueUrl,
        });
    }

    private queue(
        name: string,
        queueName: string,
        { place, topicName }: DeliveryNotificationsArgs,
        more: Pick<sqs.QueueArgs, "visibilityTimeoutSeconds" | "redrivePolicy">,
    ): sqs.Queue {
        return new sqs.Queue(
            name,
            {
                name: queueName,
                region: place.region,
                sqsManagedSseEnabled: true,
                messageRetentionSeconds: LONGEST_RETENTION_SECONDS,
                policy: JSON.stringify(
                    queuePolicyForTopic({
                        queueArn: queueArn(place, queueName),
                        topicArn: topicArn(place, topicName),
                    }),
                ),
                ...more,
            },
            { parent: this },
        );
    }
}
