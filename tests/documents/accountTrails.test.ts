/** The documents of accounts without an Organization, each with a trail of its own. */
import assert from "node:assert/strict";
import { roleArn, topicArn, trailArn } from "../../aws/arn";
import type { OwnedTrail } from "../../aws/membership";
import type { PolicyDocument } from "../../aws/policyDocument";
import { archiveBucketPolicy } from "../../documents/archiveBucket";
import { centralBusPolicy } from "../../documents/centralBus";
import { searcherPermissions } from "../../documents/searcher";
import { topicKeyPolicy, topicPolicy } from "../../documents/topic";
import { trailKeyPolicy } from "../../documents/trailKey";
import * as org from "./organization";
import { anonymous, assertAllowed, assertNotAllowed, type Request } from "./simulate";

const ACCOUNTS = [org.LOGGING, org.SECURITY, org.MEMBER];
const BUCKET = "arn:aws:s3:::archive";
const TOPIC = topicArn({ partition: "aws", region: org.REGIONS.aws, account: org.LOGGING }, "log-files");

const trailOf = (account: string, name = "own", region = org.REGIONS.aws): string =>
    trailArn({ partition: "aws", region, account }, name);
const logFileOf = (account: string): string =>
    `${BUCKET}/AWSLogs/${account}/CloudTrail/eu-west-1/2026/01/02/log.json.gz`;

const membership = { accounts: ACCOUNTS };
const trails: readonly OwnedTrail[] = ACCOUNTS.map((account) => ({ account, arn: trailOf(account) }));
const archive = {
    partition: "aws",
    bucketName: "archive",
    trails,
    membership,
    readers: [org.READER],
} as const;

/** Trails that are none of the members'. */
const STRANGERS: Readonly<Record<string, string>> = {
    "an outsider's trail of that name": trailOf(org.OUTSIDER),
    "another trail of a member": trailOf(org.MEMBER, "other"),
    "a member's trail of that name in another region": trailOf(org.MEMBER, "own", "us-east-1"),
};

const allowAll: PolicyDocument = {
    Version: "2012-10-17",
    Statement: [{ Sid: "Administrator", Effect: "Allow", Action: "*", Resource: "*" }],
};

const tls = { "aws:SecureTransport": "true", "s3:TlsVersion": "1.3" };

describe("archive bucket policy of account trails", () => {
    const delivery = (source: string, object: string): Request => ({
        principal: "cloudtrail.amazonaws.com",
        action: "s3:PutObject",
        resource: object,
        account: org.LOGGING,
        resourcePolicy: archiveBucketPolicy(archive),
        context: { ...tls, "aws:SourceArn": source, "s3:x-amz-acl": "bucket-owner-full-control" },
    });
    const aclCheck = (source: string): Request => ({
        ...delivery(source, BUCKET),
        action: "s3:GetBucketAcl",
        context: { ...tls, "aws:SourceArn": source },
    });

    for (const account of ACCOUNTS) {
        it(`lets the trail of ${account} write below its own prefix, and below no other`, async () => {
            await assertAllowed(aclCheck(trailOf(account)));
            for (const other of [...ACCOUNTS, org.OUTSIDER, org.ORGANIZATION]) {
                const writing = delivery(trailOf(account), logFileOf(other));
                await (other === account ? assertAllowed(writing) : assertNotAllowed(writing));
            }
        });
    }

    for (const [what, source] of Object.entries(STRANGERS)) {
        it(`does not let ${what} write or check`, async () => {
            await assertNotAllowed(aclCheck(source));
            for (const account of [...ACCOUNTS, org.OUTSIDER]) {
                await assertNotAllowed(delivery(source, logFileOf(account)));
            }
        });
    }

    it("lets readers read while their account is a member", async () => {
        const reading: Request = {
            ...delivery("", logFileOf(org.MEMBER)),
            principal: org.READER,
            action: "s3:GetObject",
            context: { ...tls, "aws:PrincipalAccount": org.SECURITY },
            identityPolicy: allowAll,
        };
        await assertAllowed(reading);
        const fewer = ACCOUNTS.filter((account) => account !== org.SECURITY);
        await assertNotAllowed({
            ...reading,
            resourcePolicy: archiveBucketPolicy({ ...archive, membership: { accounts: fewer } }),
        });
        await assertNotAllowed({
            ...reading,
            principal: roleArn("aws", org.MEMBER, "log-reader"),
            context: { ...tls, "aws:PrincipalAccount": org.MEMBER },
        });
    });
});

