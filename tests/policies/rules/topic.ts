import { encrypted } from "../../../policies/rules/topic/encrypted";
import { policyScoped } from "../../../policies/rules/topic/policyScoped";
import { OTHER_RESOURCE, type RuleCases } from "../cases";
import type { JsonObject, TestResource } from "../runRule";
import { UNKNOWN } from "../sdk";

const doesNotApply = { "another resource": OTHER_RESOURCE };

const TOPIC_POLICY = "aws:sns/topicPolicy:TopicPolicy";

const PUBLISHES = {
    Sid: "Publishes",
    Effect: "Allow",
    Principal: { Service: "cloudtrail.amazonaws.com" },
    Action: "SNS:Publish",
    Resource: "*",
};
const policy = (statement: JsonObject, type = TOPIC_POLICY): TestResource => ({
    type,
    props: { policy: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }) },
});
const everyoneWith = (Condition: JsonObject): TestResource =>
    policy({ ...PUBLISHES, Principal: { AWS: "*" }, Condition });
const serviceWith = (Condition: JsonObject): TestResource => policy({ ...PUBLISHES, Condition });

const TOPIC_ARN = "arn:aws:sns:us-east-1:111111111111:alerts";
const byEventBridge = (changes: JsonObject = {}): TestResource =>
    policy({
        ...PUBLISHES,
        Principal: { Service: "events.amazonaws.com" },
        Action: "sns:Publish",
        Resource: TOPIC_ARN,
        ...changes,
    });
const CONDITIONED = (key: string): string =>
    `EventBridge publishes nothing under a condition: the Condition of statement "Publishes" is ["${key}"]. Write a ` +
    "statement of its own for events.amazonaws.com, without a Condition.";
const MORE_THAN_PUBLISH = (found: string): string =>
    `EventBridge may do more than publish: the Action of statement "Publishes" is ${found}. Write Action: "sns:Publish".`;
const MORE_TOPICS = (found: string): string =>
    `EventBridge is let in to more than one topic: the Resource of statement "Publishes" is ${found}. Write Resource: ` +
    "<the ARN of this topic>.";

const DEPUTY =
    'cloudtrail.amazonaws.com may act here for anyone\'s account: the Condition of statement "Publishes" is not set. ' +
    "Write a condition ArnEquals aws:SourceArn: <the ARN of the resource that it acts for>.";
const EVERYONE =
    'Everyone on AWS is let in: the Principal of statement "Publishes" is "*". Write a condition StringEquals ' +
    'aws:PrincipalOrgID: "<your organization\'s id>".';

