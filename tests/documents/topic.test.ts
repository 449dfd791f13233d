import { topicKeyPolicy, topicPolicy, type Publisher } from "../../documents/topic";
import { topicArn } from "../../aws/arn";
import * as org from "./organization";
import { anonymous, assertAllowed, assertDenied, assertNotAllowed, type Request } from "./simulate";

const TOPIC = topicArn({ partition: "aws", region: org.REGIONS.aws, account: org.LOGGING }, "log-files");
const trail: Publisher = { service: "cloudtrail.amazonaws.com", sourceArn: org.TRAIL };
const ALARMS = `arn:aws:cloudwatch:eu-west-1:${org.MANAGEMENT}:alarm:cis-`;
const alarms: Publisher = { service: "cloudwatch.amazonaws.com", sourceArn: `${ALARMS}*` };

const policyFor = (publisher: Publisher) =>
    topicPolicy({
        partition: "aws",
        topicArn: TOPIC,
        publisher,
        subscriberAccounts: [org.SECURITY],
        membership: org.MEMBERSHIP,
    });

const publishing: Request = {
    principal: "cloudtrail.amazonaws.com",
    action: "sns:Publish",
    resource: TOPIC,
    account: org.LOGGING,
    resourcePolicy: policyFor(trail),
    context: { "aws:SourceArn": org.TRAIL, "aws:SecureTransport": "true" },
};

const from = (request: Request, source: string): Request => ({
    ...request,
    context: { ...request.context, "aws:SourceArn": source },
});

describe("policy of a topic", () => {
    it("lets CloudTrail publish for the trail, and for no other", async () => {
        await assertAllowed(publishing);
        for (const source of [`${org.TRAIL}2`, org.TRAIL.replace(org.MANAGEMENT, org.OUTSIDER)]) {
            await assertNotAllowed(from(publishing, source));
        }
        const { context: _, ...withoutSource } = publishing;
        await assertNotAllowed(withoutSource);
    });

    it("lets CloudWatch publish for alarms whose names start so", async () => {
        const alarming: Request = {
            ...publishing,
            principal: "cloudwatch.amazonaws.com",
            resourcePolicy: policyFor(alarms),
        };
        await assertAllowed(from(alarming, `${ALARMS}4.3-root-user`));
        await assertNotAllowed(from(alarming, ALARMS.replace("cis-", "other")));
        await assertNotAllowed(from(alarming, ALARMS.replace(org.MANAGEMENT, org.OUTSIDER)));
        await assertNotAllowed(from({ ...alarming, principal: "cloudtrail.amazonaws.com" }, `${ALARMS}a`));
    });

    it("lets nobody else publish", async () => {
        for (const principal of [
            "sns.amazonaws.com",
            `arn:aws:iam::${org.SECURITY}:role/consumer`,
            `arn:aws:iam::${org.OUTSIDER}:role/other`,
        ]) {
            await assertNotAllowed({ ...publishing, principal });
        }
        await assertNotAllowed({ ...publishing, principal: anonymous });
    });

    it("refuses to take messages over plain HTTP", () =>
        assertDenied({ ...publishing, context: { ...publishing.context, "aws:SecureTransport": "false" } }));

    it("lets principals of the named accounts subscribe while they are in the organization", async () => {
        const consumer = (account: string, organization: string): Request => ({
            ...publishing,
            principal: `arn:aws:iam::${account}:role/consumer`,
            action: "sns:Subscribe",
            context: { "aws:PrincipalOrgID": organization },
            identityPolicy: {
                Version: "2012-10-17",
                Statement: [{ Sid: "All", Effect: "Allow", Action: "sns:*", Resource: "*" }],
            },
        });
        await assertAllowed(consumer(org.SECURITY, org.ORGANIZATION));
        await assertNotAllowed(consumer(org.SECURITY, org.OTHER_ORGANIZATION));
        await assertNotAllowed(consumer(org.MEMBER, org.ORGANIZATION));
        await assertNotAllowed(consumer(org.OUTSIDER, org.OTHER_ORGANIZATION));
        await assertNotAllowed({
            ...consumer(org.SECURITY, org.ORGANIZATION),
            action: "sns:SetTopicAttributes",
        });
    });
});

describe("policy of a topic's key", () => {
    const CONTEXT = "kms:EncryptionContext:aws:sns:topicArn";
    const encrypting: Request = {
        principal: "cloudtrail.amazonaws.com",
        action: "kms:GenerateDataKey",
        resource: org.KEY,
        account: org.LOGGING,
        resourcePolicy: topicKeyPolicy({
            partition: "aws",
            account: org.LOGGING,
            topicArn: TOPIC,
            publisher: trail,
        }),
        context: { [CONTEXT]: TOPIC },
    };

    it("lets the publisher encrypt, of whose source KMS need not be told", async () => {
        await assertAllowed(encrypting);
        await assertAllowed({ ...encrypting, action: "kms:Decrypt" });
        await assertAllowed(from(encrypting, org.TRAIL));
    });

    it("lets it encrypt on that topic, and on no other", async () => {
        await assertNotAllowed({ ...encrypting, context: { [CONTEXT]: `${TOPIC}2` } });
        await assertNotAllowed({ ...encrypting, context: { "aws:SourceArn": org.TRAIL } });
    });

    it("lets it do nothing else, and no other service anything", async () => {
        await assertNotAllowed({ ...encrypting, action: "kms:Encrypt" });
        await assertNotAllowed({ ...encrypting, principal: "cloudwatch.amazonaws.com" });
        await assertNotAllowed({ ...encrypting, principal: `arn:aws:iam::${org.SECURITY}:role/consumer` });
    });
});
