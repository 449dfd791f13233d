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
