import assert from "node:assert/strict";
import { trailArn } from "../../aws/arn";
import type { PolicyDocument } from "../../aws/policyDocument";
import { archiveBucketPolicy } from "../../documents/archiveBucket";
import * as org from "./organization";
import { anonymous, assertAllowed, assertDenied, assertNotAllowed, type Request } from "./simulate";

const BUCKET = "arn:aws:s3:::archive";
const OBJECT = `${BUCKET}/AWSLogs/${org.ORGANIZATION}/${org.MEMBER}/CloudTrail/eu-west-1/2026/01/02/log.json.gz`;
const DIGEST = `${BUCKET}/AWSLogs/${org.ORGANIZATION}/${org.MEMBER}/CloudTrail-Digest/eu-west-1/2026/01/02/d.json.gz`;
const CONTROL = "bucket-owner-full-control";
const KEY_HEADER = "s3:x-amz-server-side-encryption-aws-kms-key-id";
const ENCRYPTION_HEADER = "s3:x-amz-server-side-encryption";

const archive = {
    partition: "aws",
    bucketName: "archive",
    trails: org.TRAILS,
    membership: org.MEMBERSHIP,
} as const;

const policy = archiveBucketPolicy({ ...archive, readers: [org.READER] });
const withoutReadersOrKey = archiveBucketPolicy({ ...archive, readers: [] });

const allowAll: PolicyDocument = {
    Version: "2012-10-17",
    Statement: [{ Sid: "Administrator", Effect: "Allow", Action: "*", Resource: "*" }],
};

const base = { account: org.LOGGING, resourcePolicy: policy };

/** CloudTrail delivering a log file of the organization trail, over the connection it uses. */
const delivery: Request = {
    ...base,
    principal: "cloudtrail.amazonaws.com",
    action: "s3:PutObject",
    resource: OBJECT,
    context: tls({ "aws:SourceArn": org.TRAIL, "s3:x-amz-acl": CONTROL }),
};

const reading: Request = {
    ...base,
    principal: org.READER,
    action: "s3:GetObject",
    resource: OBJECT,
    context: tls({ "aws:PrincipalOrgID": org.ORGANIZATION }),
    identityPolicy: allowAll,
};

/** An administrator of the account that owns the bucket. */
const administrator: Request = {
    ...base,
    principal: org.STRANGER,
    action: "s3:GetObject",
    resource: OBJECT,
    context: tls({ "aws:PrincipalOrgID": org.ORGANIZATION }),
    identityPolicy: allowAll,
};

function tls(context: Record<string, string>): Record<string, string> {
    return { "aws:SecureTransport": "true", "s3:TlsVersion": "1.3", ...context };
}

/** The request, with some of its context keys changed or, by undefined, taken away. */
function changing(request: Request, changes: Record<string, string | undefined>): Request {
    const entries = Object.entries({ ...request.context, ...changes });
    return {
        ...request,
        context: Object.fromEntries(
            entries.filter((entry): entry is [string, string] => entry[1] !== undefined),
        ),
    };
}

describe("archive bucket policy: CloudTrail", () => {
    it("writes below the organization's prefix", () => assertAllowed(delivery));

    it("writes below the management account's prefix", () =>
        assertAllowed({
            ...delivery,
            resource: `${BUCKET}/AWSLogs/${org.MANAGEMENT}/CloudTrail/log.json.gz`,
        }));

    it("writes log files that name the archive's key", () =>
        assertAllowed(changing(delivery, { [KEY_HEADER]: org.KEY, [ENCRYPTION_HEADER]: "aws:kms" })));

    it("writes digest files with SSE-S3", () =>
        assertAllowed(changing({ ...delivery, resource: DIGEST }, { [ENCRYPTION_HEADER]: "AES256" })));

    it("writes digest files without an encryption header", () =>
        assertAllowed({ ...delivery, resource: DIGEST }));

    it("reads the bucket's ACL", () =>
        assertAllowed({
            ...delivery,
            action: "s3:GetBucketAcl",
            resource: BUCKET,
            context: tls({ "aws:SourceArn": org.TRAIL }),
        }));

    it("does nothing without a trail, not even the ACL check", async () => {
        await assertNotAllowed(changing(delivery, { "aws:SourceArn": undefined }));
        await assertNotAllowed({
            ...delivery,
            action: "s3:GetBucketAcl",
            resource: BUCKET,
            context: tls({}),
        });
    });

    const place = { partition: "aws", region: "eu-west-1" } as const;
    const otherTrails = {
        "another trail of the management account": trailArn({ ...place, account: org.MANAGEMENT }, "other"),
        "a trail of that name in another region": trailArn(
            { ...place, region: "us-east-1", account: org.MANAGEMENT },
            "organization",
        ),
        "a member's trail of that name": trailArn({ ...place, account: org.MEMBER }, "organization"),
        "an outsider's trail of that name": trailArn({ ...place, account: org.OUTSIDER }, "organization"),
    };
    for (const [what, source] of Object.entries(otherTrails)) {
        it(`does not write for ${what}`, () =>
            assertNotAllowed(changing(delivery, { "aws:SourceArn": source })));
        it(`does not read the ACL for ${what}`, () =>
            assertNotAllowed({
                ...delivery,
                action: "s3:GetBucketAcl",
                resource: BUCKET,
                context: tls({ "aws:SourceArn": source }),
            }));
    }

    for (const prefix of [org.OTHER_ORGANIZATION, org.MEMBER, org.OUTSIDER, `${org.ORGANIZATION}x`]) {
        it(`does not write below AWSLogs/${prefix}`, () =>
            assertNotAllowed({ ...delivery, resource: `${BUCKET}/AWSLogs/${prefix}/log.json.gz` }));
    }

    it("does not write outside AWSLogs", () =>
        assertNotAllowed({ ...delivery, resource: `${BUCKET}/${org.ORGANIZATION}/log.json.gz` }));

    it("does not write without handing control to the bucket's owner", async () => {
        await assertNotAllowed(changing(delivery, { "s3:x-amz-acl": undefined }));
        await assertNotAllowed(changing(delivery, { "s3:x-amz-acl": "public-read" }));
    });

    it("does not read, nor may another service write", async () => {
        await assertNotAllowed({
            ...delivery,
            action: "s3:GetObject",
            context: tls({ "aws:SourceArn": org.TRAIL }),
        });
        await assertNotAllowed({ ...delivery, principal: "config.amazonaws.com" });
    });

    it("does not write over plain HTTP or TLS 1.1", async () => {
        await assertDenied(
            changing(delivery, { "aws:SecureTransport": "false", "s3:TlsVersion": undefined }),
        );
        await assertDenied(changing(delivery, { "s3:TlsVersion": "1.1" }));
    });

    it("writes over TLS 1.2", () => assertAllowed(changing(delivery, { "s3:TlsVersion": "1.2" })));
});

