import * as sns from "@pulumi/aws/sns";
import * as pulumi from "@pulumi/pulumi";
import { type AccountId, type Place, topicArn } from "../aws/arn";
import type { Membership, OwnedTrail } from "../aws/membership";
import { oneOrAll, type PolicyDocument } from "../aws/policyDocument";
import { queuePolicyForTopic } from "../documents/queue";
import { encryptedQueue } from "../resources/encryptedQueue";
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
                emails: [],
            },
            { parent: this },
        );
        const { place } = args;
        const policy = (queueArn: string): PolicyDocument =>
            queuePolicyForTopic({ queueArn, topicArn: topicArn(place, args.topicName) });
        const deadLetterQueue = encryptedQueue(
            `${name}-dead-letter-queue`,
            { place, queueName: args.deadLetterQueueName, policy },
            { parent: this },
        );
        const queue = encryptedQueue(
            `${name}-queue`,
            { place, queueName: args.queueName, policy, deadLetterQueue },
            { parent: this },
        );
        new sns.TopicSubscription(
            `${name}-subscription`,
            {
                topic: topic.arn,
                region: place.region,
                protocol: "sqs",
                endpoint: queue.arn,
                redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: deadLetterQueue.arn }),
            },
            { parent: this },
        );

        this.topicArn = topic.arn;
        this.queueUrl = queue.url;
        this.deadLetterQueueUrl = deadLetterQueue.url;
        this.registerOutputs({
            topicArn: this.topicArn,
            queueUrl: this.queueUrl,
            deadLetterQueueUrl: this.deadLetterQueueUrl,
        });
    }
}
