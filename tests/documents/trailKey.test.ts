import assert from "node:assert/strict";
import { trailArn } from "../../aws/arn";
import type { PolicyDocument } from "../../aws/policyDocument";
import { trailKeyPolicy } from "../../documents/trailKey";
import * as org from "./organization";
import { anonymous, assertAllowed, assertDenied, assertNotAllowed, type Request } from "./simulate";

const BUCKET = "arn:aws:s3:::archive";
const CLOUDTRAIL_CONTEXT = "kms:EncryptionContext:aws:cloudtrail:arn";
const S3_CONTEXT = "kms:EncryptionContext:aws:s3:arn";

const archive = {
    partition: "aws",
    keyAccount: org.LOGGING,
    bucketName: "archive",
    trails: org.TRAILS,
    membership: org.MEMBERSHIP,
} as const;

const policy = trailKeyPolicy({ ...archive, readers: [org.READER] });

const kmsAll: PolicyDocument = {
    Version: "2012-10-17",
    Statement: [{ Sid: "Administrator", Effect: "Allow", Action: "kms:*", Resource: "*" }],
};

const base = { resource: org.KEY, account: org.LOGGING, resourcePolicy: policy };

/** The encryption context of an object with a data key of its own, and of one under an S3 Bucket Key. */
const contexts = {
    "object by object": { [CLOUDTRAIL_CONTEXT]: org.TRAIL, [S3_CONTEXT]: `${BUCKET}/AWSLogs/log.json.gz` },
    "by an S3 Bucket Key": { [S3_CONTEXT]: BUCKET },
};

describe("trail key policy: CloudTrail", () => {
    const encryption: Request = {
        ...base,
        principal: "cloudtrail.amazonaws.com",
        action: "kms:GenerateDataKey",
    };

    for (const [how, context] of Object.entries(contexts)) {
        const ours = { ...context, "aws:SourceArn": org.TRAIL };

        it(`encrypts ${how}`, async () => {
            await assertAllowed({ ...encryption, context: ours });
            await assertAllowed({ ...encryption, action: "kms:Decrypt", context: ours });
        });

        it(`does not encrypt ${how} for another trail`, async () => {
            const place = { partition: "aws", region: "eu-west-1" } as const;
            for (const source of [
                trailArn({ ...place, account: org.MANAGEMENT }, "other"),
                trailArn({ ...place, account: org.MEMBER }, "organization"),
                trailArn({ ...place, account: org.OUTSIDER }, "organization"),
            ]) {
                await assertNotAllowed({ ...encryption, context: { ...ours, "aws:SourceArn": source } });
            }
            await assertNotAllowed({ ...encryption, context });
        });

        it(`is the only service to encrypt ${how}`, () =>
            assertNotAllowed({ ...encryption, principal: "logs.amazonaws.com", context: ours }));

        it(`does nothing else ${how}`, () =>
            assertNotAllowed({ ...encryption, action: "kms:Encrypt", context: ours }));
    }

    it("does not encrypt without encryption context", () =>
        assertNotAllowed({ ...encryption, context: { "aws:SourceArn": org.TRAIL } }));

    it("does not encrypt for a trail of another account by the context", () =>
        assertNotAllowed({
            ...encryption,
            context: {
                "aws:SourceArn": org.TRAIL,
                [CLOUDTRAIL_CONTEXT]: org.TRAIL.replace(org.MANAGEMENT, org.OUTSIDER),
            },
        }));

    it("does not encrypt for another bucket", () =>
        assertNotAllowed({
            ...encryption,
            context: { "aws:SourceArn": org.TRAIL, [S3_CONTEXT]: "arn:aws:s3:::elsewhere" },
        }));

    it("describes the key, for its trail only", async () => {
        const describing: Request = { ...encryption, action: "kms:DescribeKey" };
        await assertAllowed({ ...describing, context: { "aws:SourceArn": org.TRAIL } });
        await assertNotAllowed({ ...describing, context: { "aws:SourceArn": `${org.TRAIL}2` } });
        await assertNotAllowed(describing);
    });
});

describe("trail key policy: readers", () => {
    for (const [how, context] of Object.entries(contexts)) {
        const decryption: Request = {
            ...base,
            principal: org.READER,
            action: "kms:Decrypt",
            context: { ...context, "aws:PrincipalOrgID": org.ORGANIZATION },
            identityPolicy: kmsAll,
        };

        it(`decrypt what was encrypted ${how}`, () => assertAllowed(decryption));

        it(`do not encrypt ${how}`, () => assertNotAllowed({ ...decryption, action: "kms:GenerateDataKey" }));

        it(`do not decrypt ${how} once out of the organization`, () =>
            assertNotAllowed({
                ...decryption,
                context: { ...context, "aws:PrincipalOrgID": org.OTHER_ORGANIZATION },
            }));

        it(`are nobody else, ${how}`, async () => {
            for (const account of [org.SECURITY, org.MEMBER, org.MANAGEMENT, org.OUTSIDER]) {
                await assertNotAllowed({ ...decryption, principal: `arn:aws:iam::${account}:role/other` });
            }
            const { identityPolicy: _, ...withoutPermission } = decryption;
            await assertNotAllowed({ ...withoutPermission, principal: org.STRANGER });
            await assertNotAllowed({ ...withoutPermission, principal: anonymous });
        });
    }

    it("decrypt nothing but CloudTrail's objects and the archive's", async () => {
        const decryption: Request = {
            ...base,
            principal: org.READER,
            action: "kms:Decrypt",
            identityPolicy: kmsAll,
            context: { "aws:PrincipalOrgID": org.ORGANIZATION },
        };
        await assertNotAllowed(decryption);
        await assertNotAllowed({
            ...decryption,
            context: { ...decryption.context, [S3_CONTEXT]: "arn:aws:s3:::elsewhere" },
        });
    });

    // The simulator takes a statement with an empty list of principals; KMS refuses it as malformed.
    it("may be none, and then no statement speaks of them", () =>
        assert.deepEqual(
            trailKeyPolicy({ ...archive, readers: [] }).Statement.filter(({ Sid }) =>
                Sid.startsWith("Readers"),
            ),
            [],
        ));
});

describe("trail key policy: administration", () => {
    const administrator: Request = {
        ...base,
        principal: org.STRANGER,
        action: "kms:PutKeyPolicy",
        identityPolicy: kmsAll,
    };

    it("is the key account's, by IAM policies", async () => {
        await assertAllowed(administrator);
        await assertAllowed({ ...administrator, action: "kms:EnableKeyRotation" });
        const { identityPolicy: _, ...withoutPermission } = administrator;
        await assertNotAllowed(withoutPermission);
        await assertNotAllowed({ ...administrator, principal: `arn:aws:iam::${org.MANAGEMENT}:role/admin` });
    });

    it("does not extend to the key's end", async () => {
        await assertDenied({ ...administrator, action: "kms:ScheduleKeyDeletion" });
        await assertDenied({ ...administrator, action: "kms:DisableKey" });
        await assertDenied({
            ...administrator,
            principal: `arn:aws:iam::${org.LOGGING}:root`,
            action: "kms:ScheduleKeyDeletion",
        });
    });
});
