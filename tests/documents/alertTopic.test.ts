import type { PolicyDocument } from "../../aws/policyDocument";
import { alarmArn, ruleArn, topicArn } from "../../aws/arn";
import { alertKeyPolicy, alertTopicPolicy } from "../../documents/alertTopic";
import * as org from "./organization";
import { anonymous, assertAllowed, assertDenied, assertNotAllowed, type Request } from "./simulate";

const place = { partition: "aws", region: org.REGIONS.aws, account: org.SECURITY } as const;
const TOPIC = topicArn(place, "alerts");
const ALARM = alarmArn(place, `silence-${org.MEMBER}-eu-west-1`);
const RULE = ruleArn(place, "detect-trail-stopped", "security-logging");

describe("alert topic policy", () => {
    const publishing: Request = {
        principal: "events.amazonaws.com",
        action: "sns:Publish",
        resource: TOPIC,
        account: org.SECURITY,
        resourcePolicy: alertTopicPolicy({
            topicArn: TOPIC,
            account: org.SECURITY,
            alarmArns: [alarmArn(place, "silence-*")],
        }),
        context: { "aws:SecureTransport": "true" },
    };

    it("lets rules publish, of whose source EventBridge tells SNS nothing", () => assertAllowed(publishing));

    it("lets rules do nothing else, and publish nowhere else", async () => {
        for (const action of ["sns:Subscribe", "sns:SetTopicAttributes", "sns:AddPermission"]) {
            await assertNotAllowed({ ...publishing, action });
        }
        await assertNotAllowed({ ...publishing, resource: `${TOPIC}-2` });
    });

    it("lets alarms publish, of those names and that account", async () => {
        const alarming: Request = {
            ...publishing,
            principal: "cloudwatch.amazonaws.com",
            context: {
                ...publishing.context,
                "aws:SourceArn": ALARM,
                "aws:SourceAccount": org.SECURITY,
            },
        };
        await assertAllowed(alarming);
        for (const changed of [
            { "aws:SourceArn": ALARM.replace("silence-", "other-") },
            { "aws:SourceArn": ALARM.replace(org.SECURITY, org.OUTSIDER) },
            { "aws:SourceArn": RULE },
            { "aws:SourceAccount": org.OUTSIDER },
        ]) {
            await assertNotAllowed({ ...alarming, context: { ...alarming.context, ...changed } });
        }
        await assertNotAllowed({ ...alarming, context: { "aws:SecureTransport": "true" } });
        await assertNotAllowed({
            ...alarming,
            resourcePolicy: alertTopicPolicy({
                topicArn: TOPIC,
                account: org.SECURITY,
                alarmArns: [],
            }),
        });
    });

    it("lets nobody else publish or subscribe", async () => {
        for (const action of ["sns:Publish", "sns:Subscribe", "sns:SetTopicAttributes"]) {
            for (const principal of [
                "s3.amazonaws.com",
                `arn:aws:iam::${org.MEMBER}:role/other`,
                `arn:aws:iam::${org.OUTSIDER}:role/other`,
            ]) {
                await assertNotAllowed({ ...publishing, action, principal, context: {} });
            }
            await assertNotAllowed({ ...publishing, action, principal: anonymous, context: {} });
        }
    });

    it("refuses messages over plain HTTP", () =>
        assertDenied({ ...publishing, context: { ...publishing.context, "aws:SecureTransport": "false" } }));
});

describe("alert key policy", () => {
    const encryption: Request = {
        principal: "events.amazonaws.com",
        action: "kms:GenerateDataKey",
        resource: org.KEY.replace(org.LOGGING, org.SECURITY),
        account: org.SECURITY,
        resourcePolicy: alertKeyPolicy({ ...place, topicArn: TOPIC, alarms: false }),
        context: { "kms:EncryptionContext:aws:sns:topicArn": TOPIC },
    };

    it("lets EventBridge encrypt for the topic, without a source, which KMS is not told", async () => {
        await assertAllowed(encryption);
        await assertAllowed({ ...encryption, action: "kms:Decrypt" });
    });

    it("lets CloudWatch, if alarms publish there", async () => {
        const alarming = { ...encryption, principal: "cloudwatch.amazonaws.com" };
        await assertNotAllowed(alarming);
        const resourcePolicy = alertKeyPolicy({ ...place, topicArn: TOPIC, alarms: true });
        await assertAllowed({ ...alarming, resourcePolicy });
        await assertAllowed({ ...encryption, resourcePolicy });
        await assertNotAllowed({ ...alarming, resourcePolicy, context: {} });
    });

    it("does not let it for another topic or without one", async () => {
        await assertNotAllowed({
            ...encryption,
            context: { "kms:EncryptionContext:aws:sns:topicArn": `${TOPIC}-2` },
        });
        const { context: _, ...plain } = encryption;
        await assertNotAllowed(plain);
    });

    it("lets nobody else, but for the account's own administrators", async () => {
        const keys: PolicyDocument = {
            Version: "2012-10-17",
            Statement: [{ Sid: "Keys", Effect: "Allow", Action: "kms:*", Resource: "*" }],
        };
        await assertNotAllowed({ ...encryption, principal: "s3.amazonaws.com" });
        const { context: _, ...plain } = encryption;
        await assertNotAllowed({
            ...plain,
            principal: `arn:aws:iam::${org.MEMBER}:role/a`,
            identityPolicy: keys,
        });
        await assertAllowed({
            ...plain,
            principal: `arn:aws:iam::${org.SECURITY}:role/a`,
            identityPolicy: keys,
        });
    });
});
