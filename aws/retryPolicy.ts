/**
 * EventBridge's longest retry: 185 attempts in 24 hours, after which the event goes to the dead-letter queue.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html
 */
export const RETRY_FOR_A_DAY = { maximumEventAgeInSeconds: 24 * 60 * 60, maximumRetryAttempts: 185 };
