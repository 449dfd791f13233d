import { z } from "zod";
import type { AdoptionOptions } from "../../operate/adoption";
import { commandFile } from "../commandFile";
import { shared } from "../options";

const output = z.object({
    findings: z.array(
        z.object({
            weight: z.enum(["mistake", "warning", "note"]).describe("A mistake keeps everything back."),
            text: z.string().describe("What was found, and what to do."),
        }),
    ),
    settings: z
        .record(z.string(), z.string())
        .describe("With --trail, what the stacks' files say of trail and archive then, as YAML."),
    stacks: z.array(
        z.object({
            stack: z.string(),
            role: z.string().describe("What it makes."),
            adopted: z.array(
                z.object({
                    name: z.string().describe("The name that the program gives it."),
                    type: z.string().describe("Its type, as Pulumi names it."),
                    id: z.string().describe("By what it is imported."),
                    changes: z
                        .array(
                            z.object({
                                property: z.string(),
                                from: z.unknown().optional().describe("Left out for nothing."),
                                to: z.unknown().optional().describe("Left out for nothing."),
                            }),
                        )
                        .describe("What the next deployment changes of it."),
                }),
            ),
            made: z
                .record(z.string(), z.number())
                .describe("What the next deployment makes besides, how many of each type."),
            refused: z.array(z.string()).describe("Why nothing is imported."),
            waits: z.string().optional().describe("Why it cannot be told yet."),
        }),
    ),
    done: z.boolean().describe("Whether files were written and states changed."),
});

export const command = commandFile<AdoptionOptions, typeof output>({
    description:
        "Takes what is there already into the states of the stacks that would make it: trail, bucket and all that is set on it, key, " +
        "alias, bus, rules. It rehearses the import in a copy of the state, and shows what the next deployment changes of " +
        "it, property by property. It refuses what would be replaced or deleted. With --yes it writes the stacks' files and " +
        "the states; nothing in AWS is changed before the next deployment. Run it with credentials as for a preview.",
    define: (command) =>
        command
            .addOption(
                shared.stack().default(undefined, "those of role organization, logging and management"),
            )
            .option(
                "--trail <ARN>",
                "an organization trail: the settings get its name, bucket, prefix and key, and what others have in their policies",
            )
            .option("--yes", "do it, and not only show it")
            .addOption(shared.profile()),
    examples: [
        ["adopt --trail arn:aws:cloudtrail:us-east-1:111122223333:trail/acme", "what it would mean"],
        ["adopt --trail arn:aws:cloudtrail:us-east-1:111122223333:trail/acme --yes", "and do it"],
        ["adopt --stack security --yes", "what is there under the names that the settings have"],
    ],
    remark:
        "A stack that builds on one which is not deployed as the settings have it is told to wait: deploy that one, and run\n" +
        "this again. docs/existing-logging.md says how it goes.",
    exitCodes: {
        0: "nothing would be replaced or deleted",
        1: "something would, is elsewhere than the settings say, or something failed",
    },
    output,
    run: async (options) => {
        const { adopt } = await import("../../operate/adoption");
        const { adoptionTable, isAdoptable } = await import("../../operate/adoptionTable");
        const adoption = await adopt(options);
        return {
            json: JSON.parse(JSON.stringify(adoption)) as z.input<typeof output>,
            text: adoptionTable(adoption),
            notes: [
                adoption.done
                    ? "Files and states are written. Commit the files, and deploy: `npx security-logging preview` shows the same again."
                    : "Nothing was changed.",
            ],
            problem: isAdoptable(adoption)
                ? undefined
                : "Nothing was imported: see MISTAKE and REFUSED. Use what is there, or move to a new archive.",
        };
    },
});
