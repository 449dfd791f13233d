import { type Detection, callsOf } from "../detection";
import { DISABLE_CLOUD_LOGS } from "../techniques";

export const trailSelectorsChanged: Detection = {
    name: "trail-selectors-changed",
    title: "A trail's event selectors were changed",
    description:
        "Management events, one kind of them or a service are left out. Of the organization trail every change counts, " +
        "since a pattern cannot see what advanced selectors no longer hold; of other trails, a change that leaves out.",
    severity: "critical",
    techniques: [DISABLE_CLOUD_LOGS],
    sparesNobody: false,
    calls: ({ trailName, trailArn }) => [
        callsOf("cloudtrail", ["PutEventSelectors"], {
            $or: [
                { trailName: [trailName, trailArn] },
                { eventSelectors: { includeManagementEvents: [false] } },
                { eventSelectors: { readWriteType: ["ReadOnly", "WriteOnly"] } },
                { eventSelectors: { excludeManagementEventSources: [{ exists: true }] } },
                { advancedEventSelectors: { fieldSelectors: { field: ["readOnly"] } } },
                {
                    advancedEventSelectors: {
                        fieldSelectors: { field: ["eventSource"], notEquals: [{ exists: true }] },
                    },
                },
            ],
        }),
    ],
};
