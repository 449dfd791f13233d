import { z } from "zod";
import type { ComparisonOptions } from "../../operate/archiveComparison";
import { commandFile } from "../commandFile";
import { shared } from "../options";
import { account, instant, region } from "../schemas";
import { time } from "../values";

const output = z.object({
    archive: z.string().describe("The archive of the stack."),
    other: z.string().describe("What it is compared with."),
    from: instant,
    to: instant,
    origins: z.array(
        z.object({
            account,
            region,
            inBoth: z.number().describe("Events that both have."),
            missing: z.number().describe("Events that the other has alone."),
            more: z.number().describe("Events that the archive has alone."),
            examples: z.array(z.string()).describe("Ids of some that are missing."),
        }),
    ),
    unread: z.array(z.string()).describe("What could not be read, with the reason."),
    complete: z
        .boolean()
        .describe(
            "Whether events were found in both, all was read, and the archive has all that the other has.",
        ),
});

export const command = commandFile<ComparisonOptions, typeof output>({
    description:
        "Shows that the archive has every event that another bucket got, account by account and region by region, for a move from " +
        "one trail to another: it compares the ids of events in the log files of both. It reads, and changes nothing. It uses " +
        "the stack of role logging or organization.",
    define: (command) =>
        command
            .requiredOption(
                "--other <s3://bucket/prefix>",
                "the other bucket, with the trail's key prefix if it has one",
            )
            .addOption(shared.stack())
            .addOption(shared.account())
            .addOption(shared.region())
            .addOption(shared.role())
            .addOption(shared.profile())
            .addOption(shared.from().default(time("24h"), "24h"))
            .addOption(shared.to().default(time("1h"), "1h, by when log files have arrived")),
    examples: [
        ["compare --other s3://acme-cloudtrail-logs", "the last day"],
        [
            "compare --other s3://acme-cloudtrail-logs/audit --from 7d --json",
            "a week of a trail with a prefix",
        ],
    ],
    exitCodes: {
        0: "the archive has all that the other has",
        1: "events are missing, there were none to compare, something could not be read, or something failed",
    },
    output,
    run: async (options) => {
        const { compareArchives } = await import("../../operate/archiveComparison");
        const { comparisonTable } = await import("../../operate/comparisonTable");
        const compared = await compareArchives(options);
        return {
            json: JSON.parse(JSON.stringify(compared)) as z.input<typeof output>,
            text: comparisonTable(compared),
            notes: compared.complete
                ? [
                      `${compared.archive} has every event of ${compared.other} from ${compared.from} to ${compared.to}.`,
                  ]
                : [],
            problem: compared.complete
                ? undefined
                : "It is not shown that the archive has everything: see what is missing or not read, and whether any event was in both.",
        };
    },
});
