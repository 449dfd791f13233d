import { EVENT_RULE } from "../../resources";
import { resourceRule } from "../../rule";

export const ruleEnabled = resourceRule({
    name: "event-rule-enabled",
    description: "An event rule must be enabled.",
    severity: "high",
    remediationSteps: "Set state to ENABLED, and take out a rule that is not wanted.",
    url: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rules.html",
    resource: EVENT_RULE,
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- programs that are not up to date still use it
    *check({ state, isEnabled }) {
        if (state === "DISABLED" || isEnabled === false) {
            yield {
                problem: "The rule delivers nothing",
                property: state === "DISABLED" ? "state" : "isEnabled",
                found: state === "DISABLED" ? state : isEnabled,
                write: 'state: "ENABLED"',
            };
        }
    },
});
