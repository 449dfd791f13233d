import assert from "node:assert/strict";
import { alarmsOfOtherRegions } from "../../events/deadLetterAlarm";
import { heartbeatPattern } from "../../events/heartbeat";
import type { EventPattern } from "../../aws/eventPattern";
import { everyForwardedEvent, writeEventPattern } from "../../events/patterns";
import { detailTypes, type EventBridgeEvent } from "../../events/record";
import { inEnvelope } from "./envelope";
import { fixture } from "./fixtures";
import { answersTo } from "./ruler/ruler";

const patterns = {
    writes: writeEventPattern({ readOnlyEvents: false }),
    findings: writeEventPattern({ readOnlyEvents: false, findings: true }),
    all: writeEventPattern({ readOnlyEvents: true }),
    alarms: writeEventPattern({ readOnlyEvents: false, alarmPrefix: "security-logging-dead-letters" }),
    deadLetters: alarmsOfOtherRegions("security-logging-dead-letters", "111122223333", "eu-west-1"),
    heartbeats: heartbeatPattern("security-logging-heartbeat"),
    central: everyForwardedEvent(),
} satisfies Readonly<Record<string, EventPattern>>;

type PatternName = keyof typeof patterns;
type Fields = Readonly<Record<string, unknown>>;

/** A fixture in its envelope, with some of the record's fields changed; undefined takes a field away. */
function event(name: string, changes: Fields = {}): EventBridgeEvent {
    return inEnvelope({ ...fixture(name), ...changes });
}

/** The identity in a fixture, as it is or with another `invokedBy`; undefined takes it away. */
function caller(name: string, changes: { readonly invokedBy?: string | undefined } = {}): Fields {
    const record = fixture(name);
    assert.ok("userIdentity" in record, name);
    return { ...record.userIdentity, ...changes };
}

const assumeRole = (changes: Fields): EventBridgeEvent => event("assume-role-by-eventbridge", changes);
const useOfKey = (changes: Fields): EventBridgeEvent => event("generate-data-key-by-sqs", changes);
const asService = (invokedBy: string): Fields => ({ type: "AWSService", invokedBy });
const asForwardingRole = (invokedBy: string | undefined): Fields =>
    caller("generate-data-key-by-sqs", { invokedBy });

const changingSomething = {
    "a write": event("put-bucket-policy"),
    "a denied write": event("create-user-denied"),
    "the root user's write": event("stop-logging-by-root"),
    "a write whose record does not tell its category": event("put-bucket-policy", {
        eventCategory: undefined,
    }),
    "an event of another account": { ...event("put-bucket-policy"), account: "999900001111" },
    "a replayed event": { ...event("put-bucket-policy"), "replay-name": "drill" },
    "a call by EventBridge that one of its built-in targets makes": assumeRole({
        eventSource: "ec2.amazonaws.com",
        eventName: "StopInstances",
        readOnly: false,
    }),
};

const dataEvents = {
    "a data event that writes": event("put-object-data-event"),
    "an event put on a bus": event("put-object-data-event", {
        eventSource: "events.amazonaws.com",
        eventName: "PutEvents",
    }),
    "a service event of the category Data": event("rotate-key", { eventCategory: "Data" }),
    "a data event that reads": event("put-object-data-event", { eventName: "GetObject", readOnly: true }),
};

const signInsAndServiceEvents = {
    "a sign-in": event("console-login-without-mfa"),
    "a sign-in under the other spelling": {
        ...event("console-login-without-mfa"),
        "detail-type": detailTypes.consoleSignin,
    },
    "a sign-in that is read-only": event("console-login-without-mfa", { readOnly: true }),
    "a service event": event("rotate-key"),
    "a service event whose record does not tell its category": event("rotate-key", {
        eventCategory: undefined,
    }),
    "a service event that is read-only": event("rotate-key", { readOnly: true }),
};

const notSaidToChangeAnything = {
    "a read": event("describe-instances"),
    "a call without readOnly": event("put-bucket-policy", { readOnly: undefined }),
    "a call whose readOnly is the word false": event("put-bucket-policy", { readOnly: "false" }),
};

