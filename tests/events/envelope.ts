/** CloudTrail records as they arrive on an event bus. */
import {
    type CloudTrailRecord,
    type DetailType,
    detailTypes,
    type EventBridgeEvent,
} from "../../events/record";

const detailTypeOf: Readonly<Record<CloudTrailRecord["eventType"], DetailType>> = {
    AwsApiCall: detailTypes.apiCall,
    AwsConsoleSignIn: detailTypes.consoleSignIn,
    AwsConsoleAction: detailTypes.consoleAction,
    AwsServiceEvent: detailTypes.serviceEvent,
    AwsCloudTrailInsight: detailTypes.insight,
    AwsVpceEvent: detailTypes.networkActivity,
};

/** Wraps a record as EventBridge does. */
export function inEnvelope(record: CloudTrailRecord): EventBridgeEvent {
    const service = "eventSource" in record ? record.eventSource.split(".")[0] : "cloudtrail";
    return {
        version: "0",
        id: record.eventID,
        "detail-type": detailTypeOf[record.eventType],
        source: `aws.${service}`,
        account: record.recipientAccountId,
        time: record.eventTime,
        region: record.awsRegion,
        resources: [],
        detail: record,
    };
}
