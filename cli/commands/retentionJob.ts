import { z } from "zod";
import type { RetentionJobOptions } from "../../operate/retentionJob";
import { commandFile } from "../commandFile";
import { shared } from "../options";
import { time } from "../values";

const document = z.record(z.string(), z.unknown());

const output = z.object({
    role: z.object({
        name: z.string().describe("The role of the job, in the logging account."),
        trust: document.describe("Who may assume it."),
        permissions: document.describe("What it may do."),
    }),
    request: document.describe("The request of s3control's CreateJob."),
    commands: z.array(z.string()).describe("What to run, with credentials of the logging account."),
});

export const command = commandFile<RetentionJobOptions, typeof output>({
    description:
        "Writes the job of S3 Batch Operations that locks the objects which the archive has from before its Object Lock, and the " +
        "role of the job. It reads a stack's file only, of role logging or organization: it needs no credentials and calls " +
        "nothing.",
    define: (command) =>
        command
            .requiredOption(
                "--report-bucket <name>",
                "a bucket of the logging account, in the home region, that takes the report of what failed",
            )
            .requiredOption("--before <time>", "when the lock was turned on, written as --from is", time)
            .option("--save <folder>", "where the files are written", "retention-job")
            .addOption(shared.stack()),
    examples: [
        [
            "retention-job --report-bucket acme-reports --before 2026-03-01T08:00:00Z",
            "what was delivered before the archive was locked",
        ],
    ],
    remark:
        "The job waits for a confirmation, in the console or by `aws s3control update-job-status`. Each object is charged as a\n" +
        "request and as a batch operation. docs/existing-logging.md says what it does not reach.",
    exitCodes: { 0: "written", 1: "a file cannot be read or written, or its settings are not valid" },
    output,
    run: async (options) => {
        const { retentionJob } = await import("../../operate/retentionJob");
        const { role, request, commands } = retentionJob(options);
        const { Mode, RetainUntilDate } = request.Operation.S3PutObjectRetention.Retention;
        return {
            json: JSON.parse(JSON.stringify({ role, request, commands })) as z.input<typeof output>,
            text: commands.join("\n"),
            notes: [
                `Locks in mode ${Mode} until ${RetainUntilDate} what was made before ${request.ManifestGenerator.S3JobManifestGenerator.Filter.CreatedBefore}. ` +
                    "Run these with credentials of the logging account, and let the job run when it has listed the objects.",
            ],
        };
    },
});
