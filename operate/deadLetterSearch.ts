/** What could not be delivered, out of all dead-letter queues of the stacks. */
import limitConcurrency from "p-limit";
import { escaped } from "../events/printable";
import { readAloud } from "../events/readAloud";
import { type ClientOptions, clientOptions } from "./clients";
import { type DeadLetter, type ReadQueue, readDeadLetters } from "./deadLetterReader";
import { openQueue } from "./deadLetters";
import { reasonOf } from "./flow";
import { readForwarding } from "./forwarding";
import { say } from "./tell";

const QUEUES_AT_ONCE = 8;

export interface DeadLetterOptions {
    /** @default all stacks of the project that forward */
    readonly stack?: readonly string[];
    readonly role?: string;
    /** The most that are read of each queue. */
    readonly limit: number;
}

/** A queue that could not be read, and why. */
export interface UnreadQueue {
    readonly queue: string;
    readonly error: string;
}

export interface FoundDeadLetters {
    readonly letters: readonly DeadLetter[];
    readonly unread: readonly UnreadQueue[];
    /** How many queues there are. */
    readonly queues: number;
    /** Deletes what was read, or lets others see it again at once. Has to be called. */
    readonly release: ReadQueue["release"];
}

/** Reads all queues. One that cannot be read keeps no other from being. */
export async function findDeadLetters({ stack, role, limit }: DeadLetterOptions): Promise<FoundDeadLetters> {
    const { settings, deadLetterQueues: queues } = await readForwarding(stack);
    say(`Looking into ${queues.length} dead-letter queues.`);
    const clients = await clientOptions(settings, role);
    const limited = limitConcurrency(QUEUES_AT_ONCE);
    const unread: UnreadQueue[] = [];
    const read = (
        await Promise.all(
            queues.map((queue) =>
                limited(() => readQueue(queue, limit, clients)).catch((error: unknown) => {
                    unread.push({ queue, error: reasonOf(error) });
                    return [];
                }),
            ),
        )
    ).flat();
    return {
        letters: read.flatMap(({ letters }) => letters),
        unread,
        queues: queues.length,
        release: async (what) => {
            await Promise.all(read.map((queue) => limited(() => queue.release(what))));
        },
    };
}

async function readQueue(arn: string, limit: number, clients: ClientOptions): Promise<ReadQueue> {
    const { client, url } = await openQueue(arn, clients);
    const read = await readDeadLetters(client, { arn, url }, limit);
    if (read.more) {
        say(`${arn} has more than ${limit}: raise --limit.`);
    }
    return {
        ...read,
        release: async (what) => {
            try {
                await read.release(what);
            } finally {
                client.destroy();
            }
        },
    };
}

/** A dead letter on a line. */
export const sentenceOf = ({ record, since, error, reason, queue }: DeadLetter): string =>
    `${since.toISOString()} ${escaped(error ?? "left by a consumer")}${reason === undefined ? "" : ` (${escaped(reason)})`}: ` +
    (record === undefined ? `a message that is no event of CloudTrail, in ${queue}` : readAloud(record));
