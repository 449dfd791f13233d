/**
 * Sees to it that there is a `pulumi` with its Node.js language host and the AWS plugin: the user's own, or the
 * official one downloaded, or one built from Go modules.
 */
import type { Log } from "../progress";
import { built } from "./build";
import { downloaded } from "./download";
import { installed } from "./onPath";
import type { Tools, Way } from "./tools";

/** Where a toolchain is from. */
export type Source = "path" | "download" | "built";

export interface Toolchain extends Tools {
    readonly source: Source;
}

/** The variable that makes one of the ways the only one. */
export const FORCING_VARIABLE = "SECURITY_LOGGING_TOOLCHAIN";

/** In the order of preference. */
const WAYS: ReadonlyMap<Source, Way> = new Map<Source, Way>([
    ["path", installed],
    ["download", downloaded],
    ["built", built],
]);

export interface ToolchainOptions {
    readonly log: Log;
    /** @default this process's */
    readonly env?: NodeJS.ProcessEnv;
    /** @default the ways there are; others in tests */
    readonly ways?: ReadonlyMap<Source, Way>;
}

/**
 * Takes the first toolchain that is there already, or else gets one in the first way that works.
 * @throws Error with the reason of each way, if none works.
 */
export async function ensureToolchain({
    log,
    env = process.env,
    ways = WAYS,
}: ToolchainOptions): Promise<Toolchain> {
    const candidates = chosen(ways, env[FORCING_VARIABLE]);
    for (const [source, way] of candidates) {
        const tools = await way.ready().catch(() => undefined);
        if (tools !== undefined) {
            return { source, ...tools };
        }
    }
    const reasons: string[] = [];
    for (const [source, way] of candidates) {
        try {
            return { source, ...(await way.obtain(log)) };
        } catch (error) {
            const reason = `${source}: ${error instanceof Error ? error.message : String(error)}`;
            reasons.push(reason);
            log(`toolchain: not ${reason.split("\n")[0]}`);
        }
    }
    throw new Error(`there is no way to get Pulumi with the AWS plugin:\n${reasons.join("\n")}`);
}

function chosen(ways: ReadonlyMap<Source, Way>, forced: string | undefined): [Source, Way][] {
    if (forced === undefined || forced === "") {
        return [...ways];
    }
    const only = [...ways].filter(([source]) => source === forced);
    if (only.length === 0) {
        throw new Error(
            `${FORCING_VARIABLE} is "${forced}": set it to one of ${[...ways.keys()].join(", ")}, or not at all`,
        );
    }
    return only;
}
