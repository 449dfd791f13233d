import * as sns from "@pulumi/aws/sns";
import type * as pulumi from "@pulumi/pulumi";

/**
 * Has a topic mail its messages to addresses, `${name}-email-<address>` each, once those have confirmed that they want
 * them.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html
 */
export function mailTo(
    name: string,
    { topicArn, region, emails }: EmailSubscriptionsArgs,
    options: pulumi.CustomResourceOptions,
): void {
    for (const email of emails) {
        new sns.TopicSubscription(
            `${name}-email-${email}`,
            { topic: topicArn, region, protocol: "email", endpoint: email },
            options,
        );
    }
}

/** Which topic is mailed to whom. */
export interface EmailSubscriptionsArgs {
    readonly topicArn: pulumi.Input<string>;
    /** The topic's region. */
    readonly region: string;
    readonly emails: readonly string[];
}
