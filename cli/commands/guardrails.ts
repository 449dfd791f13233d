import { z } from "zod";
import type { GuardrailOptions, StackPolicy } from "../../operate/guardrails";
import { commandFile } from "../commandFile";
import { shared } from "../options";

const output = z.object({
    policies: z
        .array(
            z.object({
                stack: z.string(),
                kind: z.enum(["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"]),
                enabled: z.boolean().describe("Whether the stack makes and attaches it."),
                targets: z.array(z.string()).describe("The root, units and accounts that it is attached to."),
                characters: z.number(),
                maxCharacters: z.number().describe("The most that AWS takes."),
                policy: z.record(z.string(), z.unknown()).describe("The policy document itself."),
            }),
        )
        .describe("The policies of each stack."),
});

export const command = commandFile<GuardrailOptions, typeof output>({
    description:
        "Shows what the guardrails (a service control policy) deny, on what, and who is exempt, or by --resources whom the " +
        "resource control policies deny what. It reads stacks' files only, of role management or organization: it needs " +
        "no credentials, calls nothing and changes nothing.",
    define: (command) =>
        command
            .addOption(shared.stack())
            .option(
                "--resources",
                "the resource control policies instead: of the logging and the security account, and of the exempt roles",
            ),
    examples: [
        ["guardrails --stack management", "what would be denied"],
        ["guardrails --stack management --resources", "what would be denied to strangers"],
        [
            "guardrails --stack management --json | jq .policies[0].policy",
            "the policy itself, for use elsewhere",
        ],
    ],
    exitCodes: { 0: "shown", 1: "a file cannot be read, or its settings are not valid" },
    output,
    run: async (options) => {
        const { guardrails } = await import("../../operate/guardrails");
        const { guardrailTable } = await import("../../operate/guardrailTable");
        const policies = guardrails(options);
        return {
            json: {
                policies: policies.map(({ stack, policy, maxLength, enabled, targets }) => ({
                    stack,
                    kind: options.resources
                        ? ("RESOURCE_CONTROL_POLICY" as const)
                        : ("SERVICE_CONTROL_POLICY" as const),
                    enabled,
                    targets: [...targets],
                    characters: JSON.stringify(policy).length,
                    maxCharacters: maxLength,
                    policy: { ...policy },
                })),
            },
            text: policies
                .map(({ stack, policy }) =>
                    [...(policies.length > 1 ? [`${stack}:`] : []), guardrailTable(policy)].join("\n"),
                )
                .join("\n"),
            notes: policies.flatMap((each) => notesOn(each, options)),
        };
    },
});

function notesOn(
    { stack, policy, maxLength, enabled, key, targets, breakGlassRoleName }: StackPolicy,
    { resources }: GuardrailOptions,
): readonly string[] {
    return [
        `${stack}: ${JSON.stringify(policy).length} of ${maxLength} characters. ` +
            (enabled
                ? `Enabled; attached to ${targets.join(", ")} by the stack of role management or organization.`
                : `Not enabled: ${key} is false, and nothing is denied.`),
        ...(resources || breakGlassRoleName !== undefined
            ? []
            : [`${stack}: no break-glass role is exempt: guardrails.breakGlassRoleName is not set.`]),
    ];
}
