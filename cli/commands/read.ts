import { z } from "zod";
import { commandFile } from "../commandFile";
import { record } from "../schemas";

const STDIN = 0;

const output = z.object({
    records: z
        .array(z.object({ sentence: z.string().describe("The record read aloud."), record }))
        .describe("The records of all files, in their order."),
    unread: z
        .array(z.object({ file: z.string(), error: z.string() }))
        .describe("Files that cannot be read, or have no record."),
});

export const command = commandFile<object, typeof output>({
    description:
        "Reads CloudTrail records aloud: who called what, when, from where, on what, and with what result, a line each. It " +
        "takes log files of the archive (packed or not), events of EventBridge, and single records. It calls nothing.",
    define: (command) => command.argument("[files...]", 'what to read; "-" or none for standard input'),
    examples: [
        ["read 111122223333_CloudTrail_us-east-1_20260304T2345Z_abc.json.gz", "a log file"],
        ["read < event.json", "an event as the bus delivers it"],
    ],
    exitCodes: { 0: "read", 1: "a file cannot be read, or has no record" },
    output,
    run: async (_options, args) => {
        const { readFileSync } = await import("node:fs");
        const { recordsIn } = await import("../../operate/recordsIn");
        const { readAloud } = await import("../../events/readAloud");
        const records: { sentence: string; record: Record<string, unknown> }[] = [];
        const unread: { file: string; error: string }[] = [];
        for (const file of args.length === 0 ? ["-"] : args) {
            try {
                for (const found of recordsIn(readFileSync(file === "-" ? STDIN : file))) {
                    records.push({ sentence: readAloud(found), record: { ...found } });
                }
            } catch (error) {
                const reason = error instanceof Error ? error.message : String(error);
                unread.push({ file: file === "-" ? "standard input" : file, error: reason });
            }
        }
        return {
            json: { records, unread },
            text: records.map(({ sentence }) => sentence).join("\n"),
            notes: unread.slice(0, -1).map(cannotBeRead),
            problem: unread.slice(-1).map(cannotBeRead)[0],
        };
    },
});

const cannotBeRead = ({ file, error }: { readonly file: string; readonly error: string }): string =>
    `${file} cannot be read: ${error}`;
