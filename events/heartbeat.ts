/**
 * Heartbeats: API calls that change nothing, made in every account and region for their CloudTrail event alone, so
 * that the silence of one of them can be told from nothing having happened.
 */
import type { EventPattern } from "./patterns";
import { detailTypes } from "./record";

/** The call: it takes a tag from a queue. To CloudTrail it is a write, as what is forwarded has to be. */
export const HEARTBEAT_CALL = { service: "sqs", operation: "untagQueue", eventName: "UntagQueue" };

/** The tag that is taken away. No queue has it, so that nothing is changed. */
export const HEARTBEAT_TAG = "security-logging-heartbeat";

/**
 * The pattern of a rule on the central bus that picks heartbeats.
 * @param roleName name of the role that makes the calls, the same in every account
 */
export function heartbeatPattern(roleName: string): EventPattern {
    return {
        source: ["aws.sqs"],
        "detail-type": [detailTypes.apiCall],
        detail: {
            eventName: [HEARTBEAT_CALL.eventName],
            userIdentity: { sessionContext: { sessionIssuer: { userName: [roleName] } } },
        },
    };
}
