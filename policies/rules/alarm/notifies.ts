import { ALARM_STATE_CHANGE } from "../../../events/deadLetterAlarm";
import { type Alternative, acceptsText, readEventPattern } from "../../eventPattern";
import { ALARM, EVENT_RULE } from "../../resources";
import { stackRule } from "../../rule";
import type { Stack } from "../../stack";
import { given, known } from "../../unknown";

export const notifies = stackRule({
    name: "alarm-notifies",
    description: "An alarm should tell somebody, itself or by an EventBridge rule of the stack.",
    severity: "medium",
    // Some alarms are looked at only, or are parts of a composite one.
    level: "advisory",
    remediationSteps:
        "Set alarmActions to the ARN of a topic that somebody reads, and leave actionsEnabled at true. A topic of another " +
        `region is told by EventBridge rules with the detail-type "${ALARM_STATE_CHANGE}" and the alarm's name.`,
    url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html",
    resource: ALARM,
    *check({ props: alarm }, stack) {
        if (isHandedOn(known(alarm, "name"), stack)) {
            return;
        }
        if (alarm.actionsEnabled === false) {
            yield {
                problem: "Alarm does nothing when it goes off",
                property: "actionsEnabled",
                found: alarm.actionsEnabled,
                write: "actionsEnabled: true",
            };
        }
        if (!given(alarm, "alarmActions") || alarm.alarmActions?.length === 0) {
            yield {
                problem: "Alarm tells nobody when it goes off",
                property: "alarmActions",
                found: alarm.alarmActions,
                write: "alarmActions: [<the ARN of a topic>]",
            };
        }
    },
});

/** Whether a rule of the stack picks the alarm by its name, as alarms in other regions than their topic's have it. */
function isHandedOn(name: unknown, stack: Stack): boolean {
    if (typeof name !== "string") {
        return false;
    }
    return stack.ofType(EVENT_RULE).some(({ props }) => {
        const pattern: unknown = known(props, "eventPattern");
        if (typeof pattern !== "string" || !pattern.includes(ALARM_STATE_CHANGE)) {
            return false;
        }
        const read = readEventPattern(pattern);
        return (
            read.malformed === undefined && read.alternatives.some((conditions) => picks(conditions, name))
        );
    });
}

const picks = (conditions: Alternative, name: string): boolean =>
    conditions.some(
        ({ field, matchers }) => field === "detail-type" && matchers.includes(ALARM_STATE_CHANGE),
    ) &&
    conditions.some(
        ({ field, matchers }) =>
            field === "detail.alarmName" && matchers.some((matcher) => acceptsText(matcher, name)),
    );
