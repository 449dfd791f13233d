import { notifies } from "../../../policies/rules/alarm/notifies";
import type { RuleCases } from "../cases";
import type { JsonObject, TestResource } from "../runRule";
import { UNKNOWN } from "../sdk";

const TOPIC = "arn:aws:sns:us-east-1:111111111111:alarms";
const nobody =
    "Alarm tells nobody when it goes off: alarmActions is %. Write alarmActions: [<the ARN of a topic>].";

const alarm = (props: JsonObject): TestResource => ({
    type: "aws:cloudwatch/metricAlarm:MetricAlarm",
    props: { name: "queues-eu-west-1", ...props },
});

const rule = (detail: JsonObject, type = "CloudWatch Alarm State Change"): TestResource => ({
    type: "aws:cloudwatch/eventRule:EventRule",
    name: "rule",
    props: { eventPattern: JSON.stringify({ "detail-type": [type], detail }) },
});

const untold = { messages: nobody.replace("%", "not set") };

export const alarmCases: readonly RuleCases[] = [
    {
        rule: notifies,
        pass: {
            "a topic": { stack: [alarm({ alarmActions: [TOPIC] })] },
            "a topic, and actions that are on": {
                stack: [alarm({ alarmActions: [TOPIC], actionsEnabled: true })],
            },
            "a topic that does not exist yet": { stack: [alarm({ alarmActions: [UNKNOWN.string] })] },
            "a rule that picks it by its name": {
                stack: [alarm({}), rule({ alarmName: ["queues-eu-west-1"] })],
            },
            "a rule that picks it by how its name begins": {
                stack: [alarm({}), rule({ alarmName: [{ prefix: "queues-" }] })],
            },
        },
        fail: {
            "no action": { stack: [alarm({})], ...untold },
            "an empty list": {
                stack: [alarm({ alarmActions: [] })],
                messages: nobody.replace("%", "[]"),
            },
            "actions that are off": {
                stack: [alarm({ alarmActions: [TOPIC], actionsEnabled: false })],
                messages:
                    "Alarm does nothing when it goes off: actionsEnabled is false. Write actionsEnabled: true.",
            },
            "an action for the end of the alarm only": { stack: [alarm({ okActions: [TOPIC] })], ...untold },
            "a rule that picks other alarms": {
                stack: [alarm({}), rule({ alarmName: [{ prefix: "topics-" }] })],
                ...untold,
            },
            "a rule that picks something else": {
                stack: [alarm({}), rule({ alarmName: ["queues-eu-west-1"] }, "Something Else")],
                ...untold,
            },
        },
        doesNotApply: { "a stack without alarms": { stack: [rule({})] } },
        unknown: {
            actionsEnabled: { stack: [alarm({ alarmActions: [TOPIC], actionsEnabled: UNKNOWN.boolean })] },
        },
    },
];
