/**
 * Alarms of dead-letter queues: CloudWatch tells a topic of its own region only, so that those of other regions take the way of
 * every other event to the central bus.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
 */
import type { EventPattern } from "../aws/eventPattern";

/** The detail-type of an alarm that goes off, or ceases to. */
export const ALARM_STATE_CHANGE = "CloudWatch Alarm State Change";

/** An alarm whose name starts so, when it goes off. */
const goesOff = (alarmPrefix: string): EventPattern => ({
    alarmName: [{ prefix: alarmPrefix }],
    state: { value: ["ALARM"] },
});

/** What the forwarders of the security account send besides: an alternative of their pattern. */
export const alarmsGoingOff = (alarmPrefix: string): EventPattern => ({
    "detail-type": [ALARM_STATE_CHANGE],
    detail: goesOff(alarmPrefix),
});

/**
 * The pattern of a rule on the central bus that picks alarms of other regions.
 * @param account the security account, whose alarms these are
 */
export const alarmsOfOtherRegions = (
    alarmPrefix: string,
    account: string,
    homeRegion: string,
): EventPattern => ({
    source: ["aws.cloudwatch"],
    "detail-type": [ALARM_STATE_CHANGE],
    account: [account],
    region: [{ "anything-but": [homeRegion] }],
    detail: goesOff(alarmPrefix),
});
