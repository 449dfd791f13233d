/** What the commands of this room have in common: results go to standard output, everything else to standard error. */
import "../nodeVersion";
import type { Command } from "commander";

/** Tells the person who runs the command something that is no part of its result. */
export const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Runs a command. What fails is said in a line, and exits with 1. */
export function run(command: Command): void {
    process.stdout.on("error", (error: NodeJS.ErrnoException) => {
        if (error.code !== "EPIPE") {
            throw error;
        }
        // The reader of the output, as `head` is, has read enough.
        process.exit(0);
    });
    command.parseAsync().catch((error: unknown) => {
        say(error instanceof Error ? error.message : String(error));
        process.exitCode = 1;
    });
}
