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

/** What a detection looks at does not fit into a pattern, however few calls it is about. */
export class PatternTooLong extends Error {}

/** EventBridge's limit on a rule's pattern, in characters. */
export const MAX_PATTERN_LENGTH = 2048;

/**
 * The patterns of the calls that a detection is about, with one outcome: one for calls that alert whoever makes them, one for those
 * of others than the allowed, or as many as it takes, each of another part of the calls, for none to be too long.
 * @param allowed ARNs of principals whose calls do not alert, as CloudTrail records them: for a role, the session's.
 * `*` stands for any text. A detection that spares nobody does not look at them.
 * @throws PatternTooLong for a single call that does not fit into a pattern, with all that is compared in it
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function detectionPatterns(
    detection: Detection,
    outcome: Outcome,
    guarded: Guarded,
    allowed: readonly string[],
): readonly EventPattern[] {
    const notAllowed = allowed.length === 0 ? {} : notOf(allowed, guarded);
    const patternsOf = (calls: readonly EventPattern[], by: EventPattern): readonly EventPattern[] => {
        const patternOf = (some: readonly EventPattern[]): EventPattern => ({
            source: fromAws,
            "detail-type": [detailTypes.apiCall],
            detail: both(
                { errorCode: [{ exists: outcome === "attempted" }], ...detection.everyCall?.(guarded) },
                oneOf(some),
            ),
            ...by,
        });
        const fits = (some: readonly EventPattern[]): boolean =>
            JSON.stringify(patternOf(some)).length <= MAX_PATTERN_LENGTH;
        return calls.length === 0 ? [] : inParts(calls, fits, detection.name).map(patternOf);
    };
    return [
        ...patternsOf(detection.calls(guarded), detection.sparesNobody ? {} : notAllowed),
        ...patternsOf(detection.callsOfOthers?.(guarded) ?? [], notAllowed),
    ];
}

/** Alternatives in as many parts as it takes for each to fit: by halves, and at last by the calls' names. */
function inParts(
    calls: readonly EventPattern[],
    fits: (calls: readonly EventPattern[]) => boolean,
    of: string,
): readonly (readonly EventPattern[])[] {
    if (fits(calls)) {
        return [calls];
    }
    const [first = {}] = calls;
    const names = first["eventName"];
    if (calls.length > 1) {
        return halvesOf(calls).flatMap((half) => inParts(half, fits, of));
    }
    if (Array.isArray(names) && names.length > 1) {
        return halvesOf(names).flatMap((eventName) => inParts([{ ...first, eventName }], fits, of));
    }
    throw new PatternTooLong(`${of}: a single call does not fit into an event pattern`);
}

const halvesOf = <T>(all: readonly T[]): readonly (readonly T[])[] => {
    const half = Math.ceil(all.length / 2);
    return [all.slice(0, half), all.slice(half)];
};

/** Fields of two patterns, those of fields that both have among them. */
const both = (one: EventPattern, other: EventPattern): EventPattern => ({
    ...one,
    ...Object.fromEntries(
        Object.entries(other).map(([field, value]) => {
            const its = one[field];
            return [
                field,
                its === undefined || Array.isArray(its)
                    ? value
                    : both(its as EventPattern, value as EventPattern),
            ];
        }),
    ),
});

/** EventBridge refuses a choice of one. */
const oneOf = (calls: readonly EventPattern[]): EventPattern => {
    const [only] = calls;
    return calls.length === 1 && only !== undefined ? only : { $or: calls };
};

/**
 * Others than the allowed: by their names, in whatever account; and in the core accounts, where nearly all of ours is, whoever is of
 * an account that is neither one of these nor named, though the role's name is right: anybody can make one of that name elsewhere.
 * Identities without an ARN, as services have, are in: `anything-but` alone does not match a missing field.
 */
function notOf(
    allowed: readonly string[],
    { managementAccount, loggingAccount, securityAccount }: Guarded,
): EventPattern {
    const core = [...managementAccount, loggingAccount, securityAccount];
    const named = allowed.map((arn) => arn.split(":")[4] ?? "").filter((account) => account !== "*");
    return {
        $or: [
            {
                detail: {
                    userIdentity: { arn: [{ exists: false }, { "anything-but": { wildcard: allowed } }] },
                },
            },
            {
                account: core,
                detail: {
                    userIdentity: {
                        accountId: [{ exists: false }, { "anything-but": [...new Set([...core, ...named])] }],
                    },
                },
            },
        ],
    };
}
