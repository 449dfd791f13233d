import { queuePolicyForRules, queuePolicyForTopic } from "../../documents/queue";
import * as org from "./organization";
import { anonymous, assertAllowed, assertDenied, assertNotAllowed, type Request } from "./simulate";

const secondRule = org.RULE.replace(org.RULE_NAME, "second");

const sending: Request = {
    principal: "events.amazonaws.com",
    action: "sqs:SendMessage",
    resource: org.QUEUE,
    account: org.MEMBER,
    resourcePolicy: queuePolicyForRules({ queueArn: org.QUEUE, ruleArns: [org.RULE, secondRule] }),
    context: { "aws:SourceArn": org.RULE, "aws:SecureTransport": "true" },
};

describe("policy of a queue that rules deliver to", () => {
    it("lets every rule it names send", async () => {
        await assertAllowed(sending);
        await assertAllowed({ ...sending, context: { "aws:SourceArn": secondRule } });
    });

    it("lets no other rule send", async () => {
        for (const source of [
            `${org.RULE}2`,
            org.RULE.replace(org.MEMBER, org.OUTSIDER),
            org.RULE.replace(org.REGIONS.aws, "us-east-1"),
            org.RULE.replace("rule/", "rule/other-bus/"),
        ]) {
            await assertNotAllowed({ ...sending, context: { "aws:SourceArn": source } });
        }
        const { context: _, ...withoutRule } = sending;
        await assertNotAllowed(withoutRule);
    });

    it("lets nobody else send", async () => {
        for (const principal of [
            "sns.amazonaws.com",
            `arn:aws:iam::${org.MEMBER}:role/other`,
            `arn:aws:iam::${org.OUTSIDER}:role/other`,
        ]) {
            await assertNotAllowed({ ...sending, principal });
        }
        await assertNotAllowed({ ...sending, principal: anonymous, context: {} });
    });

    it("lets rules do nothing but send", async () => {
        for (const action of ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:PurgeQueue"]) {
            await assertNotAllowed({ ...sending, action });
        }
    });

    it("refuses plain HTTP", () =>
        assertDenied({ ...sending, context: { ...sending.context, "aws:SecureTransport": "false" } }));
});

describe("policy of a queue that a topic delivers to", () => {
    const topic = `arn:aws:sns:${org.REGIONS.aws}:${org.LOGGING}:log-files`;
    const sendingOn: Request = {
        ...sending,
        principal: "sns.amazonaws.com",
        resourcePolicy: queuePolicyForTopic({ queueArn: org.QUEUE, topicArn: topic }),
        context: { "aws:SourceArn": topic, "aws:SecureTransport": "true" },
    };

    it("lets that topic send, and no other", async () => {
        await assertAllowed(sendingOn);
        for (const source of [`${topic}2`, topic.replace(org.LOGGING, org.OUTSIDER)]) {
            await assertNotAllowed({ ...sendingOn, context: { "aws:SourceArn": source } });
        }
        const { context: _, ...withoutTopic } = sendingOn;
        await assertNotAllowed(withoutTopic);
    });

    it("lets nobody else send, and the topic do nothing else", async () => {
        await assertNotAllowed({ ...sendingOn, principal: "events.amazonaws.com" });
        await assertNotAllowed({ ...sendingOn, principal: `arn:aws:iam::${org.OUTSIDER}:role/other` });
        await assertNotAllowed({ ...sendingOn, action: "sqs:ReceiveMessage" });
    });

    it("refuses plain HTTP", () =>
        assertDenied({ ...sendingOn, context: { ...sendingOn.context, "aws:SecureTransport": "false" } }));
});
