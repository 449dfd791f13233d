import { type Detection, callsOf, otherThan } from "../detection";
import { DISABLE_CLOUD_LOGS } from "../techniques";

export const ruleChanged: Detection = {
    name: "rule-changed",
    title: "A rule of the central bus or its targets were changed",
    description:
        "A pattern that matches nothing, or a target elsewhere, silences a detection or a target of the events.",
    severity: "high",
    techniques: [DISABLE_CLOUD_LOGS],
    sparesNobody: true,
    calls: ({ detectionRulePrefix, alertTopicArn }) => [
        callsOf("events", ["PutTargets"], {
            rule: [{ prefix: detectionRulePrefix }],
            targets: { arn: otherThan(alertTopicArn) },
        }),
    ],
    // A rule's pattern cannot hold the patterns of all the detections, its own among them; targets come with settings.
    callsOfOthers({ namePrefix, busName, busArn }) {
        const ours = [{ prefix: `${namePrefix}-` }];
        const eventBusName = [busName, busArn];
        return [
            callsOf("events", ["PutRule"], { name: ours, eventBusName, state: otherThan("DISABLED") }),
            callsOf("events", ["PutTargets"], { rule: ours, eventBusName }),
        ];
    },
};
