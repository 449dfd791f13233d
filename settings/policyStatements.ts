/** Statements of others in a policy that this program makes the rest of. */
import { z } from "zod";
import type { Statement } from "../aws/policyDocument";
import { shown } from "./base/mistakes";

const ELEMENTS: readonly string[] = [
    ...["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource"],
    "Condition",
];

/** An element, or that in place of which it may stand: one of the two has to be there. */
const EITHER = [
    ["Principal", "NotPrincipal"],
    ["Action", "NotAction"],
    ["Resource", "NotResource"],
] as const;

/** What is wrong with a statement; undefined if nothing is. What is in its elements is for AWS to judge. */
function statementMistake(written: unknown): string | undefined {
    if (typeof written !== "object" || written === null || Array.isArray(written)) {
        return "a statement of a policy, as in { Effect: Allow, Principal: ..., Action: ..., Resource: ... }.";
    }
    const unknown = Object.keys(written).find((key) => !ELEMENTS.includes(key));
    if (unknown !== undefined) {
        return `${shown(unknown)} is no element of a statement. It has ${ELEMENTS.join(", ")}.`;
    }
    if (!("Effect" in written) || (written.Effect !== "Allow" && written.Effect !== "Deny")) {
        return 'its Effect has to be "Allow" or "Deny".';
    }
    const missing = EITHER.find((pair) => pair.filter((element) => element in written).length !== 1);
    return missing && `it has to have one of ${missing.join(" and ")}.`;
}

/**
 * A list of statements as a policy document has them.
 * @param of what the policy is of, in words
 */
export const policyStatements = (of: string) =>
    z
        .array(
            z
                .custom<Statement>()
                .superRefine((written: unknown, context) => {
                    const message = statementMistake(written);
                    if (message !== undefined) {
                        context.addIssue({ code: "custom", input: written, message });
                    }
                })
                .describe("statement of a policy"),
            `a list of statements that the policy of ${of} has besides its own.`,
        )
        .superRefine((written: readonly unknown[], context) => {
            const ids = written.map((statement) => (statement as Partial<Statement> | null)?.Sid);
            ids.forEach((id, index) => {
                if (id !== undefined && ids.indexOf(id) !== index) {
                    context.addIssue({
                        code: "custom",
                        path: [index, "Sid"],
                        input: id,
                        message:
                            "another of these statements has it too. AWS takes each Sid once: leave it out.",
                    });
                }
            });
        });
