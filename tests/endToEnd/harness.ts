/** The program on the real engine and the real AWS provider, against an emulator of its own, with its own state. */
import assert from "node:assert/strict";
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type { EngineEvent, OpMap } from "@pulumi/pulumi/automation";
import { parse, stringify } from "yaml";
import { type Emulator, type RecordedCall, startEmulator } from "../../local/emulator";
import { type LocalOrganization, createLocalOrganization } from "../../local/organization";
import { withProgress } from "../../local/progress";
import { ensureToolchain } from "../../local/toolchain";
import { killTree } from "./processTree";
import { type CommandResult, Stack, type StateResource } from "./stack";

const CHECKOUT = path.resolve(__dirname, "..", "..");
const PROJECT = "security-logging";

/** Most of an `up` is waiting until AWS shows what it was told, so that many resources wait together. */
const PARALLEL = 128;

const log = (line: string): void => console.error(`      ${line}`);

/** A stack's settings, without the namespace of their keys. */
export type StackSettings = Readonly<Record<string, unknown>>;

/** What an operation of the engine changed. */
export interface Changes {
    /** How many resources by kind of change, those that stay the same included. */
    readonly counts: OpMap;
    /** URNs by kind of change, without those that stay the same. */
    readonly urns: ReadonlyMap<string, readonly string[]>;
}

/** An organization at an emulator, and a workspace outside the checkout to deploy to it from. */
export class TestOrganization {
    private readonly commands = new Set<ChildProcessWithoutNullStreams>();

    private constructor(
        readonly emulator: Emulator,
        readonly ids: LocalOrganization,
        readonly folder: string,
        readonly env: Readonly<Record<string, string>>,
        readonly executable: string,
    ) {}

    /**
     * @param program what its stacks run; the program itself unless a test says otherwise
     * @param recordTo the file that the emulator records requests and answers to, if they are wanted
     */
    static async start(
        program = path.join(CHECKOUT, "index.ts"),
        recordTo?: string,
    ): Promise<TestOrganization> {
        const toolchain = await ensureToolchain({ log });
        const emulator = await startEmulator({ log, ...(recordTo === undefined ? {} : { recordTo }) });
        const folder = await mkdtemp(path.join(tmpdir(), "organization-"));
        try {
            const project = parse(readFileSync(path.join(CHECKOUT, "Pulumi.yaml"), "utf8")) as object;
            await writeFile(path.join(folder, "Pulumi.yaml"), stringify({ ...project, main: program }));
            const env = {
                ...toolchain.env,
                ...emulator.env,
                PULUMI_BACKEND_URL: `file://${folder}`,
                PULUMI_CONFIG_PASSPHRASE: "test",
                PULUMI_PARALLEL: String(PARALLEL),
            };
            const ids = await createLocalOrganization(emulator);
            return new TestOrganization(emulator, ids, folder, env, toolchain.pulumi);
        } catch (error) {
            await emulator.stop();
            await rm(folder, { recursive: true, force: true });
            throw error;
        }
    }

    /**
     * The stack of that name with these settings, in place of any that it had.
     * @param env variables over those that every command of this workspace has, such as other credentials
     */
    async stack(
        name: string,
        settings: StackSettings,
        env: Readonly<Record<string, string>> = {},
    ): Promise<Stack> {
        await this.configure(name, settings);
        return this.stackIn(this.folder, PROJECT, name, env);
    }

    /** The stack of that name of a project that lies in a folder, made if need be. */
    stackIn(
        folder: string,
        project: string,
        name: string,
        env: Readonly<Record<string, string>> = {},
    ): Promise<Stack> {
        return Stack.createOrSelect(name, project, this.folder, (args) =>
            // Without the variable, `pulumi` knows no option --event-log.
            this.run([...args, "--non-interactive"], { ...env, PULUMI_DEBUG_COMMANDS: "true" }, folder),
        );
    }

    /** Writes the stack's settings, and with them those that every stack of this organization has. */
    async configure(name: string, settings: StackSettings): Promise<void> {
        const { organizationId: id, managementAccount, loggingAccount, securityAccount } = this.ids;
        const all = {
            organization: { id, managementAccount, loggingAccount, securityAccount },
            homeRegion: "us-east-1",
            access: { callerAccount: managementAccount },
            ...settings,
        };
        const config = Object.fromEntries(
            Object.entries(all).map(([key, value]) => [`${PROJECT}:${key}`, value]),
        );
        await writeFile(path.join(this.folder, `Pulumi.${name}.yaml`), stringify({ config }));
    }

    /** The full name by which another stack refers to a stack of this workspace. */
    reference(name: string): string {
        return `organization/${PROJECT}/${name}`;
    }

