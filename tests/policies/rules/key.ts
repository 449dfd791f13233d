import { deletionWindow } from "../../../policies/rules/key/deletionWindow";
import { lockoutCheck } from "../../../policies/rules/key/lockoutCheck";
import { policyEncryptionContext } from "../../../policies/rules/key/policyEncryptionContext";
import { policyNotPublic } from "../../../policies/rules/key/policyNotPublic";
import { policyOrganizationScoped } from "../../../policies/rules/key/policyOrganizationScoped";
import { policySourceArn } from "../../../policies/rules/key/policySourceArn";
import { rotation } from "../../../policies/rules/key/rotation";
import { OTHER_RESOURCE, type RuleCases } from "../cases";
import type { JsonObject, TestResource } from "../runRule";
import { UNKNOWN } from "../sdk";
import { providerOf } from "./providers";

const doesNotApply = { "another resource": OTHER_RESOURCE };

const key = (props: JsonObject): TestResource => ({ props });
const policy = (...Statement: readonly JsonObject[]): TestResource =>
    key({ policy: JSON.stringify({ Version: "2012-10-17", Statement }) });

const USES = { Sid: "Uses", Effect: "Allow", Action: "kms:Decrypt", Resource: "*" };
const CLOUDTRAIL = { ...USES, Principal: { Service: "cloudtrail.amazonaws.com" } };
const LOGS = {
    ...USES,
    Principal: { Service: "logs.us-east-1.amazonaws.com" },
    Condition: {
        ArnEquals: {
            "kms:EncryptionContext:aws:logs:arn":
                "arn:aws:logs:us-east-1:111111111111:log-group:/aws/events/one",
        },
    },
};
const BUS_LOGS = {
    ...USES,
    Principal: { Service: "delivery.logs.amazonaws.com" },
    Condition: {
        StringLike: { "kms:EncryptionContext:SourceArn": "arn:aws:logs:us-east-1:111111111111:*" },
    },
};
const ENCRYPTS = { ...CLOUDTRAIL, Action: ["kms:GenerateDataKey*", "kms:Decrypt"] };
const OWNER = {
    Sid: "Owner",
    Effect: "Allow",
    Action: "kms:*",
    Resource: "*",
    Principal: { AWS: "arn:aws:iam::111111111111:root" },
};
const READER = { ...USES, Principal: { AWS: "arn:aws:iam::222222222222:role/reader" } };
const IN_ORGANIZATION = { StringEquals: { "aws:PrincipalOrgID": "o-exampleorgid" } };

const noContext =
    'CloudTrail may encrypt anything with the key: the encryption context in the Condition of statement "Uses" is not ' +
    "set. Write a condition StringLike kms:EncryptionContext:aws:cloudtrail:arn: \"arn:aws:cloudtrail:*:<the trail's " +
    'account>:trail/*".';
const outside = (statements: string, accounts: readonly string[]): string =>
    "Other accounts keep their access when they leave the organization: the Principal of statement " +
    `${statements} is ${JSON.stringify(accounts)}. Write a condition StringEquals aws:PrincipalOrgID: ` +
    '"<your organization\'s id>".';

