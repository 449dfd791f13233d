/** A target of each kind, as settings of the security stack have it: a new kind is tested by its line here. */
import { type Place, arn } from "../aws/arn";
import type { Target } from "../settings";

export type RawTarget = Readonly<Record<string, unknown>> & Pick<Target, "kind" | "name">;

/**
 * One target of each kind, named after it.
 * @param place the bus's account and region
 */
export const targetsOfEveryKind = (place: Place): Readonly<Record<Target["kind"], RawTarget>> => ({
    queue: { kind: "queue", name: "queue" },
    stream: { kind: "stream", name: "stream" },
    firehose: { kind: "firehose", name: "firehose" },
    logGroup: { kind: "logGroup", name: "log-group" },
    existing: {
        kind: "existing",
        name: "existing",
        arn: arn({ ...place, service: "states", resource: "stateMachine:triage" }),
    },
});
