/** A copy of a stack's state, in which it is tried out what an import would make of the stack. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { parse, stringify } from "yaml";
import { PROJECT } from "../settings";
import { withoutColours } from "./engineProgress";
import { explain, explainText } from "./explain";
import { PulumiError, runPulumi } from "./pulumi";
import { shortName } from "./stackFile";

/** A step of a preview, as the engine tells it. */
export type Step = NonNullable<EngineEvent["resourcePreEvent"]>["metadata"];

/** What a preview came to. */
export interface RehearsedPreview {
    readonly steps: readonly Step[];
    /** Why it failed, a text each; none where it did not. */
    readonly problems: readonly string[];
}

/**
 * What `pulumi preview --import-file` writes and `pulumi import --file` reads.
 * @see https://www.pulumi.com/docs/iac/guides/migration/import/#bulk-import-operations
 */
export interface ImportFile {
    readonly nameTable?: Readonly<Record<string, string>>;
    readonly resources: readonly ImportedResource[];
}

/** A resource of an import file: a component and a provider have no id. */
export interface ImportedResource {
    readonly type: string;
    readonly name: string;
    /** The name that the program gives it, where another has that too. */
    readonly logicalName?: string;
    readonly id?: string;
    readonly parent?: string;
    readonly provider?: string;
    readonly component?: boolean;
}

/** What `pulumi stack export` gives. */
interface Exported {
    readonly version: number;
    readonly deployment: { readonly resources?: readonly { readonly type: string }[] } | null;
}

/**
 * A stack's state and settings in a folder, beside those of the stacks that it builds on. AWS is read, as in every preview, and
 * nothing of it is changed.
 */
export class Rehearsal {
    private constructor(
        private readonly stack: string,
        private readonly folder: string,
        private readonly env: NodeJS.ProcessEnv,
    ) {}

    /**
     * @param stackName the stack's name, as `pulumi` knows it
     * @param config the stack's config that is tried out, by full keys
     * @param project the folder of the project
     * @throws PulumiError if the state has no such stack, or none that it builds on
     */
    static async begin(
        stackName: string,
        config: Readonly<Record<string, unknown>>,
        project: string,
    ): Promise<Rehearsal> {
        const folder = mkdtempSync(path.join(tmpdir(), "rehearsal-"));
        const rehearsal = new Rehearsal(shortName(stackName), folder, {
            ...process.env,
            PULUMI_BACKEND_URL: `file://${folder}`,
            // It protects nothing: the folder is this user's alone, and goes with the rehearsal.
            PULUMI_CONFIG_PASSPHRASE: "rehearsal",
            PULUMI_CONFIG_PASSPHRASE_FILE: undefined,
            PULUMI_STACK: undefined,
            // Without it, `pulumi` knows no option --event-log.
            PULUMI_DEBUG_COMMANDS: "true",
            PULUMI_PARALLEL: process.env["PULUMI_PARALLEL"] ?? "128",
        });
        try {
            await rehearsal.copy(stackName, config, project);
        } catch (error) {
            rehearsal.end();
            throw error;
        }
        return rehearsal;
    }

