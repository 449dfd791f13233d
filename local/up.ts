import * as path from "node:path";
import { pathToFileURL } from "node:url";
import type { Stack } from "@pulumi/pulumi/automation";
import { checkTable } from "../operate/checks";
import { EngineProgress } from "../operate/engineProgress";
import { flows } from "../operate/flow";
import { flowTable } from "../operate/flowTable";
import { settingsFromConfig } from "../settings";
import { type Emulator, runningEmulator } from "./emulator";
import { PROJECT } from "./folder";
import { Interruption } from "./interruption";
import { deployed, proveLocalFlow } from "./proof";
import { proveBehindBus } from "./proofBehindBus";
import { run } from "./processes";
import { withProgress } from "./progress";
import { say } from "./say";
import { claimFolder } from "./soleRun";
import { organizationIn, startOrganization } from "./startOrganization";
import { ensureToolchain } from "./toolchain";
import { LOCAL_STACK, WORKSPACE_ENV, localStack } from "./workspace";

export interface UpOptions {
    /** Whether what AWS refuses is let through and listed at the end. For an emulator that is started now only. */
    readonly onlyReport: boolean;
}

/** Brings the local organization up, proves that its events flow, and leaves it running. */
export async function up({ onlyReport }: UpOptions): Promise<void> {
    const interruption = new Interruption();
    await claimFolder();
    const toolchain = await ensureToolchain({ log: say });
    // The Automation API runs the `pulumi` that it finds on this process's PATH.
    Object.assign(process.env, toolchain.env);

    const running = await runningEmulator({ log: say });
    const { emulator } =
        running === undefined
            ? await startOrganization({ onlyReport }, interruption)
            : await organizationIn(running);
    const stack = await localStack({ ...toolchain.env, ...emulator.env, ...WORKSPACE_ENV });
    await deploy(stack, interruption);
    await prove(emulator, stack);
    const report = await writeReport({ ...toolchain.env, ...emulator.env, ...WORKSPACE_ENV });
    say(WHAT_NEXT);
    say(`How all of it is, as a page, the event that was refused included: ${pathToFileURL(report).href}`);
    if (onlyReport) {
        await listRefusals(emulator);
    }
}

/** Lists what AWS refuses or does not deliver of what was done, each thing once. */
async function listRefusals(emulator: Emulator): Promise<void> {
    const found = [...(await emulator.refusals()), ...(await emulator.undeliverable())];
    const refusals = new Set(found.map(({ what, code, message }) => `${what}: ${code}: ${message}`));
    say(`AWS refuses, or does not deliver: ${refusals.size === 0 ? "nothing" : ""}`);
    for (const refusal of refusals) {
        say(`  ${refusal}`);
    }
}

async function deploy(stack: Stack, interruption: Interruption): Promise<void> {
    say("Deploying: pulumi up --stack dev --policy-pack policies");
    const progress = new EngineProgress("pulumi up", say);
    const { summary } = await interruption.endFirst(
        stack.up({
            onEvent: progress.onEvent,
            signal: interruption.signal,
            policyPacks: [path.join(PROJECT, "policies")],
        }),
    );
    const changes = Object.entries(summary.resourceChanges ?? {}).map(
        ([change, count]) => `${count} ${change}`,
    );
    say(`Deployed: ${changes.join(", ")}.`);
}

async function prove(emulator: Emulator, stack: Stack): Promise<void> {
    const system = deployed(await stack.outputs());
    say("Proving: one write and one read-only event on the default bus of every account and region.");
    let told = 0;
    const results = await proveLocalFlow(emulator, system, (arrived, expected) => {
        if (Date.now() - told > 2000) {
            told = Date.now();
            say(`write events arrived: ${arrived} of ${expected}`);
        }
    });
    process.stdout.write(
        `Milliseconds from default bus to the queue behind the central bus:\n${flowTable(results)}\n`,
    );
    if (!flows(results)) {
        throw new Error(
            "Events do not flow as they should: see MISSING and READ-ONLY ARRIVED in the table. " +
                `The emulator's log is ${emulator.logFile}`,
        );
    }
    say("Proving: a test alert, the objects of the lake, a sign-in, and an event that a target refuses.");
    const config = Object.entries(await stack.getAllConfig()).map(
        ([key, { value }]) => [key, value] as const,
    );
    const checks = await proveBehindBus(
        emulator,
        settingsFromConfig(Object.fromEntries(config)),
        system.origins,
    );
    process.stdout.write(`${checkTable(checks)}\n`);
    if (!checks.every(({ ok }) => ok)) {
        throw new Error(
            `Not all behind the central bus is as it should be: see FAILED. The emulator's log is ${emulator.logFile}`,
        );
    }
    say(`All ${results.length} write events arrived, and none of the ${results.length} read-only ones.`);
}

const WHAT_NEXT =
    "\nThe local organization goes on running. What to try next:\n" +
    '  eval "$(npm run --silent local -- --env)"         this shell now works on it\n' +
    "  npx security-logging status --stack dev           all of it as it should be, but for the event that was refused\n" +
    "  pulumi preview --stack dev                        nothing to change\n" +
    "  pulumi destroy --stack dev                        refused: the archive is protected\n" +
    "  pulumi config set --stack dev --path security-logging:archive.lock.days 1\n" +
    "  pulumi preview --stack dev --policy-pack policies refused by policy: the lock is too short\n" +
    "  git checkout Pulumi.dev.yaml                      the lock as it was\n" +
    "  npm run local -- --down                           stop it and forget it\n";

/**
 * Writes the page of the whole logging, by the command that everyone has for it.
 * @returns its path
 */
async function writeReport(env: Readonly<Record<string, string>>): Promise<string> {
    const file = path.join(PROJECT, ".local", "security-logging-report.html");
    await withProgress(say, "looking at the whole logging", () =>
        run(
            process.execPath,
            [
                path.join(PROJECT, "cli", "security-logging.js"),
                ...["report", "--stack", LOCAL_STACK, "--out", file],
            ],
            { cwd: PROJECT, env },
        ),
    );
    return file;
}
