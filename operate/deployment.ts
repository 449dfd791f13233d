/**
 * Previews or deploys the stacks of the project, each by gitops/pipeline.sh, as a pipeline does: with the policy pack, with the
 * credentials that are named for it, and after the stacks that it builds on.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { text } from "node:stream/consumers";
import { fromIni, fromTemporaryCredentials } from "@aws-sdk/credential-providers";
import limitConcurrency from "p-limit";
import type { AccountId } from "../aws/arn";
import { DEPLOYMENT_SESSION } from "../settings";
import { ROLE_NAME_VARIABLE } from "../settings/access";
import { type Deployer, deployersIn } from "./deployers";
import { EngineProgress } from "./engineProgress";
import { followEvents } from "./engineEvents";
import { EnvironmentAgent } from "./environmentAgent";
import { explain, explainText } from "./explain";
import { onInterruption } from "./interruption";
import { projectFolder } from "./projectFolder";
import { listedStacks, PulumiError } from "./pulumi";
import { placeInFile, shortName, type StackPlace, stacksWithFiles } from "./stackFile";
import { say, sayProgress } from "./tell";
import { UsageError } from "./usageError";

const PIPELINE = path.resolve(__dirname, "..", "gitops", "pipeline.sh");

export interface DeploymentOptions {
    /** @default all stacks of the project that the state has */
    readonly stack?: readonly string[];
    /** How many stacks at once. */
    readonly parallel: number;
    /** The folder of the plans: a preview writes them, a deployment does no more than they say. @default no plans */
    readonly plans?: string;
}

/** What became of a stack. */
export interface StackRun {
    readonly stack: string;
    readonly role: string;
    readonly result: "done" | "failed" | "skipped";
    /** How many resources by kind of change, without those that stay the same. */
    readonly changes: Readonly<Record<string, number>>;
    readonly seconds: number;
    /** The accounts that could not be entered and were left as they are, while all else was done. */
    readonly skippedAccounts: readonly AccountId[];
    /** What went wrong, and what was warned of. */
    readonly messages: readonly string[];
}

interface ChosenStack extends StackPlace {
    readonly name: string;
}

/** What gitops/pipeline.sh ends with where it skipped accounts, and what it says of them. */
const ACCOUNTS_SKIPPED = 10;
const SKIPPED = /^Skipped, since they cannot be entered: (.*)$/m;

type Command = "preview" | "deploy";

/**
 * Runs the command for every stack. A stack that fails keeps those from being deployed that build on it, and no others. Interrupted,
 * the engines are told to stop, and wait for what is under way: a second run goes on from there.
 * @throws Error if there is no stack, UsageError if one is named that has no file, or has no plan
 */
export async function runStacks(command: Command, options: DeploymentOptions): Promise<readonly StackRun[]> {
    const folder = projectFolder();
    const deployers = deployersIn(folder);
    const stacks = await chosen(options.stack, folder);
    const planOf = plansIn(command, options.plans, stacks);
    const children = new Set<ChildProcess>();
    const interruption = new AbortController();
    const finished = onInterruption(
        async () => {
            interruption.abort();
            say("Interrupted: `pulumi` waits for what is under way. Run this again to go on.");
            await Promise.all([...children].map(stopped));
        },
        () =>
            [...children].map(
                ({ pid }) =>
                    `a run of \`pulumi\`, the process ${pid ?? ""}, which ends by itself when what is under way is done. Wait for it ` +
                    'before you run this again (docs/operate.md, "When `up` was interrupted").',
            ),
    );
    const limited = limitConcurrency(options.parallel);
    const runs = new Map<string, Promise<StackRun>>();
    const runAfter = async (stack: ChosenStack, before: readonly Promise<StackRun>[]): Promise<StackRun> => {
        const failed = (await Promise.all(before)).filter(({ result }) => result !== "done");
        if (failed.length > 0) {
            const messages = failed.map((other) => `${other.stack}, which it builds on, was not deployed`);
            return { ...unrun(stack), result: "skipped", messages };
        }
        return limited(() =>
            interruption.signal.aborted
                ? { ...unrun(stack), result: "skipped" as const }
                : runStack(
                      command,
                      stack,
                      deployers[shortName(stack.name)] ?? {},
                      planOf(stack),
                      folder,
                      children,
                  ),
        );
    };
    for (const { stack, after } of deploymentOrder(stacks)) {
        // A preview makes nothing that another waits for.
        const before = command === "preview" ? [] : after.flatMap(({ name }) => runs.get(name) ?? []);
        runs.set(stack.name, runAfter(stack, before));
    }
    const all = await Promise.all(runs.values());
    finished();
    return all;
}

