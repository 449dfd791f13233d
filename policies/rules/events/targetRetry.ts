import { integer } from "../../parameters";
import { EVENT_TARGET } from "../../resources";
import { resourceRule } from "../../rule";

/** What EventBridge does where the program says nothing, and at the most. */
const MOST_ATTEMPTS = 185;
const LONGEST_AGE_SECONDS = 86_400;

export const targetRetry = resourceRule({
    name: "event-target-retry",
    description: "An event target must be tried for long enough.",
    severity: "medium",
    remediationSteps: "Raise retryPolicy, or leave it out: EventBridge then tries 185 times in 24 hours.",
    url: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html",
    parameters: {
        minimumAttempts: integer("The fewest attempts.", MOST_ATTEMPTS, {
            minimum: 0,
            maximum: MOST_ATTEMPTS,
        }),
        minimumAgeSeconds: integer("The fewest seconds.", LONGEST_AGE_SECONDS, {
            minimum: 60,
            maximum: LONGEST_AGE_SECONDS,
        }),
    },
    resource: EVENT_TARGET,
    *check({ retryPolicy }, { parameters: { minimumAttempts, minimumAgeSeconds } }) {
        if ((retryPolicy?.maximumRetryAttempts ?? MOST_ATTEMPTS) < minimumAttempts) {
            yield {
                problem: "Delivery is given up after too few attempts",
                property: "retryPolicy.maximumRetryAttempts",
                found: retryPolicy?.maximumRetryAttempts,
                write: `maximumRetryAttempts: ${minimumAttempts}`,
            };
        }
        if ((retryPolicy?.maximumEventAgeInSeconds ?? LONGEST_AGE_SECONDS) < minimumAgeSeconds) {
            yield {
                problem: "Delivery is given up too soon",
                property: "retryPolicy.maximumEventAgeInSeconds",
                found: retryPolicy?.maximumEventAgeInSeconds,
                write: `maximumEventAgeInSeconds: ${minimumAgeSeconds}`,
            };
        }
    },
});
