/** A stack, deployed by `pulumi` itself. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type { Deployment, EngineEvent, OutputMap } from "@pulumi/pulumi/automation";

/** How a `pulumi` command ended. */
export interface CommandResult {
    readonly code: number | null;
    /** All that it printed. */
    readonly output: string;
}

/** Runs a `pulumi` command to its end, however it ends. */
export type PulumiRunner = (args: readonly string[]) => Promise<CommandResult>;

/** A resource as the engine keeps it. */
export interface StateResource {
    readonly urn: string;
    readonly type: string;
    /** Its id in AWS. Components have none. */
    readonly id?: string;
    readonly parent?: string;
    /** URN and id of its provider, with `::` in between. */
    readonly provider?: string;
    readonly protect?: boolean;
    readonly retainOnDelete?: boolean;
    readonly inputs?: Readonly<Record<string, unknown>>;
    readonly outputs?: Readonly<Record<string, unknown>>;
}

/** What the engine has written down of a stack. */
export interface StackState {
    readonly resources: readonly StateResource[];
    /** What was under way when the engine ended. */
    readonly pending_operations?: readonly unknown[];
}

/** The engine's file of a stack's state. */
interface Checkpoint {
    readonly version: number;
    readonly checkpoint: { readonly latest?: Partial<StackState> };
}

/** An operation of the engine, and what it told of it. */
export interface Operation extends CommandResult {
    readonly events: readonly EngineEvent[];
}

/**
 * A stack whose state is in a folder. The Automation API has the same, and starts four processes of `pulumi` for each
 * `up`, each of which takes more than half a second of a processor to begin: too much for the hundreds of these tests.
 */
export class Stack {
    private constructor(
        readonly name: string,
        private readonly stateFile: string,
        private readonly pulumi: PulumiRunner,
    ) {}

    /**
     * The stack of that name, made if need be.
     * @param backend the folder of the state
     */
    static async createOrSelect(
        name: string,
        project: string,
        backend: string,
        pulumi: PulumiRunner,
    ): Promise<Stack> {
        const stateFile = path.join(backend, ".pulumi", "stacks", project, `${name}.json`);
        const stack = new Stack(name, stateFile, pulumi);
        if (!existsSync(stateFile)) {
            await stack.succeed(["stack", "init", name, "--no-select"]);
        }
        return stack;
    }

    /**
     * Runs an operation that is to succeed.
     * @param name as in "up"
     * @param options as in "--yes"
     * @throws AssertionError with all that it printed, if it fails
     */
    async operate(name: string, ...options: readonly string[]): Promise<readonly EngineEvent[]> {
        const { code, output, events } = await this.attempt(name, ...options);
        assert.equal(code, 0, `pulumi ${name} --stack ${this.name} ${options.join(" ")} failed:\n${output}`);
        return events;
    }

    /** Runs an operation to its end, however it ends. */
    async attempt(name: string, ...options: readonly string[]): Promise<Operation> {
        const folder = await mkdtemp(path.join(tmpdir(), "events-"));
        try {
            const log = path.join(folder, "events.jsonl");
            const result = await this.pulumi([name, "--stack", this.name, ...options, "--event-log", log]);
            const lines = (await readFile(log, "utf8").catch(() => "")).split("\n");
            return {
                ...result,
                events: lines.filter((line) => line !== "").map((line) => JSON.parse(line) as EngineEvent),
            };
        } finally {
            await rm(folder, { recursive: true, force: true });
        }
    }

    /** What the engine has written down. */
    async state(): Promise<StackState> {
        return (await this.exportStack()).deployment as StackState;
    }

    async outputs(): Promise<OutputMap> {
        const { resources } = await this.state();
        const { outputs = {} } = resources.find(({ type }) => type === "pulumi:pulumi:Stack") ?? {};
        return Object.fromEntries(
            Object.entries(outputs).map(([name, value]) => [name, { value, secret: false }]),
        );
    }

    /** The state as `pulumi stack export` gives it, read from the engine's own file. */
    async exportStack(): Promise<Deployment> {
        const { version, checkpoint } = JSON.parse(await readFile(this.stateFile, "utf8")) as Checkpoint;
        return { version, deployment: { resources: [], ...checkpoint.latest } };
    }

    async importStack(state: Deployment): Promise<void> {
        const folder = await mkdtemp(path.join(tmpdir(), "state-"));
        try {
            const file = path.join(folder, "state.json");
            await writeFile(file, JSON.stringify(state));
            await this.succeed(["stack", "import", "--stack", this.name, "--file", file]);
        } finally {
            await rm(folder, { recursive: true, force: true });
        }
    }

    /** Removes the lock of an operation that has ended before its time. */
    async cancel(): Promise<void> {
        await this.succeed(["cancel", "--yes", "--stack", this.name]);
    }

    private async succeed(args: readonly string[]): Promise<void> {
        const { code, output } = await this.pulumi(args);
        assert.equal(code, 0, `pulumi ${args.join(" ")} failed:\n${output}`);
    }
}
