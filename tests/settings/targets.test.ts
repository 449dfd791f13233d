import assert from "node:assert/strict";
import fc from "fast-check";
import { bucketNameMistake } from "../../aws/bucketName";
import {
    hasOwnKey,
    names,
    parseSettings,
    type Settings,
    targetAccessLogBucketName,
    targetNames,
    type TargetNames,
} from "../../settings";
import { HOME_REGIONS } from "./generated";
import { mistakesIn, VALID } from "./valid";

const TEMPLATE = '{"timestamp": "<at>", "message": "<what>"}';
const LAMBDA = "arn:aws:lambda:us-east-1:333333333333:function:triage";
const KINDS =
    'a target has a name and a kind, which is one of "existing", "queue", "stream", "firehose", "logGroup".';
const NAME =
    'the target\'s name, 1 to 24 lower-case letters, digits and single dashes, a letter first, no dash last and not "-dlq".';
const ARN =
    "the ARN of a Lambda function, Kinesis stream, SQS queue, SNS topic, Firehose stream, CloudWatch Logs group or Step " +
    'Functions state machine, e.g. "arn:aws:lambda:us-east-1:111122223333:function:triage".';
const elsewhere =
    'the bus delivers within its own account and region, organization.securityAccount "333333333333" and homeRegion ' +
    '"us-east-1". Name something there, or deliver to a queue that is made here and is read from elsewhere.';
const LOG_EVENT =
    'a log group is handed {"timestamp": <...>, "message": <...>} and nothing else. Write the template so.';

const existing = (arn: unknown): object => ({ kind: "existing", name: "x", arn });
const pattern = (eventPattern: unknown): object => ({ kind: "queue", name: "x", eventPattern });
const transformer = (inputTransformer: unknown): object => ({ kind: "queue", name: "x", inputTransformer });

