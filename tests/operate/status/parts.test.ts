/** What is behind the bus, whom alerts reach, what waits, and with which settings the stacks were deployed. */
import assert from "node:assert/strict";
import { parseSettings } from "../../../settings";
import { agreedBy } from "../../../settings/agreement";
import { alarmChecks, alarmsOff } from "../../../operate/status/alarms";
import { alertChecks, masked, statusSubscriptions, type TopicLook } from "../../../operate/status/alerts";
import { busChecks, busFlows, type BusLook, type DeployedBus } from "../../../operate/status/bus";
import { deadLetterChecks, statusDeadLetters } from "../../../operate/status/deadLetters";
import type { StatusCheck } from "../../../operate/status/model";
import { sameDocument } from "../../../operate/status/sameDocument";
import { settingsChecks } from "../../../operate/status/settings";
import { resourcesIn } from "../../../operate/status/state";
import { VALID } from "../../settings/valid";

const NOW = Date.UTC(2026, 2, 1, 12);
const lines = (checks: readonly StatusCheck[]): readonly string[] =>
    checks.map(({ state, what, result }) => `${state} ${what}: ${result}`);
const isRemedied = (checks: readonly StatusCheck[]): boolean =>
    checks.every(({ state, remedy }) => (state === "failed") <= (remedy !== undefined));

describe("the checks of the bus", () => {
    const POLICY = '{"Statement":[]}';
    const deployed: DeployedBus = {
        stack: "security",
        arn: "arn:aws:events:us-east-1:333333333333:event-bus/security-events",
        policy: POLICY,
        rules: ["p-to-siem", "p-detect-a", "p-detect-b", "p-news-a"],
        targetRules: ["p-to-siem"],
        detectionPrefix: "p-detect-",
    };
    const rule = (name: string, more = {}) => ({ name, enabled: true, targets: ["arn:t"], ...more });
    const LOOK: BusLook = {
        policy: { told: POLICY },
        archive: { told: "ENABLED" },
        rules: { told: deployed.rules.map((name) => rule(name)) },
        failures: { told: [] },
    };
    const checksOf = (look: BusLook) => busChecks(look, busFlows(look, deployed), deployed);

    it("have a line for each target, and one for all other rules that are well", () =>
        assert.deepEqual(lines(checksOf(LOOK)), [
            "ok bus security-events: as deployed",
            "ok event archive: enabled",
            "ok rule p-to-siem to arn:t: enabled",
            "ok 3 rules of detections and others: enabled",
            "ok rules of the bus, in the last hour: delivered all",
        ]));

    it("name each rule that is disabled, has no target or is gone, and what was not delivered", () => {
        const rules = [
            rule("p-to-siem", { enabled: false }),
            rule("p-detect-a", { targets: [] }),
            rule("p-news-a"),
        ];
        const checks = checksOf({
            ...LOOK,
            rules: { told: rules },
            failures: { told: [{ rule: "p-news-a", failed: 3, lost: 1 }] },
        });
        assert.deepEqual(lines(checks.filter(({ state }) => state === "failed")), [
            "failed rule p-to-siem to arn:t: DISABLED",
            "failed rule p-detect-a: NO TARGET",
            "failed rule p-detect-b: MISSING",
            "failed rule p-news-a, in the last hour: 3 events not delivered, 1 of them not in the dead-letter queue",
        ]);
        assert.ok(isRemedied(checks));
    });

    for (const [part, told, expected] of [
        ["policy", '{"Statement":[{}]}', "failed bus security-events: OTHER than deployed"],
        ["policy", undefined, "failed bus security-events: NONE"],
        ["archive", "DISABLED", "failed event archive: DISABLED"],
    ] as const) {
        it(`name the bus's ${part} that is ${told ?? "not there"}`, () => {
            const checks = checksOf({ ...LOOK, [part]: { told } });
            assert.ok(lines(checks).includes(expected), lines(checks).join("\n"));
            assert.ok(isRemedied(checks));
        });
    }

    it("say that the bus is gone, and of what else could not be told that it could not be", () => {
        const untold = { untold: "ThrottlingException: Rate exceeded" };
        const gone = checksOf({ ...LOOK, policy: { untold: "ResourceNotFoundException: no" } });
        assert.equal(lines(gone)[0], "failed bus security-events: MISSING");
        const none = checksOf({ policy: untold, archive: untold, rules: untold, failures: untold });
        assert.deepEqual([...new Set(none.map(({ state }) => state))], ["unknown"]);
    });
});

