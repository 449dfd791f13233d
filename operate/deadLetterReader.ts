/** What lies in dead-letter queues, read without taking it away. */
import {
    ChangeMessageVisibilityBatchCommand,
    DeleteMessageBatchCommand,
    type Message,
    ReceiveMessageCommand,
    type SQSClient,
} from "@aws-sdk/client-sqs";
import { parseExact } from "../events/exactJson";
import type { CloudTrailRecord } from "../events/record";

/** What of the client is needed. */
export type QueueClient = Pick<SQSClient, "send">;

/**
 * An event that could not be delivered. What EventBridge tells of why is in the message's attributes.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 */
export interface DeadLetter {
    /** ARN of the queue that it is in. */
    readonly queue: string;
    /** Where the event is from; undefined if the message is no event. */
    readonly account?: string;
    readonly region?: string;
    /** ARNs of the rule and of what it could not deliver to; undefined where a consumer left the message. */
    readonly rule?: string;
    readonly target?: string;
    /** EventBridge's code, such as NO_PERMISSIONS, and its words. */
    readonly error?: string;
    readonly reason?: string;
    /** When it was left there. */
    readonly since: Date;
    /** CloudTrail's record; undefined if the message holds none. */
    readonly record?: CloudTrailRecord;
}

/** A message that was read, and how to take it away or to give it back. */
interface Received {
    readonly letter: DeadLetter;
    readonly handle: string;
}

/** Messages that were read; {@link release} has to be called with what is to be taken away. */
export interface ReadQueue {
    readonly letters: readonly DeadLetter[];
    /** Whether there are more than were asked for. */
    readonly more: boolean;
    /** Deletes what was read, or lets others see it again at once. */
    readonly release: (what: "delete" | "keep") => Promise<void>;
}

/** SQS's most for one call. */
const MESSAGES_A_CALL = 10;

/** Seconds for which nobody else sees what is being read: time to read and print it all. */
const UNSEEN_SECONDS = 120;

/** Seconds that a call waits: SQS then asks all its servers, where a call that does not wait asks a sample. */
const WAIT_SECONDS = 2;

/**
 * Reads what is in a queue.
 * @param limit the most messages that are read
 */
export async function readDeadLetters(
    client: QueueClient,
    { arn, url }: { readonly arn: string; readonly url: string },
    limit: number,
): Promise<ReadQueue> {
    const received = new Map<string, Received>();
    let more = false;
    for (;;) {
        const { Messages: messages = [] } = await client.send(
            new ReceiveMessageCommand({
                QueueUrl: url,
                MaxNumberOfMessages: MESSAGES_A_CALL,
                VisibilityTimeout: UNSEEN_SECONDS,
                WaitTimeSeconds: WAIT_SECONDS,
                MessageAttributeNames: ["All"],
                MessageSystemAttributeNames: ["SentTimestamp"],
            }),
        );
        for (const message of messages) {
            received.set(message.MessageId ?? "", {
                letter: deadLetterIn(message, arn),
                handle: message.ReceiptHandle ?? "",
            });
        }
        if (messages.length === 0 || received.size > limit) {
            more = received.size > limit;
            break;
        }
    }
    const all = [...received.values()];
    return {
        letters: all.slice(0, limit).map(({ letter }) => letter),
        more,
        release: async (what) => {
            const deleted = what === "delete" ? all.slice(0, limit) : [];
            const kept = all.slice(deleted.length);
            for (const entries of batches(deleted)) {
                const { Failed: [failed] = [] } = await client.send(
                    new DeleteMessageBatchCommand({ QueueUrl: url, Entries: entries }),
                );
                if (failed !== undefined) {
                    throw new Error(
                        `${arn}: not all messages could be deleted (${failed.Message ?? failed.Code ?? ""})`,
                    );
                }
            }
            for (const entries of batches(kept)) {
                await client.send(
                    new ChangeMessageVisibilityBatchCommand({
                        QueueUrl: url,
                        Entries: entries.map((entry) => ({ ...entry, VisibilityTimeout: 0 })),
                    }),
                );
            }
        },
    };
}

function batches(messages: readonly Received[]): { Id: string; ReceiptHandle: string }[][] {
    const entries = messages.map(({ handle }, index) => ({ Id: String(index), ReceiptHandle: handle }));
    return Array.from({ length: Math.ceil(entries.length / MESSAGES_A_CALL) }, (_, batch) =>
        entries.slice(batch * MESSAGES_A_CALL, (batch + 1) * MESSAGES_A_CALL),
    );
}

/** What a message tells. One that somebody else put there is one without a record. */
export function deadLetterIn(
    { Body: body = "", MessageAttributes: attributes = {}, Attributes: system = {} }: Message,
    queue: string,
): DeadLetter {
    const event = objectIn(body);
    const attribute = (name: string): string | undefined => attributes[name]?.StringValue;
    const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
    const told = {
        account: text(event["account"]),
        region: text(event["region"]),
        rule: attribute("RULE_ARN"),
        target: attribute("TARGET_ARN"),
        error: attribute("ERROR_CODE") ?? attribute("EXHAUSTED_RETRY_CONDITION"),
        reason: attribute("ERROR_MESSAGE"),
        record:
            typeof event["detail"] === "object" && event["detail"] !== null && "eventName" in event["detail"]
                ? (event["detail"] as CloudTrailRecord)
                : undefined,
    };
    return {
        queue,
        since: new Date(Number(system.SentTimestamp ?? 0)),
        ...(Object.fromEntries(
            Object.entries(told).filter(([, value]) => value !== undefined),
        ) as Partial<DeadLetter>),
    };
}

function objectIn(body: string): Readonly<Record<string, unknown>> {
    try {
        const value = parseExact(body);
        return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
    } catch {
        return {};
    }
}
