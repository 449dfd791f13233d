import assert from "node:assert/strict";
import {
    ChangeMessageVisibilityBatchCommand,
    DeleteMessageBatchCommand,
    type Message,
    ReceiveMessageCommand,
} from "@aws-sdk/client-sqs";
import { type QueueClient, deadLetterIn, readDeadLetters } from "../../operate/deadLetterReader";
import { age, deadLetterTable } from "../../operate/deadLetterTable";
import { inEnvelope } from "../events/envelope";
import { fixture } from "../events/fixtures";

const QUEUE = "arn:aws:sqs:us-east-1:333333333333:security-logging-dead-letters";
const RULE = "arn:aws:events:us-east-1:444444444444:rule/security-logging-forward-write-events";
const BUS = "arn:aws:events:us-east-1:333333333333:event-bus/security-events";

/** A message as EventBridge leaves it in a dead-letter queue. */
const message = (id: string): Message => ({
    MessageId: id,
    ReceiptHandle: `handle of ${id}`,
    Body: JSON.stringify({ ...inEnvelope(fixture("put-bucket-policy")), account: "444444444444" }),
    Attributes: { SentTimestamp: "1767225600000" },
    MessageAttributes: Object.fromEntries(
        Object.entries({
            RULE_ARN: RULE,
            TARGET_ARN: BUS,
            ERROR_CODE: "NO_PERMISSIONS",
            ERROR_MESSAGE: "Lack of permissions to invoke cross account target.",
        }).map(([name, StringValue]) => [name, { DataType: "String", StringValue }]),
    ),
});

/** A queue of these messages, each of which is received once, and what is done with them. */
function queueOf(messages: readonly Message[]): {
    readonly client: QueueClient;
    readonly deleted: string[];
    readonly released: string[];
} {
    const left = [...messages];
    const deleted: string[] = [];
    const released: string[] = [];
    const send = (command: object): Promise<object> => {
        if (command instanceof ReceiveMessageCommand) {
            return Promise.resolve({ Messages: left.splice(0, 10) });
        }
        if (command instanceof DeleteMessageBatchCommand) {
            deleted.push(...(command.input.Entries ?? []).map(({ ReceiptHandle = "" }) => ReceiptHandle));
        } else if (command instanceof ChangeMessageVisibilityBatchCommand) {
            for (const { ReceiptHandle = "", VisibilityTimeout } of command.input.Entries ?? []) {
                assert.equal(VisibilityTimeout, 0);
                released.push(ReceiptHandle);
            }
        } else {
            assert.fail(`not expected: ${command.constructor.name}`);
        }
        return Promise.resolve({});
    };
    return { client: { send } as QueueClient, deleted, released };
}

const many = Array.from({ length: 23 }, (_, index) => message(String(index)));

describe("dead letters", () => {
    it("tell where an event is from, which rule could not deliver it where, why and since when", () => {
        const { record, ...told } = deadLetterIn(message("1"), QUEUE);
        assert.deepEqual(told, {
            queue: QUEUE,
            account: "444444444444",
            region: inEnvelope(fixture("put-bucket-policy")).region,
            rule: RULE,
            target: BUS,
            error: "NO_PERMISSIONS",
            reason: "Lack of permissions to invoke cross account target.",
            since: new Date("2026-01-01T00:00:00Z"),
        });
        assert.deepEqual(record, fixture("put-bucket-policy"));
    });

    it("may be anything that somebody put there", () => {
        for (const Body of [
            "",
            "{",
            "null",
            "[]",
            '"text"',
            '{"detail": null}',
            '{"detail": "x", "account": 1}',
        ]) {
            assert.deepEqual(deadLetterIn({ Body, Attributes: { SentTimestamp: "0" } }, QUEUE), {
                queue: QUEUE,
                since: new Date(0),
            });
        }
    });

    it("are all read, and can be seen by others again", async () => {
        const { client, deleted, released } = queueOf(many);
        const read = await readDeadLetters(client, { arn: QUEUE, url: "url" }, 100);
        assert.equal(read.letters.length, 23);
        assert.equal(read.more, false);
        await read.release("keep");
        assert.deepEqual(deleted, []);
        assert.deepEqual(released.length, 23);
    });

    it("are deleted only as far as they were shown, and only where that is asked", async () => {
        const { client, deleted, released } = queueOf(many);
        const read = await readDeadLetters(client, { arn: QUEUE, url: "url" }, 15);
        assert.equal(read.letters.length, 15);
        assert.equal(read.more, true);
        await read.release("delete");
        assert.equal(deleted.length, 15);
        assert.equal(released.length, 5);
        assert.deepEqual(
            deleted.filter((handle) => released.includes(handle)),
            [],
        );
    });

    it("are not said to be deleted where SQS did not", async () => {
        const { client } = queueOf(many);
        const send = async (command: object): Promise<object> => ({
            ...(await client.send(command as ReceiveMessageCommand)),
            ...(command instanceof DeleteMessageBatchCommand && {
                Failed: [{ Id: "0", SenderFault: true, Code: "ReceiptHandleIsInvalid", Message: "expired" }],
            }),
        });
        const read = await readDeadLetters({ send } as QueueClient, { arn: QUEUE, url: "url" }, 15);
        await assert.rejects(
            read.release("delete"),
            /:security-logging-dead-letters: not all .*\(expired\)$/,
        );
    });

    it("are a row a rule, account, region and error, the most first", () => {
        const now = new Date("2026-01-01T05:30:00Z");
        const table = deadLetterTable(
            [
                { queue: QUEUE, since: new Date("2026-01-01T05:00:00Z") },
                deadLetterIn(message("1"), QUEUE),
                deadLetterIn(message("2"), QUEUE),
            ],
            now,
        );
        const [head = "", first = "", second = ""] = table.split("\n").filter((line) => /\w/.test(line));
        assert.match(head, /account .* region .* rule .* target .* error .* events .* oldest .* latest/);
        assert.match(
            first,
            /444444444444 .* security-logging-forward-write-events .* security-events .* NO_PERMISSIONS .* 2 .* 5 h .* 5 h/,
        );
        assert.match(second, /\? .* none: a consumer left it .* 1 .* 30 min/);
    });

    it("are as old as their largest unit says", () => {
        const now = new Date("2026-01-10T00:00:00Z");
        const ages = [0, 59, 60, 47 * 60 + 59, 48 * 60, 14 * 24 * 60].map((minutes) =>
            age(now.getTime() - minutes * 60_000, now),
        );
        assert.deepEqual(ages, ["0 min", "59 min", "1 h", "47 h", "2 days", "14 days"]);
    });
});
