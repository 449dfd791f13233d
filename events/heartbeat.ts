/**
 * Heartbeats: API calls that change nothing, made in every account and region for their CloudTrail event alone, so
 * that the silence of one of them can be told from nothing having happened.
 */
import type { EventPattern } from "../aws/eventPattern";
import { detailTypes } from "./record";

/** The call: it takes a tag from the forwarder's rule. To CloudTrail it is a write, as what is forwarded has to be. */
export const HEARTBEAT_CALL = { service: "eventbridge", operation: "untagResource" };

/**
 * The events that are heartbeats. Version 0.2.0 took the tag from a queue that forwarders had: those that are not deployed
 * again yet still do.
 */
const HEARTBEAT_EVENTS = { sources: ["aws.events", "aws.sqs"], names: ["UntagResource", "UntagQueue"] };

/** The tag that is taken away. No rule has it, so that nothing is changed. */
export const HEARTBEAT_TAG = "security-logging-heartbeat";

/**
 * The pattern of a rule on the central bus that picks heartbeats.
 * @param roleName name of the role that makes the calls, the same in every account
 */
export function heartbeatPattern(roleName: string): EventPattern {
    return {
        source: HEARTBEAT_EVENTS.sources,
        "detail-type": [detailTypes.apiCall],
        detail: {
            eventName: HEARTBEAT_EVENTS.names,
            userIdentity: { sessionContext: { sessionIssuer: { userName: [roleName] } } },
        },
    };
}

/** The metric of heartbeats that arrived, as the monitor counts it and the alarms watch it. */
export const HEARTBEAT_METRIC = "Heartbeats";

/** The metric's dimensions, and where in an event each is. Set by CloudTrail, as the envelope's are by EventBridge. */
export const HEARTBEAT_DIMENSIONS = {
    Account: "$.detail.recipientAccountId",
    Region: "$.detail.awsRegion",
} as const;

/** The dimensions of one origin. */
export const dimensionsOf = (
    account: string,
    region: string,
): Record<keyof typeof HEARTBEAT_DIMENSIONS, string> => ({ Account: account, Region: region });
