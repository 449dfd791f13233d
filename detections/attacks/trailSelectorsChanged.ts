import type { EventPattern } from "../../aws/eventPattern";
import { type Detection, type Guarded, callsOf, otherThan } from "../detection";
import { DISABLE_CLOUD_LOGS } from "../techniques";

export const trailSelectorsChanged: Detection = {
    name: "trail-selectors-changed",
    title: "A trail's event selectors were changed",
    description:
        "Management events, one kind of them or a service are left out. Of our trail every change counts but to all " +
        "management events, if it records those alone; of other trails, a change that leaves out.",
    severity: "critical",
    techniques: [DISABLE_CLOUD_LOGS],
    sparesNobody: true,
    // Where each account has a trail, each account that joins would alert, if its selectors are none that a pattern can know.
    calls: (guarded) => [
        putSelectors(...(guarded.trailSelectors === "others of each account" ? BASIC : changes(guarded))),
    ],
    callsOfOthers: (guarded) =>
        guarded.trailSelectors === "others of each account" ? [putSelectors(...changes(guarded))] : [],
};

const putSelectors = (...$or: EventPattern[]): EventPattern =>
    callsOf("cloudtrail", ["PutEventSelectors"], { $or });

/** Selectors of the older kind, which no deployment writes. */
const BASIC: readonly EventPattern[] = [
    { eventSelectors: { includeManagementEvents: [false] } },
    { eventSelectors: { readWriteType: ["ReadOnly", "WriteOnly"] } },
    { eventSelectors: { excludeManagementEventSources: [{ exists: true }] } },
];

function changes({ trailName, trailArn, trailSelectors }: Guarded): EventPattern[] {
    const ours = { trailName: [trailName, trailArn] };
    const conditions = (fieldSelectors: EventPattern): EventPattern => ({
        advancedEventSelectors: { fieldSelectors },
    });
    return [
        trailSelectors === "management events alone"
            ? {
                  ...ours,
                  // To record all management events takes a single condition.
                  $or: [
                      conditions({ field: otherThan("eventCategory") }),
                      conditions({ equals: otherThan("Management") }),
                  ],
              }
            : ours,
        ...BASIC,
        conditions({ field: ["readOnly"] }),
        conditions({ field: ["eventSource"], notEquals: [{ exists: true }] }),
    ];
}