describe("trail key policy of account trails", () => {
    const keyed = trailKeyPolicy({ ...archive, keyAccount: org.LOGGING });
    const encryption = (source: string, encrypted: string): Request => ({
        principal: "cloudtrail.amazonaws.com",
        action: "kms:GenerateDataKey",
        resource: org.KEY,
        account: org.LOGGING,
        resourcePolicy: keyed,
        context: { "aws:SourceArn": source, "kms:EncryptionContext:aws:cloudtrail:arn": encrypted },
    });

    it("lets every account's trail encrypt, by the trail's and by the bucket's context", async () => {
        for (const account of ACCOUNTS) {
            const trail = trailOf(account);
            await assertAllowed(encryption(trail, trail));
            await assertAllowed({
                ...encryption(trail, trail),
                context: { "aws:SourceArn": trail, "kms:EncryptionContext:aws:s3:arn": BUCKET },
            });
            await assertAllowed({
                ...encryption(trail, trail),
                action: "kms:DescribeKey",
                context: { "aws:SourceArn": trail },
            });
        }
    });

    for (const [what, source] of Object.entries(STRANGERS)) {
        it(`does not let ${what} encrypt or describe`, async () => {
            await assertNotAllowed(encryption(source, source));
            await assertNotAllowed(encryption(source, trailOf(org.MEMBER)));
            await assertNotAllowed({
                ...encryption(source, source),
                context: { "aws:SourceArn": source, "kms:EncryptionContext:aws:s3:arn": BUCKET },
            });
            await assertNotAllowed({
                ...encryption(source, source),
                action: "kms:DescribeKey",
                context: { "aws:SourceArn": source },
            });
        });
    }

    it("does not let a member's trail encrypt an outsider's log files", () =>
        assertNotAllowed(encryption(trailOf(org.MEMBER), trailOf(org.OUTSIDER))));

    it("lets readers decrypt while their account is a member, and nobody of another account", async () => {
        const decryption: Request = {
            ...encryption("", ""),
            principal: org.READER,
            action: "kms:Decrypt",
            identityPolicy: allowAll,
            context: {
                "kms:EncryptionContext:aws:s3:arn": BUCKET,
                "aws:PrincipalAccount": org.SECURITY,
            },
        };
        await assertAllowed(decryption);
        const fewer = trailKeyPolicy({
            ...archive,
            keyAccount: org.LOGGING,
            membership: { accounts: [org.LOGGING, org.MEMBER] },
        });
        await assertNotAllowed({ ...decryption, resourcePolicy: fewer });
        for (const account of [org.MEMBER, org.OUTSIDER]) {
            await assertNotAllowed({
                ...decryption,
                principal: roleArn("aws", account, "other"),
                context: { ...decryption.context, "aws:PrincipalAccount": account },
            });
        }
    });
});

describe("central bus policy of listed accounts", () => {
    const putting = (account: string, role = org.FORWARDER_ROLE): Request => ({
        principal: roleArn("aws", account, role),
        action: "events:PutEvents",
        resource: org.BUS,
        account: org.SECURITY,
        resourcePolicy: centralBusPolicy({
            partition: "aws",
            busArn: org.BUS,
            membership,
            forwarderRoleNames: [org.FORWARDER_ROLE],
        }),
        identityPolicy: allowAll,
        context: { "aws:PrincipalAccount": account, "aws:PrincipalArn": roleArn("aws", account, role) },
    });

    it("lets the forwarder of every listed account put events, and no other role of another account", async () => {
        for (const account of ACCOUNTS) {
            await assertAllowed(putting(account));
        }
        await assertNotAllowed(putting(org.MEMBER, "admin"));
        await assertNotAllowed(putting(org.MEMBER, "forwarder-2"));
    });

    it("does not let another account, be it in an organization or not, nor the anonymous", async () => {
        const outsider = putting(org.OUTSIDER);
        await assertNotAllowed(outsider);
        await assertNotAllowed({
            ...outsider,
            context: { ...outsider.context, "aws:PrincipalOrgID": org.ORGANIZATION },
        });
        const { identityPolicy: _, context: __, ...unsigned } = outsider;
        await assertNotAllowed({ ...unsigned, principal: anonymous });
    });

    it("does not let a listed account govern the bus", () =>
        assertNotAllowed({ ...putting(org.MEMBER), action: "events:DeleteEventBus" }));
});

