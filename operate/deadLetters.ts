/** How many messages wait in the dead-letter queues: what could not be forwarded or delivered. */
import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } from "@aws-sdk/client-sqs";
import limitConcurrency from "p-limit";
import type { ClientOptions } from "./clients";
import { reasonOf } from "./flow";

/** How many messages are in each queue, by its ARN; or why that cannot be told. */
export type DeadLetters = ReadonlyMap<string, number | string>;

const QUEUES_AT_ONCE = 8;

/**
 * Counts, in queues by their ARNs, without receiving anything. SQS counts approximately, and is right a minute after the last
 * message.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html
 */
export async function countDeadLetters(
    queues: readonly string[],
    clientOptions: ClientOptions,
): Promise<DeadLetters> {
    const limited = limitConcurrency(QUEUES_AT_ONCE);
    const counts = queues.map((queue) =>
        limited(
            async () =>
                [
                    queue,
                    await count(queue, clientOptions).catch((error: unknown) => reasonOf(error)),
                ] as const,
        ),
    );
    return new Map(await Promise.all(counts));
}

async function count(arn: string, clientOptions: ClientOptions): Promise<number> {
    const { client, url: QueueUrl } = await openQueue(arn, clientOptions);
    try {
        const { Attributes = {} } = await client.send(
            new GetQueueAttributesCommand({
                QueueUrl,
                AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
            }),
        );
        return Object.values(Attributes).reduce((sum, messages) => sum + Number(messages), 0);
    } finally {
        client.destroy();
    }
}

/** The URL of a queue, and a client for it, which the caller destroys. */
export async function openQueue(
    arn: string,
    clientOptions: ClientOptions,
): Promise<{ readonly client: SQSClient; readonly url: string }> {
    const [, , , region = "", account = "", QueueName = ""] = arn.split(":");
    const client = new SQSClient(clientOptions(account, region));
    try {
        const { QueueUrl: url = "" } = await client.send(new GetQueueUrlCommand({ QueueName }));
        return { client, url };
    } catch (error) {
        client.destroy();
        throw error;
    }
}
