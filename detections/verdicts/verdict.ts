/** What becomes of a call on something that is ours: every call of AWS that writes, tags or changes permissions has a verdict. */

/** Kinds of things that the program makes or depends on. */
export const THINGS = [
    "trail",
    "archive",
    "objects of the archive",
    "another bucket",
    "objects of another bucket",
    "way into a bucket",
    "key",
    "alias of a key",
    "central bus",
    "default bus",
    "rule",
    "event archive",
    "replay",
    "what starts deployments",
    "queue",
    "alert topic",
    "another topic",
    "log group",
    "log stream",
    "log delivery",
    "alarm",
    "dashboard",
    "role",
    "assumed role",
    "service-linked role",
    "policy",
    "identity provider",
    "stream",
    "delivery stream",
    "schedule",
    "workgroup",
    "tables",
    "StackSet",
    "detector",
    "GuardDuty's lists",
    "findings export",
    "Macie's lists",
    "organization",
    "account",
    "organization's policy",
    "delegation policy",
    "service of a core account",
    "service as a whole",
] as const;
export type Thing = (typeof THINGS)[number];

export type Answer =
    /** The detection of that name alerts, whoever calls or, where it spares the deployment, others. */
    | { readonly is: "alerted"; readonly by: string }
    /** The archive's own policy refuses it, or AWS does. */
    | { readonly is: "impossible"; readonly by: "the bucket's policy" | "AWS"; readonly because: string }
    | { readonly is: "harmless"; readonly because: string };

export interface Verdict {
    readonly on: readonly Thing[];
    /** IAM's names, as `s3:PutBucketPolicy`. */
    readonly actions: readonly string[];
    readonly answer: Answer;
}

export const alertedBy = (detection: string): Answer => ({ is: "alerted", by: detection });
export const refusedBy = (by: "the bucket's policy" | "AWS", because: string): Answer => ({
    is: "impossible",
    by,
    because,
});
export const harmless = (because: string): Answer => ({ is: "harmless", because });

/**
 * Verdicts of a service's actions.
 * @param rows what they are on, the answer, and the actions, with white space between them; one of another service, which takes
 * the same things, has that service's name before it
 */
export const verdictsOf = (
    service: string,
    ...rows: readonly (readonly [on: readonly Thing[], answer: Answer, actions: string])[]
): readonly Verdict[] =>
    rows.map(([on, answer, actions]) => ({
        on,
        answer,
        actions: actions
            .trim()
            .split(/\s+/)
            .map((action) => (action.includes(":") ? action : `${service}:${action}`)),
    }));