/** What is wrong with one target, and the one mistake that is reported, from its key on. */
const REFUSED: readonly (readonly [string, unknown, string])[] = [
    ["no object", "queue", `bus.targets[0] is "queue" (a string), but must be an object: ${KINDS}`],
    ["no kind", { name: "x" }, `bus.targets[0].kind is missing: ${KINDS}`],
    ["an unknown kind", { kind: "topic", name: "x" }, `bus.targets[0].kind is "topic": ${KINDS}`],
    ["no name", { kind: "queue" }, `bus.targets[0].name is missing: ${NAME}`],
    ["a name in upper case", { kind: "queue", name: "SIEM" }, `bus.targets[0].name is "SIEM": ${NAME}`],
    [
        "the name of a dead-letter queue",
        { kind: "queue", name: "x-dlq" },
        `bus.targets[0].name is "x-dlq": ${NAME}`,
    ],
    [
        "a misspelt key",
        { kind: "stream", name: "x", shard: 2 },
        'bus.targets[0].shard is not a known setting. Did you mean "shards"?',
    ],
    [
        "a key of another kind",
        { kind: "queue", name: "x", shards: 2 },
        "bus.targets[0].shards is not a known setting. The keys here are kind, name, eventPattern, inputTransformer.",
    ],
    [
        "no retention",
        { kind: "stream", name: "x", retentionDays: 0 },
        "bus.targets[0].retentionDays is 0: days that the stream keeps events, a whole number from 1 to 365.",
    ],
    [
        "more retention than Kinesis has",
        { kind: "stream", name: "x", retentionDays: 366 },
        "bus.targets[0].retentionDays is 366: days that the stream keeps events, a whole number from 1 to 365.",
    ],
    [
        "half a shard",
        { kind: "stream", name: "x", shards: 0.5 },
        "bus.targets[0].shards is 0.5: how many shards the stream has, a whole number from 1 to 500.",
    ],
    ["something that is no ARN", existing("triage"), `bus.targets[0].arn is "triage": ${ARN}`],
    [
        "an ARN of a service that nothing is delivered to",
        existing("arn:aws:ecs:us-east-1:333333333333:cluster/x"),
        `bus.targets[0].arn is "arn:aws:ecs:us-east-1:333333333333:cluster/x": ${ARN}`,
    ],
    [
        "another bus",
        existing("arn:aws:events:us-east-1:444444444444:event-bus/soc"),
        'bus.targets[0].arn is "arn:aws:events:us-east-1:444444444444:event-bus/soc": EventBridge forwards an event ' +
            "from bus to bus once only, and what is on the central bus was forwarded already. Deliver to a queue or a " +
            "stream that the other side reads.",
    ],
    [
        "a FIFO queue",
        existing("arn:aws:sqs:us-east-1:333333333333:x.fifo"),
        'bus.targets[0].arn is "arn:aws:sqs:us-east-1:333333333333:x.fifo": a FIFO queue or topic needs a message group, ' +
            "and events have none. Name a standard one.",
    ],
    [
        "a log group's ARN as the console shows it",
        existing("arn:aws:logs:us-east-1:333333333333:log-group:/aws/events/x:*"),
        'bus.targets[0].arn is "arn:aws:logs:us-east-1:333333333333:log-group:/aws/events/x:*": a log group\'s ARN as a ' +
            'target has no ":*" at its end. Leave it out.',
    ],
    [
        "a target in another account",
        existing(LAMBDA.replace("333333333333", "444444444444")),
        `bus.targets[0].arn is "${LAMBDA.replace("333333333333", "444444444444")}": ${elsewhere}`,
    ],
    [
        "a target in another region",
        existing(LAMBDA.replace("us-east-1", "eu-west-1")),
        `bus.targets[0].arn is "${LAMBDA.replace("us-east-1", "eu-west-1")}": ${elsewhere}`,
    ],
    [
        "a target in another partition",
        existing(LAMBDA.replace("arn:aws:", "arn:aws-cn:")),
        `bus.targets[0].arn is "${LAMBDA.replace("arn:aws:", "arn:aws-cn:")}": ${elsewhere}`,
    ],
    [
        "an event pattern that is none",
        pattern([]),
        "bus.targets[0].eventPattern is []: an event pattern: an object of fields, e.g. " +
            '{"detail": {"eventName": ["CreateUser"]}}.',
    ],
    [
        "a value in a pattern that is no list",
        pattern({ detail: { eventName: "CreateUser" } }),
        'bus.targets[0].eventPattern.detail.eventName is "CreateUser": a list of the values that match, e.g. ' +
            '["CreateUser"].',
    ],
    [
        "a pattern with one alternative",
        pattern({ $or: [{ source: ["aws.iam"] }] }),
        'bus.targets[0].eventPattern["$or"] is [{"source":["aws.iam"]}]: a list of two or more patterns, of which one has ' +
            "to match.",
    ],
    [
        "a wrong alternative",
        pattern({ $or: [{ source: ["aws.iam"] }, { source: [] }] }),
        'bus.targets[0].eventPattern["$or"][1].source is []: a list of the values that match, e.g. ["CreateUser"].',
    ],
    [
        "an operator that there is not",
        pattern({ detail: { eventName: [{ contains: "Delete" }] } }),
        'bus.targets[0].eventPattern.detail.eventName[0].contains is "Delete": EventBridge has no such operator. Write one ' +
            "of prefix, suffix, equals-ignore-case, wildcard, anything-but, numeric, cidr, exists.",
    ],
    [
        "a field that no event has",
        pattern({ detailType: ["AWS API Call via CloudTrail"] }),
        'bus.targets[0].eventPattern.detailType is ["AWS API Call via CloudTrail"]: an event has no such field at the top. ' +
            "Write one of version, id, detail-type, source, account, time, region, resources, replay-name, detail.",
    ],
    [
        "text for what CloudTrail writes as true or false",
        pattern({ detail: { readOnly: ["true"] } }),
        'bus.targets[0].eventPattern.detail.readOnly[0] is "true": CloudTrail writes true or false here, without quotes. ' +
            "Write it so.",
    ],
    [
        "a placeholder without a path",
        transformer({ inputPaths: { who: "$.detail.userIdentity.arn" }, template: "<who> did <what>" }),
        'bus.targets[0].inputTransformer is {"inputPaths":{"who":"$.detail.userIdentity.arn"},"template":"<who> did ' +
            '<what>"}: the template has <what>, for which there is no input path. Add inputPaths.what.',
    ],
    [
        "a path that is none",
        transformer({ inputPaths: { who: "detail.arn" }, template: "<who>" }),
        'bus.targets[0].inputTransformer is {"inputPaths":{"who":"detail.arn"},"template":"<who>"}: inputPaths.who must be ' +
            'a path into the event in dot notation, e.g. "$.detail.eventName".',
    ],
    [
        "a name that EventBridge keeps for itself",
        transformer({ inputPaths: { "aws-who": "$.detail.arn" }, template: "<aws-who>" }),
        'bus.targets[0].inputTransformer is {"inputPaths":{"aws-who":"$.detail.arn"},"template":"<aws-who>"}: the name ' +
            '"aws-who" of an input path must be letters, digits, underscores and dashes, and not begin with "aws", which ' +
            "EventBridge keeps for itself.",
    ],
    [
        "a transformer without a template",
        transformer({}),
        'bus.targets[0].inputTransformer.template is missing: what the target is handed, with "<name>" where a value goes.',
    ],
    [
        "a template that is no log event",
        { kind: "logGroup", name: "x", inputTransformer: { template: '{"message": "m"}' } },
        `bus.targets[0].inputTransformer.template is "{\\"message\\": \\"m\\"}": ${LOG_EVENT}`,
    ],
    [
        "a template that is no log event, to an existing log group",
        {
            ...existing("arn:aws:logs:us-east-1:333333333333:log-group:/aws/events/x"),
            inputTransformer: { template: "m" },
        },
        `bus.targets[0].inputTransformer.template is "m": ${LOG_EVENT}`,
    ],
];

