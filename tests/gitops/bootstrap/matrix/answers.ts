/** What answers a call that nothing denies: a detection that alerts, or a limit that is written down. */
import { detections } from "../../../../detections";
import { detectionPatterns } from "../../../../detections/pattern";
import type { Limit } from "../../../../docs/roles/limits";
import { allowedPrincipals } from "../../../../stacks/detections";
import { guarded } from "../../../detections/guarded";
import type { Question } from "../../../events/ruler/ruler";
import { settingsOf } from "../../../stacks/organization";
import { BY_DEPLOYMENT_ROLES } from "./attackers";
import { recorded } from "./calls";
import type { Try } from "./matrix";

/** Whether a text is as the pattern says, in which `*` stands for any text. */
export const matching = (pattern: string, text: string): boolean =>
    new RegExp(`^${pattern.replace(/[.()']/g, "\\$&").replaceAll("*", ".*")}$`).test(text);

/** Whether a limit is about a call by an attacker of a name. */
export const isAbout = (limit: Limit, by: string, { action, on }: Try): boolean =>
    limit.by.some((each) => matching(each, by)) &&
    limit.actions.some((each) => matching(each, action.name)) &&
    (limit.on === undefined || limit.on.some((each) => matching(each, on.what)));

/** The patterns of the detections, as they are where the bootstrap's roles deploy. */
const patterns = detections.flatMap((detection) =>
    detectionPatterns(
        detection,
        "done",
        guarded,
        allowedPrincipals(settingsOf("security", BY_DEPLOYMENT_ROLES)),
    ),
);

/** What the Event Ruler is to be asked of a call: that the pattern of any detection matches is an alert. */
export function alertsOf(
    { action, on }: Try,
    by: { readonly account: string; readonly role: string },
): readonly Question[] {
    const event = recorded(action.name, on, by);
    return (
        patterns
            // The ruler is asked only about rules that are about the service at all.
            .filter((pattern) => JSON.stringify(pattern).includes(`"${event.detail.eventSource}"`))
            .map((pattern) => ({ pattern, event }))
    );
}
