/**
 * What a subscription filter of CloudWatch Logs can deliver to.
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/logs/SubscriptionFilters.html
 */
export type LogDestinationKind = "lambda" | "kinesis" | "firehose";

const FORMS: Readonly<Record<LogDestinationKind, RegExp>> = {
    lambda: /^arn:[^:]+:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9_-]+$/,
    kinesis: /^arn:[^:]+:kinesis:[a-z0-9-]+:\d{12}:stream\/[A-Za-z0-9_.-]+$/,
    firehose: /^arn:[^:]+:firehose:[a-z0-9-]+:\d{12}:deliverystream\/[A-Za-z0-9_.-]+$/,
};

/** What an ARN is of, or undefined if a log group cannot deliver to it. */
export function logDestinationKind(arn: string): LogDestinationKind | undefined {
    return (["lambda", "kinesis", "firehose"] as const).find((kind) => FORMS[kind].test(arn));
}
