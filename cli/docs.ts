/** docs/commands.md and docs/schemas/, from the tree of commands. */
import type { Command, Option } from "commander";
import { z } from "zod";
import { tableRow } from "../docs/table";
import type { CommandFile } from "./commandFile";
import { COMMANDS } from "./commands";
import { CALLED, program } from "./program";

/** The schema of what each command prints by `--json`, as a JSON Schema, by the name of its file. */
export async function schemaFiles(): Promise<ReadonlyMap<string, string>> {
    const files = await Promise.all(
        Object.entries(COMMANDS).map(async ([name, { load }]) => {
            const schema = z.toJSONSchema((await load()).command.output);
            return [
                `${name}.json`,
                `${JSON.stringify({ title: `${CALLED} ${name} --json`, ...schema }, undefined, 4)}\n`,
            ] as const;
        }),
    );
    return new Map(files);
}

/** The commands in Markdown: a section each. */
export async function commandReference(): Promise<string> {
    const tree = await program();
    const sections = await Promise.all(
        tree.commands.map(async (command) => {
            const { load } = COMMANDS[command.name() as keyof typeof COMMANDS];
            return section(command, (await load()).command);
        }),
    );
    return sections.join("\n\n");
}

function section(command: Command, { examples, remark, exitCodes }: CommandFile): string {
    const name = command.name();
    const calls = examples.map(([call, what]) => `${CALLED} ${call}  # ${what}`);
    return [
        `## ${name}`,
        command.description(),
        ...(remark === undefined ? [] : [remark.replaceAll("\n", " ")]),
        ["```sh", ...calls, "```"].join("\n"),
        [
            tableRow(["Option", "Default", "What it is"]),
            tableRow(["---", "---", "---"]),
            ...command.options.map((option) =>
                tableRow([
                    `\`${option.flags}\``,
                    byDefault(option),
                    option.description.replaceAll("\n", " "),
                ]),
            ),
        ].join("\n"),
        `Exit codes: 0 ${exitCodes[0]}; 1 ${exitCodes[1]}. What \`--json\` prints: [schemas/${name}.json](schemas/${name}.json).`,
    ].join("\n\n");
}

function byDefault({ mandatory, defaultValue, defaultValueDescription }: Option): string {
    if (mandatory) {
        return "required";
    }
    const value: unknown = defaultValueDescription ?? defaultValue;
    return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
