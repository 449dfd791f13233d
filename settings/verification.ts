/** What `npx security-logging verify` makes for a while, and how its events are told: the operators' role may do this and no more. */

/**
 * A rule on the central bus, or a queue, that a verification makes and removes again. The name does not begin as those of
 * what is there for good do, whatever the prefix, since none has an underscore: so no target can be called so, and neither
 * guardrails nor detections take it for one of them.
 * @param id tells one verification from another, or `*` for the pattern of them all
 */
export const verificationName = (namePrefix: string, id: string): string => `verify_${namePrefix}-${id}`;

/** The source of the event that becomes the test message. No rule but the verification's picks it. */
export const VERIFICATION_SOURCE = "security-logging.verify";

export const VERIFICATION_DETAIL_TYPE = "Test";

/** A tag that no rule has, so that taking it away changes nothing. */
export const ABSENT_TAG = "security-logging-verification";
