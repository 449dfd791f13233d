import type { ArchiveValidationOptions } from "../../operate/archiveValidation";
import { reportSchema } from "../../validation/report";
import { commandFile } from "../commandFile";
import { shared } from "../options";
import { time } from "../values";

type Options = ArchiveValidationOptions & { readonly html?: string };

export const command = commandFile<Options, typeof reportSchema>({
    description:
        "Shows that the archive is as CloudTrail left it: walks the digests of every account and region, verifies their " +
        "signatures, and holds every log file against them. It reads the archive, and changes nothing. It uses the stack " +
        "of role logging or organization.",
    define: (command) =>
        command
            .addOption(shared.stack())
            .addOption(shared.account())
            .addOption(shared.region())
            .addOption(shared.role())
            .addOption(shared.profile())
            .addOption(shared.from().default(time("24h"), "24h"))
            .addOption(shared.to())
            .option("--html <file>", "also write the report as a page for an auditor")
            .option(
                "--resume <file>",
                "keep there what is done, and go on from there if the same validation was interrupted",
            ),
    examples: [
        ["validate", "the last day"],
        ["validate --from 2026-03-01 --to 2026-04-01 --html march.html", "a month, for an auditor"],
        ["validate --from 7d --account 111122223333 --json", "one account, for another program"],
        ["validate --from 365d --resume year.json", "a year, which may be interrupted"],
    ],
    remark: "docs/validate.md says what each finding means, and what it takes to read the archive.",
    exitCodes: {
        0: "every digest and log file of the time is as CloudTrail left it",
        1: "there is a finding, something could not be read, or something failed",
    },
    output: reportSchema,
    run: async ({ html, ...options }) => {
        const { validateArchive } = await import("../../operate/archiveValidation");
        const { renderHtml, summary } = await import("../../validation");
        const report = await validateArchive(options);
        if (html !== undefined) {
            const { writeFile } = await import("node:fs/promises");
            await writeFile(html, renderHtml(report));
        }
        return {
            json: report,
            text: summary(report),
            ...(html === undefined ? {} : { notes: [`The page for an auditor is ${html}.`] }),
            problem: report.whole
                ? undefined
                : "The archive is not shown to be whole: see the findings, and what is not known.",
        };
    },
});