    /** Starts a `pulumi` command in this workspace. It ends with the organization at the latest. */
    spawn(
        args: readonly string[],
        env: Readonly<Record<string, string>> = {},
        folder = this.folder,
    ): ChildProcessWithoutNullStreams {
        const command = spawn(this.executable, args, {
            cwd: folder,
            env: { ...process.env, ...this.env, ...env },
        });
        this.commands.add(command);
        command.once("exit", () => this.commands.delete(command));
        return command;
    }

    /** Runs a `pulumi` command in this workspace to its end, however it ends. */
    run(
        args: readonly string[],
        env: Readonly<Record<string, string>> = {},
        folder = this.folder,
    ): Promise<CommandResult> {
        return withProgress(log, `pulumi ${args.slice(0, 3).join(" ")}`, async () => {
            const command = this.spawn(args, env, folder);
            let output = "";
            for (const stream of [command.stdout, command.stderr]) {
                stream.setEncoding("utf8").on("data", (text: string) => (output += text));
            }
            const [code] = (await once(command, "close")) as [number | null];
            return { code, output };
        });
    }

    async stop(): Promise<void> {
        for (const { pid } of this.commands) {
            if (pid !== undefined) {
                await killTree(pid);
            }
        }
        await this.emulator.stop();
        // An engine that is just ending may write once more while its files are being removed.
        await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
    }
}

export async function up(stack: Stack, ...options: readonly string[]): Promise<Changes> {
    return changesOf(await stack.operate("up", "--yes", "--skip-preview", ...options));
}

/** @param options.runProgram whether a refresh goes by the program's providers instead of the state's */
export async function preview(
    stack: Stack,
    { refresh, runProgram }: { readonly refresh: boolean; readonly runProgram?: boolean },
): Promise<Changes> {
    const options = [...(refresh ? ["--refresh"] : []), ...(runProgram === true ? ["--run-program"] : [])];
    return changesOf(await stack.operate("preview", ...options));
}

/** A policy's complaint about a resource. */
export interface Violation {
    /** The rule's name. */
    readonly rule: string;
    readonly urn: string;
    readonly mandatory: boolean;
    readonly message: string;
}

/**
 * What the policies say in a preview. One that they refuse fails, as it should.
 * @throws AssertionError if a preview fails without a mandatory violation, or passes with one
 */
export async function violationsOf(
    stack: Stack,
    options: { readonly policyPack: string; readonly policyPackConfig?: string },
): Promise<readonly Violation[]> {
    const { policyPack, policyPackConfig } = options;
    const config = policyPackConfig === undefined ? [] : ["--policy-pack-config", policyPackConfig];
    const { code, output, events } = await stack.attempt("preview", "--policy-pack", policyPack, ...config);
    const violations = events.flatMap(({ policyEvent }) =>
        policyEvent === undefined
            ? []
            : [
                  {
                      rule: policyEvent.policyName,
                      urn: policyEvent.resourceUrn ?? "",
                      mandatory: policyEvent.enforcementLevel === "mandatory",
                      message: policyEvent.message,
                  },
              ],
    );
    assert.equal(
        code !== 0,
        violations.some(({ mandatory }) => mandatory),
        output,
    );
    return violations;
}

function changesOf(events: readonly EngineEvent[]): Changes {
    let counts: OpMap = {};
    const urns = new Map<string, string[]>();
    for (const event of events) {
        const done = event.resOutputsEvent?.metadata;
        if (done !== undefined && done.op !== "same") {
            urns.set(done.op, [...(urns.get(done.op) ?? []), done.urn]);
        }
        counts = event.summaryEvent?.resourceChanges ?? counts;
    }
    return { counts, urns };
}

/** The resources of a stack that are of a type, as in "aws:iam/role:Role". */
export async function resourcesOf(stack: Stack, type: string): Promise<readonly StateResource[]> {
    return (await stack.state()).resources.filter((resource) => resource.type === type);
}

/** The accounts that a stack's providers can reach, sorted: each is confined to one. */
export async function accountsReached(stack: Stack): Promise<readonly string[]> {
    const providers = await resourcesOf(stack, "pulumi:providers:aws");
    return providers
        .flatMap(({ inputs }) => JSON.parse(String(inputs?.["allowedAccountIds"])) as string[])
        .sort();
}

/** The calls among these that change something. Taking on a role and looking at things do not. */
export function writes(calls: readonly RecordedCall[]): readonly RecordedCall[] {
    return calls.filter(({ action }) => !/^(Get|List|Describe|Head|AssumeRole)/.test(action));
}