const likeForwardingButNotOfIt = {
    "AssumeRole by EC2": event("assume-role-by-ec2"),
    "AssumeRole by a user": assumeRole({ userIdentity: caller("create-user-denied") }),
    "AssumeRole by SQS": assumeRole({ userIdentity: asService("sqs.amazonaws.com") }),
    "AssumeRole by a service whose name begins like EventBridge's": assumeRole({
        userIdentity: asService("events.amazonaws.com.example"),
    }),
    "AssumeRoleWithSAML by EventBridge": assumeRole({ eventName: "AssumeRoleWithSAML" }),
    "GenerateDataKey by a role itself": useOfKey({ userIdentity: asForwardingRole(undefined) }),
    "Decrypt by a role itself": useOfKey({ eventName: "Decrypt", userIdentity: asForwardingRole(undefined) }),
    "GenerateDataKey by another service": useOfKey({
        userIdentity: asService("secretsmanager.amazonaws.com"),
    }),
    "Decrypt by another service": useOfKey({
        eventName: "Decrypt",
        userIdentity: asForwardingRole("secretsmanager.amazonaws.com"),
    }),
    "Decrypt by a caller of whom the record tells nothing": useOfKey({
        eventName: "Decrypt",
        userIdentity: undefined,
    }),
    "another call to KMS by SQS": useOfKey({ eventName: "DescribeKey" }),
};

const causedByForwarding = {
    "AssumeRole by EventBridge": event("assume-role-by-eventbridge"),
    ...Object.fromEntries(
        ["events.amazonaws.com", "sqs.amazonaws.com", "sns.amazonaws.com"].flatMap((service) =>
            ["GenerateDataKey", "Decrypt"].flatMap((eventName) => [
                [
                    `${eventName} by ${service} in its own name`,
                    useOfKey({ eventName, userIdentity: asService(service) }),
                ],
                [
                    `${eventName} by ${service} in the forwarding role's name`,
                    useOfKey({ eventName, userIdentity: asForwardingRole(service) }),
                ],
            ]),
        ),
    ),
};

const otherKinds = {
    "the end of an Insight": event("insight-api-call-rate-end"),
    "the start of an Insight": event("insight-error-rate-start"),
    "a network event": event("vpc-endpoint-denied"),
    "a console action": event("stop-logging-by-root", { eventType: "AwsConsoleAction" }),
};

/** A finding in its envelope. What it says does not matter to who forwards it. */
const finding = (source: string, type: string): EventBridgeEvent => ({
    ...event("put-bucket-policy"),
    source,
    "detail-type": type as never,
    detail: { severity: 8, accountId: "444455556666" } as never,
});

const ofThreats = {
    "a finding of GuardDuty": finding("aws.guardduty", "GuardDuty Finding"),
    "a finding of Macie": finding("aws.macie", "Macie Finding"),
};

const notOfCloudTrail = {
    "a finding that somebody made up": finding("custom.tool", "GuardDuty Finding"),
    "the health of GuardDuty's malware scan": finding(
        "aws.guardduty",
        "GuardDuty Malware Protection Object Scan Result",
    ),
    "an event that somebody made up in CloudTrail's name": {
        ...event("stop-logging-by-root"),
        source: "custom.tool",
    },
    "another event of AWS": { ...event("stop-logging-by-root"), "detail-type": "Scheduled Event" as never },
};

/** A heartbeat's event; the record's fields as given. */
const heartbeat = (changes: Fields = {}): EventBridgeEvent =>
    event("put-bucket-policy", {
        eventSource: "events.amazonaws.com",
        eventName: "UntagResource",
        readOnly: false,
        userIdentity: callerOf("security-logging-heartbeat"),
        ...changes,
    });

/** A change of an alarm's state, as CloudWatch tells of it. */
const alarm = (changes: Fields = {}, state = "ALARM", name = "security-logging-dead-letters-us-east-1") =>
    ({
        ...inEnvelope({ ...fixture("put-bucket-policy"), awsRegion: "us-east-1" }),
        source: "aws.cloudwatch",
        "detail-type": "CloudWatch Alarm State Change",
        account: "111122223333",
        region: "us-east-1",
        detail: { alarmName: name, state: { value: state }, previousState: { value: "OK" } },
        ...changes,
    }) as unknown as EventBridgeEvent;

const alarmsElsewhere = { "an alarm of a dead-letter queue": alarm() };
const alarmsAtHome = {
    "an alarm in the home region, which tells the topic itself": alarm({ region: "eu-west-1" }),
};
const alarmsOfOthers = { "an alarm of that name in another account": alarm({ account: "999900001111" }) };
const likeAlarms = {
    "the end of an alarm": alarm({}, "OK"),
    "an alarm of another name": alarm({}, "ALARM", "orders-dead-letters"),
    "an alarm that somebody made up": alarm({ source: "custom.tool" }),
};

