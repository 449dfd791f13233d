/** What the command `security-logging` does: results go to standard output, everything else to standard error. */
import { CommanderError } from "commander";
import { explain } from "../operate/explain";
import { endWhenInterrupted } from "../operate/interruption";
import { say } from "../operate/tell";
import { UsageError } from "../operate/usageError";
import type { CommandFile, Outcome, StreamedOutcome } from "./commandFile";
import { program, wantedBy } from "./program";

const SOMETHING_WRONG = 1;
const CALLED_WRONGLY = 2;

/** Runs the command that the arguments name, and sets the exit code. */
export function main(args: readonly string[]): void {
    process.stdout.on("error", (error: NodeJS.ErrnoException) => {
        if (error.code !== "EPIPE") {
            throw error;
        }
        // The reader of the output, as `head` is, has read enough.
        process.exit(0);
    });
    endWhenInterrupted();
    begin(args).catch((error: unknown) => {
        process.exitCode = exitCodeOf(error);
    });
}

async function begin(args: readonly string[]): Promise<void> {
    const tree = await program(wantedBy(args), run);
    if (args.length === 0) {
        tree.outputHelp({ error: true });
        process.exitCode = CALLED_WRONGLY;
        return;
    }
    await tree.parseAsync(args, { from: "user" });
}

/** Says what failed, unless commander has. */
function exitCodeOf(error: unknown): number {
    if (error instanceof CommanderError) {
        return error.exitCode === 0 ? 0 : CALLED_WRONGLY;
    }
    if (error instanceof UsageError) {
        say(`error: ${error.message}`);
        return CALLED_WRONGLY;
    }
    say(explain(error));
    return SOMETHING_WRONG;
}

async function run(
    file: CommandFile,
    options: Readonly<Record<string, unknown>>,
    args: readonly string[],
): Promise<void> {
    if (options["color"] === false) {
        delete process.env["FORCE_COLOR"];
        process.env["NO_COLOR"] = "1";
    }
    beginWith(options["profile"]);
    let outcome: Outcome<unknown> | StreamedOutcome | undefined = await file.run(options, args);
    while (outcome !== undefined) {
        const { notes = [], problem } = await print(outcome, options["json"] === true);
        notes.forEach(say);
        process.exitCode = problem === undefined ? 0 : SOMETHING_WRONG;
        if (problem !== undefined) {
            say(problem);
        }
        outcome = "next" in outcome ? await outcome.next() : undefined;
    }
}

/** What is to be said besides the result. */
type Said = Pick<Outcome<unknown>, "notes" | "problem">;

/** Prints the result, and returns what is to be said besides. */
async function print(outcome: Outcome<unknown> | StreamedOutcome, asJson: boolean): Promise<Said> {
    if ("print" in outcome) {
        return outcome.print(asJson, (text) => void process.stdout.write(text));
    }
    // A document of several is on a line of its own.
    const indentation = outcome.next === undefined ? 2 : undefined;
    const printed = asJson ? JSON.stringify(outcome.json, undefined, indentation) : outcome.text;
    process.stdout.write(printed === "" ? "" : `${printed}\n`);
    await outcome.finish?.();
    return outcome;
}

/** The credentials of a profile count for `pulumi` and for AWS's SDK, before those that the environment has. */
function beginWith(profile: unknown): void {
    if (typeof profile !== "string") {
        return;
    }
    for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"]) {
        // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- an environment variable can be unset no other way
        delete process.env[name];
    }
    process.env["AWS_PROFILE"] = profile;
}