describe("a target with one mistake", () => {
    for (const [what, target, mistake] of REFUSED) {
        it(`is refused for ${what}`, () => {
            assert.deepEqual(mistakesIn({ ...VALID, bus: { targets: [target] } }), [mistake]);
        });
    }

    it("is refused for a pattern that is too long", () => {
        const eventPattern = {
            detail: { eventName: Array.from({ length: 200 }, (_, index) => `Event${index}xxx`) },
        };
        const [mistake = "", ...more] = mistakesIn({
            ...VALID,
            bus: { targets: [{ kind: "queue", name: "x", eventPattern }] },
        });
        assert.deepEqual(more, []);
        assert.match(
            mistake,
            /: an event pattern has at most 2048 characters as JSON, this one 2\d{3}\. Shorten it, or write two targets\.$/,
        );
    });

    it("is refused for a name that would make its bucket's too long", () => {
        const targets = [{ kind: "firehose", name: "delivered-events" }];
        const raw = {
            ...VALID,
            namePrefix: "a-prefix-of-some-length",
            homeRegion: "us-east-1",
            bus: { targets },
        };
        const bucket = "a-prefix-of-some-length-delivered-events-333333333333-us-east-1";
        assert.equal(bucket.length, 63);
        assert.doesNotThrow(() => parseSettings(raw));
        assert.deepEqual(
            mistakesIn({ ...raw, bus: { targets: [{ kind: "firehose", name: "delivered-eventss" }] } }),
            [
                'bus.targets[0].name is "delivered-eventss": its bucket would be ' +
                    '"a-prefix-of-some-length-delivered-eventss-333333333333-us-east-1", and a bucket\'s name has 3 to 63 ' +
                    "characters, this one 64. Shorten the target's name or namePrefix.",
            ],
        );
    });
});

describe("the buckets of Firehose targets", () => {
    const refused = (name: string, kind = "firehose") => ({
        ...VALID,
        bus: { targets: [{ kind, name }] },
    });

    for (const name of ["findings", "finding-log", "target-log"]) {
        it(`are refused under the name of another bucket of the program's, as of a target called ${name}`, () => {
            const bucket = `security-logging-${name}-333333333333-us-east-1`;
            assert.deepEqual(mistakesIn(refused(name)), [
                `bus.targets[0].name is "${name}": its bucket would be "${bucket}", and another bucket of this program ` +
                    "has that name. Choose another name.",
            ]);
            assert.doesNotThrow(() => parseSettings(refused(name, "stream")));
        });
    }

    it("have an access-log bucket, whose name is a bucket's under the longest prefix too", () => {
        for (const homeRegion of HOME_REGIONS) {
            const name = targetAccessLogBucketName({
                namePrefix: "p".repeat(23),
                homeRegion,
                organization: { securityAccount: "333333333333" },
            });
            assert.equal(bucketNameMistake(name), undefined, name);
        }
    });
});