const callerOf = (role: string): Fields => ({
    type: "AssumedRole",
    principalId: "AROAEXAMPLEHEARTBEAT0:session",
    arn: `arn:aws:sts::111122223333:assumed-role/${role}/session`,
    accountId: "111122223333",
    invokedBy: "scheduler.amazonaws.com",
    sessionContext: { sessionIssuer: { type: "Role", userName: role } },
});

const heartbeats = {
    "a heartbeat": heartbeat(),
    "a heartbeat of version 0.2.0": heartbeat({ eventSource: "sqs.amazonaws.com", eventName: "UntagQueue" }),
    "a heartbeat that was denied, which took the same way": heartbeat({ errorCode: "AccessDenied" }),
};

const likeHeartbeats = {
    "the same call by another role": heartbeat({ userIdentity: callerOf("admin") }),
    "the same call by a user": heartbeat({ userIdentity: caller("create-user-denied") }),
    "another call by the role": heartbeat({ eventName: "TagResource" }),
    "another service's call of that name": heartbeat({ eventSource: "kms.amazonaws.com" }),
};

const cases: readonly {
    events: Readonly<Record<string, EventBridgeEvent>>;
    takenBy: readonly PatternName[];
}[] = [
    { events: changingSomething, takenBy: ["writes", "alarms", "findings", "all", "central"] },
    { events: signInsAndServiceEvents, takenBy: ["writes", "alarms", "findings", "all", "central"] },
    { events: notSaidToChangeAnything, takenBy: ["all", "central"] },
    { events: likeForwardingButNotOfIt, takenBy: ["all", "central"] },
    { events: causedByForwarding, takenBy: ["central"] },
    { events: otherKinds, takenBy: ["central"] },
    { events: dataEvents, takenBy: ["central"] },
    { events: ofThreats, takenBy: ["findings", "central"] },
    { events: heartbeats, takenBy: ["writes", "alarms", "findings", "all", "central", "heartbeats"] },
    { events: likeHeartbeats, takenBy: ["writes", "alarms", "findings", "all", "central"] },
    { events: { "a forged heartbeat": { ...heartbeat(), source: "custom.tool" } }, takenBy: [] },
    { events: notOfCloudTrail, takenBy: [] },
    { events: alarmsElsewhere, takenBy: ["alarms", "deadLetters"] },
    { events: alarmsAtHome, takenBy: ["alarms"] },
    { events: alarmsOfOthers, takenBy: ["alarms"] },
    { events: likeAlarms, takenBy: [] },
];

describe("event patterns", () => {
    for (const [name, pattern] of Object.entries(patterns)) {
        it(`${name} has at most the 2,048 characters that EventBridge allows`, () => {
            assert.ok(JSON.stringify(pattern).length <= 2048, JSON.stringify(pattern));
        });

        // The alarms on the central bus are one account's.
        if (name !== "deadLetters") {
            it(`${name} names no account`, () => {
                assert.doesNotMatch(JSON.stringify(pattern), /"account"/);
            });
        }
    }
});

describe("event patterns, as AWS's Event Ruler matches them", () => {
    const questions = (Object.keys(patterns) as PatternName[]).flatMap((name) =>
        cases.flatMap(({ events, takenBy }) =>
            Object.entries(events).map(([what, each]) => ({
                title: `${name} ${takenBy.includes(name) ? "takes" : "leaves"} ${what}`,
                pattern: patterns[name],
                event: each,
                expected: { valid: true, matches: takenBy.includes(name) },
            })),
        ),
    );
    // So that "valid" above is known to mean something.
    const invalid = {
        title: "a pattern with but one alternative is refused",
        pattern: { $or: [patterns.writes] },
        event: event("put-bucket-policy"),
        expected: { valid: false, matches: false },
    };
    const asked = [...questions, invalid];
    const answers = answersTo(asked);

    asked.forEach(({ title, expected }, index) => {
        it(title, () => {
            const answer = answers[index];
            assert.ok(answer);
            assert.deepEqual(
                { valid: answer.valid, matches: answer.matches },
                expected,
                answer.problem ?? undefined,
            );
        });
    });
});
