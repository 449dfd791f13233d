import { readFileSync } from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { type Settings, settingsFromConfig } from "../settings";

/**
 * The settings in a stack's file, read without Pulumi and without credentials.
 * @param folder where the file is
 * @throws Error if there is no such file, SettingsError if the settings in it are not valid
 */
export function settingsInFile(stackName: string, folder: string): Settings {
    const file = path.join(folder, `Pulumi.${stackName}.yaml`);
    let text: string;
    try {
        text = readFileSync(file, "utf8");
    } catch (error) {
        throw new Error(`${file} cannot be read: name a stack whose file is in this folder.`, {
            cause: error,
        });
    }
    const { config = {} } = (parse(text) ?? {}) as { readonly config?: Readonly<Record<string, unknown>> };
    return settingsFromConfig(
        Object.fromEntries(
            // As Pulumi hands config over: lists and objects as JSON, the rest as text.
            Object.entries(config).map(([key, value]) => [
                key,
                typeof value === "string" ? value : JSON.stringify(value),
            ]),
        ),
    );
}
