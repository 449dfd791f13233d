import { busPolicyScoped } from "../../../policies/rules/events/busPolicyScoped";
import { ruleEnabled } from "../../../policies/rules/events/ruleEnabled";
import { targetDeadLetterQueue } from "../../../policies/rules/events/targetDeadLetterQueue";
import { targetRetry } from "../../../policies/rules/events/targetRetry";
import { targetRole } from "../../../policies/rules/events/targetRole";
import { OTHER_RESOURCE, type RuleCases } from "../cases";
import type { JsonObject, TestResource } from "../runRule";
import { UNKNOWN } from "../sdk";

const doesNotApply = { "another resource": OTHER_RESOURCE };

const BUS = "arn:aws:events:us-east-1:333333333333:event-bus/central";
const QUEUE = "arn:aws:sqs:us-east-1:333333333333:events";

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
const target = (props: JsonObject): TestResource => ({ props: { rule: "forward", arn: BUS, ...props } });

export const eventCases: readonly RuleCases[] = [
    {
        rule: busPolicyScoped,
        pass: {
            "the organization": busPolicy({
                Principal: "*",
                Condition: { StringEquals: { "aws:PrincipalOrgID": "o-exampleorgid" } },
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
];
