/**
 * The kinds of unusual activity that CloudTrail Insights looks for.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-insights-events-with-cloudtrail.html
 */
export const INSIGHT_TYPES = ["ApiCallRateInsight", "ApiErrorRateInsight"] as const;

export type InsightType = (typeof INSIGHT_TYPES)[number];
