import { DeleteMessageBatchCommand, ReceiveMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { SeenEvent } from "./flow";

/** SQS's most for one call. */
const MESSAGES_A_CALL = 10;

/**
 * Takes CloudTrail events from a queue that the central bus delivers to, and deletes them there.
 *
 * @param waitSeconds how long to wait for the first one, 20 at most
 * @returns each event's request id, which the caller of the API was told too; messages without one are left out
 */
export async function takeEvents(
    client: SQSClient,
    queueUrl: string,
    waitSeconds: number,
): Promise<readonly SeenEvent[]> {
    const { Messages: messages = [] } = await client.send(
        new ReceiveMessageCommand({
            QueueUrl: queueUrl,
            MaxNumberOfMessages: MESSAGES_A_CALL,
            WaitTimeSeconds: waitSeconds,
        }),
    );
    const seenAt = Date.now();
    if (messages.length > 0) {
        await client.send(
            new DeleteMessageBatchCommand({
                QueueUrl: queueUrl,
                Entries: messages.map((message, index) => ({
                    Id: String(index),
                    ReceiptHandle: message.ReceiptHandle,
                })),
            }),
        );
    }
    return messages.flatMap((message) => {
        const id = requestId(message.Body ?? "");
        return id === undefined ? [] : [{ id, seenAt }];
    });
}

function requestId(body: string): string | undefined {
    try {
        const event = JSON.parse(body) as { readonly detail?: { readonly requestID?: string } };
        return event.detail?.requestID;
    } catch {
        // Somebody else's message. To fail on it would lose the events that were received, and deleted, with it.
        return undefined;
    }
}