    private async copy(
        stackName: string,
        config: Readonly<Record<string, unknown>>,
        project: string,
    ): Promise<void> {
        const file = path.join(project, "Pulumi.yaml");
        const { main = ".", ...described } = parse(readFileSync(file, "utf8")) as { readonly main?: string };
        this.write("Pulumi.yaml", stringify({ ...described, main: path.resolve(project, main) }));
        const stacksKey = `${PROJECT}:stacks`;
        const buildsOn = Object.entries((config[stacksKey] ?? {}) as Readonly<Record<string, string>>);
        // A state in a folder knows one organization.
        const rewritten = Object.fromEntries(
            buildsOn.map(([role, name]) => [role, `organization/${PROJECT}/${shortName(name)}`]),
        );
        const copied = buildsOn.length === 0 ? config : { ...config, [stacksKey]: rewritten };
        this.write(`Pulumi.${this.stack}.yaml`, stringify({ config: copied }));
        const stacks = [[stackName, this.stack], ...buildsOn.map(([, name]) => [name, shortName(name)])];
        for (const [name = "", copy = ""] of stacks) {
            const exported = JSON.parse(
                await runPulumi(project, process.env, [
                    ...["stack", "export", "--show-secrets", "--stack", name],
                ]),
            ) as Exported;
            await this.pulumi("stack", "init", copy, "--no-select");
            const resources = exported.deployment?.resources ?? [];
            if (resources.length === 0) {
                continue;
            }
            // Of a stack that it builds on, the outputs count.
            const kept =
                copy === this.stack
                    ? resources
                    : resources.filter(({ type }) => type === "pulumi:pulumi:Stack");
            this.write(
                "state.json",
                // The secrets are exported in the clear, and kept by the copy's own passphrase.
                JSON.stringify({
                    ...exported,
                    deployment: {
                        ...exported.deployment,
                        resources: kept,
                        secrets_providers: { type: "passphrase", state: { salt: this.saltOf(copy) } },
                    },
                }),
            );
            await this.pulumi("stack", "import", "--stack", copy, "--file", this.path("state.json"));
        }
    }

    /** What a deployment would do. */
    async preview(): Promise<RehearsedPreview> {
        return this.previewed();
    }

    /** The import file of all that a deployment would make, and the steps. */
    async creations(): Promise<RehearsedPreview & { readonly importFile: ImportFile }> {
        const file = this.path("creations.json");
        const preview = await this.previewed("--import-file", file);
        return {
            ...preview,
            importFile: existsSync(file)
                ? (JSON.parse(readFileSync(file, "utf8")) as ImportFile)
                : { resources: [] },
        };
    }

    /**
     * Imports into the copied state.
     * @throws PulumiError if something cannot be read
     */
    async import(file: ImportFile): Promise<void> {
        this.write("imports.json", JSON.stringify(file));
        await this.pulumi(...importArguments(this.stack, this.path("imports.json")));
    }

    end(): void {
        rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
    }

    private async previewed(...options: readonly string[]): Promise<RehearsedPreview> {
        const log = this.path("events.jsonl");
        rmSync(log, { force: true });
        const failure = await this.pulumi(
            ...["preview", "--stack", this.stack, "--event-log", log, ...options],
        ).then(
            () => undefined,
            (error: unknown) => {
                if (error instanceof PulumiError) {
                    return error;
                }
                throw error;
            },
        );
        const lines = existsSync(log) ? readFileSync(log, "utf8").split("\n") : [];
        const events = lines.filter((line) => line !== "").map((line) => JSON.parse(line) as EngineEvent);
        const problems = events
            .flatMap(({ diagnosticEvent }) => diagnosticEvent ?? [])
            .filter(({ severity }) => severity === "error")
            .map(({ message }) => explainText(withoutColours(message)));
        return {
            steps: events.flatMap(({ resourcePreEvent }) => resourcePreEvent?.metadata ?? []),
            problems: failure !== undefined && problems.length === 0 ? [explain(failure)] : problems,
        };
    }

    private pulumi(...args: readonly string[]): Promise<string> {
        return runPulumi(this.folder, this.env, args);
    }

    /** What `pulumi stack init` has written beside the passphrase. */
    private saltOf(stack: string): string | undefined {
        const file = readFileSync(this.path(`Pulumi.${stack}.yaml`), "utf8");
        return (parse(file) as { readonly encryptionsalt?: string }).encryptionsalt;
    }

    private path(name: string): string {
        return path.join(this.folder, name);
    }

    private write(name: string, content: string): void {
        writeFileSync(this.path(name), content, { mode: 0o600 });
    }
}

/** Imports into the state alone. What is imported is protected until the program says otherwise. */
export const importArguments = (stack: string, file: string): readonly string[] => [
    ...["import", "--stack", stack, "--file", file],
    ...["--yes", "--skip-preview", "--generate-code=false"],
];
