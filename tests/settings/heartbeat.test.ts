import { itRefuses } from "./valid";

const SILENCE =
    "minutes of silence until the alarm, a multiple of 5 from 10 to 1440: there is a heartbeat every 5.";

describe("settings of heartbeats that are refused", () => {
    itRefuses([
        [
            "silence that is no multiple of heartbeats",
            { heartbeat: { minutes: 12 } },
            `heartbeat.minutes is 12: ${SILENCE}`,
        ],
        [
            "silence that one late heartbeat would make",
            { heartbeat: { minutes: 5 } },
            `heartbeat.minutes is 5: ${SILENCE}`,
        ],
        [
            "an alarm topic that is none",
            { heartbeat: { alarmTopicArn: "alerts" } },
            'heartbeat.alarmTopicArn is "alerts": the ARN of an SNS topic, e.g. "arn:aws:sns:us-east-1:111122223333:alerts".',
        ],
        [
            "an alarm topic in another region",
            { heartbeat: { alarmTopicArn: "arn:aws:sns:eu-west-1:333333333333:alerts" } },
            'heartbeat.alarmTopicArn is "arn:aws:sns:eu-west-1:333333333333:alerts": alarms tell topics of their own region ' +
                'only, and they are in homeRegion "us-east-1". Name a topic there.',
        ],
    ]);
});
