/** What a file of commands/ is made of. */
import type { Command } from "commander";
import type { z } from "zod";

/** What came of a command. */
export interface Outcome<T> {
    /** What `--json` prints. */
    readonly json: T;
    /** What is printed otherwise. */
    readonly text: string;
    /** What is told besides, on standard error, a line each. */
    readonly notes?: readonly string[];
    /** What is done when all of that has been printed. */
    readonly finish?: () => Promise<void>;
    /** What is wrong: told at last, and the exit code is 1. */
    readonly problem?: string | undefined;
    /** The next round, of a command that goes on until it is interrupted. Its JSON is on one line each. */
    readonly next?: () => Promise<Outcome<T>>;
}

/** A command: its arguments and options, its help, and what it does. */
export interface CommandFile<Schema extends z.ZodType = z.ZodType> {
    /** What it does, for whom, and what it leaves alone. */
    readonly description: string;
    /** Adds its arguments and options, besides those that every command has. */
    readonly define: (command: Command) => unknown;
    /** Calls of it, without `npx security-logging`, and what each is for. */
    readonly examples: readonly (readonly [call: string, what: string])[];
    /** What is said of it besides. */
    readonly remark?: string;
    /** When it exits with 0, and when with 1. */
    readonly exitCodes: { readonly 0: string; readonly 1: string };
    /** What `--json` prints. */
    readonly output: Schema;
    /** Does it. What is imported for that is imported here, so that no other command waits for it. */
    readonly run: (
        options: Readonly<Record<string, unknown>>,
        args: readonly string[],
    ) => Promise<Outcome<z.input<Schema>>>;
}

/** What a file says of its command, with the type of the options that its `define` makes of the command line. */
export interface Definition<Options, Schema extends z.ZodType> extends Omit<CommandFile<Schema>, "run"> {
    readonly run: (options: Options, args: readonly string[]) => Promise<Outcome<z.input<Schema>>>;
}

export const commandFile = <Options, Schema extends z.ZodType>(
    definition: Definition<Options, Schema>,
): CommandFile => definition as unknown as CommandFile;
