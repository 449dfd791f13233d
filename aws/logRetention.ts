/**
 * The days that CloudWatch Logs can keep log events for. It can also keep them for ever, which is billed without end.
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
 */
const LOG_RETENTION_DAYS: readonly number[] = [
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** What is wrong with a number of days of retention, or undefined. */
export function logRetentionMistake(days: number): string | undefined {
    return LOG_RETENTION_DAYS.includes(days)
        ? undefined
        : `CloudWatch Logs keeps log events for one of ${LOG_RETENTION_DAYS.join(", ")} days.`;
}