describe("topic of account trails", () => {
    const publisher = { service: "cloudtrail.amazonaws.com", sourceArn: trails.map(({ arn }) => arn) };
    const policyOf = (accounts: readonly string[]): PolicyDocument =>
        topicPolicy({
            partition: "aws",
            topicArn: TOPIC,
            publisher,
            subscriberAccounts: [org.SECURITY],
            membership: { accounts },
        });
    const publishing = (source: string): Request => ({
        principal: "cloudtrail.amazonaws.com",
        action: "sns:Publish",
        resource: TOPIC,
        account: org.LOGGING,
        resourcePolicy: policyOf(ACCOUNTS),
        context: { "aws:SourceArn": source, "aws:SecureTransport": "true" },
    });
    const encryption: Request = {
        ...publishing(""),
        action: "kms:GenerateDataKey",
        resource: org.KEY,
        resourcePolicy: topicKeyPolicy({
            partition: "aws",
            account: org.LOGGING,
            topicArn: TOPIC,
            publisher,
        }),
        context: { "kms:EncryptionContext:aws:sns:topicArn": TOPIC },
    };

    it("lets CloudTrail publish for every account's trail, and for no other, and encrypt what it publishes", async () => {
        await assertAllowed(encryption);
        for (const account of ACCOUNTS) {
            await assertAllowed(publishing(trailOf(account)));
        }
        for (const source of Object.values(STRANGERS)) {
            await assertNotAllowed(publishing(source));
        }
    });

    it("lets the named accounts subscribe while they are members", async () => {
        const subscribing = (account: string): Request => ({
            ...publishing(""),
            principal: roleArn("aws", account, "consumer"),
            action: "sns:Subscribe",
            identityPolicy: allowAll,
            context: { "aws:PrincipalAccount": account, "aws:SecureTransport": "true" },
        });
        await assertAllowed(subscribing(org.SECURITY));
        await assertNotAllowed({
            ...subscribing(org.SECURITY),
            resourcePolicy: policyOf([org.LOGGING, org.MEMBER]),
        });
        await assertNotAllowed(subscribing(org.MEMBER));
        await assertNotAllowed(subscribing(org.OUTSIDER));
    });
});

describe("what a searcher of account trails may read", () => {
    const reading = (resource: string): Request => ({
        principal: roleArn("aws", org.LOGGING, "searcher"),
        action: "s3:GetObject",
        resource,
        account: org.LOGGING,
        identityPolicy: searcherPermissions({
            place: { partition: "aws", region: org.REGIONS.aws, account: org.LOGGING },
            workgroup: "search",
            database: "archive",
            archive: { bucket: "archive" },
            archiveKeyArns: [org.KEY],
            resultsBucketName: "results",
            resultsKeyArn: org.KEY,
        }),
    });

    it("is every account's log files, and nothing beside them", async () => {
        for (const account of ACCOUNTS) {
            await assertAllowed(reading(logFileOf(account)));
        }
        await assertNotAllowed(reading(`${BUCKET}/other/log.json.gz`));
    });
});

describe("documents of an organization", () => {
    const one = { ...archive, trails: org.TRAILS, membership: org.MEMBERSHIP };

    it("name the one trail, and the organization instead of accounts", () => {
        const documents = [
            archiveBucketPolicy(one),
            trailKeyPolicy({ ...one, keyAccount: org.LOGGING }),
            centralBusPolicy({
                partition: "aws",
                busArn: org.BUS,
                membership: org.MEMBERSHIP,
                forwarderRoleNames: [org.FORWARDER_ROLE],
            }),
        ];
        for (const document of documents) {
            const text = JSON.stringify(document);
            assert.doesNotMatch(text, /aws:PrincipalAccount/);
            assert.match(text, new RegExp(`"aws:PrincipalOrgID":"${org.ORGANIZATION}"`));
            // One value by itself, as ever, or every organization's documents would change.
            assert.doesNotMatch(text, /"aws:SourceArn":\[/);
        }
    });
});
