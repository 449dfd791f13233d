import { itRefuses } from "./valid";

const SUBSCRIPTION =
    "the ARN of one Lambda function, Kinesis stream or Firehose stream. AWS lets a log group have two subscriptions; " +
    "this program makes one and leaves the other to your own tools. To reach more, subscribe one stream and read it as " +
    "often as needed.";
const STREAM = "arn:aws:kinesis:us-east-1:444444444444:stream/events";
const TOPIC = "arn:aws:sns:us-east-1:444444444444:log-files";

describe("settings of the log group that are refused", () => {
    itRefuses([
        [
            "days that CloudWatch Logs does not offer",
            { cloudWatchLogs: { enabled: true, retentionDays: 366 } },
            "cloudWatchLogs.retentionDays is 366: CloudWatch Logs keeps log events for one of 1, 3, 5, 7, 14, 30, 60, 90, " +
                "120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653 days.",
        ],
        [
            "two subscriptions of a log group",
            { cloudWatchLogs: { enabled: true, subscription: [STREAM, `${STREAM}2`] } },
            `cloudWatchLogs.subscription is ["${STREAM}","${STREAM}2"] (a list), but must be a string: ${SUBSCRIPTION}`,
        ],
        [
            "a subscription by something else",
            { cloudWatchLogs: { enabled: true, subscription: TOPIC } },
            `cloudWatchLogs.subscription is "${TOPIC}": ${SUBSCRIPTION}`,
        ],
        [
            "a subscription in another region",
            { homeRegion: "eu-west-1", cloudWatchLogs: { enabled: true, subscription: STREAM } },
            `cloudWatchLogs.subscription is "${STREAM}": a log group delivers within its own region only, and it is in ` +
                'homeRegion "eu-west-1". Name a function or stream there.',
        ],
        [
            "a subscription of a log group that is not made",
            { cloudWatchLogs: { subscription: STREAM } },
            `cloudWatchLogs.subscription is "${STREAM}": it has no effect while cloudWatchLogs.enabled is false. Set that to ` +
                "true, or leave this out.",
        ],
        [
            "alarms of a log group that is not made",
            { cloudWatchLogs: { cisAlarms: { enabled: true } } },
            "cloudWatchLogs.cisAlarms.enabled is true: it has no effect while cloudWatchLogs.enabled is false. Set that to " +
                "true, or leave this out.",
        ],
        [
            "a topic for alarms that are off",
            { cloudWatchLogs: { enabled: true, cisAlarms: { topicArn: TOPIC } } },
            `cloudWatchLogs.cisAlarms.topicArn is "${TOPIC}": it has no effect while cloudWatchLogs.cisAlarms.enabled is ` +
                "false. Set that to true, or leave this out.",
        ],
        [
            "addresses for alarms that are off",
            { cloudWatchLogs: { enabled: true, cisAlarms: { emails: ["a@example.com"] } } },
            'cloudWatchLogs.cisAlarms.emails is ["a@example.com"]: it has no effect while cloudWatchLogs.cisAlarms.enabled ' +
                "is false. Set that to true, or leave this out.",
        ],
        [
            "addresses for a topic that is not made",
            {
                cloudWatchLogs: {
                    enabled: true,
                    cisAlarms: { enabled: true, topicArn: TOPIC, emails: ["a@example.com"] },
                },
            },
            'cloudWatchLogs.cisAlarms.emails is ["a@example.com"]: the alarms go to the topic of ' +
                "cloudWatchLogs.cisAlarms.topicArn, which is not made here. Leave one of them out, or subscribe the " +
                "addresses there.",
        ],
        [
            "an address twice",
            {
                cloudWatchLogs: {
                    enabled: true,
                    cisAlarms: { enabled: true, emails: ["a@example.com", "a@example.com"] },
                },
            },
            'cloudWatchLogs.cisAlarms.emails[1] is "a@example.com": the list has it already. Write it once.',
        ],
    ]);
});