/**
 * The stacks, each after those that it builds on, by the stacks that its settings name.
 * @throws Error if stacks build on each other in a circle
 */
export function deploymentOrder<S extends Pick<ChosenStack, "name" | "buildsOn">>(
    stacks: readonly S[],
): readonly { readonly stack: S; readonly after: readonly S[] }[] {
    const placed: { readonly stack: S; readonly after: readonly S[] }[] = [];
    const waiting = new Map(stacks.map((stack) => [stack, stacks.filter((other) => buildsOn(stack, other))]));
    while (waiting.size > 0) {
        const next = [...waiting].filter(([, after]) => after.every((other) => !waiting.has(other)));
        if (next.length === 0) {
            const circle = [...waiting.keys()].map(({ name }) => name).join(", ");
            throw new Error(
                `the stacks ${circle} build on each other: correct security-logging:stacks in their settings.`,
            );
        }
        for (const [stack, after] of next) {
            waiting.delete(stack);
            placed.push({ stack, after });
        }
    }
    return placed;
}

const unrun = ({ name, role }: ChosenStack) => ({
    ...{ stack: name, role, changes: {}, seconds: 0 },
    skippedAccounts: [],
    messages: [],
});

/** Whether a stack names the other among those that it builds on. */
const buildsOn = (
    stack: Pick<ChosenStack, "name" | "buildsOn">,
    other: Pick<ChosenStack, "name" | "buildsOn">,
): boolean => other !== stack && stack.buildsOn.some((name) => shortName(name) === shortName(other.name));

async function chosen(named: readonly string[] | undefined, folder: string): Promise<readonly ChosenStack[]> {
    const names = named ?? (await listedStacks(folder)).map(({ name }) => name);
    const stacks = names.flatMap((name) => {
        const place = placeInFile(name, folder);
        if (place === undefined && named !== undefined) {
            throw new UsageError(
                `--stack ${name}: ${folder} has no file Pulumi.${shortName(name)}.yaml with security-logging:role. ` +
                    `It has those of ${stacksWithFiles(folder).join(", ")}.`,
            );
        }
        return place === undefined ? [] : [{ name, ...place }];
    });
    if (stacks.length === 0) {
        throw new Error(
            "the state that `pulumi` is logged in to has no stack of this project whose file is here. `pulumi whoami --verbose` " +
                "tells which state that is; `pulumi stack init <stack>` makes a stack (docs/production.md).",
        );
    }
    if (named === undefined) {
        const left = stacksWithFiles(folder).filter(
            (file) => !stacks.some(({ name }) => shortName(name) === file),
        );
        if (left.length > 0) {
            say(`Left out, as the state has no such stack: ${left.join(", ")}.`);
        }
    }
    return stacks;
}

function plansIn(
    command: Command,
    folder: string | undefined,
    stacks: readonly ChosenStack[],
): (stack: ChosenStack) => string | undefined {
    if (folder === undefined) {
        return () => undefined;
    }
    const file = ({ name }: ChosenStack): string => path.resolve(folder, `${shortName(name)}.plan.json`);
    if (command === "preview") {
        mkdirSync(folder, { recursive: true });
    } else {
        const missing = stacks.find((stack) => !existsSync(file(stack)));
        if (missing !== undefined) {
            throw new UsageError(
                `--plans ${folder} has no plan of the stack ${missing.name}: make it by ` +
                    `\`npx security-logging preview --stack ${missing.name} --save-plans ${folder}\`, or name the others by --stack.`,
            );
        }
    }
    return file;
}

