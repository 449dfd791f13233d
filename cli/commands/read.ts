import { z } from "zod";
import { commandFile } from "../commandFile";
import { record } from "../schemas";

const output = z.object({
    records: z
        .array(
            z.object({
                sentence: z.string().describe("The record read aloud."),
                file: z.string().describe("The file that it is in."),
                record,
            }),
        )
        .describe("The records of all files, in their order."),
    unread: z
        .array(
            z.object({
                file: z.string(),
                place: z.string().describe("Where in the file; empty where all of it is meant."),
                error: z.string(),
            }),
        )
        .describe("What cannot be read, or is no record."),
    remarks: z
        .array(z.object({ file: z.string(), remark: z.string() }))
        .describe("What is unusual about a file."),
});

export const command = commandFile<object, typeof output>({
    description:
        "Reads CloudTrail records aloud: who called what, when, from where, on what, and with what result, a line each, " +
        "whatever is in it. It takes files of any size, packed or not, and records as AWS wraps them: log files of the archive, " +
        "events of EventBridge, results of `aws cloudtrail lookup-events`, messages of SQS and SNS, events of Lambda, " +
        "CloudWatch Logs and Firehose, single records; several in a list, on lines, or one after another. What it cannot read " +
        "it names, and goes on. It calls nothing.",
    define: (command) => command.argument("[files...]", 'what to read; "-" or none for standard input'),
    examples: [
        ["read 111122223333_CloudTrail_us-east-1_20260304T2345Z_abc.json.gz", "a log file"],
        ["read < event.json", "an event as the bus delivers it"],
    ],
    exitCodes: { 0: "read", 1: "something cannot be read, or is no record" },
    output,
    run: async (_options, args) => {
        const { readFiles } = await import("../../operate/readFiles");
        return {
            print: async (asJson, write) => {
                const { notes, unread } = await readFiles(args.length === 0 ? ["-"] : args, asJson, write);
                return { notes: [...notes, ...unread.slice(0, -1)], problem: unread.at(-1) };
            },
        };
    },
});
