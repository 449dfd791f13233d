/** What every way of getting the toolchain hands back, and how the commands of it are run. */
import * as path from "node:path";
import { run } from "../processes";
import { type Log, withProgress } from "../progress";
import { PLUGIN_VERSION } from "./versions";

/** A `pulumi` that can run this project's program. */
export interface Tools {
    /** Path of the executable. */
    readonly pulumi: string;
    /** What its environment has to say, beyond this process's own. */
    readonly env: Readonly<Record<string, string>>;
}

/** One way of getting the tools. */
export interface Way {
    /** The tools, if they are there already. Takes a second at most. */
    ready(): Promise<Tools | undefined>;
    /**
     * Gets them, however long that takes.
     * @throws Error whose first line says why it cannot be.
     */
    obtain(log: Log): Promise<Tools>;
}

/** Said to every `pulumi`: nothing that depends on what the newest version is, and no questions. */
export const UNATTENDED = { PULUMI_SKIP_UPDATE_CHECK: "true" } as const;

/** Executables of a folder, before those of the same name elsewhere. */
export function pathWith(folder: string): string {
    return [folder, process.env["PATH"] ?? ""].join(path.delimiter);
}

const INSTALL_TIMEOUT_MS = 600_000;

/** Whether the AWS plugin of the right version is installed where these tools look for it. */
export async function hasPlugin({ pulumi, env }: Tools): Promise<boolean> {
    const listed = JSON.parse(await run(pulumi, ["plugin", "ls", "--json"], { env })) as {
        readonly name: string;
        readonly kind: string;
        readonly version?: string;
    }[];
    return listed.some(
        ({ name, kind, version }) => name === "aws" && kind === "resource" && version === PLUGIN_VERSION,
    );
}

/** Has the engine download the AWS plugin. */
export async function installPlugin({ pulumi, env }: Tools, log: Log): Promise<void> {
    await withProgress(log, `installing the AWS plugin ${PLUGIN_VERSION}`, () =>
        run(pulumi, ["plugin", "install", "resource", "aws", `v${PLUGIN_VERSION}`], {
            env,
            timeoutMs: INSTALL_TIMEOUT_MS,
        }),
    );
}
