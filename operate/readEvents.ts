/** The command `npm run read`: CloudTrail records in plain sentences. */
import { readFileSync } from "node:fs";
import { Command } from "commander";
import { readAloud } from "../events/readAloud";
import { run, say } from "./commandLine";
import { recordsIn } from "./recordsIn";

const STDIN = 0;

function read(files: readonly string[]): void {
    for (const file of files.length === 0 ? ["-"] : files) {
        try {
            for (const record of recordsIn(readFileSync(file === "-" ? STDIN : file))) {
                process.stdout.write(`${readAloud(record)}\n`);
            }
        } catch (error) {
            const reason = error instanceof Error ? error.message : String(error);
            say(`${file === "-" ? "standard input" : file} cannot be read: ${reason}`);
            process.exitCode = 1;
        }
    }
}

run(
    new Command("npm run read --")
        .description(
            "Reads CloudTrail records aloud: who called what, when, from where, on what, and with what result, a line each. " +
                "It takes log files of the archive (packed or not), events of EventBridge, and single records.",
        )
        .argument("[files...]", 'what to read; "-" or none for standard input')
        .addHelpText("after", "\nExit codes: 0 read; 1 a file cannot be read, or has no record.")
        .action(read),
);
