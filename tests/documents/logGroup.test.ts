import assert from "node:assert/strict";
import { logGroupArn, ruleArn } from "../../aws/arn";
import {
    logGroupKeyPolicy,
    logGroupPolicyForDelivery,
    logGroupPolicyForRule,
} from "../../documents/logGroup";
import * as org from "./organization";
import { assertAllowed, assertNotAllowed, type Request } from "./simulate";

const region = org.REGIONS.aws;
const place = { partition: "aws", region, account: org.SECURITY } as const;
const GROUP = logGroupArn(place, "/aws/events/siem");
const RULE = ruleArn(place, "to-siem", "central");

describe("policy of a log group that a rule delivers to", () => {
    const putting: Request = {
        principal: "events.amazonaws.com",
        action: "logs:PutLogEvents",
        resource: `${GROUP}:log-stream:x`,
        account: org.SECURITY,
        resourcePolicy: logGroupPolicyForRule({ logGroupArn: GROUP, ruleArn: RULE }),
        context: { "aws:SourceArn": RULE },
    };

    it("lets the rule write, whichever of the two services does", async () => {
        for (const principal of ["events.amazonaws.com", "delivery.logs.amazonaws.com"]) {
            await assertAllowed({ ...putting, principal });
            // EventBridge does not tell the rule when it makes a stream.
            await assertAllowed({ ...putting, principal, action: "logs:CreateLogStream", context: {} });
        }
    });

    it("lets no other rule put events, and none at all", async () => {
        for (const source of [`${RULE}2`, RULE.replace(org.SECURITY, org.OUTSIDER)]) {
            await assertNotAllowed({ ...putting, context: { "aws:SourceArn": source } });
        }
        await assertNotAllowed({ ...putting, context: {} });
    });

    it("lets nobody else, into no other group, and to nothing else", async () => {
        await assertNotAllowed({ ...putting, principal: "cloudtrail.amazonaws.com" });
        await assertNotAllowed({ ...putting, principal: `arn:aws:iam::${org.OUTSIDER}:role/x` });
        for (const action of ["logs:CreateLogStream", "logs:PutLogEvents"]) {
            await assertNotAllowed({ ...putting, action, resource: `${GROUP}-2:log-stream:x` });
            await assertNotAllowed({ ...putting, action, principal: "s3.amazonaws.com" });
        }
        await assertNotAllowed({ ...putting, action: "logs:GetLogEvents" });
        await assertNotAllowed({ ...putting, action: "logs:DeleteLogStream" });
    });
});

describe("policy of a log group that logs are delivered to", () => {
    const source = `arn:aws:logs:${region}:${org.SECURITY}:delivery-source:bus-errors`;
    const context = { "aws:SourceAccount": org.SECURITY, "aws:SourceArn": source };
    const putting: Request = {
        principal: "delivery.logs.amazonaws.com",
        action: "logs:PutLogEvents",
        resource: `${GROUP}:log-stream:x`,
        account: org.SECURITY,
        resourcePolicy: logGroupPolicyForDelivery({ ...place, logGroupArn: GROUP }),
        context,
    };

    it("lets CloudWatch Logs deliver those of the account and region", async () => {
        await assertAllowed(putting);
        await assertAllowed({ ...putting, action: "logs:CreateLogStream" });
    });

    it("lets it deliver no others, and nobody else do anything", async () => {
        for (const changed of [
            {},
            { ...context, "aws:SourceAccount": org.OUTSIDER },
            { ...context, "aws:SourceArn": source.replace(org.SECURITY, org.OUTSIDER) },
            { ...context, "aws:SourceArn": source.replace(region, "us-west-2") },
        ]) {
            await assertNotAllowed({ ...putting, context: changed });
        }
        await assertNotAllowed({ ...putting, principal: "events.amazonaws.com" });
        await assertNotAllowed({ ...putting, action: "logs:GetLogEvents" });
        await assertNotAllowed({ ...putting, resource: `${GROUP}-2:log-stream:x` });
    });
});

describe("policy of a log group's key", () => {
    const encrypting: Request = {
        principal: `logs.${region}.amazonaws.com`,
        action: "kms:GenerateDataKey",
        resource: org.KEY.replace(org.LOGGING, org.SECURITY),
        account: org.SECURITY,
        resourcePolicy: logGroupKeyPolicy({ ...place, logGroupArn: GROUP }),
        context: { "kms:EncryptionContext:aws:logs:arn": GROUP },
    };

    it("lets CloudWatch Logs encrypt and decrypt the group", async () => {
        for (const action of ["kms:GenerateDataKey", "kms:Encrypt", "kms:Decrypt"]) {
            await assertAllowed({ ...encrypting, action });
        }
    });

    it("names CloudWatch Logs in China as it is named there", () => {
        const china = { ...place, partition: "aws-cn", region: "cn-north-1" } as const;
        const { Statement } = logGroupKeyPolicy({ ...china, logGroupArn: logGroupArn(china, "group") });
        assert.deepEqual(Statement[1]?.Principal, { Service: "logs.cn-north-1.amazonaws.com.cn" });
    });

    it("does not let it for another group, account or region, or for none", async () => {
        for (const group of [
            `${GROUP}-2`,
            GROUP.replace(org.SECURITY, org.OUTSIDER),
            GROUP.replace(region, "us-east-1"),
        ]) {
            await assertNotAllowed({
                ...encrypting,
                context: { "kms:EncryptionContext:aws:logs:arn": group },
            });
        }
        await assertNotAllowed({ ...encrypting, context: {} });
    });

    it("lets no other service and no other account, and Logs govern nothing", async () => {
        await assertNotAllowed({ ...encrypting, principal: "logs.us-east-1.amazonaws.com" });
        await assertNotAllowed({ ...encrypting, principal: `arn:aws:iam::${org.OUTSIDER}:role/x` });
        await assertNotAllowed({ ...encrypting, action: "kms:ScheduleKeyDeletion" });
    });
});
