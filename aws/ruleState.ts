/**
 * The state of a rule that delivers. One that is only `ENABLED` is offered no read-only management event, whatever its pattern
 * says.
 * @param readOnlyEvents whether the rule is for events that only read, too
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export const ruleState = (
    readOnlyEvents: boolean,
): "ENABLED" | "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" =>
    readOnlyEvents ? "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" : "ENABLED";
