import { encrypted } from "../../../policies/rules/queue/encrypted";
import { policyScoped } from "../../../policies/rules/queue/policyScoped";
import { OTHER_RESOURCE, type RuleCases } from "../cases";
import type { JsonObject, TestResource } from "../runRule";
import { UNKNOWN } from "../sdk";

const doesNotApply = { "another resource": OTHER_RESOURCE };

const SENDS = {
    Sid: "Sends",
    Effect: "Allow",
    Principal: { Service: "events.amazonaws.com" },
    Action: "sqs:SendMessage",
    Resource: "*",
};
const policy = (statement: JsonObject): TestResource => ({
    props: { policy: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }) },
});

export const queueCases: readonly RuleCases[] = [
    {
        rule: encrypted,
        pass: {
            "by default": { props: {} },
            "by SQS": { props: { sqsManagedSseEnabled: true } },
            "by a key": { props: { sqsManagedSseEnabled: false, kmsMasterKeyId: UNKNOWN.string } },
        },
        fail: {
            not: {
                props: { sqsManagedSseEnabled: false },
                messages:
                    "Messages are not encrypted: sqsManagedSseEnabled is false. Write sqsManagedSseEnabled: true.",
            },
        },
        doesNotApply,
        unknown: { sqsManagedSseEnabled: { props: { sqsManagedSseEnabled: UNKNOWN.boolean } } },
    },
    {
        rule: policyScoped,
        pass: {
            "no policy": { props: {} },
            "one rule": policy({
                ...SENDS,
                Condition: {
                    ArnEquals: { "aws:SourceArn": "arn:aws:events:us-east-1:111111111111:rule/forward" },
                },
            }),
            "the rule of that name in any account of the organization": policy({
                ...SENDS,
                Condition: {
                    ArnLike: { "aws:SourceArn": "arn:aws:events:us-east-1:*:rule/forward" },
                    StringEquals: { "aws:SourceOrgID": "o-a1b2c3d4e5" },
                },
            }),
            "the rule of that name in the named accounts": policy({
                ...SENDS,
                Condition: {
                    ArnLike: { "aws:SourceArn": "arn:aws:events:us-east-1:*:rule/forward" },
                    StringEquals: { "aws:SourceAccount": ["111111111111", "222222222222"] },
                },
            }),
        },
        fail: {
            "the rule of that name in any account": {
                ...policy({
                    ...SENDS,
                    Condition: { ArnLike: { "aws:SourceArn": "arn:aws:events:us-east-1:*:rule/forward" } },
                }),
                messages:
                    'events.amazonaws.com may act here for anyone\'s account: the Condition of statement "Sends" is not ' +
                    "set. Write a condition ArnEquals aws:SourceArn: <the ARN of the resource that it acts for>.",
            },
            "any rule of the organization": {
                ...policy({
                    ...SENDS,
                    Condition: { StringEquals: { "aws:SourceOrgID": "o-a1b2c3d4e5" } },
                }),
                messages:
                    'events.amazonaws.com may act here for anyone\'s account: the Condition of statement "Sends" is not ' +
                    "set. Write a condition ArnEquals aws:SourceArn: <the ARN of the resource that it acts for>.",
            },
            "any rule of anyone": {
                ...policy(SENDS),
                messages:
                    'events.amazonaws.com may act here for anyone\'s account: the Condition of statement "Sends" is not ' +
                    "set. Write a condition ArnEquals aws:SourceArn: <the ARN of the resource that it acts for>.",
            },
            "any rule of anyone, by a policy apart from the queue": {
                ...policy(SENDS),
                type: "aws:sqs/queuePolicy:QueuePolicy",
                messages:
                    'events.amazonaws.com may act here for anyone\'s account: the Condition of statement "Sends" is not ' +
                    "set. Write a condition ArnEquals aws:SourceArn: <the ARN of the resource that it acts for>.",
            },
            everyone: {
                ...policy({ ...SENDS, Principal: "*" }),
                messages:
                    'Everyone on AWS is let in: the Principal of statement "Sends" is "*". Write a condition ' +
                    'StringEquals aws:PrincipalOrgID: "<your organization\'s id>".',
            },
        },
        doesNotApply,
        unknown: { policy: { props: { policy: UNKNOWN.string } } },
    },
];
