/** What is not as it should be, or could not be told: what whoever opens the page has to see first. */
import { counted, grouped } from "../../html/page";
import type { ValidationReport } from "../../validation";
import { type State, worst } from "../status/model";
import type { ReportInputs } from "./inputs";

export interface Attention {
    readonly state: Exclude<State, "ok">;
    /** Of which part. */
    readonly of: string;
    readonly what: string;
    readonly result: string;
    readonly remedy?: string;
}

const ORDER = ["failed", "unknown", "warning"] as const;

/** All of it, what failed first. */
export function needsAttention(inputs: ReportInputs): readonly Attention[] {
    const checks = inputs.status.sections.flatMap(({ name, checks: of }) =>
        of.flatMap(({ state, ...check }): readonly Attention[] =>
            state === "ok" ? [] : [{ ...check, state, of: name }],
        ),
    );
    const all = [...checks, ...ofValidation(inputs), ...ofPreview(inputs)];
    return ORDER.flatMap((state) => all.filter((each) => each.state === state));
}

/** What was found is worse than what could not be read. */
export const stateOfValidation = ({ whole, totals }: ValidationReport): "ok" | "failed" | "unknown" =>
    whole ? "ok" : totals.findings > 0 ? "failed" : "unknown";

function ofValidation({ validation }: ReportInputs): readonly Attention[] {
    if (validation === undefined) {
        return [];
    }
    const state = stateOfValidation(validation);
    if (state === "ok") {
        return [];
    }
    const { findings, unread } = validation.totals;
    return [
        {
            state,
            of: "validation",
            what: "the archive is as CloudTrail left it",
            result: `not proven: ${counted(findings, "finding")}, ${grouped(unread)} not known`,
            remedy: "see Validation below, and docs/validate.md",
        },
    ];
}

const ofPreview = ({ preview = [] }: ReportInputs): readonly Attention[] =>
    preview.flatMap(({ stack, result, messages }): readonly Attention[] =>
        result === "done"
            ? []
            : [
                  {
                      state: result === "failed" ? "failed" : "unknown",
                      of: "policies",
                      what: `stack ${stack}`,
                      result: messages[0] ?? `the preview ${result}`,
                  },
              ],
    );

/** How the logging is, all inputs taken together. */
export const stateOf = (attention: readonly Attention[]): State => worst(attention.map(({ state }) => state));