describe("archive bucket policy: readers", () => {
    it("get objects and their versions, and list", async () => {
        await assertAllowed(reading);
        await assertAllowed({ ...reading, action: "s3:GetObjectVersion" });
        await assertAllowed({ ...reading, action: "s3:ListBucket", resource: BUCKET });
        await assertAllowed({ ...reading, action: "s3:GetBucketLocation", resource: BUCKET });
    });

    it("need their own account's permission as well, being in another", () => {
        const { identityPolicy: _, ...withoutPermission } = reading;
        return assertNotAllowed(withoutPermission);
    });

    it("do not write, change retention or the policy", async () => {
        await assertDenied({ ...reading, action: "s3:PutObject" });
        await assertNotAllowed({ ...reading, action: "s3:PutObjectRetention" });
        await assertNotAllowed({ ...reading, action: "s3:PutBucketPolicy", resource: BUCKET });
    });

    it("are readers no more once their account has left the organization", async () => {
        await assertNotAllowed(changing(reading, { "aws:PrincipalOrgID": undefined }));
        await assertNotAllowed(changing(reading, { "aws:PrincipalOrgID": org.OTHER_ORGANIZATION }));
    });

    it("do not read over plain HTTP or TLS 1.1", async () => {
        await assertDenied(changing(reading, { "aws:SecureTransport": "false", "s3:TlsVersion": undefined }));
        await assertDenied(changing(reading, { "s3:TlsVersion": "1.1" }));
    });

    it("are nobody but those named", async () => {
        const { identityPolicy: _, ...withoutPermission } = administrator;
        await assertNotAllowed(withoutPermission);
        for (const account of [org.SECURITY, org.MEMBER, org.MANAGEMENT, org.OUTSIDER]) {
            await assertNotAllowed({ ...reading, principal: `arn:aws:iam::${account}:role/other` });
        }
        await assertNotAllowed({ ...base, principal: anonymous, action: "s3:GetObject", resource: OBJECT });
    });

    // The simulator takes a statement with an empty list of principals; S3 refuses it as malformed.
    it("may be none, and then no statement speaks of them", () =>
        assert.deepEqual(
            withoutReadersOrKey.Statement.filter(({ Sid }) => Sid.startsWith("Readers")),
            [],
        ));
});

describe("archive bucket policy: only services write", () => {
    const people: Readonly<Record<string, Request>> = {
        "an administrator of the bucket's account": administrator,
        "that account's root user": { ...administrator, principal: `arn:aws:iam::${org.LOGGING}:root` },
        "a reader with all permissions": reading,
        "the management account's administrator": {
            ...administrator,
            principal: `arn:aws:iam::${org.MANAGEMENT}:role/Administrator`,
        },
    };
    for (const [who, request] of Object.entries(people)) {
        it(`and so no forged version of a log file comes from ${who}`, async () => {
            for (const action of ["s3:PutObject", "s3:ReplicateObject", "s3:ReplicateDelete"]) {
                await assertDenied({ ...request, action });
            }
            await assertDenied({
                ...changing(request, { "s3:x-amz-acl": CONTROL, "aws:SourceArn": org.TRAIL }),
                action: "s3:PutObject",
            });
        });
    }

    it("also where the archive's policy lets a service of another name write nothing", () =>
        assertNotAllowed({ ...delivery, principal: "s3.amazonaws.com" }));
});

describe("archive bucket policy: nobody empties the archive", () => {
    const principals: readonly Request[] = [
        administrator,
        { ...administrator, principal: `arn:aws:iam::${org.LOGGING}:root` },
        reading,
        { ...delivery, context: tls({ "aws:SourceArn": org.TRAIL }) },
    ];
    const destructive = {
        "s3:BypassGovernanceRetention": OBJECT,
        "s3:DeleteObject": OBJECT,
        "s3:DeleteObjectVersion": OBJECT,
        "s3:DeleteBucket": BUCKET,
    };
    for (const [action, resource] of Object.entries(destructive)) {
        it(`by ${action}, an administrator of the bucket's account included`, async () => {
            for (const principal of principals) {
                await assertDenied({ ...principal, action, resource });
            }
        });
    }

    it("and yet its account can set it up and repair its policy", async () => {
        for (const action of [
            "s3:PutBucketPolicy",
            "s3:PutBucketVersioning",
            "s3:PutLifecycleConfiguration",
            "s3:PutBucketObjectLockConfiguration",
        ]) {
            await assertAllowed({ ...administrator, action, resource: BUCKET });
        }
    });
});
