import assert from "node:assert/strict";
import type { PolicyDocument } from "../../aws/policyDocument";
import { MAX_RESOURCE_CONTROL_LENGTH, resourceControlPolicy } from "../../documents/resourceControl";
import * as org from "./organization";
import { anonymous, assertAllowed, assertDenied, type Request } from "./simulate";

const policy = resourceControlPolicy({
    partition: "aws",
    organizationId: org.ORGANIZATION,
    archiveBucket: "archive",
    namePrefix: "security-logging",
});

/** What the own policy of a resource may be made into: everybody may do everything. */
const OPEN: PolicyDocument = {
    Version: "2012-10-17",
    Statement: [{ Sid: "Open", Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }],
};

const ALL: PolicyDocument = {
    Version: "2012-10-17",
    Statement: [{ Sid: "All", Effect: "Allow", Action: "*", Resource: "*" }],
};

interface Use {
    readonly action: string;
    readonly resource: string;
    readonly account: string;
    readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

const KEY: Use = {
    action: "kms:Decrypt",
    resource: `arn:aws:kms:eu-west-1:${org.LOGGING}:key/11111111-2222-3333-4444-555555555555`,
    account: org.LOGGING,
    context: { "kms:ResourceAliases": ["alias/security-logging-archive"] },
};

/** Uses of what the policy is about. */
const OURS: Readonly<Record<string, Use>> = {
    "a log file read": { action: "s3:GetObject", resource: "arn:aws:s3:::archive/log", account: org.LOGGING },
    "a log file written": {
        action: "s3:PutObject",
        resource: "arn:aws:s3:::archive/log",
        account: org.LOGGING,
    },
    "the archive's policy changed": {
        action: "s3:PutBucketPolicy",
        resource: "arn:aws:s3:::archive",
        account: org.LOGGING,
    },
    "a finding read": {
        action: "s3:GetObject",
        resource: `arn:aws:s3:::security-logging-findings-${org.SECURITY}-eu-west-1/finding`,
        account: org.SECURITY,
    },
    "events taken out of a queue": {
        action: "sqs:ReceiveMessage",
        resource: `arn:aws:sqs:eu-west-1:${org.SECURITY}:security-logging-events`,
        account: org.SECURITY,
    },
    "the archive's key used": KEY,
    "a grant for the archive's key": { ...KEY, action: "kms:CreateGrant" },
};

const request = ({ context, ...use }: Use, who: Partial<Request>): Request => ({
    ...use,
    principal: org.STRANGER,
    resourcePolicy: OPEN,
    resourceControlPolicy: policy,
    ...who,
    context: { "aws:SecureTransport": "true", ...context, ...who.context },
});

describe("resource control policy", () => {
    for (const [what, use] of Object.entries(OURS)) {
        it(`denies strangers, though the resource's own policy is open: ${what}`, async () => {
            const stranger = {
                principal: `arn:aws:iam::${org.OUTSIDER}:role/Stranger`,
                identityPolicy: ALL,
                context: { "aws:PrincipalOrgID": org.OTHER_ORGANIZATION },
            };
            await assertDenied(request(use, stranger));
            await assertDenied(request(use, { ...stranger, context: {} }));
            if (!use.action.startsWith("kms:")) {
                await assertDenied(request(use, { principal: anonymous }));
            }
        });

        it(`leaves it to other policies for the organization's principals: ${what}`, () =>
            assertAllowed(
                request(use, {
                    principal: `arn:aws:iam::${org.MEMBER}:role/Reader`,
                    identityPolicy: ALL,
                    context: { "aws:PrincipalOrgID": org.ORGANIZATION },
                }),
            ));

        it(`denies a service that acts for a stranger, and no other: ${what}`, async () => {
            const service = (context: Record<string, string>): Request =>
                request(use, { principal: "cloudtrail.amazonaws.com", context });
            await assertDenied(service({ "aws:SourceAccount": org.OUTSIDER }));
            await assertDenied(
                service({ "aws:SourceAccount": org.OUTSIDER, "aws:SourceOrgID": org.OTHER_ORGANIZATION }),
            );
            await assertAllowed(
                service({ "aws:SourceAccount": org.MANAGEMENT, "aws:SourceOrgID": org.ORGANIZATION }),
            );
            // Some services tell no source of some calls: those are for the resource's own policy.
            await assertAllowed(service({}));
        });
    }

    it("is about our own resources", async () => {
        const stranger = { principal: `arn:aws:iam::${org.OUTSIDER}:role/Stranger`, identityPolicy: ALL };
        for (const use of [
            { action: "s3:GetObject", resource: "arn:aws:s3:::website/index.html", account: org.SECURITY },
            {
                action: "sqs:SendMessage",
                resource: `arn:aws:sqs:eu-west-1:${org.SECURITY}:orders`,
                account: org.SECURITY,
            },
            { ...KEY, context: { "kms:ResourceAliases": ["alias/orders"] } },
        ]) {
            await assertAllowed(request(use, stranger));
        }
    });

    it("is such as Organizations takes: denials of everybody, by actions of services that know such policies", () => {
        assert.ok(JSON.stringify(policy).length <= MAX_RESOURCE_CONTROL_LENGTH);
        for (const { Effect, Principal, Action } of policy.Statement) {
            assert.deepEqual([Effect, Principal], ["Deny", "*"]);
            for (const action of [Action].flat()) {
                assert.match(action, /^(s3|sqs|kms):/);
            }
        }
    });
});
