import assert from "node:assert/strict";
import { topicArn } from "../../aws/arn";
import { ServiceTopic, type ServiceTopicArgs } from "../../components/serviceTopic";
import { topicKeyPolicy, topicPolicy } from "../../documents/topic";
import * as org from "../documents/organization";
import { json, valueOf } from "../mocks";
import { assertFamily, make } from "./component";

const place = { partition: "aws", region: "eu-west-1", account: org.LOGGING } as const;
const args: ServiceTopicArgs = {
    place,
    topicName: "the-topic",
    keyAlias: "alias/the-topic",
    publisher: { service: "cloudtrail.amazonaws.com", sourceArn: org.TRAIL },
    subscriberAccounts: [org.SECURITY],
    membership: org.MEMBERSHIP,
    emails: [],
};

const makeTopic = (more: Partial<ServiceTopicArgs> = {}) =>
    make(org.LOGGING, (options) => new ServiceTopic("alarms", { ...args, ...more }, options));

describe("ServiceTopic", () => {
    it("is one family, in its region", async () => {
        const made = await makeTopic();
        assertFamily(made, "security-logging:components:ServiceTopic", "alarms", org.LOGGING);
        assert.deepEqual(
            made.custom.map(({ name, inputs }) => [name, inputs["region"]]),
            [
                ["alarms-key", "eu-west-1"],
                ["alarms-key-alias", "eu-west-1"],
                ["alarms-topic", "eu-west-1"],
            ],
        );
    });

    it("mails those who are named", async () => {
        const made = await makeTopic({ emails: ["one@example.com"] });
        const subscription = made.the(
            "aws:sns/topicSubscription:TopicSubscription",
            "alarms-email-one@example.com",
        );
        assert.deepEqual(subscription.inputs, {
            topic: topicArn(place, "the-topic"),
            region: "eu-west-1",
            protocol: "email",
            endpoint: "one@example.com",
        });
    });

    it("has a rotated key that its publisher may use", async () => {
        const key = (await makeTopic()).the("aws:kms/key:Key", "alarms-key");
        assert.equal(key.inputs["enableKeyRotation"], true);
        assert.equal(key.inputs["deletionWindowInDays"], 30);
        assert.deepEqual(
            json(key, "policy"),
            topicKeyPolicy({ ...place, topicArn: topicArn(place, "the-topic"), publisher: args.publisher }),
        );
    });

    it("is encrypted by that key, and takes messages from its publisher from the beginning", async () => {
        const made = await makeTopic();
        const topic = made.the("aws:sns/topic:Topic", "alarms-topic");
        assert.equal(topic.inputs["name"], "the-topic");
        assert.equal(topic.inputs["kmsMasterKeyId"], `arn:aws:kms:eu-west-1:${org.LOGGING}:key/alarms-key`);
        const arn = topicArn(place, "the-topic");
        assert.deepEqual(json(topic, "policy"), topicPolicy({ ...args, partition: "aws", topicArn: arn }));
        assert.equal(await valueOf(made.result.arn), arn);
    });
});
