import { INSIGHT_TYPES } from "../../../aws/insights";
import { TRAIL } from "../../resources";
import { resourceRule } from "../../rule";

export const insights = resourceRule({
    name: "trail-insights",
    description: "A trail must look for unusual rates of calls and of errors with CloudTrail Insights.",
    severity: "medium",
    remediationSteps:
        "Add the missing kinds to insightSelectors. Insights are billed by the management events analysed.",
    url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-insights-events-with-cloudtrail.html",
    resource: TRAIL,
    *check({ insightSelectors }) {
        const found = (insightSelectors ?? []).map(({ insightType }) => insightType);
        if (!INSIGHT_TYPES.every((type) => found.includes(type))) {
            yield {
                problem: "Trail does not look for all unusual activity",
                property: "insightSelectors",
                found: insightSelectors,
                write: `insightSelectors: [${INSIGHT_TYPES.map((type) => `{ insightType: "${type}" }`).join(", ")}]`,
            };
        }
    },
});
