/** The command `npm run dead-letters`: what could not be delivered, and why. */
import { Command, InvalidArgumentError } from "commander";
import limitConcurrency from "p-limit";
import { readAloud } from "../events/readAloud";
import { run, say } from "./commandLine";
import { type ClientOptions, clientOptions, roleOption } from "./clients";
import { type DeadLetter, type ReadQueue, readDeadLetters } from "./deadLetterReader";
import { openQueue } from "./deadLetters";
import { deadLetterTable } from "./deadLetterTable";
import { reasonOf } from "./flow";
import { deadLetterQueuesOf, readForwarding } from "./forwarding";

const QUEUES_AT_ONCE = 8;

interface Options {
    readonly stack: readonly string[];
    readonly limit: number;
    readonly json?: true;
    readonly delete?: true;
    readonly role?: string;
}

async function show({ stack: stacks, limit, json, delete: take, role }: Options): Promise<void> {
    const [first, ...others] = await Promise.all(stacks.map(readForwarding));
    if (first === undefined) {
        return;
    }
    const queues = deadLetterQueuesOf([first, ...others]);
    say(`Looking into ${queues.length} dead-letter queues.`);
    const clients = await clientOptions(first.settings, role);
    const limited = limitConcurrency(QUEUES_AT_ONCE);
    const unread: string[] = [];
    const read = (
        await Promise.all(
            queues.map((arn) =>
                limited(() => readQueue(arn, limit, clients)).catch((error: unknown) => {
                    unread.push(`${arn} could not be read: ${reasonOf(error)}`);
                    return [];
                }),
            ),
        )
    ).flat();
    const letters = read.flatMap((queue) => queue.letters);

    if (json) {
        for (const letter of letters) {
            process.stdout.write(`${JSON.stringify(letter)}\n`);
        }
    } else if (letters.length > 0) {
        process.stdout.write(`${deadLetterTable(letters, new Date())}\n`);
        for (const letter of letters) {
            process.stdout.write(`${sentence(letter)}\n`);
        }
    }
    // Only what has been shown is taken away.
    await Promise.all(read.map((queue) => limited(() => queue.release(take ? "delete" : "keep"))));
    unread.forEach(say);
    say(
        letters.length === 0
            ? "There are no dead letters where it could be looked."
            : `${letters.length} dead letters. ${take ? "They were deleted." : "They are still there."}`,
    );
    if (unread.length > 0) {
        throw new Error(`${unread.length} of ${queues.length} queues could not be read.`);
    }
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
const sentence = ({ record, since, error, reason, queue }: DeadLetter): string =>
    `${since.toISOString()} ${error ?? "left by a consumer"}${reason === undefined ? "" : ` (${reason})`}: ` +
    (record === undefined ? `a message that is no event of CloudTrail, in ${queue}` : readAloud(record));

function messages(text: string): number {
    const value = Number(text);
    if (!Number.isInteger(value) || value < 1 || value > 10_000) {
        throw new InvalidArgumentError("write a whole number of messages from 1 to 10000.");
    }
    return value;
}

run(
    new Command("npm run dead-letters --")
        .description(
            "Shows the events that could not be delivered: those that forwarders left in the queues of their regions, and " +
                "those that the rules of the central bus left in the bus's. By account, region, rule and error, and each " +
                "read aloud. It takes nothing away unless --delete is given; while it reads, nobody else sees the messages.",
        )
        .requiredOption(
            "--stack <name...>",
            "the stacks whose forwarders it is about: of role members or organization",
        )
        .addOption(roleOption())
        .option("--limit <messages>", "the most that are read of each queue", messages, 100)
        .option("--json", "a line of JSON for each")
        .option(
            "--delete",
            "delete what is shown, once you have what you need of it; the operators' role may not",
        )
        .addHelpText(
            "after",
            "\nExit codes: 0 shown, or there are none; 1 a queue could not be read, or something failed.",
        )
        .action(show),
);