async function runStack(
    command: Command,
    stack: ChosenStack,
    deployer: Deployer,
    plan: string | undefined,
    folder: string,
    children: Set<ChildProcess>,
): Promise<StackRun> {
    const begin = Date.now();
    const messages: string[] = [];
    let changes: Readonly<Record<string, number>> = {};
    const tell = (message: string): void => {
        messages.push(message);
        say(`${stack.name}: ${message}`);
    };
    const scratch = mkdtempSync(path.join(tmpdir(), "security-logging-"));
    try {
        const log = path.join(scratch, "events.jsonl");
        say(`${stack.name}: ${command === "preview" ? "previewing" : "deploying"}.`);
        // The second is of the run without the accounts that are skipped.
        const events = [log, `${log}-2`].map((file) => {
            const progress = new EngineProgress(stack.name, sayProgress, (problem) => {
                // That it failed is told at the end.
                if (!/^error: (update|preview) failed\s*$/.test(problem)) {
                    tell(explainText(problem));
                }
            });
            return followEvents(file, (event) => {
                progress.onEvent(event);
                changes = event.summaryEvent?.resourceChanges ?? changes;
            });
        });
        const child = spawn(PIPELINE, [command, stack.name, ...(plan === undefined ? [] : [plan])], {
            cwd: folder,
            // In a group of its own: an interruption is passed on once, and not by the terminal too.
            detached: true,
            stdio: ["ignore", "pipe", "pipe"],
            env: await environmentOf(stack, deployer, log, plan !== undefined),
        });
        children.add(child);
        const ended = new Promise<number | null>((resolve, reject) => {
            child.on("error", reject).on("close", resolve);
        });
        const [code, output] = await Promise.all([ended, text(child.stderr), text(child.stdout)]).finally(
            () => {
                children.delete(child);
            },
        );
        for (const each of events) {
            await each.end();
        }
        if (code === ACCOUNTS_SKIPPED) {
            return outcome("done", SKIPPED.exec(output)?.[1]?.split(" ").filter(Boolean));
        }
        if (code !== 0 && messages.length === 0) {
            tell(explain(new PulumiError(`pulumi ${command} --stack ${stack.name}`, output)));
        }
        return outcome(code === 0 ? "done" : "failed");
    } catch (error) {
        tell(explain(error));
        return outcome("failed");
    } finally {
        rmSync(scratch, { recursive: true, force: true });
    }

    function outcome(
        result: StackRun["result"],
        skippedAccounts: StackRun["skippedAccounts"] = [],
    ): StackRun {
        const { same: _, ...changed } = changes;
        const seconds = Math.round((Date.now() - begin) / 1000);
        const but = skippedAccounts.length > 0 ? `, but for ${skippedAccounts.join(", ")},` : "";
        say(`${stack.name}: ${result === "done" ? "done" : "failed"}${but} after ${seconds} s.`);
        return { ...unrun(stack), result, changes: changed, seconds, skippedAccounts, messages };
    }
}

/** The environment of a stack's run: with its credentials, and what has the engine write its events. */
async function environmentOf(
    { homeRegion }: ChosenStack,
    { profile, role, accessRoleName }: Deployer,
    log: string,
    planned: boolean,
): Promise<NodeJS.ProcessEnv> {
    const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_PROFILE, ...others } =
        process.env;
    const own = { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_PROFILE };
    return {
        ...others,
        ...(role !== undefined
            ? await assumed(role, profile, homeRegion)
            : profile !== undefined
              ? { AWS_PROFILE: profile }
              : own),
        ...(accessRoleName === undefined ? {} : { [ROLE_NAME_VARIABLE]: accessRoleName }),
        SECURITY_LOGGING_EVENT_LOG: log,
        // Without it, `pulumi` knows no option --event-log.
        PULUMI_DEBUG_COMMANDS: "true",
        PULUMI_SKIP_UPDATE_CHECK: "true",
        // Most of a deployment is waiting until AWS shows what it was told, so that many resources wait together.
        PULUMI_PARALLEL: process.env["PULUMI_PARALLEL"] ?? "128",
        ...(planned ? { PULUMI_EXPERIMENTAL: "true" } : {}),
    };
}

async function assumed(
    role: string,
    profile: string | undefined,
    region: string | undefined,
): Promise<Readonly<Record<string, string>>> {
    const { accessKeyId, secretAccessKey, sessionToken } = await fromTemporaryCredentials({
        params: { RoleArn: role, RoleSessionName: DEPLOYMENT_SESSION },
        clientConfig: {
            ...(region === undefined ? {} : { region }),
            requestHandler: { httpsAgent: new EnvironmentAgent() },
        },
        ...(profile === undefined ? {} : { masterCredentials: fromIni({ profile }) }),
    })();
    return {
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        ...(sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: sessionToken }),
    };
}

/** Interrupts a run as Ctrl-C does, and waits for its end. */
async function stopped(child: ChildProcess): Promise<void> {
    const { pid } = child;
    if (pid === undefined || child.exitCode !== null || child.signalCode !== null) {
        return;
    }
    const ended = new Promise<void>((resolve) => {
        child.once("close", () => resolve());
    });
    process.kill(-pid, "SIGINT");
    await ended;
}