describe("the checks of alarms", () => {
    const place = { account: "333333333333", region: "us-east-1" };
    const alarm = (AlarmName: string, more = {}) => ({
        AlarmName,
        ActionsEnabled: true,
        StateValue: "OK" as const,
        ...more,
    });
    const look = (alarms: readonly object[], deployed: readonly string[] = []) => [
        {
            ...place,
            alarms: { told: alarms },
            deployed: deployed.map((name) => ({ stack: "security", name })),
        },
    ];

    it("have one line for all that are well, one for those without data, and one for each that is not", () => {
        const since = new Date(NOW - 2 * 3_600_000);
        const looks = look(
            [
                alarm("a"),
                alarm("b"),
                alarm("c", { StateValue: "ALARM", StateTransitionedTimestamp: since, StateReason: "so" }),
                alarm("d", { StateValue: "INSUFFICIENT_DATA" }),
                alarm("e", { ActionsEnabled: false }),
            ],
            ["a", "gone"],
        );
        assert.deepEqual(lines(alarmChecks(looks, NOW)), [
            "ok 2 alarms: OK",
            "warning 1 alarm (d): INSUFFICIENT_DATA",
            "failed alarm c of 333333333333 in us-east-1: WENT OFF 2 h ago",
            "failed alarm e of 333333333333 in us-east-1: TELLS NOBODY: its actions are turned off",
            "failed alarm gone of 333333333333 in us-east-1: MISSING",
        ]);
        assert.deepEqual(alarmsOff(looks), [
            { ...place, name: "c", state: "ALARM", since: since.toISOString(), reason: "so" },
            { ...place, name: "d", state: "INSUFFICIENT_DATA" },
        ]);
    });

    it("say where they could not be told", () =>
        assert.deepEqual(
            lines(alarmChecks([{ ...place, alarms: { untold: "AccessDenied: no" }, deployed: [] }], NOW)),
            ["unknown alarms of 333333333333 in us-east-1: AccessDenied: no"],
        ));
});

describe("the checks of alerts", () => {
    const arn = "arn:aws:sns:us-east-1:333333333333:alerts";
    const topic = { stack: "security", arn, policy: "{}", emails: ["soc@example.com"] };
    const mail = (SubscriptionArn: string, Endpoint = "SOC@example.com") => ({
        Protocol: "email",
        Endpoint,
        SubscriptionArn,
    });
    const look = (subscriptions: readonly object[], policy: string | undefined = "{}"): TopicLook => ({
        topic,
        policy: { told: policy },
        subscriptions: { told: subscriptions },
    });
    const CONFIRMED = mail(`${arn}:1`);
    const PENDING = mail("PendingConfirmation");

    for (const [what, subscriptions, expected] of [
        ["are well where everybody is confirmed", [CONFIRMED], []],
        [
            "fail where nobody is confirmed",
            [PENDING],
            [
                "failed subscriptions of alerts: NONE CONFIRMED",
                "warning subscription of S...@example.com to alerts: PENDING",
            ],
        ],
        [
            "warn of one that is pending beside others",
            [CONFIRMED, mail("PendingConfirmation", "duty@example.com")],
            ["warning subscription of d...@example.com to alerts: PENDING"],
        ],
        [
            "name addresses of the settings that are not subscribed",
            [mail(`${arn}:2`, "other@example.com")],
            ["failed addresses of the settings (s...@example.com): NOT SUBSCRIBED to alerts"],
        ],
    ] as const) {
        it(what, () => {
            const checks = alertChecks([look(subscriptions)]);
            assert.deepEqual(lines(checks.filter(({ state }) => state !== "ok")), expected);
            assert.ok(isRemedied(checks));
        });
    }

    it("warn of a topic that nobody is to be subscribed to", () =>
        assert.deepEqual(lines(alertChecks([{ ...look([]), topic: { ...topic, emails: [] } }])), [
            "ok policy of alerts: as deployed",
            "warning subscriptions of alerts: NONE",
        ]));

    it("name a policy that is not the one that was deployed", () =>
        assert.match(
            lines(alertChecks([look([CONFIRMED], '{"a":1}')]))[0] ?? "",
            /^failed policy of alerts: OTHER/,
        ));

    it("show of an endpoint nothing that is secret or names a person", () => {
        for (const [protocol, endpoint, shown] of [
            ["email", "jane.doe@example.com", "j...@example.com"],
            [
                "https",
                "https://user:secret@hooks.example.com/services/T0/B0/XYZ?token=1",
                "https://hooks.example.com/...",
            ],
            ["https", "no url", "..."],
            ["sms", "+4915112345678", "...78"],
            ["sqs", "arn:aws:sqs:us-east-1:333333333333:pager", "arn:aws:sqs:us-east-1:333333333333:pager"],
        ] as const) {
            assert.equal(masked(protocol, endpoint), shown);
        }
        assert.deepEqual(statusSubscriptions([look([PENDING])]), [
            { topic: arn, protocol: "email", endpoint: "S...@example.com", state: "pending" },
        ]);
    });
});