export const topicCases: readonly RuleCases[] = [
    {
        rule: encrypted,
        pass: {
            "a key": { props: { kmsMasterKeyId: "arn:aws:kms:us-east-1:111111111111:key/one" } },
            "an alias": { props: { kmsMasterKeyId: "alias/logs" } },
            "a key that does not exist yet": { props: { kmsMasterKeyId: UNKNOWN.string } },
        },
        fail: {
            not: {
                props: {},
                messages:
                    "Messages are not encrypted: kmsMasterKeyId is not set. Write kmsMasterKeyId: <the ARN of a " +
                    "customer managed key>.",
            },
            "by AWS's key": {
                props: { kmsMasterKeyId: "alias/aws/sns" },
                messages:
                    'Messages are encrypted with a key that AWS manages: kmsMasterKeyId is "alias/aws/sns". Write ' +
                    "kmsMasterKeyId: <the ARN of a customer managed key>.",
            },
            "by AWS's key, by its ARN": {
                props: { kmsMasterKeyId: "arn:aws:kms:us-east-1:111111111111:alias/aws/sns" },
                messages:
                    "Messages are encrypted with a key that AWS manages: kmsMasterKeyId is " +
                    '"arn:aws:kms:us-east-1:111111111111:alias/aws/sns". Write kmsMasterKeyId: <the ARN of a ' +
                    "customer managed key>.",
            },
        },
        doesNotApply,
        unknown: { impossible: "a key that is not known yet is a key of one's own" },
    },
    {
        rule: policyScoped,
        pass: {
            "SNS's own policy": { type: "aws:sns/topic:Topic", props: {} },
            "one trail": serviceWith({
                StringEquals: { "aws:SourceArn": "arn:aws:cloudtrail:us-east-1:111111111111:trail/one" },
            }),
            "an account's trails": serviceWith({ StringEquals: { "aws:SourceAccount": "111111111111" } }),
            "an organization's trails": serviceWith({
                StringEquals: { "aws:SourceOrgID": "o-exampleorgid" },
            }),
            "the organization": everyoneWith({ StringEquals: { "aws:PrincipalOrgID": "o-exampleorgid" } }),
            "the account, as SNS writes it": everyoneWith({
                StringEquals: { "AWS:SourceOwner": "111111111111" },
            }),
            "the account's principals": everyoneWith({
                StringEquals: { "aws:PrincipalAccount": "111111111111" },
            }),
            "another account": policy({ ...PUBLISHES, Principal: { AWS: "222222222222" } }),
            "EventBridge, for publishing on the topic": byEventBridge(),
        },
        fail: {
            "any trail of anyone": { ...serviceWith({}), messages: DEPUTY },
            "any trail of anyone, by the topic itself": {
                ...policy(PUBLISHES, "aws:sns/topic:Topic"),
                messages: DEPUTY,
            },
            "any account's trails": {
                ...serviceWith({ StringLike: { "aws:SourceAccount": "*" } }),
                messages: DEPUTY,
            },
            "some account's trails": {
                ...serviceWith({ StringLike: { "aws:SourceAccount": "1*" } }),
                messages: DEPUTY,
            },
            everyone: { ...everyoneWith({}), messages: EVERYONE },
            "everyone who comes by TLS": {
                ...everyoneWith({ Bool: { "aws:SecureTransport": "true" } }),
                messages: EVERYONE,
            },
            "EventBridge, for a rule": {
                ...byEventBridge({
                    Condition: {
                        ArnEquals: { "aws:SourceArn": "arn:aws:events:us-east-1:111111111111:rule/one" },
                    },
                }),
                messages: CONDITIONED("aws:sourcearn"),
            },
            "EventBridge, for an account": {
                ...byEventBridge({ Condition: { StringEquals: { "aws:SourceAccount": "111111111111" } } }),
                messages: CONDITIONED("aws:sourceaccount"),
            },
            "EventBridge, for more than publishing": {
                ...byEventBridge({ Action: ["sns:Publish", "sns:Subscribe"] }),
                messages: MORE_THAN_PUBLISH('["sns:publish","sns:subscribe"]'),
            },
            "EventBridge, for everything": {
                ...byEventBridge({ Action: "sns:*" }),
                messages: MORE_THAN_PUBLISH('["sns:*"]'),
            },
            "EventBridge, for all but one action": {
                ...byEventBridge({ Action: undefined, NotAction: "sns:Subscribe" }),
                messages: MORE_THAN_PUBLISH("not set"),
            },
            "EventBridge, on any topic": {
                ...byEventBridge({ Resource: "*" }),
                messages: MORE_TOPICS('["*"]'),
            },
            "EventBridge, on some topics": {
                ...byEventBridge({ Resource: `${TOPIC_ARN}*` }),
                messages: MORE_TOPICS(`["${TOPIC_ARN}*"]`),
            },
            "another service beside EventBridge, without a condition": {
                ...byEventBridge({
                    Principal: { Service: ["events.amazonaws.com", "cloudwatch.amazonaws.com"] },
                }),
                messages: DEPUTY.replace(
                    "cloudtrail.amazonaws.com",
                    "events.amazonaws.com, cloudwatch.amazonaws.com",
                ),
            },
            "another service, without a condition": {
                ...byEventBridge({ Principal: { Service: "cloudwatch.amazonaws.com" } }),
                messages: DEPUTY.replace("cloudtrail", "cloudwatch"),
            },
            "an organization other than the one meant": {
                ...everyoneWith({ StringEquals: { "aws:PrincipalOrgID": "o-exampleorgid" } }),
                config: { organizationId: "o-theonlyone1" },
                messages: EVERYONE.replace("<your organization's id>", "o-theonlyone1"),
            },
        },
        doesNotApply,
        unknown: { policy: { props: { policy: UNKNOWN.string } } },
    },
];
