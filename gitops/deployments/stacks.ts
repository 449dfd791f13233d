/** The stacks that are to be deployed, as the repository's files describe them. */
import { readFileSync, readdirSync } from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { type Mistake, SettingsError, settingsFromConfig } from "../../settings";
import { type DeployFile, parseDeployFile } from "./deployFile";

/** A stack that Pulumi Deployments deploys. */
export interface DeployedStack {
    /** Its name within the project. */
    readonly name: string;
    readonly deploy: DeployFile;
    /** Names of the stacks whose outputs it reads, each of which is deployed too. */
    readonly upstream: readonly string[];
}

/** The repository's Pulumi project and those of its stacks that have a deploy file. */
export interface Deployed {
    readonly project: string;
    /** Each after those that it builds on. */
    readonly stacks: readonly DeployedStack[];
}

const DEPLOY_FILE = /^Pulumi\.([\w-]+)\.deploy\.yaml$/;

/**
 * Reads the files of the project in a folder.
 * @throws SettingsError with every mistake in all of them
 */
export function readStacks(folder: string): Deployed {
    const { name: project } = read(folder, "Pulumi.yaml") as { readonly name: string };
    const names = readdirSync(folder)
        .map((file) => DEPLOY_FILE.exec(file)?.[1])
        .filter((name) => name !== undefined)
        .sort();
    const mistakes: Mistake[] = [];
    const stacks = names.flatMap((name) => {
        const stackFile = `Pulumi.${name}.yaml`;
        const deployFile = `Pulumi.${name}.deploy.yaml`;
        const deploy = parseDeployFile(read(folder, deployFile));
        const settings = attempt(stackFile, mistakes, () => settingsFromConfig(configIn(folder, stackFile)));
        if (isMistakes(deploy)) {
            mistakes.push(...deploy.map((mistake) => `${deployFile}: ${mistake}`));
            return [];
        }
        if (settings === undefined) {
            return [];
        }
        const { environmentVariables } = deploy.operationContext;
        const { callerAccount } = settings.access;
        for (const variable of ["PREVIEW_ROLE_ARN", "UPDATE_ROLE_ARN"] as const) {
            const role = environmentVariables[variable];
            if (callerAccount !== undefined && !role.includes(`::${callerAccount}:`)) {
                mistakes.push(
                    `${deployFile}: settings.operationContext.environmentVariables.${variable} is ${JSON.stringify(role)}: ` +
                        `${stackFile} is deployed from the account ${callerAccount} (access.callerAccount). Name a role of ` +
                        "that account.",
                );
            }
        }
        // A reference is a stack's name with or without its project and organization in front.
        const upstream = Object.values(settings.stacks).map((reference) => reference.replace(/^.*\//, ""));
        mistakes.push(
            ...upstream
                .filter((other) => !names.includes(other))
                .map(
                    (other) =>
                        `${stackFile} builds on the stack ${JSON.stringify(other)}, which has no deploy file: add ` +
                        `Pulumi.${other}.deploy.yaml.`,
                ),
        );
        return [{ name, deploy, upstream }];
    });
    if (mistakes.length > 0) {
        throw new SettingsError(mistakes);
    }
    return { project, stacks: inOrder(stacks) };
}

/** Stacks build on others of another role, and roles never on each other, so that there is always an order. */
function inOrder(stacks: readonly DeployedStack[]): readonly DeployedStack[] {
    const ordered: DeployedStack[] = [];
    const add = (stack: DeployedStack): void => {
        stacks.filter(({ name }) => stack.upstream.includes(name)).forEach(add);
        if (!ordered.includes(stack)) {
            ordered.push(stack);
        }
    };
    stacks.forEach(add);
    return ordered;
}

function attempt<T>(file: string, mistakes: Mistake[], work: () => T): T | undefined {
    try {
        return work();
    } catch (error) {
        if (!(error instanceof SettingsError)) {
            throw error;
        }
        mistakes.push(...error.mistakes.map((mistake) => `${file}: ${mistake}`));
        return undefined;
    }
}

const isMistakes = (parsed: DeployFile | readonly Mistake[]): parsed is readonly Mistake[] =>
    Array.isArray(parsed);

/** A stack file's config as Pulumi hands it over: lists and objects as JSON, the rest as text. */
function configIn(folder: string, file: string): Record<string, string> {
    const { config } = read(folder, file) as { readonly config: Readonly<Record<string, unknown>> };
    return Object.fromEntries(
        Object.entries(config).map(([key, value]) => [
            key,
            typeof value === "string" ? value : JSON.stringify(value),
        ]),
    );
}

function read(folder: string, file: string): unknown {
    return parse(readFileSync(path.join(folder, file), "utf8"));
}
