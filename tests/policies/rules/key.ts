import { deletionWindow } from "../../../policies/rules/key/deletionWindow";
import { lockoutCheck } from "../../../policies/rules/key/lockoutCheck";
import { policyNotPublic } from "../../../policies/rules/key/policyNotPublic";
import { policySourceArn } from "../../../policies/rules/key/policySourceArn";
import { rotation } from "../../../policies/rules/key/rotation";
import { OTHER_RESOURCE, type RuleCases } from "../cases";
import type { JsonObject, TestResource } from "../runRule";
import { UNKNOWN } from "../sdk";

const doesNotApply = { "another resource": OTHER_RESOURCE };

const key = (props: JsonObject): TestResource => ({ props });
const policy = (...Statement: readonly JsonObject[]): TestResource =>
    key({ policy: JSON.stringify({ Version: "2012-10-17", Statement }) });

const USES = { Sid: "Uses", Effect: "Allow", Action: "kms:Decrypt", Resource: "*" };
const CLOUDTRAIL = { ...USES, Principal: { Service: "cloudtrail.amazonaws.com" } };

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
        },
        fail: {
            "the encryption context alone": {
                ...policy({
                    ...CLOUDTRAIL,
                    Condition: { StringLike: { "kms:EncryptionContext:aws:cloudtrail:arn": "arn:aws:*" } },
                }),
                messages:
                    'cloudtrail.amazonaws.com may act here for anyone\'s account: the Condition of statement "Uses" is ' +
                    "not set. Write a condition ArnEquals aws:SourceArn: <the ARN of the resource that it acts for>.",
            },
        },
        doesNotApply,
        unknown: { policy: key({ policy: UNKNOWN.string }) },
    },
];
