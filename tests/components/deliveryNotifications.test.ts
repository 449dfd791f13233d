import assert from "node:assert/strict";
import { queueArn, topicArn } from "../../aws/arn";
import {
    DeliveryNotifications,
    type DeliveryNotificationsArgs,
} from "../../components/deliveryNotifications";
import { queuePolicyForTopic } from "../../documents/queue";
import * as org from "../documents/organization";
import { json, valueOf } from "../mocks";
import { assertFamily, make } from "./component";

const place = { partition: "aws", region: "eu-west-1", account: org.LOGGING } as const;
const args: DeliveryNotificationsArgs = {
    place,
    trails: org.TRAILS,
    membership: org.MEMBERSHIP,
    topicName: "log-files",
    keyAlias: "alias/log-files",
    queueName: "log-files-queue",
    deadLetterQueueName: "log-files-dlq",
    subscriberAccounts: [org.SECURITY],
};
const QUEUE = "aws:sqs/queue:Queue";
const TOPIC = topicArn(place, "log-files");

const makeNotifications = () =>
    make(org.LOGGING, (options) => new DeliveryNotifications("notifications", args, options));

describe("DeliveryNotifications", () => {
    it("are one family, in its region", async () => {
        const made = await makeNotifications();
        assertFamily(made, "security-logging:components:DeliveryNotifications", "notifications", org.LOGGING);
        assert.deepEqual(
            made.custom.map(({ name }) => name),
            [
                "notifications-dead-letter-queue",
                "notifications-queue",
                "notifications-subscription",
                "notifications-topic-key",
                "notifications-topic-key-alias",
                "notifications-topic-topic",
            ],
        );
        assert.ok(made.custom.every(({ inputs }) => inputs["region"] === "eu-west-1"));
    });

    it("let CloudTrail publish for the trail, and the named accounts subscribe", async () => {
        const topic = (await makeNotifications()).the("aws:sns/topic:Topic", "notifications-topic-topic");
        const policy = JSON.stringify(json(topic, "policy"));
        assert.ok(policy.includes(org.TRAIL), policy);
        assert.ok(policy.includes(`arn:aws:iam::${org.SECURITY}:root`), policy);
    });

    it("have encrypted queues that take messages from the topic alone, and keep them for 14 days", async () => {
        const made = await makeNotifications();
        for (const [name, queueName] of [
            ["notifications-queue", "log-files-queue"],
            ["notifications-dead-letter-queue", "log-files-dlq"],
        ] as const) {
            const queue = made.the(QUEUE, name);
            assert.equal(queue.inputs["name"], queueName);
            assert.equal(queue.inputs["sqsManagedSseEnabled"], true);
            assert.equal(queue.inputs["messageRetentionSeconds"], 1_209_600);
            assert.deepEqual(
                json(queue, "policy"),
                queuePolicyForTopic({ queueArn: queueArn(place, queueName), topicArn: TOPIC }),
            );
        }
    });

    it("set aside what a consumer fails on, and what SNS cannot deliver", async () => {
        const made = await makeNotifications();
        const deadLetterTargetArn = queueArn(place, "log-files-dlq");
        assert.deepEqual(json(made.the(QUEUE, "notifications-queue"), "redrivePolicy"), {
            deadLetterTargetArn,
            maxReceiveCount: 5,
        });
        const subscription = made.the(
            "aws:sns/topicSubscription:TopicSubscription",
            "notifications-subscription",
        );
        assert.deepEqual(json(subscription, "redrivePolicy"), { deadLetterTargetArn });
        assert.equal(subscription.inputs["topic"], TOPIC);
        assert.equal(subscription.inputs["protocol"], "sqs");
        assert.equal(subscription.inputs["endpoint"], queueArn(place, "log-files-queue"));
    });

    it("hand out the topic and the queues", async () => {
        const { result } = await makeNotifications();
        assert.equal(await valueOf(result.topicArn), TOPIC);
        const url = `https://sqs.eu-west-1.amazonaws.com/${org.LOGGING}`;
        assert.equal(await valueOf(result.queueUrl), `${url}/log-files-queue`);
        assert.equal(await valueOf(result.deadLetterQueueUrl), `${url}/log-files-dlq`);
    });
});
