import * as sns from "@pulumi/aws/sns";
import type * as pulumi from "@pulumi/pulumi";
import type { Place } from "../aws/arn";
import type { PolicyDocument } from "../aws/policyDocument";
import { customerKey } from "./customerKey";

/** What an encrypted topic is made from. */
export interface EncryptedTopicArgs {
    readonly place: Place;
    readonly topicName: string;
    readonly policy: PolicyDocument;
    readonly key: {
        /** What is encrypted with it. */
        readonly description: string;
        /** With its `alias/` in front. */
        readonly alias: string;
        readonly policy: PolicyDocument;
    };
}

/**
 * Makes a topic, `${name}-topic`, with a key of its own: no service can publish to a topic under the key that AWS
 * manages for SNS. Its policy is part of its creation, so that SNS's own, which is wider, never holds.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export function encryptedTopic(
    name: string,
    { place: { region }, topicName, policy, key: keyArgs }: EncryptedTopicArgs,
    options: pulumi.CustomResourceOptions,
): sns.Topic {
    const key = customerKey(name, { region, ...keyArgs }, options);
    return new sns.Topic(
        `${name}-topic`,
        { name: topicName, region, kmsMasterKeyId: key.arn, policy: JSON.stringify(policy) },
        options,
    );
}
