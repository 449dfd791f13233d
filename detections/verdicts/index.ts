/** What becomes of every call on what is ours, by service. */
import { eventNamesOf } from "../../events/eventNames";
import { cloudFormation } from "./cloudFormation";
import { cloudTrail } from "./cloudTrail";
import { cloudWatch } from "./cloudWatch";
import { events } from "./events";
import { guardDuty } from "./guardDuty";
import { iam } from "./iam";
import { kms } from "./kms";
import { logs } from "./logs";
import { macie } from "./macie";
import { organizations } from "./organizations";
import { s3 } from "./s3";
import { scheduler } from "./scheduler";
import { search } from "./search";
import { sns } from "./sns";
import { sqs } from "./sqs";
import { streams } from "./streams";
import type { Thing, Verdict } from "./verdict";

export { THINGS, type Thing, type Verdict } from "./verdict";

export const verdicts: readonly Verdict[] = [
    ...cloudTrail,
    ...s3,
    ...kms,
    ...events,
    ...sqs,
    ...sns,
    ...logs,
    ...cloudWatch,
    ...iam,
    ...streams,
    ...scheduler,
    ...organizations,
    ...guardDuty,
    ...macie,
    ...search,
    ...cloudFormation,
];

/** Things of which no call is judged one by one, and why. */
export const AT_LARGE: Readonly<Record<string, string>> = {
    "existing targets":
        "what reacts to events and was there already is its account's own, and its administrators may change it",
    "the stacks' state":
        "made before any stack, in an account that the logging does not depend on; docs/deployment-roles.md says who may what",
    "a verification's tap": "there for as long as a verification runs, by a name that nothing else has",
};

/** Why tags are never alerted. */
export const TAGS = "nothing of the logging goes by tags, and the next deployment writes them back";

/** The detections that a verdict names: of some calls, several, by what the call holds. */
export const detectionsOf = ({ answer }: Verdict): readonly string[] =>
    answer.is === "alerted" ? answer.by.split(" / ") : [];

/** The services whose calls the verdicts say a detection alerts. */
export const servicesOf = (detection: string): readonly string[] => [
    ...new Set(
        verdicts
            .filter((verdict) => detectionsOf(verdict).includes(detection))
            .flatMap(({ actions }) => actions)
            .map((action) => action.slice(0, action.indexOf(":"))),
    ),
];

/** What CloudTrail calls the calls of a service that the verdicts say a detection alerts, in alphabetical order. */
export function alertedCalls(detection: string, service: string, on?: Thing): readonly string[] {
    return [
        ...new Set(
            verdicts
                .filter(
                    (verdict) =>
                        detectionsOf(verdict).includes(detection) &&
                        (on === undefined || verdict.on.includes(on)),
                )
                .flatMap(({ actions }) => actions)
                .filter((action) => action.startsWith(`${service}:`))
                .flatMap(eventNamesOf),
        ),
    ].sort();
}
