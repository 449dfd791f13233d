import { TRAIL } from "../../resources";
import { resourceRule } from "../../rule";

export const loggingOn = resourceRule({
    name: "trail-logging-on",
    description: "A trail must be recording.",
    severity: "critical",
    remediationSteps:
        "Set enableLogging to true, or leave it out. Events of the time in which the trail was stopped are lost.",
    url: "https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_StartLogging.html",
    resource: TRAIL,
    *check({ enableLogging }) {
        // Without it, the provider starts the trail.
        if (enableLogging === false) {
            yield {
                problem: "Trail is stopped",
                property: "enableLogging",
                found: enableLogging,
                write: "enableLogging: true",
            };
        }
    },
});