describe("the names that targets make", () => {
    const refused = (...targets: readonly object[]) => ({ ...VALID, bus: { targets } });

    it("are refused where a dead-letter queue of the program's has them", () => {
        assert.deepEqual(
            mistakesIn(
                refused(
                    { kind: "queue", name: "bus" },
                    { kind: "queue", name: "forwarder" },
                    { kind: "queue", name: "dead-letters" },
                ),
            ),
            [
                'bus.targets[0].name is "bus": its queue "security-logging-bus-dlq" would have the name of the central ' +
                    "bus's dead-letter queue. Choose another name.",
                'bus.targets[1].name is "forwarder": its queue "security-logging-forwarder-dlq" would have the name of ' +
                    "an account's own dead-letter queue. Choose another name.",
                'bus.targets[2].name is "dead-letters": its queue "security-logging-dead-letters" would have the name of ' +
                    "the forwarders' dead-letter queue. Choose another name.",
            ],
        );
        assert.doesNotThrow(() => parseSettings(refused({ kind: "stream", name: "bus" })));
    });

    it("are refused where another target's role has them", () => {
        assert.deepEqual(
            mistakesIn(refused({ kind: "firehose", name: "lake" }, { kind: "stream", name: "lake-bucket" })),
            [
                'bus.targets[1].name is "lake-bucket": its role "security-logging-to-lake-bucket" would have the name of ' +
                    'what is made for the target "lake". Choose another name.',
            ],
        );
    });

    it("are each made once, whatever the targets are, in settings that are not refused", () => {
        const parts = [
            "dead-letters",
            "bus",
            "forwarder",
            "heartbeat",
            "lake",
            "log-files",
            "bucket",
            "events",
            "to-lake",
        ];
        const name = fc
            .array(fc.constantFrom(...parts), { minLength: 1, maxLength: 2 })
            .map((chosen) => chosen.join("-"));
        const target = fc.record({ kind: fc.constantFrom("queue", "stream", "firehose", "logGroup"), name });
        fc.assert(
            fc.property(fc.array(target, { maxLength: 6 }), (targets) => {
                let settings: Settings;
                try {
                    settings = parseSettings({ ...VALID, bus: { targets } });
                } catch {
                    return;
                }
                const made = settings.bus.targets.flatMap((each) =>
                    Object.entries(targetNames(settings, each)).map(
                        ([what, value]) => `${serviceOf(what, each.kind)} ${value}`,
                    ),
                );
                const {
                    busDeadLetterQueue,
                    deadLetterQueue,
                    forwarderDeadLetterQueue,
                    forwarderRole,
                    heartbeatRole,
                } = names(settings);
                const all = [
                    ...made,
                    `queue ${busDeadLetterQueue}`,
                    `queue ${deadLetterQueue}`,
                    `queue ${forwarderDeadLetterQueue}`,
                    `role ${forwarderRole}`,
                    `role ${heartbeatRole}`,
                ];
                assert.deepEqual(all, [...new Set(all)]);
            }),
            { numRuns: 500 },
        );
    });

    /** What a name is taken within. */
    function serviceOf(what: string, kind: string): string {
        const services: Readonly<Record<string, string>> = {
            resource: kind,
            deadLetterQueue: "queue",
            bucketRole: "role",
            errorLogGroup: "logGroup",
        };
        return services[what] ?? what;
    }
});

