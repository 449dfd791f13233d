/** What a verification puts into an account and takes from it, at the emulator. */
import assert from "node:assert/strict";
import {
    DeleteRuleCommand,
    EventBridgeClient,
    ListRulesCommand,
    PutEventsCommand,
    PutRuleCommand,
} from "@aws-sdk/client-eventbridge";
import { CreateTopicCommand, ListSubscriptionsCommand, SNSClient } from "@aws-sdk/client-sns";
import { ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { PolicyDocument } from "../../aws/policyDocument";
import { alertTopicPolicy } from "../../documents/alertTopic";
import { type Emulator, startEmulator } from "../../local/emulator";
import { clientOptions } from "../../local/emulator/clients";
import { sendProbes } from "../../local/probes";
import { proveAlertPath } from "../../operate/alertPath";
import { callApis } from "../../operate/apiCallProbe";
import type { ClientOptions } from "../../operate/clients";
import { type SeenEvent } from "../../operate/flow";
import { openTap } from "../../operate/tap";
import { Temporaries } from "../../operate/temporaries";

const ORIGIN = { account: "111122223333", region: "eu-west-1" };
const PLACE = { partition: "aws", ...ORIGIN } as const;
const NAME = "verify-12345678";
const IAM_CALLS = { source: ["aws.iam"] };

describe("a verification", function () {
    // The first suite may have the emulator installed.
    this.timeout(900_000);

    let emulator: Emulator;
    let clients: ClientOptions;

    before(async () => {
        emulator = await startEmulator({ log: (line) => console.error(`      ${line}`) });
        clients = (account, region) => clientOptions(emulator, account, region);
    });
    after(() => emulator.stop());

    const left = async () => {
        const options = clients(ORIGIN.account, ORIGIN.region);
        const { Rules: rules = [] } = await new EventBridgeClient(options).send(new ListRulesCommand({}));
        const { QueueUrls: queues = [] } = await new SQSClient(options).send(new ListQueuesCommand({}));
        const { Subscriptions: subscriptions = [] } = await new SNSClient(options).send(
            new ListSubscriptionsCommand({}),
        );
        return { rules: rules.map(({ Name }) => Name ?? ""), queues, subscriptions };
    };
    const NOTHING = { rules: [], queues: [], subscriptions: [] };

    it("sees by its tap the events that its pattern picks, once, and leaves no rule and no queue behind", async () => {
        const tap = await openTap(PLACE, "default", NAME, IAM_CALLS, clients);
        const open = await left();
        assert.deepEqual(open.rules, [NAME]);
        assert.equal(open.queues.length, 1);

        const sent = await sendProbes(emulator, ORIGIN);
        await new EventBridgeClient(clients(ORIGIN.account, ORIGIN.region)).send(
            new PutEventsCommand({
                Entries: [{ Source: "other", DetailType: "t", Detail: '{"requestID": "other"}' }],
            }),
        );
        const seen: SeenEvent[] = [];
        for (let more = await tap.receive(); more.length > 0; more = await tap.receive()) {
            seen.push(...more);
        }
        assert.deepEqual(seen.map(({ id }) => id).sort(), [sent.readOnlyId, sent.writeId].sort());

        await tap.close();
        assert.deepEqual(await left(), NOTHING);
    });

    it("leaves nothing behind where its tap cannot be opened", async () => {
        await assert.rejects(openTap(PLACE, "no-such-bus", NAME, IAM_CALLS, clients));
        assert.deepEqual(await left(), NOTHING);
    });

    describe("of the path of alerts", () => {
        const topicPolicy = (topicArn: string): PolicyDocument =>
            alertTopicPolicy({ topicArn, account: ORIGIN.account, alarmArns: [] });

        /** What a verification finds of a topic with that policy, and that it removes what it made. */
        const proved = async (name: string, policy: (topicArn: string) => PolicyDocument) => {
            const topicArn = `arn:aws:sns:${ORIGIN.region}:${ORIGIN.account}:${name}`;
            await new SNSClient(clients(ORIGIN.account, ORIGIN.region)).send(
                new CreateTopicCommand({
                    Name: name,
                    Attributes: { Policy: JSON.stringify(policy(topicArn)) },
                }),
            );
            const temporaries = new Temporaries();
            try {
                return await proveAlertPath(
                    {
                        ...{ place: PLACE, busName: "default", topicArn },
                        ...{ name: NAME, waitSeconds: 1 },
                    },
                    temporaries,
                    clients,
                );
            } finally {
                await temporaries.removeAll();
                assert.deepEqual(await left(), NOTHING);
            }
        };

        it("gets the message of a topic as this program makes it", async () => {
            assert.notEqual(await proved("alerts", topicPolicy), undefined);
        });

        it("gets none of a topic that lets EventBridge in under a condition, even one that holds", async () => {
            const latency = await proved("conditional-alerts", (topicArn) => {
                const document = topicPolicy(topicArn);
                return {
                    ...document,
                    Statement: document.Statement.map((statement) =>
                        statement.Sid === "RulesPublish"
                            ? {
                                  ...statement,
                                  Condition: { StringEquals: { "aws:SourceAccount": ORIGIN.account } },
                              }
                            : statement,
                    ),
                };
            });
            assert.equal(latency, undefined);
        });

        it("gets none of a topic that lets only alarms in", async () => {
            const latency = await proved("alarms-alone", (topicArn) => {
                const document = topicPolicy(topicArn);
                return {
                    ...document,
                    Statement: document.Statement.filter(({ Sid }) => Sid !== "RulesPublish"),
                };
            });
            assert.equal(latency, undefined);
        });
    });

    it("causes events by two harmless calls, each of which is told its request id", async () => {
        const options = clients(ORIGIN.account, ORIGIN.region);
        const events = new EventBridgeClient(options);
        await events.send(new PutRuleCommand({ Name: "forward", EventPattern: '{"source": ["aws.iam"]}' }));
        await emulator.forgetCalls();
        const sent = await callApis({ ...ORIGIN, ruleName: "forward" }, "aws", clients);
        assert.notEqual(sent.writeId, sent.readOnlyId);
        const calls = (await emulator.recordedCalls()).filter(({ service }) => service === "events");
        assert.deepEqual(
            calls.map(({ action }) => action),
            ["DescribeRule", "UntagResource"],
        );
        await events.send(new DeleteRuleCommand({ Name: "forward" }));
    });
});
