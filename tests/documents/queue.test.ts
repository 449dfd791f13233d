import { queuePolicyForForwarders, queuePolicyForRules, queuePolicyForTopic } from "../../documents/queue";
import type { Membership } from "../../aws/membership";
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

describe("policy of the dead-letter queue of all accounts' forwarders", () => {
    const queue = `arn:aws:sqs:${org.REGIONS.aws}:${org.SECURITY}:dead-letters`;
    const ruleOf = (account: string): string => org.RULE.replace(org.MEMBER, account);
    const policyFor = (membership: Membership) =>
        queuePolicyForForwarders({
            queueArn: queue,
            partition: "aws",
            region: org.REGIONS.aws,
            ruleNames: [org.RULE_NAME],
            membership,
        });
    const leaving = (account: string, context: Record<string, string>, membership: Membership): Request => ({
        ...sending,
        resource: queue,
        account: org.SECURITY,
        resourcePolicy: policyFor(membership),
        context: {
            "aws:SourceArn": ruleOf(account),
            "aws:SourceAccount": account,
            "aws:SecureTransport": "true",
            ...context,
        },
    });
    const member = leaving(org.MEMBER, { "aws:SourceOrgID": org.ORGANIZATION }, org.MEMBERSHIP);
    const changed = (changes: Record<string, string>): Request => ({
        ...member,
        context: { ...member.context, ...changes },
    });

    it("lets the forwarders of every account of the organization leave events", async () => {
        await assertAllowed(member);
        await assertAllowed(leaving(org.SECURITY, { "aws:SourceOrgID": org.ORGANIZATION }, org.MEMBERSHIP));
    });

    it("lets those of no other account, of whatever organization", async () => {
        await assertNotAllowed(leaving(org.OUTSIDER, {}, org.MEMBERSHIP));
        await assertNotAllowed(changed({ "aws:SourceOrgID": org.OTHER_ORGANIZATION }));
    });

    it("lets no other rule, of another name, region or bus", async () => {
        for (const source of [
            `${org.RULE}2`,
            org.RULE.replace(org.REGIONS.aws, "us-east-1"),
            org.RULE.replace("rule/", "rule/other-bus/"),
        ]) {
            await assertNotAllowed(changed({ "aws:SourceArn": source }));
        }
    });

    it("lets those of the listed accounts where there is no organization", async () => {
        const membership = { accounts: [org.MEMBER, org.SECURITY] };
        await assertAllowed(leaving(org.MEMBER, {}, membership));
        await assertNotAllowed(leaving(org.OUTSIDER, {}, membership));
    });

    it("lets nobody else send or do anything but send, and refuses plain HTTP", async () => {
        await assertNotAllowed({ ...member, principal: `arn:aws:iam::${org.MEMBER}:role/other` });
        await assertNotAllowed({ ...member, action: "sqs:ReceiveMessage" });
        await assertDenied(changed({ "aws:SecureTransport": "false" }));
    });
});