describe("targets", () => {
    it("may be of every service that is delivered to", () => {
        const targets = [
            "lambda:us-east-1:333333333333:function:triage",
            "lambda:us-east-1:333333333333:function:triage:live",
            "kinesis:us-east-1:333333333333:stream/siem",
            "sqs:us-east-1:333333333333:siem",
            "sns:us-east-1:333333333333:siem",
            "firehose:us-east-1:333333333333:deliverystream/siem",
            "logs:us-east-1:333333333333:log-group:/aws/events/siem",
            "states:us-east-1:333333333333:stateMachine:triage",
        ].map((rest, index) => ({ kind: "existing", name: `t${index}`, arn: `arn:aws:${rest}` }));
        assert.deepEqual(parseSettings({ ...VALID, bus: { targets } }).bus.targets, targets);
    });

    it("may be none", () => {
        assert.deepEqual(parseSettings({ ...VALID, bus: { targets: [] } }).bus.targets, []);
    });

    it("are refused for a name that another has", () => {
        const targets = [
            { kind: "queue", name: "siem" },
            { kind: "stream", name: "siem" },
        ];
        assert.deepEqual(mistakesIn({ ...VALID, bus: { targets } }), [
            'bus.targets[1].name is "siem": another target has this name. Give each its own.',
        ]);
    });

    it("are not judged together where one is wrong by itself", () => {
        const targets = [
            { kind: "existing", name: "x", arn: "triage", inputTransformer: { template: TEMPLATE } },
        ];
        assert.deepEqual(
            mistakesIn({ ...VALID, bus: { targets } }).map((mistake) => mistake.split(" ")[0]),
            ["bus.targets[0].inputTransformer", "bus.targets[0].arn"],
        );
    });
});

/** AWS's limits on the length of each name of a target, in characters; the queue's are the widest, Firehose's not. */
const MAX_LENGTHS: Readonly<Record<string, number>> = {
    rule: 64,
    role: 64,
    resource: 64,
    deadLetterQueue: 80,
    logGroup: 512,
    keyAlias: 256,
    bucketRole: 64,
    errorLogGroup: 512,
};

const KIND_NAMES = ["existing", "queue", "stream", "firehose", "logGroup"] as const;

describe("names of a target", () => {
    const settings = parseSettings({ ...VALID, homeRegion: "eu-west-1" });
    const rule = {
        rule: "security-logging-to-siem",
        ruleArn: "arn:aws:events:eu-west-1:333333333333:rule/security-events/security-logging-to-siem",
    };
    const role = "security-logging-to-siem";
    const resource = "security-logging-siem";
    const keyAlias = "alias/security-logging-to-siem";
    const expected: { readonly [K in (typeof KIND_NAMES)[number]]: TargetNames<K> } = {
        existing: { ...rule, role },
        queue: { ...rule, resource, deadLetterQueue: "security-logging-siem-dlq" },
        stream: { ...rule, resource, role, keyAlias },
        firehose: {
            ...rule,
            resource,
            role,
            keyAlias,
            bucket: "security-logging-siem-333333333333-eu-west-1",
            bucketRole: "security-logging-to-siem-bucket",
            errorLogGroup: "/aws/kinesisfirehose/security-logging-siem",
        },
        logGroup: { ...rule, logGroup: "/aws/events/security-logging-siem", keyAlias },
    };

    for (const kind of KIND_NAMES) {
        it(`say what is made for one of kind ${kind}`, () => {
            assert.deepEqual(targetNames(settings, { kind, name: "siem" }), expected[kind]);
        });
    }

    it("keep within AWS's limits under the longest prefix, but for the bucket, which the settings are checked for", () => {
        const longest = parseSettings({ ...VALID, namePrefix: "p".repeat(23) });
        for (const kind of KIND_NAMES) {
            const { ruleArn: _, ...named } = targetNames(longest, { kind, name: "t".repeat(24) });
            for (const [key, name] of Object.entries(named).filter(([key]) => key !== "bucket")) {
                assert.ok(
                    name.length <= (MAX_LENGTHS[key] ?? 0),
                    `${key} "${name}" has ${name.length} characters`,
                );
            }
        }
    });

    it("have a key where what is made is encrypted by one of its own", () => {
        assert.deepEqual(KIND_NAMES.filter(hasOwnKey), ["stream", "firehose", "logGroup"]);
    });
});