describe("the checks of dead-letter queues", () => {
    const queue = (region: string) => `arn:aws:sqs:${region}:333333333333:dead-letters`;

    it("have one line for all that are empty, one for each that is not, and one for each reason not to know", () =>
        assert.deepEqual(
            lines(
                deadLetterChecks(
                    statusDeadLetters(
                        new Map<string, number | string>([
                            [queue("a"), 0],
                            [queue("b"), 0],
                            [queue("c"), 2],
                            [queue("d"), `QueueDoesNotExist: ${queue("d")}`],
                            [queue("e"), `QueueDoesNotExist: ${queue("e")}`],
                        ]),
                    ),
                ),
            ),
            [
                "ok 2 queues: empty",
                `failed queue ${queue("c")}: 2 events NOT DELIVERED`,
                "unknown 2 queues: QueueDoesNotExist: the queue",
            ],
        ));
});

describe("the checks of settings", () => {
    const settingsOf = (more: object) => parseSettings({ ...VALID, ...more });
    const stack = (name: string, settings: ReturnType<typeof settingsOf>, agreed = agreedBy(settings)) => ({
        name,
        settings,
        outputs: { agreed: JSON.parse(JSON.stringify(agreed)) as object },
    });
    const security = settingsOf({ role: "security" });

    it("are well where stacks were deployed with the settings that they have", () =>
        assert.deepEqual(lines(settingsChecks([stack("security", security)])), [
            "ok settings of security: go together with the others'",
        ]));

    it("name what changed since", () => {
        const before = { ...agreedBy(security), "bus.readOnlyEvents": true };
        assert.deepEqual(lines(settingsChecks([stack("security", security, before)])), [
            "warning settings of security: changed since they were deployed: bus.readOnlyEvents",
        ]);
    });

    it("name what does not go together", () => {
        const members = settingsOf({
            role: "members",
            stacks: { security: "organization/security-logging/security" },
            members: { coreAccounts: true },
            bus: { readOnlyEvents: true },
        });
        const checks = settingsChecks([
            stack("security", security),
            { name: "members", settings: members, outputs: {} },
        ]);
        assert.match(
            lines(checks)[1] ?? "",
            /^failed settings of members: bus\.readOnlyEvents is true: the stack "security"/,
        );
    });
});

describe("two documents", () => {
    for (const [one, other, same] of [
        ['{"a":["x"]}', '{"a":"x"}', true],
        ['{"a":["x","y"],"b":1}', '{"b":1,"a":["y","x"]}', true],
        ['{"a":{"c":true}}', '{"a":{"c":"true"}}', true],
        ['{"AWS":"arn:aws:iam::111111111111:root"}', '{"AWS":"111111111111"}', true],
        ['{"a":["x","y"]}', '{"a":["x"]}', false],
        ['{"a":"x"}', '{"b":"x"}', false],
        ['{"AWS":"arn:aws:iam::111111111111:root"}', '{"AWS":"arn:aws:iam::222222222222:root"}', false],
        ['{"AWS":"arn:aws:iam::111111111111:role/root"}', '{"AWS":"111111111111"}', false],
        ["no JSON", "no JSON", true],
        ["no JSON", "{}", false],
    ] as const) {
        it(`${one} and ${other} say ${same ? "the same" : "something else"}`, () => {
            assert.equal(sameDocument(one, other), same);
            assert.equal(sameDocument(other, one), same);
        });
    }
});

describe("the state of a stack", () => {
    it("has what is held against AWS, without what is about to be deleted", () => {
        const type = "aws:kms/key:Key";
        const state = {
            deployment: {
                resources: [
                    { type, inputs: { policy: "p" }, outputs: { arn: "a" } },
                    { type, delete: true, inputs: {}, outputs: {} },
                    { type: "aws:iam/role:Role", inputs: {} },
                ],
            },
        };
        assert.deepEqual(resourcesIn(JSON.stringify(state)), [
            { type, inputs: { policy: "p" }, outputs: { arn: "a" } },
        ]);
        assert.deepEqual(resourcesIn('{"version":3}'), []);
    });
});
