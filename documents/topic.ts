/** Who may do what with the SNS topics of this project and with the KMS keys that encrypt their messages. */
import { accountRootArn, type AccountId, type Partition } from "../aws/arn";
import { type Membership, ofMembers } from "../aws/membership";
import { policyDocument, type PolicyDocument } from "../aws/policyDocument";
import { accountAdministersKey } from "./keyAdministration";
import { denyPlaintext } from "./transport";

/** The service that publishes to a topic, and for what. */
export interface Publisher {
    /** "cloudtrail.amazonaws.com" or "cloudwatch.amazonaws.com". */
    readonly service: string;
    /** ARN of the trail, the trails or the alarms that it publishes for; `*` stands for any text. */
    readonly sourceArn: string | readonly string[];
}

export interface TopicPolicyArgs {
    readonly partition: Partition;
    readonly topicArn: string;
    readonly publisher: Publisher;
    /** Accounts whose principals may subscribe to the topic, while they are members. May be empty. */
    readonly subscriberAccounts: readonly AccountId[];
    readonly membership: Membership;
}

/**
 * Policy of a topic: one publisher, and the named accounts as subscribers. The topic's own account needs no
 * statement here.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-permissions-for-sns-notifications.html
 */
export function topicPolicy(args: TopicPolicyArgs): PolicyDocument {
    const { partition, topicArn, publisher, subscriberAccounts, membership } = args;
    return policyDocument(
        {
            Sid: "ServicePublishes",
            Effect: "Allow",
            Principal: { Service: publisher.service },
            Action: "sns:Publish",
            Resource: topicArn,
            Condition: { ArnLike: { "aws:SourceArn": publisher.sourceArn } },
        },
        subscriberAccounts.length > 0
            ? {
                  Sid: "AccountsSubscribe",
                  Effect: "Allow",
                  Principal: { AWS: subscriberAccounts.map((account) => accountRootArn(partition, account)) },
                  Action: "sns:Subscribe",
                  Resource: topicArn,
                  Condition: { StringEquals: ofMembers(membership) },
              }
            : undefined,
        denyPlaintext("sns", [topicArn]),
    );
}

export interface TopicKeyPolicyArgs {
    readonly partition: Partition;
    /** The account that owns the key and the topic. */
    readonly account: AccountId;
    /** The one topic that is encrypted with the key. */
    readonly topicArn: string;
    readonly publisher: Pick<Publisher, "service">;
}

/**
 * Policy of the key that encrypts a topic's messages. Subscribers need nothing of it: SNS decrypts what it delivers.
 *
 * SNS calls KMS in the publisher's name, with the topic's ARN as the encryption context, which bounds the key's use. Of
 * the source, AWS does not say that KMS is told: for whom the service publishes is asked by the topic's own policy.
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export function topicKeyPolicy(args: TopicKeyPolicyArgs): PolicyDocument {
    const { partition, account, topicArn, publisher } = args;
    return policyDocument(accountAdministersKey(partition, account), {
        Sid: "ServiceEncrypts",
        Effect: "Allow",
        Principal: { Service: publisher.service },
        Action: ["kms:GenerateDataKey*", "kms:Decrypt"],
        Resource: "*",
        Condition: {
            StringEquals: { "kms:EncryptionContext:aws:sns:topicArn": topicArn },
        },
    });
}
