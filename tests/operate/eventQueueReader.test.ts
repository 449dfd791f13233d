import assert from "node:assert/strict";
import {
    DeleteMessageBatchCommand,
    type Message,
    ReceiveMessageCommand,
    type SQSClient,
} from "@aws-sdk/client-sqs";
import { takeEvents } from "../../operate/eventQueueReader";

const URL = "https://sqs.us-east-1.amazonaws.com/333333333333/the-events";

/** A queue that has these messages to give, and remembers what it was asked. */
function queue(messages: readonly Message[] | undefined) {
    const asked: (ReceiveMessageCommand | DeleteMessageBatchCommand)["input"][] = [];
    const send = (command: unknown): Promise<object> => {
        if (command instanceof ReceiveMessageCommand) {
            asked.push(command.input);
            return Promise.resolve(messages === undefined ? {} : { Messages: messages });
        }
        if (command instanceof DeleteMessageBatchCommand) {
            asked.push(command.input);
            return Promise.resolve({ Successful: [] });
        }
        return Promise.reject(new Error(`an unexpected command: ${String(command)}`));
    };
    return { client: { send } as unknown as SQSClient, asked };
}

const event = (requestID: string, ReceiptHandle: string): Message => ({
    Body: JSON.stringify({ source: "aws.iam", detail: { requestID } }),
    ReceiptHandle,
});

const idsOf = async (...messages: readonly Message[]): Promise<readonly string[]> =>
    (await takeEvents(queue(messages).client, URL, 0)).map(({ id }) => id);

describe("takeEvents", () => {
    it("waits for as many messages as SQS gives at a time", async () => {
        const { client, asked } = queue([]);
        await takeEvents(client, URL, 7);
        assert.deepEqual(asked, [{ QueueUrl: URL, MaxNumberOfMessages: 10, WaitTimeSeconds: 7 }]);
    });

    it("gives each event's request id, and when it was seen", async () => {
        const before = Date.now();
        const events = await takeEvents(queue([event("one", "1"), event("two", "2")]).client, URL, 0);
        assert.deepEqual(
            events.map(({ id }) => id),
            ["one", "two"],
        );
        for (const { seenAt } of events) {
            assert.ok(seenAt >= before && seenAt <= Date.now());
        }
    });

    it("deletes all that it took", async () => {
        const { client, asked } = queue([
            event("one", "handle 1"),
            { Body: "{}", ReceiptHandle: "handle 2" },
        ]);
        await takeEvents(client, URL, 0);
        assert.deepEqual(asked.at(-1), {
            QueueUrl: URL,
            Entries: [
                { Id: "0", ReceiptHandle: "handle 1" },
                { Id: "1", ReceiptHandle: "handle 2" },
            ],
        });
    });

    it("deletes a single message too", async () => {
        const { client, asked } = queue([event("one", "handle 1")]);
        await takeEvents(client, URL, 0);
        assert.deepEqual(asked.at(-1), {
            QueueUrl: URL,
            Entries: [{ Id: "0", ReceiptHandle: "handle 1" }],
        });
    });

    it("deletes nothing where it took nothing, which SQS would refuse", async () => {
        const { client, asked } = queue(undefined);
        assert.deepEqual(await takeEvents(client, URL, 0), []);
        assert.equal(asked.length, 1);
    });

    it("leaves out messages that are no events, and loses none of the events beside them", async () => {
        const foreign = ["", "hello", "null", "7", "[]", "{}", '{"detail":{}}', '{"detail":null}'];
        assert.deepEqual(
            await idsOf(
                event("one", "1"),
                {},
                ...foreign.map((Body) => ({ Body, ReceiptHandle: Body })),
                event("two", "2"),
            ),
            ["one", "two"],
        );
    });
});
