import { type Detection, callsOf } from "../detection";
import { DISABLE_CLOUD_LOGS } from "../techniques";

export const trailInsightsChanged: Detection = {
    name: "trail-insights-changed",
    title: "The organization trail's Insights were changed",
    description: "Unusual rates of calls or errors are no longer looked for.",
    severity: "medium",
    techniques: [DISABLE_CLOUD_LOGS],
    sparesNobody: false,
    calls: ({ trailName, trailArn }) => [
        callsOf("cloudtrail", ["PutInsightSelectors"], { trailName: [trailName, trailArn] }),
    ],
};
