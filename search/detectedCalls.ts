/** The calls that the detections look for, as a condition in SQL. */
import { detectionsOf, verdicts } from "../detections/verdicts";
import { eventNamesOf, eventSourceOf } from "../events/eventNames";

/** Stands in a query for the condition. */
export const DETECTED_CALLS = "-- every call that the detections look for";

/** Every call that a verdict says is alerted, by the source and the name that CloudTrail's records have; whatever it is on. */
export function detectedCalls(): string {
    const bySource = new Map<string, Set<string>>();
    for (const verdict of verdicts.filter((each) => detectionsOf(each).length > 0)) {
        for (const action of verdict.actions) {
            const source = eventSourceOf(action.split(":")[0] ?? "");
            bySource.set(source, new Set([...(bySource.get(source) ?? []), ...eventNamesOf(action)]));
        }
    }
    return [...bySource]
        .map(
            ([source, names]) =>
                `(eventsource = '${source}' AND eventname IN (\n            '${[...names].sort().join("',\n            '")}'\n        ))`,
        )
        .join("\n        OR ");
}
