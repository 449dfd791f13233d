/** What `preview` and `deploy` have in common. */
import { z } from "zod";
import type { DeploymentOptions, StackRun } from "../operate/deployment";
import type { Outcome } from "./commandFile";
import { account } from "./schemas";

export const stackRuns = z.object({
    ok: z.boolean().describe("Whether all stacks are done, in all accounts."),
    stacks: z
        .array(
            z.object({
                stack: z.string(),
                role: z.string().describe("What the stack makes, as its settings have it."),
                result: z
                    .enum(["done", "failed", "skipped"])
                    .describe("Skipped: a stack that it builds on was not deployed."),
                changes: z
                    .record(z.string(), z.number())
                    .describe("How many resources by kind of change, as create or update."),
                seconds: z.number(),
                skippedAccounts: z
                    .array(account)
                    .describe(
                        'Accounts that could not be entered and were left as they are, as members.unreachable is "skip".',
                    ),
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
    const skipping = runs.filter(({ skippedAccounts }) => skippedAccounts.length > 0);
    return {
        json: {
            ok: left.length === 0 && skipping.length === 0,
            stacks: runs.map(({ changes, skippedAccounts, messages, ...run }) => ({
                ...run,
                skippedAccounts: [...skippedAccounts],
                changes: { ...changes },
                messages: [...messages],
            })),
        },
        text: stackRunTable(runs),
        notes: runs.flatMap(({ stack, result, messages }) =>
            result === "skipped" ? messages.map((message) => `${stack}: skipped, as ${message}.`) : [],
        ),
        problem: problemOf(left, skipping),
    };
}

function problemOf(left: readonly string[], skipping: readonly StackRun[]): string | undefined {
    const problems = [
        ...skipping.map(
            ({ stack, skippedAccounts }) =>
                `${stack}: done, but for accounts that cannot be entered and are left as they are: ${skippedAccounts.join(", ")}. ` +
                "Once they can be entered, run this again (docs/operate.md).",
        ),
        ...(left.length === 0
            ? []
            : [
                  `Not done: ${left.join(", ")}. See above; run this again when it is mended: what is done stays done.`,
              ]),
    ];
    return problems.length === 0 ? undefined : problems.join("\n");
}