export const keyCases: readonly RuleCases[] = [
    {
        rule: rotation,
        pass: {
            rotated: key({ enableKeyRotation: true }),
            "a kind of key that cannot be rotated": key({ customerMasterKeySpec: "RSA_2048" }),
        },
        fail: {
            "not rotated by default": {
                ...key({}),
                messages:
                    "The key is never rotated: enableKeyRotation is not set. Write enableKeyRotation: true.",
            },
            "not rotated": {
                ...key({ enableKeyRotation: false }),
                messages:
                    "The key is never rotated: enableKeyRotation is false. Write enableKeyRotation: true.",
            },
        },
        doesNotApply,
        unknown: { enableKeyRotation: key({ enableKeyRotation: UNKNOWN.boolean }) },
    },
    {
        rule: deletionWindow,
        pass: {
            "KMS's own": key({}),
            thirty: key({ deletionWindowInDays: 30 }),
            "as few as demanded": { ...key({ deletionWindowInDays: 14 }), config: { minimumDays: 14 } },
        },
        fail: {
            seven: {
                ...key({ deletionWindowInDays: 7 }),
                messages:
                    "A deleted key is soon beyond recovery: deletionWindowInDays is 7. Write deletionWindowInDays: 30.",
            },
        },
        doesNotApply,
        unknown: { deletionWindowInDays: key({ deletionWindowInDays: UNKNOWN.number }) },
    },
    {
        rule: lockoutCheck,
        pass: { checked: key({}), "said so": key({ bypassPolicyLockoutSafetyCheck: false }) },
        fail: {
            bypassed: {
                ...key({ bypassPolicyLockoutSafetyCheck: true }),
                messages:
                    "Nobody may be able to manage the key again: bypassPolicyLockoutSafetyCheck is true. Write " +
                    "bypassPolicyLockoutSafetyCheck: false.",
            },
        },
        doesNotApply,
        unknown: { bypassed: key({ bypassPolicyLockoutSafetyCheck: UNKNOWN.boolean }) },
    },
    {
        rule: policyNotPublic,
        pass: {
            "KMS's own policy": key({}),
            "the account": policy({ ...USES, Principal: { AWS: "arn:aws:iam::111111111111:root" } }),
        },
        fail: {
            "everyone, by a policy apart from the key": {
                ...policy({ ...USES, Principal: { AWS: "*" } }),
                type: "aws:kms/keyPolicy:KeyPolicy",
                messages:
                    'Everyone on AWS is let in: the Principal of statement "Uses" is "*". Write a condition ' +
                    'StringEquals aws:PrincipalOrgID: "<your organization\'s id>".',
            },
            everyone: {
                ...policy({ ...USES, Principal: { AWS: "*" } }),
                messages:
                    'Everyone on AWS is let in: the Principal of statement "Uses" is "*". Write a condition ' +
                    'StringEquals aws:PrincipalOrgID: "<your organization\'s id>".',
            },
        },
        doesNotApply,
        unknown: { policy: key({ policy: UNKNOWN.string }) },
    },
    {
        rule: policySourceArn,
        pass: {
            "KMS's own policy": key({}),
            "one trail": policy({
                ...CLOUDTRAIL,
                Condition: {
                    StringEquals: { "aws:SourceArn": "arn:aws:cloudtrail:us-east-1:111111111111:trail/one" },
                },
            }),
            "CloudWatch Logs, for one log group": policy(LOGS),
            "CloudWatch Logs, for what EventBridge logs in the account": policy(BUS_LOGS),
            "one topic, where EventBridge tells no source": policy({
                ...CLOUDTRAIL,
                Principal: { Service: "events.amazonaws.com" },
                Condition: {
                    StringEquals: {
                        "kms:EncryptionContext:aws:sns:topicArn": "arn:aws:sns:us-east-1:111111111111:alerts",
                    },
                },
            }),
        },
        fail: {
            "anyone's topic": {
                ...policy({
                    ...CLOUDTRAIL,
                    Condition: {
                        StringLike: { "kms:EncryptionContext:aws:sns:topicArn": "arn:aws:sns:*:*:alerts" },
                    },
                }),
                messages:
                    'cloudtrail.amazonaws.com may act here for anyone\'s account: the Condition of statement "Uses" is ' +
                    "not set. Write a condition ArnEquals aws:SourceArn: <the ARN of the resource that it acts for>.",
            },
            "the encryption context alone": {
                ...policy({
                    ...CLOUDTRAIL,
                    Condition: { StringLike: { "kms:EncryptionContext:aws:cloudtrail:arn": "arn:aws:*" } },
                }),
                messages:
                    'cloudtrail.amazonaws.com may act here for anyone\'s account: the Condition of statement "Uses" is ' +
                    "not set. Write a condition ArnEquals aws:SourceArn: <the ARN of the resource that it acts for>.",
            },
            "CloudWatch Logs, for log groups of any account": {
                ...policy({
                    ...LOGS,
                    Condition: {
                        ArnLike: { "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:*:*:log-group:*" },
                    },
                }),
                messages:
                    'logs.us-east-1.amazonaws.com may act here for anyone\'s account: the Condition of statement "Uses" ' +
                    "is not set. Write a condition ArnEquals aws:SourceArn: <the ARN of the resource that it acts for>.",
            },
        },
        doesNotApply,
        unknown: { policy: key({ policy: UNKNOWN.string }) },
    },
    {
        rule: policyEncryptionContext,
        pass: {
            "KMS's own policy": key({}),
            "the account's trails": policy({
                ...ENCRYPTS,
                Condition: {
                    StringLike: {
                        "kms:EncryptionContext:aws:cloudtrail:arn":
                            "arn:aws:cloudtrail:*:111111111111:trail/*",
                    },
                },
            }),
            "a bucket with a Bucket Key": policy({
                ...ENCRYPTS,
                Condition: { StringEquals: { "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::logs" } },
            }),
            "a topic": policy({
                ...ENCRYPTS,
                Condition: {
                    StringEquals: {
                        "kms:EncryptionContext:aws:sns:topicArn": "arn:aws:sns:us-east-1:111111111111:trail",
                    },
                },
            }),
            "a permission that encrypts nothing": policy({ ...CLOUDTRAIL, Action: "kms:DescribeKey" }),
            "another service": policy({ ...ENCRYPTS, Principal: { Service: "events.amazonaws.com" } }),
        },
        fail: {
            "the trail's ARN as the source alone": {
                ...policy({
                    ...ENCRYPTS,
                    Condition: {
                        StringEquals: {
                            "aws:SourceArn": "arn:aws:cloudtrail:us-east-1:111111111111:trail/one",
                        },
                    },
                }),
                messages: noContext,
            },
            "trails of any account": {
                ...policy({
                    ...ENCRYPTS,
                    Condition: {
                        StringLike: {
                            "kms:EncryptionContext:aws:cloudtrail:arn": "arn:aws:cloudtrail:*:*:trail/*",
                        },
                    },
                }),
                messages: noContext,
            },
            "any action, by a policy apart from the key": {
                ...policy({ ...CLOUDTRAIL, Action: "kms:*" }),
                type: "aws:kms/keyPolicy:KeyPolicy",
                messages: noContext,
            },
            "a policy that is none": {
                ...key({ policy: "{}" }),
                messages:
                    'The policy cannot be read, since it has no Statement: policy is "{}". Write a policy document ' +
                    "as IAM takes it.",
            },
        },
        doesNotApply,
        unknown: { policy: key({ policy: UNKNOWN.string }) },
    },
    {
        rule: policyOrganizationScoped,
        pass: {
            "KMS's own policy": key({}),
            "the key's account alone": policy(OWNER),
            "a reader in the organization": policy(OWNER, { ...READER, Condition: IN_ORGANIZATION }),
            "a reader in the key's account": policy(OWNER, {
                ...READER,
                Principal: { AWS: "111111111111" },
            }),
            "an account allowed by name": {
                ...policy(OWNER, READER),
                config: { allowedExternalAccounts: ["222222222222"] },
            },
            "one account, which may be the key's": policy(READER),
        },
        fail: {
            "a reader whose account may leave": {
                ...policy(OWNER, READER),
                messages: outside('"Uses"', ["222222222222"]),
            },
            "a reader, by a policy apart from the key": {
                ...policy(OWNER, READER),
                type: "aws:kms/keyPolicy:KeyPolicy",
                messages: outside('"Uses"', ["222222222222"]),
            },
            "a second account that may do everything": {
                ...policy(OWNER, { ...OWNER, Sid: "Other", Principal: { AWS: "222222222222" } }),
                messages: outside('"Owner", "Other"', ["111111111111", "222222222222"]),
            },
            "a second account that may do everything under a condition": {
                ...policy(OWNER, {
                    ...OWNER,
                    Sid: "Other",
                    Principal: { AWS: "222222222222" },
                    Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
                }),
                messages: outside('"Other"', ["222222222222"]),
            },
            "a second account that may do everything, where the provider tells the first": {
                ...policy(OWNER, { ...OWNER, Sid: "Other", Principal: { AWS: "222222222222" } }),
                provider: providerOf({ allowedAccountIds: ["111111111111"] }),
                messages: outside('"Other"', ["222222222222"]),
            },
            "an organization other than the one meant": {
                ...policy(OWNER, { ...READER, Condition: IN_ORGANIZATION }),
                config: { organizationId: "o-theonlyone1" },
                messages: outside('"Uses"', ["222222222222"]).replace(
                    "<your organization's id>",
                    "o-theonlyone1",
                ),
            },
        },
        doesNotApply,
        unknown: { policy: key({ policy: UNKNOWN.string }) },
    },
];
