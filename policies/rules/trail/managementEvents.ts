import { TRAIL } from "../../resources";
import { resourceRule } from "../../rule";
import { recordsManagementEvents, selectorsProperty } from "./selectors";

export const managementEvents = resourceRule({
    name: "trail-management-events",
    description: "A trail must record all management events, those that read and those that write.",
    severity: "high",
    remediationSteps:
        "Leave out eventSelectors and advancedEventSelectors, or add a selector of management events that has no " +
        "condition but its category.",
    url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html",
    resource: TRAIL,
    *check(trail) {
        const property = selectorsProperty(trail);
        const missing = (["read", "write"] as const).filter((kind) => !recordsManagementEvents(trail, kind));
        if (property !== undefined && missing.length > 0) {
            yield {
                problem: `Trail does not record all management events that ${missing.join(" or ")}`,
                property,
                found: trail[property],
                write: WRITE[property],
            };
        }
    },
});

const WRITE = {
    eventSelectors: 'eventSelectors: [{ includeManagementEvents: true, readWriteType: "All" }]',
    advancedEventSelectors:
        'advancedEventSelectors: [{ fieldSelectors: [{ field: "eventCategory", equals: ["Management"] }] }]',
};
