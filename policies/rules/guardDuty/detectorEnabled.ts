import { DETECTOR } from "../../resources";
import { resourceRule } from "../../rule";

export const detectorEnabled = resourceRule({
    name: "guardduty-detector-enabled",
    description: "A GuardDuty detector must be enabled.",
    severity: "high",
    remediationSteps: "Leave enable out, or set it to true. A suspended detector looks at nothing.",
    url: "https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_suspend-disable.html",
    resource: DETECTOR,
    *check({ enable }) {
        if (enable === false) {
            yield {
                problem: "GuardDuty is suspended",
                property: "enable",
                found: enable,
                write: "enable: true",
            };
        }
    },
});
