import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { configUnder, PROJECT, type Settings, settingsFromConfig } from "../settings";

type Config = Readonly<Record<string, string>>;

const fileOf = (stackName: string): string => `Pulumi.${shortName(stackName)}.yaml`;

/** The name of a stack without its organization and project. */
export const shortName = (stackName: string): string => path.posix.basename(stackName);

/** The stacks that have a file in a folder, by their names. */
export function stacksWithFiles(folder: string): readonly string[] {
    return readdirSync(folder)
        .flatMap((file) => /^Pulumi\.([^.]+)\.yaml$/.exec(file)?.[1] ?? [])
        .sort();
}

/**
 * The settings in a stack's file, read without Pulumi and without credentials.
 * @param folder where the file is
 * @throws Error if there is no such file, SettingsError if the settings in it are not valid
 */
export const settingsInFile = (stackName: string, folder: string): Settings =>
    settingsFromConfig(configInFile(stackName, folder));

/** What a stack is among the others, as its file has it. */
export interface StackPlace {
    readonly role: string;
    readonly homeRegion: string | undefined;
    /** The stacks that it builds on, as its settings name them. */
    readonly buildsOn: readonly string[];
}

/** The place of a stack, whether or not its other settings are right; undefined if it has no file, or that has no role. */
export function placeInFile(stackName: string, folder: string): StackPlace | undefined {
    try {
        const { role, homeRegion, stacks } = configUnder(PROJECT, configInFile(stackName, folder));
        return typeof role === "string"
            ? {
                  role,
                  homeRegion: typeof homeRegion === "string" ? homeRegion : undefined,
                  buildsOn: Object.values(stacks ?? {}).map(String),
              }
            : undefined;
    } catch {
        return undefined;
    }
}

function configInFile(stackName: string, folder: string): Config {
    const file = path.join(folder, fileOf(stackName));
    let text: string;
    try {
        text = readFileSync(file, "utf8");
    } catch (error) {
        throw new Error(`${file} cannot be read: name a stack whose file is in this folder.`, {
            cause: error,
        });
    }
    const { config } = (parse(text) ?? {}) as { readonly config?: Readonly<Record<string, unknown>> | null };
    return Object.fromEntries(
        // As Pulumi hands config over: lists and objects as JSON, the rest as text.
        Object.entries(config ?? {}).map(([key, value]) => [
            key,
            typeof value === "string" ? value : JSON.stringify(value),
        ]),
    );
}
