import { z } from "zod";
import type { StatusOptions } from "../../operate/status/look";
import type { Status } from "../../operate/status/model";
import { reportSchema } from "../../validation/report";
import { commandFile } from "../commandFile";
import { shared } from "../options";
import { resultIn } from "../resultFile";
import { stackRuns } from "../stackRuns";
import { output as estimate } from "./estimate";
import { command as statusCommand } from "./status";

interface Options extends StatusOptions {
    readonly out: string;
    /** A file with a status. */
    readonly status?: string;
    readonly validation?: string;
    readonly preview?: string;
    readonly cost?: string;
}

const output = z.object({
    file: z.string().describe("Where the page is."),
    bytes: z.number(),
    whole: z
        .boolean()
        .describe("Whether nothing on the page failed, and all could be told. Warnings leave it whole."),
    attention: z
        .number()
        .describe("How many things on the page are not as they should be, warnings included."),
});

export const command = commandFile<Options, typeof output>({
    description:
        "Writes one page that says how the whole logging is: accounts, regions and what flows between them, coverage, archive " +
        "and lock, rules, alerts, and what needs attention first. It looks as `status` does, and changes nothing; with --status it " +
        "calls nothing. The page fetches nothing and runs nothing: it can be mailed, printed and kept.",
    define: (command) =>
        command
            .option("--out <file>", "where the page goes", "security-logging-report.html")
            .option(
                "--status <file>",
                "draw this result of `status --json`, and call nothing (default: look now)",
            )
            .option("--validation <file>", "with this result of `validate --json`")
            .option(
                "--preview <file>",
                "with this result of `preview --json`: policies, and what would change",
            )
            .option("--cost <file>", "with this result of `estimate --json`")
            .addOption(shared.stack())
            .addOption(shared.account())
            .addOption(shared.region())
            .addOption(shared.role())
            .addOption(shared.profile()),
    examples: [
        ["report", "the system as it is now"],
        [
            "report --status status.json --out march.html",
            "as it was when `status --json > status.json` looked",
        ],
        [
            "report --validation validation.json --preview preview.json --cost cost.json",
            "for an auditor, with the results of those commands",
        ],
    ],
    exitCodes: {
        0: "the page is written, whatever it says",
        1: "a file cannot be read or written, or AWS could not be asked",
    },
    output,
    run: async ({ out, status: recorded, validation, preview, cost, ...options }) => {
        const { writeReport } = await import("../../operate/report");
        // Files first: to look at the system takes a while.
        const results = {
            ...(validation === undefined
                ? {}
                : { validation: await resultIn(validation, "validate", reportSchema) }),
            ...(preview === undefined
                ? {}
                : { preview: (await resultIn(preview, "preview", stackRuns)).stacks }),
            ...(cost === undefined ? {} : { cost: await resultIn(cost, "estimate", estimate) }),
        };
        const found =
            recorded === undefined
                ? await (await import("../../operate/status")).status(options)
                : ((await resultIn(recorded, "status", statusCommand.output)) as Status);
        const written = await writeReport({ status: found, ...results }, out);
        return { json: { ...written }, text: `The page is ${written.file}.` };
    },
});
