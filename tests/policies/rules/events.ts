import { busDeadLetterQueue } from "../../../policies/rules/events/busDeadLetterQueue";
import { busPolicyOrganizationScoped } from "../../../policies/rules/events/busPolicyOrganizationScoped";
import { busPolicyScoped } from "../../../policies/rules/events/busPolicyScoped";
import { ruleEnabled } from "../../../policies/rules/events/ruleEnabled";
import { ruleMatchesWrites } from "../../../policies/rules/events/ruleMatchesWrites";
import { targetDeadLetterQueue } from "../../../policies/rules/events/targetDeadLetterQueue";
import { targetRetry } from "../../../policies/rules/events/targetRetry";
import { targetRole } from "../../../policies/rules/events/targetRole";
import { writeEventPattern, everyForwardedEvent } from "../../../events/patterns";
import { type FailingCase, OTHER_RESOURCE, type RuleCases } from "../cases";
import type { JsonObject, TestResource } from "../runRule";
import { UNKNOWN } from "../sdk";

const doesNotApply = { "another resource": OTHER_RESOURCE };

const BUS = "arn:aws:events:us-east-1:333333333333:event-bus/central";
const QUEUE = "arn:aws:sqs:us-east-1:333333333333:events";

const BY_FORWARDER = { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/forwarder" } };

const busPolicy = (statement: JsonObject): TestResource => ({
    props: {
        policy: JSON.stringify({
            Version: "2012-10-17",
            Statement: {
                Sid: "Puts",
                Effect: "Allow",
                Action: "events:PutEvents",
                Resource: BUS,
                ...statement,
            },
        }),
    },
});
const API_CALLS = { "detail-type": ["AWS API Call via CloudTrail"] };
const rule = (pattern: object): TestResource => ({ props: { eventPattern: JSON.stringify(pattern) } });
const readsOnly = (readOnly: unknown): string =>
    "The rule picks API calls that read, and leaves out all that write: detail.readOnly of the eventPattern is " +
    `${JSON.stringify(readOnly)}. Write readOnly: [false], or leave it out.`;
const unreadable = (reason: string, eventPattern: string): FailingCase => ({
    props: { eventPattern },
    messages:
        `The event pattern cannot be read, since ${reason}: eventPattern is ${JSON.stringify(eventPattern)}. ` +
        "Write an event pattern as EventBridge takes it.",
});
/** Ten times ten times eleven combinations, short enough to be quoted whole. */
const MANY_ALTERNATIVES = JSON.stringify({
    a: { $or: Array<object>(10).fill({}) },
    b: { $or: Array<object>(10).fill({}) },
    c: { $or: Array<object>(11).fill({}) },
});
const target = (props: JsonObject): TestResource => ({ props: { rule: "forward", arn: BUS, ...props } });

export const eventCases: readonly RuleCases[] = [
    {
        rule: busPolicyScoped,
        pass: {
            "the organization": busPolicy({
                Principal: "*",
                Condition: { StringEquals: { "aws:PrincipalOrgID": "o-exampleorgid" } },
            }),
            "the organization's forwarders": busPolicy({
                Principal: "*",
                Condition: { StringEquals: { "aws:PrincipalOrgID": "o-exampleorgid" }, ...BY_FORWARDER },
            }),
            "an account": busPolicy({ Principal: { AWS: "111111111111" } }),
        },
        fail: {
            everyone: {
                ...busPolicy({ Principal: "*" }),
                messages:
                    'Everyone on AWS is let in: the Principal of statement "Puts" is "*". Write a condition ' +
                    'StringEquals aws:PrincipalOrgID: "<your organization\'s id>".',
            },
            "every account's role of a name": {
                ...busPolicy({ Principal: "*", Condition: BY_FORWARDER }),
                messages:
                    'Everyone on AWS is let in: the Principal of statement "Puts" is "*". Write a condition ' +
                    'StringEquals aws:PrincipalOrgID: "<your organization\'s id>".',
            },
            "everyone, with a condition that lets requests without the key pass": {
                ...busPolicy({
                    Principal: "*",
                    Condition: { StringEqualsIfExists: { "aws:PrincipalOrgID": "o-exampleorgid" } },
                }),
                messages:
                    'Everyone on AWS is let in: the Principal of statement "Puts" is "*". Write a condition ' +
                    'StringEquals aws:PrincipalOrgID: "<your organization\'s id>".',
            },
        },
        doesNotApply,
        unknown: { policy: { props: { policy: UNKNOWN.string } } },
    },
    {
        rule: ruleEnabled,
        pass: {
            "by default": { props: {} },
            enabled: { props: { state: "ENABLED" } },
            "with read-only events": { props: { state: "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" } },
        },
        fail: {
            disabled: {
                props: { state: "DISABLED" },
                messages: 'The rule delivers nothing: state is "DISABLED". Write state: "ENABLED".',
            },
            "disabled by the older property": {
                props: { isEnabled: false },
                messages: 'The rule delivers nothing: isEnabled is false. Write state: "ENABLED".',
            },
        },
        doesNotApply,
        unknown: { state: { props: { state: UNKNOWN.string } } },
    },
    {
        rule: targetDeadLetterQueue,
        pass: {
            "a queue": target({ deadLetterConfig: { arn: QUEUE } }),
            "a queue that does not exist yet": target({ deadLetterConfig: { arn: UNKNOWN.string } }),
        },
        fail: {
            none: {
                ...target({}),
                messages:
                    "An event that cannot be delivered is dropped: deadLetterConfig is not set. Write " +
                    "deadLetterConfig: { arn: <the ARN of a queue> }.",
            },
            "an empty one": {
                ...target({ deadLetterConfig: {} }),
                messages:
                    "An event that cannot be delivered is dropped: deadLetterConfig is not set. Write " +
                    "deadLetterConfig: { arn: <the ARN of a queue> }.",
            },
        },
        doesNotApply,
        unknown: { deadLetterConfig: target({ deadLetterConfig: UNKNOWN.object }) },
    },
    {
        rule: targetRole,
        pass: {
            "a bus with a role": target({ roleArn: "arn:aws:iam::111111111111:role/forwarder" }),
            "a bus with a role that does not exist yet": target({ roleArn: UNKNOWN.string }),
            "a queue, which needs none": target({ arn: QUEUE }),
        },
        fail: {
            "a bus without": {
                ...target({}),
                messages:
                    "EventBridge has no permission to put events on the other bus: roleArn is not set. Write roleArn: " +
                    "<the ARN of a role for this target>.",
            },
        },
        doesNotApply,
        unknown: { "what the target is": target({ arn: UNKNOWN.string }) },
    },
    {
        rule: targetRetry,
        pass: {
            "EventBridge's own": target({}),
            "the most": target({
                retryPolicy: { maximumRetryAttempts: 185, maximumEventAgeInSeconds: 86_400 },
            }),
        },
        fail: {
            "not at all": {
                ...target({ retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 } }),
                messages: [
                    "Delivery is given up after too few attempts: retryPolicy.maximumRetryAttempts is 0. Write " +
                        "maximumRetryAttempts: 185.",
                    "Delivery is given up too soon: retryPolicy.maximumEventAgeInSeconds is 60. Write " +
                        "maximumEventAgeInSeconds: 86400.",
                ],
            },
        },
        doesNotApply,
        unknown: { attempts: target({ retryPolicy: { maximumRetryAttempts: UNKNOWN.number } }) },
    },
    {
        rule: busPolicyOrganizationScoped,
        pass: {
            "the organization": busPolicy({
                Principal: "*",
                Condition: { StringEquals: { "aws:PrincipalOrgID": "o-exampleorgid" } },
            }),
            "the bus's own account": busPolicy({ Principal: { AWS: "333333333333" } }),
            "an account allowed by name": {
                ...busPolicy({ Principal: { AWS: "111111111111" } }),
                config: { allowedExternalAccounts: ["111111111111"] },
            },
            "one account, where nothing tells whose the bus is": busPolicy({
                Principal: { AWS: "111111111111" },
                Resource: "*",
            }),
        },
        fail: {
            "another account": {
                ...busPolicy({ Principal: { AWS: "arn:aws:iam::111111111111:root" } }),
                messages:
                    "Other accounts keep their access when they leave the organization: the Principal of statement " +
                    '"Puts" is ["111111111111"]. Write a condition StringEquals aws:PrincipalOrgID: "<your ' +
                    "organization's id>\".",
            },
        },
        doesNotApply,
        unknown: { policy: { props: { policy: UNKNOWN.string } } },
    },
    {
        rule: busDeadLetterQueue,
        pass: {
            "a key and a queue": { props: { kmsKeyIdentifier: "key", deadLetterConfig: { arn: QUEUE } } },
            "a key and a queue that do not exist yet": {
                props: { kmsKeyIdentifier: UNKNOWN.string, deadLetterConfig: { arn: UNKNOWN.string } },
            },
            "no key, so that nothing can fail": { props: {} },
        },
        fail: {
            "a key without a queue": {
                props: { kmsKeyIdentifier: UNKNOWN.string },
                messages:
                    "Events are dropped while the bus cannot use its key: deadLetterConfig is not set. Write " +
                    "deadLetterConfig: { arn: <the ARN of a queue> }.",
            },
            "a key and an empty configuration": {
                props: { kmsKeyIdentifier: "key", deadLetterConfig: {} },
                messages:
                    "Events are dropped while the bus cannot use its key: deadLetterConfig is not set. Write " +
                    "deadLetterConfig: { arn: <the ARN of a queue> }.",
            },
        },
        doesNotApply,
        unknown: {
            deadLetterConfig: { props: { kmsKeyIdentifier: "key", deadLetterConfig: UNKNOWN.object } },
        },
    },
    {
        rule: ruleMatchesWrites,
        pass: {
            "write events": rule(writeEventPattern({ readOnlyEvents: false })),
            "all events but those that forwarding causes": rule(writeEventPattern({ readOnlyEvents: true })),
            "every event from CloudTrail": rule(everyForwardedEvent()),
            "a schedule": { props: { scheduleExpression: "rate(1 day)" } },
            "reads and writes": rule({ ...API_CALLS, detail: { readOnly: [true, false] } }),
            "reads here and writes there": rule({
                $or: [
                    { ...API_CALLS, detail: { readOnly: [true] } },
                    { ...API_CALLS, detail: { readOnly: [false], eventName: ["StopLogging"] } },
                ],
            }),
            "reads of one service, somebody's watch": rule({
                source: ["aws.secretsmanager"],
                ...API_CALLS,
                detail: { readOnly: [true] },
            }),
            "one call that reads": rule({
                source: [{ prefix: "aws." }],
                ...API_CALLS,
                detail: { readOnly: [true], eventName: ["GetSecretValue"] },
            }),
            "reads by the root user": rule({
                ...API_CALLS,
                detail: { readOnly: [true], userIdentity: { type: ["Root"] } },
            }),
            "reads that fail": rule({
                ...API_CALLS,
                detail: { readOnly: [true], errorCode: [{ exists: true }] },
            }),
            "reads of data": rule({ ...API_CALLS, detail: { readOnly: [true], managementEvent: [false] } }),
            "no API calls": rule({ source: ["aws.guardduty"], "detail-type": ["GuardDuty Finding"] }),
            "another producer's readOnly": rule({ source: ["app"], detail: { readOnly: [true] } }),
            "an operator that the rule does not know": rule({
                ...API_CALLS,
                detail: { readOnly: [{ "not-invented-yet": true }] },
            }),
        },
        fail: {
            "all that read": {
                ...rule({ ...API_CALLS, detail: { readOnly: [true] } }),
                messages: readsOnly([true]),
            },
            "all that read, of AWS": {
                ...rule({ source: [{ prefix: "aws." }], ...API_CALLS, detail: { readOnly: [true] } }),
                messages: readsOnly([true]),
            },
            "all that read, by a prefix of the kind": {
                ...rule({ "detail-type": [{ prefix: "AWS API Call" }], detail: { readOnly: [true] } }),
                messages: readsOnly([true]),
            },
            "all that read but some": {
                ...rule({
                    ...API_CALLS,
                    detail: { readOnly: [true], eventName: [{ "anything-but": ["AssumeRole"] }] },
                }),
                messages: readsOnly([true]),
            },
            "all that read and succeed": {
                ...rule({ ...API_CALLS, detail: { readOnly: [true], errorCode: [{ exists: false }] } }),
                messages: readsOnly([true]),
            },
            "all that read, and sign-ins": {
                ...rule({
                    $or: [
                        { "detail-type": ["AWS Console Sign In via CloudTrail"] },
                        { ...API_CALLS, detail: { $or: [{ readOnly: [true] }, { readOnly: [] }] } },
                    ],
                }),
                messages: readsOnly([true]),
            },
            "writes by a text, which readOnly never is": {
                ...rule({ ...API_CALLS, detail: { readOnly: ["false"] } }),
                messages: readsOnly(["false"]),
            },
            "anything but writes": {
                ...rule({ ...API_CALLS, detail: { readOnly: [{ "anything-but": [false] }] } }),
                messages: readsOnly([{ "anything-but": [false] }]),
            },
            "text that is no JSON": {
                props: { eventPattern: "source" },
                messages:
                    "The event pattern cannot be read, since it is not JSON: Unexpected token 's', \"source\" is not " +
                    'valid JSON: eventPattern is "source". Write an event pattern as EventBridge takes it.',
            },
            "a list": unreadable("it is not an object", "[]"),
            "an alternative that is none": unreadable(
                "detail is neither an object nor a list",
                '{"detail":{"$or":["x"]}}',
            ),
            "more alternatives than EventBridge takes": unreadable(
                "its alternatives make more than 1000 combinations",
                MANY_ALTERNATIVES,
            ),
            "a value outside a list": unreadable(
                "detail.readOnly is neither an object nor a list",
                '{"detail":{"readOnly":false}}',
            ),
        },
        doesNotApply,
        unknown: { eventPattern: { props: { eventPattern: UNKNOWN.string } } },
    },
];
