/** The command `security-logging` in a process of its own. */
import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import * as path from "node:path";

export const LAUNCHER = path.resolve(__dirname, "..", "..", "cli", "security-logging.js");

/** Runs it in a folder, with nothing in its environment that could lead to AWS or to Pulumi but what is given. */
export const run = (
    folder: string,
    args: readonly string[],
    {
        input = "",
        env = {},
    }: { readonly input?: string; readonly env?: Readonly<Record<string, string>> } = {},
): SpawnSyncReturns<string> =>
    spawnSync(process.execPath, [LAUNCHER, ...args], { cwd: folder, encoding: "utf8", input, env });
