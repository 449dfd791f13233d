import { z } from "zod";
import type { LookupOptions } from "../../operate/lookup";
import { commandFile } from "../commandFile";
import { shared } from "../options";
import { account, instant, origin, record, region } from "../schemas";
import { time } from "../values";

type Options = Omit<LookupOptions, "to"> & { readonly to?: Date };

const output = z.object({
    from: instant,
    to: instant,
    records: z.array(record).describe("What was found, the latest first."),
    unseen: z
        .array(z.object({ account, region, error: z.string().describe("Why, with AWS's code.") }))
        .describe("Accounts and regions that could not be looked into."),
    cut: z.array(origin).describe("Accounts and regions that have more events than --limit."),
});

export const command = commandFile<Options, typeof output>({
    description:
        "Says what happened lately in the accounts and regions that stacks forward from: who called what, from where, on " +
        "what, and with what result. It asks CloudTrail's event history there, which has management events of 90 days and " +
        "needs no trail; what is older, and data events, are in the archive. It uses the stacks of role members or " +
        "organization.",
    define: (command) =>
        command
            .addOption(shared.stack())
            .addOption(shared.account())
            .addOption(shared.region())
            .addOption(shared.role())
            .addOption(shared.profile())
            .addOption(shared.from().default(time("1h"), "1h"))
            .addOption(shared.to())
            .option("--event-name <name>", 'only calls of this operation, e.g. "StopLogging"')
            .option("--event-source <service>", 'only calls to this service, e.g. "iam.amazonaws.com"')
            .option("--user <name>", "only calls of this user or session of a role")
            .option("--access-key <id>", "only calls with this access key")
            .option("--resource <name>", "only calls on this resource")
            .option("--event-id <id>", "only the event of this id")
            .option("--reads", "also what only reads")
            .addOption(shared.limit()),
    examples: [
        ["lookup", "what changed something in the last hour"],
        ["lookup --from 24h --event-name StopLogging", "who stopped a trail since yesterday"],
        ["lookup --from 2026-03-01 --to 2026-03-02 --account 111122223333", "one account, one day"],
        ["lookup --from 7d --user alice --reads --json", "all that somebody did, for another program"],
    ],
    remark: "One of the six criteria can be given. Events show up to a quarter of an hour late.",
    exitCodes: {
        0: "looked up, whether or not anything was found",
        1: "an account or region could not be looked into, or something failed",
    },
    output,
    run: async ({ to = new Date(), ...options }) => {
        const { lookup } = await import("../../operate/lookup");
        const { readAloud } = await import("../../events/readAloud");
        const { explainText } = await import("../../operate/explain");
        const { records, unseen, cut } = await lookup({ ...options, to });
        const nothing =
            unseen.length > 0 ? "Nothing was found where it could be looked." : "Nothing was found.";
        return {
            json: {
                from: options.from.toISOString(),
                to: to.toISOString(),
                records: records.map((each) => ({ ...each })),
                unseen: unseen.map(({ origin: { account, region }, error }) => ({ account, region, error })),
                cut: cut.map(({ account, region }) => ({ account, region })),
            },
            text: records.map(readAloud).join("\n"),
            notes: [
                ...unseen.map(
                    ({ origin: { account, region }, error }) =>
                        `${account} ${region} could not be looked into: ${explainText(error)}`,
                ),
                ...cut.map(
                    ({ account, region }) =>
                        `${account} ${region} has more than ${options.limit}: these are the latest. Raise --limit, or look at ` +
                        "less time.",
                ),
                records.length === 0 ? nothing : `${records.length} events, the latest first.`,
            ],
            problem:
                unseen.length > 0
                    ? `${unseen.length} accounts and regions could not be looked into.`
                    : undefined,
        };
    },
});
