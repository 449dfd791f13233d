import { TRAIL } from "../../resources";
import { resourceRule } from "../../rule";

export const globalServiceEvents = resourceRule({
    name: "trail-global-service-events",
    description: "A trail must record the events of global services such as IAM.",
    severity: "high",
    remediationSteps: "Set includeGlobalServiceEvents to true, or leave it out.",
    url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html#cloudtrail-concepts-global-service-events",
    resource: TRAIL,
    *check({ includeGlobalServiceEvents }) {
        // Without it, CloudTrail includes them.
        if (includeGlobalServiceEvents === false) {
            yield {
                problem: "Trail leaves out the events of global services",
                property: "includeGlobalServiceEvents",
                found: includeGlobalServiceEvents,
                write: "includeGlobalServiceEvents: true",
            };
        }
    },
    remediate: () => ({ includeGlobalServiceEvents: true }),
});
