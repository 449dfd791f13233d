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
 * The patterns of the calls that a detection is about, with one outcome: one, or as many as it takes, each of another part of
 * the calls, for none to be too long.
 * @param allowed ARNs of principals whose calls do not alert, as CloudTrail records them: for a role, the session's.
 * `*` stands for any text. A detection that spares nobody does not look at them.
 * @throws Error for a single call that does not fit into a pattern
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function detectionPatterns(
    detection: Detection,
    outcome: Outcome,
    guarded: Guarded,
    allowed: readonly string[],
): readonly EventPattern[] {
    const notAllowed = allowed.length === 0 ? {} : { userIdentity: notOf(allowed) };
    const patternOf = ({ everybodys, others }: Calls): EventPattern => ({
        source: fromAws,
        "detail-type": [detailTypes.apiCall],
        detail: {
            errorCode: [{ exists: outcome === "attempted" }],
            ...(detection.sparesNobody ? {} : notAllowed),
            ...detection.everyCall?.(guarded),
            ...oneOf([...everybodys, ...(others.length === 0 ? [] : [{ ...notAllowed, ...oneOf(others) }])]),
        },
    });
    return inParts(
        { everybodys: detection.calls(guarded), others: detection.callsOfOthers?.(guarded) ?? [] },
        (calls) => JSON.stringify(patternOf(calls)).length <= MAX_PATTERN_LENGTH,
        detection.name,
    ).map(patternOf);
}

/** Alternatives: calls that alert whoever makes them, and those of others than the deployment. */
interface Calls {
    readonly everybodys: readonly EventPattern[];
    readonly others: readonly EventPattern[];
}

/** The calls in as many parts as it takes for each to fit: those of others apart, by halves, and at last by the calls' names. */
function inParts(calls: Calls, fits: (calls: Calls) => boolean, of: string): readonly Calls[] {
    if (fits(calls)) {
        return [calls];
    }
    const { everybodys, others } = calls;
    if (everybodys.length > 0 && others.length > 0) {
        return [
            { everybodys, others: [] },
            { everybodys: [], others },
        ].flatMap((part) => inParts(part, fits, of));
    }
    const all = everybodys.length > 0 ? everybodys : others;
    const names = all[0]?.["eventName"];
    const halves =
        all.length > 1
            ? halvesOf(all)
            : Array.isArray(names) && names.length > 1
              ? halvesOf(names).map((half) => [{ ...all[0], eventName: half }])
              : [];
    if (halves.length === 0) {
        throw new Error(`${of}: a single call does not fit into an event pattern`);
    }
    return halves.flatMap((half) =>
        inParts(
            everybodys.length > 0 ? { everybodys: half, others } : { everybodys, others: half },
            fits,
            of,
        ),
    );
}

const halvesOf = <T>(all: readonly T[]): readonly (readonly T[])[] => {
    const half = Math.ceil(all.length / 2);
    return [all.slice(0, half), all.slice(half)];
};

/** EventBridge refuses a choice of one. */
const oneOf = (calls: readonly EventPattern[]): EventPattern => {
    const [only] = calls;
    return calls.length === 1 && only !== undefined ? only : { $or: calls };
};

/** Identities without an ARN, as services have, are in: `anything-but` alone does not match a missing field. */
const notOf = (allowed: readonly string[]): EventPattern => ({
    arn: [{ exists: false }, { "anything-but": { wildcard: allowed } }],
});
