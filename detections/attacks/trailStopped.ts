import { type Detection, callsOf } from "../detection";
import { DISABLE_CLOUD_LOGS } from "../techniques";

export const trailStopped: Detection = {
    name: "trail-stopped",
    title: "A trail was stopped or deleted",
    description:
        "Nothing is recorded any more. Of the organization trail this is the last event that its forwarders deliver.",
    severity: "critical",
    techniques: [DISABLE_CLOUD_LOGS],
    sparesNobody: true,
    calls: () => [callsOf("cloudtrail", ["StopLogging", "DeleteTrail"])],
};
