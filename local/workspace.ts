/** The Pulumi workspace of the local organization: its own state, beside the checkout's sources. */
import { mkdir, rm } from "node:fs/promises";
import * as path from "node:path";
import { LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";

/** The checkout. */
export const PROJECT = path.resolve(__dirname, "..");

const STATE = path.join(PROJECT, ".local", "state");

/** The stack that stands for the local organization: Pulumi.dev.yaml. */
export const LOCAL_STACK = "dev";

/**
 * Variables with which a `pulumi` command works on the local state. The passphrase protects nothing: the local
 * organization has no secrets, and Pulumi wants one.
 */
export const WORKSPACE_ENV: Readonly<Record<string, string>> = {
    PULUMI_BACKEND_URL: `file://${STATE}`,
    PULUMI_CONFIG_PASSPHRASE: "local",
    // Most of a deployment is waiting until AWS shows what it was told, so that many resources wait together.
    PULUMI_PARALLEL: "128",
};

/** The local organization's stack, made if need be. */
export async function localStack(env: Readonly<Record<string, string>>): Promise<Stack> {
    await mkdir(STATE, { recursive: true });
    return LocalWorkspace.createOrSelectStack(
        { stackName: LOCAL_STACK, workDir: PROJECT },
        { envVars: { ...env } },
    );
}

/** Forgets what was deployed: the emulator that held it is gone. */
export async function forgetState(): Promise<void> {
    // An engine that is just ending may write once more while its files are being removed.
    await rm(STATE, { recursive: true, force: true, maxRetries: 5 });
}
