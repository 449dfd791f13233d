import { type Settings, settingsFromConfig } from "../settings";
import { projectFolder } from "./projectFolder";
import { askPulumi } from "./pulumi";

/** A stack of the project: what was asked for, and what came of it. */
export interface DeployedStack {
    readonly name: string;
    readonly settings: Settings;
    readonly outputs: Readonly<Record<string, unknown>>;
}

/**
 * Reads a stack's settings and outputs.
 * @throws PulumiError if there is no such stack, SettingsError if its settings are wrong
 */
export async function readDeployedStack(name: string, folder = projectFolder()): Promise<DeployedStack> {
    const [config, outputs] = await Promise.all([
        askPulumi(folder, "config", "--json", "--show-secrets", "--stack", name),
        askPulumi(folder, "stack", "output", "--json", "--show-secrets", "--stack", name),
    ]);
    const values = Object.entries(JSON.parse(config) as Record<string, { readonly value: string }>);
    return {
        name,
        settings: settingsFromConfig(Object.fromEntries(values.map(([key, { value }]) => [key, value]))),
        outputs: JSON.parse(outputs) as Record<string, unknown>,
    };
}
