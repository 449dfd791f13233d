import { notifies } from "../../../policies/rules/alarm/notifies";
import { OTHER_RESOURCE, type RuleCases } from "../cases";
import { UNKNOWN } from "../sdk";

const TOPIC = "arn:aws:sns:us-east-1:111111111111:alarms";
const nobody =
    "Alarm tells nobody when it goes off: alarmActions is %. Write alarmActions: [<the ARN of a topic>].";

export const alarmCases: readonly RuleCases[] = [
    {
        rule: notifies,
        pass: {
            "a topic": { props: { alarmActions: [TOPIC] } },
            "a topic, and actions that are on": { props: { alarmActions: [TOPIC], actionsEnabled: true } },
            "a topic that does not exist yet": { props: { alarmActions: [UNKNOWN.string] } },
        },
        fail: {
            "no action": { props: {}, messages: nobody.replace("%", "not set") },
            "an empty list": { props: { alarmActions: [] }, messages: nobody.replace("%", "[]") },
            "actions that are off": {
                props: { alarmActions: [TOPIC], actionsEnabled: false },
                messages:
                    "Alarm does nothing when it goes off: actionsEnabled is false. Write actionsEnabled: true.",
            },
            "an action for the end of the alarm only": {
                props: { okActions: [TOPIC] },
                messages: nobody.replace("%", "not set"),
            },
        },
        doesNotApply: { "another resource": OTHER_RESOURCE },
        unknown: { actionsEnabled: { props: { alarmActions: [TOPIC], actionsEnabled: UNKNOWN.boolean } } },
    },
];
