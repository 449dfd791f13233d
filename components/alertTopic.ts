import * as pulumi from "@pulumi/pulumi";
import { type Place, topicArn } from "../aws/arn";
import { alertKeyPolicy, alertTopicPolicy } from "../documents/alertTopic";
import { mailTo } from "../resources/emailSubscriptions";
import { encryptedTopic } from "../resources/encryptedTopic";

/** What an {@link AlertTopic} is made from. */
export interface AlertTopicArgs {
    /** Where the topic lives: EventBridge takes only a topic of the rule's own region. */
    readonly place: Place;
    readonly topicName: string;
    /** The alias of the topic's key, with its `alias/` in front. */
    readonly keyAlias: string;
    /** ARNs of the CloudWatch alarms that may publish; `*` stands for any text. */
    readonly alarmArns: readonly string[];
    /** Addresses that get a mail for each alert, once they have confirmed that they want it. */
    readonly emails: readonly string[];
}

/**
 * The topic that rules and alarms alert, encrypted with a key of its own. Any rule of EventBridge that targets it may
 * publish: AWS takes no condition there.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export class AlertTopic extends pulumi.ComponentResource {
    /** Resolves once the rules and alarms may publish. */
    readonly arn: pulumi.Output<string>;

    constructor(name: string, args: AlertTopicArgs, options?: pulumi.ComponentResourceOptions) {
        super("security-logging:components:AlertTopic", name, {}, options);
        const { region, account } = args.place;
        const documents = { ...args.place, topicArn: topicArn(args.place, args.topicName), ...args };

        const topic = encryptedTopic(
            name,
            {
                place: args.place,
                topicName: args.topicName,
                policy: alertTopicPolicy({ ...documents, account }),
                key: {
                    description: `Encrypts the alerts on ${documents.topicArn}`,
                    alias: args.keyAlias,
                    policy: alertKeyPolicy({ ...documents, alarms: args.alarmArns.length > 0 }),
                },
            },
            { parent: this },
        );
        mailTo(name, { topicArn: topic.arn, region, emails: args.emails }, { parent: this });

        this.arn = topic.arn;
        this.registerOutputs({ arn: this.arn });
    }
}
