/** The commands as one tree, for the command line, the documentation and the tests. */
import { Command } from "commander";
import { version } from "../package.json";
import type { CommandFile } from "./commandFile";
import { COMMANDS, type CommandName } from "./commands";
import { everywhere } from "./options";

/** How a command is called. */
export const CALLED = "npx security-logging";

/** Carries out a command. */
export type Runner = (
    file: CommandFile,
    options: Readonly<Record<string, unknown>>,
    args: readonly string[],
) => Promise<void>;

const isCommand = (name: string): name is CommandName => Object.hasOwn(COMMANDS, name);

/**
 * The tree. Calling it wrongly throws a CommanderError.
 * @param wanted the commands whose options and help are wanted: of the others there are name and summary alone
 */
export async function program(
    wanted: readonly string[] = Object.keys(COMMANDS),
    run: Runner = () => Promise.resolve(),
): Promise<Command> {
    const tree = new Command(CALLED)
        .description("Operates the security logging of the Pulumi project in this folder.")
        .version(version)
        .exitOverride()
        .showHelpAfterError(`(\`${CALLED} help <command>\` says how it is called.)`)
        .configureHelp({ showGlobalOptions: false });
    for (const [name, { summary, load }] of Object.entries(COMMANDS)) {
        const command = tree.command(name).summary(summary);
        if (wanted.includes(name)) {
            fill(command, (await load()).command, run);
        }
    }
    return tree.addHelpText(
        "after",
        `\nExamples:\n  $ ${CALLED} verify\n  $ ${CALLED} lookup --from 24h --event-name StopLogging\n  $ ${CALLED} help verify\n\n` +
            "Exit codes: 0 fine; 1 something is wrong; 2 called wrongly; 130 interrupted.",
    );
}

/** The commands that a command line is about. */
export const wantedBy = (args: readonly string[]): readonly string[] =>
    args
        .filter((arg) => !arg.startsWith("-"))
        .slice(0, 2)
        .filter(isCommand);

function fill(command: Command, file: CommandFile, run: Runner): void {
    const { description, define, examples, remark, exitCodes } = file;
    command.description(description);
    define(command);
    for (const option of Object.values(everywhere)) {
        command.addOption(option());
    }
    const shown = examples.map(([call, what]) => `  $ ${CALLED} ${call}\n      ${what}`).join("\n");
    command
        .addHelpText(
            "after",
            `${remark === undefined ? "" : `\n${remark}\n`}\nExamples:\n${shown}\n\n` +
                `Exit codes: 0 ${exitCodes[0]}; 1 ${exitCodes[1]}; 2 called wrongly; 130 interrupted.`,
        )
        .action(() => run(file, command.opts(), command.args));
}
