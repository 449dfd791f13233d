import { z } from "zod";
import type { DeadLetterOptions } from "../../operate/deadLetterSearch";
import { commandFile } from "../commandFile";
import { shared } from "../options";
import { account, instant, record, region } from "../schemas";

type Options = DeadLetterOptions & { readonly delete?: true };

const output = z.object({
    letters: z
        .array(
            z.object({
                queue: z.string().describe("The ARN of the queue that it is in."),
                account: account.optional(),
                region: region.optional(),
                rule: z
                    .string()
                    .optional()
                    .describe("The ARN of the rule. Left out where a consumer left the message."),
                target: z.string().optional().describe("The ARN of what it could not be delivered to."),
                error: z.string().optional().describe("EventBridge's code, as NO_PERMISSIONS."),
                reason: z.string().optional().describe("EventBridge's words."),
                since: instant,
                record: record.optional(),
            }),
        )
        .describe("The events that could not be delivered."),
    unread: z
        .array(z.object({ queue: z.string(), error: z.string().describe("Why, with AWS's code.") }))
        .describe("Queues that could not be read."),
});

export const command = commandFile<Options, typeof output>({
    description:
        "Shows the events that could not be delivered: those that forwarders left in the queues of their regions, and those " +
        "that the rules of the central bus left in the bus's. By account, region, rule and error, and each read aloud. It " +
        "takes nothing away unless --delete is given; while it reads, nobody else sees the messages. It uses the " +
        "stacks of role members or organization.",
    define: (command) =>
        command
            .addOption(shared.stack())
            .addOption(shared.role())
            .addOption(shared.profile())
            .addOption(shared.limit())
            .option(
                "--delete",
                "delete what is shown, once you have what you need of it; the operators' role may not",
            ),
    examples: [
        ["dead-letters", "what every queue holds"],
        ["dead-letters --limit 1k --json", "more of it, for another program"],
        ["dead-letters --stack members-core --delete", "done with it"],
    ],
    exitCodes: { 0: "shown, or there are none", 1: "a queue could not be read, or something failed" },
    output,
    run: async ({ delete: take, ...options }) => {
        const { findDeadLetters, sentenceOf } = await import("../../operate/deadLetterSearch");
        const { deadLetterTable } = await import("../../operate/deadLetterTable");
        const { explainText } = await import("../../operate/explain");
        const { letters, unread, queues, release } = await findDeadLetters(options);
        return {
            json: {
                letters: letters.map(({ since, record: found, ...letter }) => ({
                    ...letter,
                    since: since.toISOString(),
                    ...(found === undefined ? {} : { record: { ...found } }),
                })),
                unread: [...unread],
            },
            text:
                letters.length === 0
                    ? ""
                    : [deadLetterTable(letters, new Date()), ...letters.map(sentenceOf)].join("\n"),
            // Only what has been shown is taken away.
            finish: () => release(take ? "delete" : "keep"),
            notes: [
                ...unread.map(({ queue, error }) => `${queue} could not be read: ${explainText(error)}`),
                letters.length === 0
                    ? "There are no dead letters where it could be looked."
                    : letters.length === 1
                      ? `1 dead letter. ${take ? "It was deleted." : "It is still there."}`
                      : `${letters.length} dead letters. ${take ? "They were deleted." : "They are still there."}`,
            ],
            problem:
                unread.length > 0 ? `${unread.length} of ${queues} queues could not be read.` : undefined,
        };
    },
});
