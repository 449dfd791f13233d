import { type Detection, callsOf } from "../detection";
import { DISABLE_TOOLS } from "../techniques";
import { alertedCalls } from "../verdicts";

export const alarmChanged: Detection = {
    name: "alarm-changed",
    title: "An alarm of ours, its topic or a heartbeat was changed",
    description: "Silence, dead letters or what the CIS benchmark looks for is told no longer.",
    severity: "high",
    techniques: [DISABLE_TOOLS],
    sparesNobody: false,
    calls({ namePrefix, otherTopicArns, heartbeatSchedule }) {
        const ours = [{ prefix: `${namePrefix}-` }];
        return [
            // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutAlarmMuteRule.html
            callsOf("monitoring", alertedCalls("alarm-changed", "cloudwatch"), {
                $or: [{ alarmName: ours }, { alarmNames: ours }, { muteTargets: { alarmNames: ours } }],
            }),
            callsOf("sns", alertedCalls("alarm-changed", "sns"), {
                $or: [
                    { topicArn: otherTopicArns },
                    { resourceArn: otherTopicArns },
                    { subscriptionArn: otherTopicArns.map((topic) => ({ prefix: `${topic}:` })) },
                ],
            }),
            callsOf("scheduler", alertedCalls("alarm-changed", "scheduler"), {
                $or: [{ name: [heartbeatSchedule] }, { groupName: [heartbeatSchedule] }],
            }),
        ];
    },
};
