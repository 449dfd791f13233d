import * as pulumi from "@pulumi/pulumi";
import { type AccountId, type Place, topicArn } from "../aws/arn";
import type { Membership } from "../aws/membership";
import { type Publisher, topicKeyPolicy, topicPolicy } from "../documents/topic";
import { mailTo } from "../resources/emailSubscriptions";
import { encryptedTopic } from "../resources/encryptedTopic";

/** What a {@link ServiceTopic} is made from. */
export interface ServiceTopicArgs {
    /** Where the topic lives. */
    readonly place: Place;
    readonly topicName: string;
    /** The alias of the topic's key, with its `alias/` in front. */
    readonly keyAlias: string;
    /** The one service that may publish, and for what. */
    readonly publisher: Publisher;
    /** Member accounts, besides the topic's own, that may subscribe. */
    readonly subscriberAccounts: readonly AccountId[];
    readonly membership: Membership;
    /** Addresses that get a mail for each message, once they have confirmed that they want it. */
    readonly emails: readonly string[];
}

/** A topic that one AWS service publishes to, encrypted, and that other accounts may subscribe to. */
export class ServiceTopic extends pulumi.ComponentResource {
    /** Resolves once the service may publish. */
    readonly arn: pulumi.Output<string>;

    constructor(name: string, args: ServiceTopicArgs, options?: pulumi.ComponentResourceOptions) {
        super("security-logging:components:ServiceTopic", name, {}, options);
        const arn = topicArn(args.place, args.topicName);
        const documents = { ...args, ...args.place, topicArn: arn };

        const topic = encryptedTopic(
            name,
            {
                place: args.place,
                topicName: args.topicName,
                policy: topicPolicy(documents),
                key: {
                    description: `Encrypts the messages on ${arn}`,
                    alias: args.keyAlias,
                    policy: topicKeyPolicy(documents),
                },
            },
            { parent: this },
        );

        mailTo(
            name,
            { topicArn: topic.arn, region: args.place.region, emails: args.emails },
            { parent: this },
        );

        this.arn = topic.arn;
        this.registerOutputs({ arn: this.arn });
    }
}
