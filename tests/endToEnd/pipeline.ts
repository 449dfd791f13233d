import { spawn } from "node:child_process";
import { once } from "node:events";
import * as path from "node:path";
import { withProgress } from "../../local/progress";
import type { TestOrganization } from "./harness";
import type { CommandResult } from "./stack";

const PIPELINE = path.resolve(__dirname, "..", "..", "gitops", "pipeline.sh");

/** Runs gitops/pipeline.sh in the workspace to its end, however it ends. */
export const runPipeline = (
    organization: TestOrganization,
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
): Promise<CommandResult> =>
    withProgress(
        (line) => console.error(`      ${line}`),
        `pipeline.sh ${args.join(" ")}`,
        async () => {
            const command = spawn(PIPELINE, args, {
                cwd: organization.folder,
                env: { ...process.env, ...organization.env, ...env },
            });
            let output = "";
            for (const stream of [command.stdout, command.stderr]) {
                stream.setEncoding("utf8").on("data", (text: string) => (output += text));
            }
            const [code] = (await once(command, "close")) as [number | null];
            return { code, output };
        },
    );
