import { ALARM } from "../../resources";
import { resourceRule } from "../../rule";
import { given } from "../../unknown";

export const notifies = resourceRule({
    name: "alarm-notifies",
    description: "An alarm should tell somebody.",
    severity: "medium",
    // Some alarms are looked at only, or are parts of a composite one.
    level: "advisory",
    remediationSteps:
        "Set alarmActions to the ARN of a topic that somebody reads, and leave actionsEnabled at true.",
    url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html",
    resource: ALARM,
    *check(alarm) {
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
