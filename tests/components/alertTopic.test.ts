import assert from "node:assert/strict";
import { AlertTopic } from "../../components/alertTopic";
import { alertKeyPolicy, alertTopicPolicy } from "../../documents/alertTopic";
import * as org from "../documents/organization";
import { json, valueOf } from "../mocks";
import { assertFamily, make } from "./component";

const place = { partition: "aws", region: "us-east-1", account: org.SECURITY } as const;
const TOPIC_ARN = `arn:aws:sns:us-east-1:${org.SECURITY}:the-alerts`;
const ALARM_ARNS = [`arn:aws:cloudwatch:us-east-1:${org.SECURITY}:alarm:silence-*`];
const TOPIC = "aws:sns/topic:Topic";
const KEY = "aws:kms/key:Key";

const makeTopic = (emails: readonly string[] = []) =>
    make(
        org.SECURITY,
        (options) =>
            new AlertTopic(
                "alerts",
                {
                    place,
                    topicName: "the-alerts",
                    keyAlias: "alias/the-alerts",
                    alarmArns: ALARM_ARNS,
                    emails,
                },
                options,
            ),
    );

describe("AlertTopic", () => {
    it("is one family", async () => {
        const made = await makeTopic();
        assertFamily(made, "security-logging:components:AlertTopic", "alerts", org.SECURITY);
        assert.deepEqual(
            made.custom.map(({ name }) => name),
            ["alerts-key", "alerts-key-alias", "alerts-topic"],
        );
    });

    it("is encrypted with a rotated key of its own, and open to rules and the alarms alone", async () => {
        const made = await makeTopic();
        const topic = made.the(TOPIC, "alerts-topic");
        const key = made.the(KEY, "alerts-key");
        const { policy: _, ...inputs } = topic.inputs;
        assert.deepEqual(inputs, {
            name: "the-alerts",
            region: "us-east-1",
            kmsMasterKeyId: `arn:aws:kms:us-east-1:${org.SECURITY}:key/alerts-key`,
        });
        assert.deepEqual(
            json(topic, "policy"),
            alertTopicPolicy({
                topicArn: TOPIC_ARN,
                account: org.SECURITY,
                alarmArns: ALARM_ARNS,
            }),
        );
        assert.equal(key.inputs["enableKeyRotation"], true);
        assert.equal(key.inputs["deletionWindowInDays"], 30);
        assert.deepEqual(
            json(key, "policy"),
            alertKeyPolicy({ partition: "aws", account: org.SECURITY, topicArn: TOPIC_ARN, alarms: true }),
        );
        assert.equal(made.the("aws:kms/alias:Alias", "alerts-key-alias").inputs["name"], "alias/the-alerts");
    });

    it("mails those who are named", async () => {
        const made = await makeTopic(["one@example.com", "two@example.com"]);
        assert.deepEqual(
            made.ofType("aws:sns/topicSubscription:TopicSubscription").map(({ inputs }) => inputs),
            ["one@example.com", "two@example.com"].map((endpoint) => ({
                topic: TOPIC_ARN,
                region: "us-east-1",
                protocol: "email",
                endpoint,
            })),
        );
    });

    it("hands out its ARN", async () => {
        const { result } = await makeTopic();
        assert.equal(await valueOf(result.arn), TOPIC_ARN);
    });
});
