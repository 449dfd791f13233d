import { itRefuses } from "./valid";

const TOPIC = "arn:aws:sns:us-east-1:444444444444:log-files";

describe("settings of notifications that are refused", () => {
    itRefuses([
        [
            "a topic's name for its ARN",
            { notifications: { enabled: true, existingTopicArn: "log-files" } },
            'notifications.existingTopicArn is "log-files": the ARN of an SNS topic that is not FIFO, e.g. ' +
                '"arn:aws:sns:us-east-1:111122223333:log-files".',
        ],
        [
            "a FIFO topic, which CloudTrail cannot publish to",
            { notifications: { enabled: true, existingTopicArn: `${TOPIC}.fifo` } },
            `notifications.existingTopicArn is "${TOPIC}.fifo": the ARN of an SNS topic that is not FIFO, e.g. ` +
                '"arn:aws:sns:us-east-1:111122223333:log-files".',
        ],
        [
            "subscribers to a topic that is another's",
            {
                notifications: {
                    enabled: true,
                    existingTopicArn: TOPIC,
                    subscriberAccounts: ["444444444444"],
                },
            },
            'notifications.subscriberAccounts is ["444444444444"]: the policy of notifications.existingTopicArn is not this ' +
                "program's to write. Let them subscribe there, and leave this out.",
        ],
        [
            "a topic while notifications are off",
            { notifications: { existingTopicArn: TOPIC } },
            `notifications.existingTopicArn is "${TOPIC}": it has no effect while notifications.enabled is false. Set that ` +
                "to true, or leave this out.",
        ],
        [
            "subscribers while notifications are off",
            { notifications: { subscriberAccounts: ["444444444444"] } },
            'notifications.subscriberAccounts is ["444444444444"]: it has no effect while notifications.enabled is false. ' +
                "Set that to true, or leave this out.",
        ],
    ]);
});
