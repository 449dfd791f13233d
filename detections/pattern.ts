/** The event patterns of the rules that detections become. */
import type { EventPattern } from "../aws/eventPattern";
import { fromAws } from "../events/patterns";
import { detailTypes } from "../events/record";
import type { Detection, Guarded } from "./detection";

/**
 * How a call ended. Each detection has a rule for either, because a rule's message cannot depend on whether the
 * record holds an error.
 */
export const OUTCOMES = ["done", "attempted"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** EventBridge's limit on a rule's pattern, in characters. */
export const MAX_PATTERN_LENGTH = 2048;

/**
 * The pattern of the calls that a detection is about, with one outcome.
 * @param allowed ARNs of principals whose calls do not alert, as CloudTrail records them: for a role, the session's.
 * `*` stands for any text. A detection that spares nobody does not look at them.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function detectionPattern(
    detection: Detection,
    outcome: Outcome,
    guarded: Guarded,
    allowed: readonly string[],
): EventPattern {
    const ofOthers = detection.callsOfOthers?.(guarded) ?? [];
    const notAllowed = allowed.length === 0 ? {} : { userIdentity: notOf(allowed) };
    const calls = [
        ...detection.calls(guarded),
        ...(ofOthers.length === 0 ? [] : [{ ...notAllowed, ...oneOf(ofOthers) }]),
    ];
    return {
        source: fromAws,
        "detail-type": [detailTypes.apiCall],
        detail: {
            errorCode: [{ exists: outcome === "attempted" }],
            ...(detection.sparesNobody ? {} : notAllowed),
            ...detection.everyCall?.(guarded),
            ...oneOf(calls),
        },
    };
}

/** EventBridge refuses a choice of one. */
const oneOf = (calls: readonly EventPattern[]): EventPattern => {
    const [only] = calls;
    return calls.length === 1 && only !== undefined ? only : { $or: calls };
};

/** Identities without an ARN, as services have, are in: `anything-but` alone does not match a missing field. */
const notOf = (allowed: readonly string[]): EventPattern => ({
    arn: [{ exists: false }, { "anything-but": { wildcard: allowed } }],
});
