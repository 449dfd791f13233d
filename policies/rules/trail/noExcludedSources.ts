import { TRAIL } from "../../resources";
import { resourceRule } from "../../rule";
import { excludedSources } from "./selectors";

export const noExcludedSources = resourceRule({
    name: "trail-no-excluded-sources",
    description: "A trail must leave out the management events of no service.",
    severity: "high",
    remediationSteps:
        "Remove excludeManagementEventSources, or the advanced selector's condition on eventSource. AWS KMS makes " +
        "many events; they are also the record of who decrypts what.",
    url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html#filter-aws-events",
    resource: TRAIL,
    *check(trail) {
        const sources = excludedSources(trail);
        if (sources.length > 0) {
            yield {
                problem: "Trail leaves out the management events of some services",
                property: "the list of excluded event sources",
                found: sources,
                write: "no excludeManagementEventSources, and no condition on eventSource",
            };
        }
    },
});
