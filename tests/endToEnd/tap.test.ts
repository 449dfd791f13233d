/** What a verification puts into an account and takes from it, at the emulator. */
import assert from "node:assert/strict";
import {
    EventBridgeClient,
    ListRulesCommand,
    PutEventsCommand,
    PutRuleCommand,
} from "@aws-sdk/client-eventbridge";
import { ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { type Emulator, startEmulator } from "../../local/emulator";
import { clientOptions } from "../../local/emulator/clients";
import { sendProbes } from "../../local/probes";
import { callApis } from "../../operate/apiCallProbe";
import type { ClientOptions } from "../../operate/clients";
import { type SeenEvent } from "../../operate/flow";
import { openTap } from "../../operate/tap";

const ORIGIN = { account: "111122223333", region: "eu-west-1" };
const PLACE = { partition: "aws", ...ORIGIN } as const;
const NAME = "verify-12345678";
const IAM_CALLS = { source: ["aws.iam"] };

describe("a tap on a bus", function () {
    // The first suite may have the emulator installed.
    this.timeout(900_000);

    let emulator: Emulator;
    let clients: ClientOptions;

    before(async () => {
        emulator = await startEmulator({ log: (line) => console.error(`      ${line}`) });
        clients = (account, region) => clientOptions(emulator, account, region);
    });
    after(() => emulator.stop());

    const left = async (): Promise<{
        readonly rules: readonly string[];
        readonly queues: readonly string[];
    }> => {
        const options = clients(ORIGIN.account, ORIGIN.region);
        const { Rules: rules = [] } = await new EventBridgeClient(options).send(new ListRulesCommand({}));
        const { QueueUrls: queues = [] } = await new SQSClient(options).send(new ListQueuesCommand({}));
        return { rules: rules.map(({ Name }) => Name ?? ""), queues };
    };

    it("sees the events that its pattern picks, once, and leaves no rule and no queue behind", async () => {
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
        assert.deepEqual(await left(), { rules: [], queues: [] });
    });

    it("leaves nothing behind where it cannot be opened", async () => {
        await assert.rejects(openTap(PLACE, "no-such-bus", NAME, IAM_CALLS, clients));
        assert.deepEqual(await left(), { rules: [], queues: [] });
    });

    it("is caused events by two harmless calls, each of which is told its request id", async () => {
        const options = clients(ORIGIN.account, ORIGIN.region);
        const events = new EventBridgeClient(options);
        await events.send(new PutRuleCommand({ Name: "forward", EventPattern: '{"source": ["aws.iam"]}' }));
        await emulator.forgetCalls();
        const sent = await callApis(ORIGIN, "aws", "forward", clients);
        assert.notEqual(sent.writeId, sent.readOnlyId);
        const calls = (await emulator.recordedCalls()).filter(({ service }) => service === "events");
        assert.deepEqual(
            calls.map(({ action }) => action),
            ["DescribeRule", "UntagResource"],
        );
    });
});
