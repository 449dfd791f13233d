import { z } from "zod";
import type { ReplayOptions } from "../../operate/replay";
import { commandFile } from "../commandFile";
import { shared } from "../options";
import { instant } from "../schemas";

type Options = Omit<ReplayOptions, "to"> & { readonly to?: Date };

const output = z.object({
    replay: z.string().optional().describe("What the replay is called. Left out by --dry-run."),
    target: z.object({ name: z.string(), arn: z.string(), rule: z.string().describe("The rule's ARN.") }),
    from: instant,
    to: instant,
    archive: z
        .object({ name: z.string(), events: z.number(), bytes: z.number() })
        .describe("The event archive, with what it holds of all times."),
});

export const command = commandFile<Options, typeof output>({
    description:
        "Has events of a time range delivered once more, out of the central bus's event archive, to one of the bus's " +
        "targets, and to no other. It uses the stack that makes the bus, of role security or organization.",
    define: (command) =>
        command
            .addOption(shared.stack())
            .addOption(shared.from().makeOptionMandatory())
            .addOption(shared.to())
            .requiredOption("--target <name or ARN>", "the target, as the setting bus.targets names it")
            .addOption(shared.role())
            .addOption(shared.profile())
            .option("--dry-run", "check, and say what would be replayed, but start nothing"),
    examples: [
        ["replay --from 24h --target siem --dry-run", "what would be replayed of the last day"],
        ["replay --from 2026-03-01T08:00:00Z --to 2026-03-01T12:00:00Z --target siem", "four hours"],
    ],
    remark:
        "A target gets events twice that it has had already: consumers tell them by detail.eventID. An event is in the\n" +
        "archive some minutes after it was on the bus.",
    exitCodes: {
        0: "the replay is complete, or could be started (--dry-run)",
        1: "it cannot be, or it failed; interrupted, it goes on",
    },
    output,
    run: async ({ to = new Date(), ...options }) => {
        const { replay } = await import("../../operate/replay");
        const { plan, target, archive } = await replay({ ...options, to });
        const dry = options.dryRun === true;
        return {
            json: {
                ...(dry ? {} : { replay: plan.name }),
                target: { name: target.name, arn: target.arn, rule: target.ruleArn },
                from: plan.from.toISOString(),
                to: plan.to.toISOString(),
                archive: { name: plan.archiveName, ...archive },
            },
            text: dry
                ? "Nothing was replayed: this was a dry run."
                : `Complete. The events carry "replay-name": "${plan.name}".`,
        };
    },
});
