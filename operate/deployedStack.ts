import { LocalWorkspace, type OutputMap } from "@pulumi/pulumi/automation";
import { type Settings, settingsFromConfig } from "../settings";

/** A stack of the checkout: what was asked for, and what came of it. */
export interface DeployedStack {
    readonly settings: Settings;
    readonly outputs: OutputMap;
}

/**
 * Reads a stack's settings and outputs.
 * @throws Error if there is no such stack, SettingsError if its settings are wrong
 */
export async function readDeployedStack(stackName: string): Promise<DeployedStack> {
    const stack = await LocalWorkspace.selectStack({ stackName, workDir: process.cwd() });
    const config = Object.entries(await stack.getAllConfig()).map(
        ([key, { value }]) => [key, value] as const,
    );
    return { settings: settingsFromConfig(Object.fromEntries(config)), outputs: await stack.outputs() };
}
