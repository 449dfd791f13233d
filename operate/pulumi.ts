/** The `pulumi` on the PATH, asked about the stacks of a project. It is told each stack by name: none is selected. */
import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

/** A `pulumi` command that failed. `explain` makes a sentence of it. */
export class PulumiError extends Error {
    override readonly name = "PulumiError";

    /** @param output what it said on standard error */
    constructor(
        readonly command: string,
        readonly output: string,
    ) {
        super(`\`${command}\` failed: ${output}`);
    }
}

/**
 * Runs a command that only reads.
 * @param folder that of the project, or one below it
 * @returns what it printed
 * @throws PulumiError if it fails, Error if there is no `pulumi`
 */
export const askPulumi = (folder: string, ...args: readonly string[]): Promise<string> =>
    runPulumi(folder, process.env, args);

/**
 * Runs a command with an environment of its own.
 * @param folder that of the project, or one below it
 * @returns what it printed
 * @throws PulumiError if it fails, Error if there is no `pulumi`
 */
export async function runPulumi(
    folder: string,
    env: NodeJS.ProcessEnv,
    args: readonly string[],
): Promise<string> {
    const child = spawn("pulumi", [...args, "--non-interactive", "--color", "never"], {
        cwd: folder,
        stdio: ["ignore", "pipe", "pipe"],
        env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" },
    });
    const ended = new Promise<number | null>((resolve, reject) => {
        child.on("error", reject).on("close", resolve);
    });
    const [output, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    if (code !== 0) {
        // An operation of the engine tells on standard output what went wrong.
        throw new PulumiError(`pulumi ${args.join(" ")}`, errors.trim() === "" ? output : errors);
    }
    return output;
}

/** A stack of the project, in the state that `pulumi` is logged in to. */
export interface ListedStack {
    /** As `pulumi` names it, with its organization in front where that is not the user's own. */
    readonly name: string;
    /** Whether anything was deployed. */
    readonly deployed: boolean;
}

/** The stacks of the project that the folder is in. */
export async function listedStacks(folder: string): Promise<readonly ListedStack[]> {
    const listed = JSON.parse(await askPulumi(folder, "stack", "ls", "--json")) as readonly {
        readonly name: string;
        readonly resourceCount?: number;
    }[];
    return listed.map(({ name, resourceCount = 0 }) => ({ name, deployed: resourceCount > 0 }));
}
