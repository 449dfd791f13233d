/** What `preview` and `deploy` have in common. */
import { z } from "zod";
import type { DeploymentOptions } from "../operate/deployment";
import type { Outcome } from "./commandFile";

export const stackRuns = z.object({
    ok: z.boolean().describe("Whether all stacks are done."),
    stacks: z
        .array(
            z.object({
                stack: z.string(),
                role: z.string().describe("What the stack makes, as its settings have it."),
                result: z
                    .enum(["done", "incomplete", "failed", "skipped"])
                    .describe(
                        "Incomplete: accounts that cannot be entered were skipped. Skipped: a stack that it builds on was not " +
                            "deployed.",
                    ),
                changes: z
                    .record(z.string(), z.number())
                    .describe("How many resources by kind of change, as create or update."),
                seconds: z.number(),
                messages: z.array(z.string()).describe("What went wrong, and what was warned of."),
            }),
        )
        .describe("What became of each stack."),
});

/** Runs the command for the stacks. */
export async function runAll(
    command: "preview" | "deploy",
    options: DeploymentOptions,
): Promise<Outcome<z.input<typeof stackRuns>>> {
    const { runStacks } = await import("../operate/deployment");
    const { stackRunTable } = await import("../operate/stackRunTable");
    const runs = await runStacks(command, options);
    const left = runs.filter(({ result }) => result !== "done").map(({ stack }) => stack);
    return {
        json: {
            ok: left.length === 0,
            stacks: runs.map(({ changes, messages, ...run }) => ({
                ...run,
                changes: { ...changes },
                messages: [...messages],
            })),
        },
        text: stackRunTable(runs),
        notes: runs.flatMap(({ stack, result, messages }) =>
            result === "skipped" ? messages.map((message) => `${stack}: skipped, as ${message}.`) : [],
        ),
        problem:
            left.length === 0
                ? undefined
                : `Not done: ${left.join(", ")}. See above; run this again when it is mended: what is done stays done.`,
    };
}
