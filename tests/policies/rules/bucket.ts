import { accessLogging } from "../../../policies/rules/bucket/accessLogging";
import { aclsOff } from "../../../policies/rules/bucket/aclsOff";
import { encryption } from "../../../policies/rules/bucket/encryption";
import { expiryAfterLock } from "../../../policies/rules/bucket/expiryAfterLock";
import { noForceDestroy } from "../../../policies/rules/bucket/noForceDestroy";
import { objectLock } from "../../../policies/rules/bucket/objectLock";
import { policyNoWideChanges } from "../../../policies/rules/bucket/policyNoWideChanges";
import { policyNotPublic } from "../../../policies/rules/bucket/policyNotPublic";
import { policyOrganizationScoped } from "../../../policies/rules/bucket/policyOrganizationScoped";
import { policySourceArn } from "../../../policies/rules/bucket/policySourceArn";
import { policyTlsOnly } from "../../../policies/rules/bucket/policyTlsOnly";
import { policyTlsVersion } from "../../../policies/rules/bucket/policyTlsVersion";
import { publicAccessBlock } from "../../../policies/rules/bucket/publicAccessBlock";
import { publicAccessBlockComplete } from "../../../policies/rules/bucket/publicAccessBlockComplete";
import { versioning } from "../../../policies/rules/bucket/versioning";
import { OTHER_RESOURCE, type RuleCases } from "../cases";
import type { JsonObject, TestResource } from "../runRule";
import { UNKNOWN } from "../sdk";
import { providerOf } from "./providers";

const doesNotApply = { "another resource": OTHER_RESOURCE };
const noBucket = {
    "a stack without a bucket": { stack: [{ type: "aws:ssm/parameter:Parameter", props: {} }] },
};

const bucket = (props: JsonObject = {}, name = "logs"): TestResource => ({
    type: "aws:s3/bucket:Bucket",
    name,
    props: { bucket: name, ...props },
});

/** A resource that says something about the bucket "logs". */
const about = (type: string, props: JsonObject): TestResource => ({
    type: `aws:s3/${type.charAt(0).toLowerCase()}${type.slice(1)}:${type}`,
    name: type,
    props: { bucket: "logs", ...props },
});

/** One that does so in a preview that does not know the bucket's name yet. */
const aboutUnknown = (type: string, props: JsonObject): TestResource => ({
    ...about(type, { ...props, bucket: UNKNOWN.string }),
    propertyDependencies: { bucket: ["logs"] },
});

const policy = (...Statement: readonly JsonObject[]): TestResource => ({
    props: { bucket: "logs", policy: JSON.stringify({ Version: "2012-10-17", Statement }) },
});

const DENY_PLAINTEXT = {
    Sid: "DenyPlaintext",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: "*",
    Condition: { Bool: { "aws:SecureTransport": "false" } },
};
const outside = (statements: string, accounts: readonly string[]): string =>
    "Other accounts keep their access when they leave the organization: the Principal of statement " +
    `${statements} is ${JSON.stringify(accounts)}. Write a condition StringEquals aws:PrincipalOrgID: ` +
    '"<your organization\'s id>".';
const DENY_OLD_TLS = {
    ...DENY_PLAINTEXT,
    Sid: "DenyOldTls",
    Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } },
};
const TRAIL_WRITES = {
    Sid: "TrailWrites",
    Effect: "Allow",
    Principal: { Service: "cloudtrail.amazonaws.com" },
    Action: "s3:PutObject",
    Resource: "arn:aws:s3:::logs/*",
    Condition: { StringEquals: { "aws:SourceArn": "arn:aws:cloudtrail:us-east-1:111111111111:trail/one" } },
};

/** The bucket "logs" as one that CloudTrail may deliver to. */
const logBucket = (props: JsonObject = {}): readonly TestResource[] => [
    bucket(props),
    about("BucketPolicy", policy(TRAIL_WRITES).props),
];

/** A trail that delivers to the bucket "logs", in a preview that does not know the bucket's name yet. */
const deliveredTo: TestResource = {
    type: "aws:cloudtrail/trail:Trail",
    name: "trail",
    props: { s3BucketName: UNKNOWN.string },
    propertyDependencies: { s3BucketName: ["logs"] },
};

const logging = about("BucketLogging", { targetBucket: "access-logs" });
const destination = (props: JsonObject): readonly TestResource[] => [
    bucket(props, "access-logs"),
    { ...logging, props: { bucket: "elsewhere", targetBucket: "access-logs" } },
];

const lock = (retention: JsonObject): TestResource =>
    about("BucketObjectLockConfiguration", { rule: { defaultRetention: retention } });
const locked = logBucket({ objectLockEnabled: true });

const encrypted = (standard: JsonObject): TestResource =>
    about("BucketServerSideEncryptionConfiguration", {
        rules: [{ applyServerSideEncryptionByDefault: standard }],
    });

const BLOCKED = {
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
};

const expiring = (days: number): TestResource =>
    about("BucketLifecycleConfiguration", {
        rules: [{ id: "expire", status: "Enabled", expiration: { days } }],
    });

const READS = { Sid: "Reads", Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::logs/*" };
const READER_READS = {
    ...READS,
    Principal: { AWS: ["arn:aws:iam::222222222222:role/reader", "AIDAEXAMPLEEXAMPLE"] },
};
const inOrganization = (id: string): JsonObject => ({ StringEquals: { "aws:PrincipalOrgID": id } });

const unknownPolicy = { policy: { props: { bucket: "logs", policy: UNKNOWN.string } } };

export const bucketCases: readonly RuleCases[] = [
    {
        rule: objectLock,
        pass: {
            "a year of governance": { stack: [...locked, lock({ mode: "GOVERNANCE", days: 365 })] },
            "compliance where governance is demanded": {
                stack: [...locked, lock({ mode: "COMPLIANCE", years: 1 })],
            },
            "fewer days where fewer are demanded": {
                stack: [...locked, lock({ mode: "GOVERNANCE", days: 30 })],
                config: { minimumDays: 30 },
            },
            "a bucket that CloudTrail does not deliver to": { stack: [bucket()] },
            "a preview that does not know the bucket's name": {
                stack: [
                    bucket({ bucket: UNKNOWN.string, objectLockEnabled: true }),
                    deliveredTo,
                    aboutUnknown("BucketObjectLockConfiguration", {
                        rule: { defaultRetention: { mode: "GOVERNANCE", days: 365 } },
                    }),
                ],
            },
        },
        fail: {
            "no lock": {
                stack: [...logBucket()],
                messages:
                    "Log files can be overwritten and deleted: objectLockEnabled is not set. Write objectLockEnabled: true.",
            },
            "no lock that a preview knows of, and no configuration of one": {
                stack: [...logBucket({ objectLockEnabled: UNKNOWN.boolean })],
                messages:
                    "Log files can be overwritten and deleted: objectLockEnabled is not set. Write objectLockEnabled: true.",
            },
            "no lock of the bucket that a trail of the stack delivers to, whatever its name will be": {
                stack: [bucket({ bucket: UNKNOWN.string }), deliveredTo],
                messages:
                    "Log files can be overwritten and deleted: objectLockEnabled is not set. Write objectLockEnabled: true.",
            },
            "no lock of a log bucket that logs access to itself": {
                stack: [...logBucket(), about("BucketLogging", { targetBucket: "logs" })],
                messages:
                    "Log files can be overwritten and deleted: objectLockEnabled is not set. Write objectLockEnabled: true.",
            },
            "no default retention": {
                stack: [...locked],
                messages:
                    "Nothing is locked by default: the BucketObjectLockConfiguration's defaultRetention is not set. " +
                    'Write defaultRetention: { mode: "GOVERNANCE", days: 365 }.',
            },
            "a weaker mode": {
                stack: [...locked, lock({ mode: "GOVERNANCE", days: 365 })],
                config: { mode: "COMPLIANCE" },
                messages:
                    'The lock is of a weaker mode than demanded: defaultRetention.mode is "GOVERNANCE". ' +
                    'Write mode: "COMPLIANCE".',
            },
            "one day": {
                stack: [...locked, lock({ mode: "GOVERNANCE", days: 1 })],
                messages: "The lock ends too soon: defaultRetention.days is 1. Write days: 365 or more.",
            },
        },
        doesNotApply: noBucket,
        unknown: {
            "whether CloudTrail may deliver to it": {
                stack: [bucket(), about("BucketPolicy", { policy: UNKNOWN.string })],
            },
            "the days": {
                stack: [...locked, lock({ mode: "GOVERNANCE", days: UNKNOWN.number })],
            },
        },
    },
    {
        rule: versioning,
        pass: {
            enabled: {
                stack: [
                    ...logBucket(),
                    about("BucketVersioning", { versioningConfiguration: { status: "Enabled" } }),
                ],
            },
        },
        fail: {
            none: {
                stack: [...logBucket()],
                messages:
                    "What is overwritten or deleted is gone: the BucketVersioning's versioningConfiguration.status is " +
                    'not set. Write status: "Enabled".',
            },
            suspended: {
                stack: [
                    ...logBucket(),
                    about("BucketVersioning", { versioningConfiguration: { status: "Suspended" } }),
                ],
                messages:
                    "What is overwritten or deleted is gone: the BucketVersioning's versioningConfiguration.status is " +
                    '"Suspended". Write status: "Enabled".',
            },
        },
        doesNotApply: noBucket,
        unknown: {
            "the status": {
                stack: [
                    ...logBucket(),
                    about("BucketVersioning", { versioningConfiguration: { status: UNKNOWN.string } }),
                ],
            },
        },
    },
    {
        rule: encryption,
        pass: {
            "a key of one's own": {
                stack: [...logBucket(), encrypted({ sseAlgorithm: "aws:kms", kmsMasterKeyId: "arn:key" })],
            },
            "a key that does not exist yet": {
                stack: [
                    ...logBucket(),
                    encrypted({ sseAlgorithm: "aws:kms", kmsMasterKeyId: UNKNOWN.string }),
                ],
            },
            "the destination of access logs under S3's keys": {
                stack: [
                    ...destination({}),
                    {
                        ...encrypted({ sseAlgorithm: "AES256" }),
                        props: {
                            bucket: "access-logs",
                            rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
                        },
                    },
                ],
            },
        },
        fail: {
            none: {
                stack: [...logBucket()],
                messages:
                    "Log files are not encrypted with a KMS key by default: applyServerSideEncryptionByDefault." +
                    'sseAlgorithm is not set. Write sseAlgorithm: "aws:kms".',
            },
            "S3's keys": {
                stack: [...logBucket(), encrypted({ sseAlgorithm: "AES256" })],
                messages:
                    "Log files are not encrypted with a KMS key by default: applyServerSideEncryptionByDefault." +
                    'sseAlgorithm is "AES256". Write sseAlgorithm: "aws:kms".',
            },
            "the key that AWS manages": {
                stack: [...logBucket(), encrypted({ sseAlgorithm: "aws:kms" })],
                messages:
                    "Log files are encrypted with a key that AWS manages: applyServerSideEncryptionByDefault." +
                    "kmsMasterKeyId is not set. Write kmsMasterKeyId: <the ARN of a customer managed key>.",
            },
            "access logs under a KMS key": {
                stack: [
                    ...destination({}),
                    {
                        ...encrypted({}),
                        props: {
                            bucket: "access-logs",
                            rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" } }],
                        },
                    },
                ],
                messages:
                    "S3 cannot deliver access logs to a bucket under a KMS key: applyServerSideEncryptionByDefault." +
                    'sseAlgorithm is "aws:kms". Write sseAlgorithm: "AES256".',
            },
        },
        doesNotApply: noBucket,
        unknown: {
            "the algorithm": { stack: [...logBucket(), encrypted({ sseAlgorithm: UNKNOWN.string })] },
        },
    },
    {
        rule: publicAccessBlock,
        pass: {
            "a block": { stack: [bucket(), about("BucketPublicAccessBlock", BLOCKED)] },
            "a block of a bucket without a name yet": {
                stack: [bucket({ bucket: UNKNOWN.string }), aboutUnknown("BucketPublicAccessBlock", BLOCKED)],
            },
        },
        fail: {
            "no block": {
                stack: [bucket()],
                messages:
                    "Nothing keeps the bucket from being made public: a BucketPublicAccessBlock of the bucket is not " +
                    "set. Write one with blockPublicAcls, blockPublicPolicy, ignorePublicAcls, restrictPublicBuckets, " +
                    "all true.",
            },
        },
        doesNotApply: noBucket,
        unknown: { impossible: "whether a bucket has a block is told by what refers to it, not by a value" },
    },
    {
        rule: publicAccessBlockComplete,
        pass: { "all closed": { props: BLOCKED } },
        fail: {
            "one way open": {
                props: { ...BLOCKED, restrictPublicBuckets: false },
                messages:
                    "A way to public access is open: restrictPublicBuckets is false. Write restrictPublicBuckets: true.",
            },
            "two ways open by default": {
                props: { blockPublicAcls: true, ignorePublicAcls: true },
                messages: [
                    "A way to public access is open: blockPublicPolicy is not set. Write blockPublicPolicy: true.",
                    "A way to public access is open: restrictPublicBuckets is not set. Write restrictPublicBuckets: true.",
                ],
            },
        },
        doesNotApply,
        unknown: { "a setting": { props: { ...BLOCKED, blockPublicAcls: UNKNOWN.boolean } } },
    },
    {
        rule: policyTlsVersion,
        pass: { "TLS 1.1 denied": policy(DENY_OLD_TLS, TRAIL_WRITES) },
        fail: {
            "plain HTTP denied only": {
                ...policy(DENY_PLAINTEXT, TRAIL_WRITES),
                messages:
                    "Requests over TLS 1.0 and 1.1 are not refused by the policy: a statement that denies them is not set. " +
                    'Write one with Effect Deny, Principal "*", Action "s3:*" and NumericLessThan s3:TlsVersion: "1.2".',
            },
            "TLS 1.0 denied only": {
                ...policy({ ...DENY_OLD_TLS, Condition: { NumericLessThan: { "s3:TlsVersion": "1.1" } } }),
                messages:
                    "Requests over TLS 1.0 and 1.1 are not refused by the policy: a statement that denies them is not set. " +
                    'Write one with Effect Deny, Principal "*", Action "s3:*" and NumericLessThan s3:TlsVersion: "1.2".',
            },
        },
        doesNotApply,
        unknown: unknownPolicy,
    },
    {
        rule: aclsOff,
        pass: {
            "the owner enforced": {
                stack: [
                    bucket(),
                    about("BucketOwnershipControls", { rule: { objectOwnership: "BucketOwnerEnforced" } }),
                ],
            },
        },
        fail: {
            "no controls": {
                stack: [bucket()],
                messages:
                    "ACLs can give access beside the bucket's policy: the BucketOwnershipControls' rule.objectOwnership " +
                    'is not set. Write objectOwnership: "BucketOwnerEnforced".',
            },
            "ACLs on": {
                stack: [
                    bucket(),
                    about("BucketOwnershipControls", { rule: { objectOwnership: "ObjectWriter" } }),
                ],
                messages:
                    "ACLs can give access beside the bucket's policy: the BucketOwnershipControls' rule.objectOwnership " +
                    'is "ObjectWriter". Write objectOwnership: "BucketOwnerEnforced".',
            },
        },
        doesNotApply: noBucket,
        unknown: {
            "the ownership": {
                stack: [
                    bucket(),
                    about("BucketOwnershipControls", { rule: { objectOwnership: UNKNOWN.string } }),
                ],
            },
        },
    },
    {
        rule: accessLogging,
        pass: {
            "logged elsewhere": { stack: [...logBucket(), logging] },
            "an unlocked destination": { stack: destination({ objectLockEnabled: false }) },
            "a preview that does not know the bucket's name": {
                stack: [
                    bucket({ bucket: UNKNOWN.string }),
                    deliveredTo,
                    aboutUnknown("BucketLogging", { targetBucket: "elsewhere" }),
                ],
            },
        },
        fail: {
            "not logged": {
                stack: [...logBucket()],
                messages:
                    "Nobody can tell who read the logs: a BucketLogging of the bucket is not set. Write one whose " +
                    "targetBucket is a bucket for access logs.",
            },
            "a locked destination": {
                stack: destination({ objectLockEnabled: true }),
                messages:
                    "S3 delivers no access logs to a bucket under Object Lock: objectLockEnabled is true. Write " +
                    "objectLockEnabled: false.",
            },
        },
        doesNotApply: noBucket,
        unknown: {
            "the lock of a destination": { stack: destination({ objectLockEnabled: UNKNOWN.boolean }) },
        },
    },
    {
        rule: expiryAfterLock,
        pass: {
            "later than the lock": {
                stack: [bucket(), lock({ mode: "GOVERNANCE", days: 365 }), expiring(365)],
            },
            "no expiry": { stack: [bucket(), lock({ mode: "GOVERNANCE", days: 365 })] },
            "delete markers alone, which the provider shows as 0 days": {
                stack: [bucket(), lock({ mode: "GOVERNANCE", days: 365 }), expiring(0)],
            },
        },
        fail: {
            "earlier than the lock": {
                stack: [bucket(), lock({ mode: "GOVERNANCE", days: 365 }), expiring(364)],
                messages:
                    'Log files expire before their lock ends: expiration.days of the lifecycle rule "expire" is 364. ' +
                    "Write days: 365 or more.",
            },
            "earlier than a lock in years": {
                stack: [bucket(), lock({ mode: "COMPLIANCE", years: 2 }), expiring(365)],
                messages:
                    'Log files expire before their lock ends: expiration.days of the lifecycle rule "expire" is 365. ' +
                    "Write days: 730 or more.",
            },
        },
        doesNotApply: noBucket,
        unknown: {
            "the days of the lock": {
                stack: [bucket(), lock({ mode: "GOVERNANCE", days: UNKNOWN.number }), expiring(30)],
            },
        },
    },
    {
        rule: noForceDestroy,
        pass: { "left out": { props: {} }, "said so": { props: { forceDestroy: false } } },
        fail: {
            "emptied with the program": {
                props: { forceDestroy: true },
                messages:
                    "Taking the program down deletes every object: forceDestroy is true. Write forceDestroy: false.",
            },
        },
        doesNotApply,
        unknown: { forceDestroy: { props: { forceDestroy: UNKNOWN.boolean } } },
    },
    {
        rule: policyTlsOnly,
        pass: { "plain HTTP denied": policy(DENY_PLAINTEXT, TRAIL_WRITES) },
        fail: {
            "nothing denied": {
                ...policy(TRAIL_WRITES),
                messages:
                    "Requests over plain HTTP are answered: a statement that denies them is not set. Write one with " +
                    'Effect Deny, Principal "*", Action "s3:*" and Bool aws:SecureTransport: "false".',
            },
            "denied to one principal only": {
                ...policy({ ...DENY_PLAINTEXT, Principal: { AWS: "111111111111" } }),
                messages:
                    "Requests over plain HTTP are answered: a statement that denies them is not set. Write one with " +
                    'Effect Deny, Principal "*", Action "s3:*" and Bool aws:SecureTransport: "false".',
            },
            "a policy that is empty": {
                props: { policy: "[]" },
                messages:
                    'The policy cannot be read, since the document is not an object: policy is "[]". Write a policy ' +
                    "document as IAM takes it.",
            },
        },
        doesNotApply,
        unknown: unknownPolicy,
    },
    {
        rule: policyNotPublic,
        pass: {
            "named principals": policy({ ...READS, Principal: { AWS: "111111111111" } }),
            "everyone of the organization": policy({
                ...READS,
                Principal: "*",
                Condition: inOrganization("o-exampleorgid"),
            }),
            "everyone denied": policy(DENY_PLAINTEXT),
        },
        fail: {
            everyone: {
                ...policy({ ...READS, Principal: "*" }),
                messages:
                    'Everyone on AWS is let in: the Principal of statement "Reads" is "*". Write a condition ' +
                    'StringEquals aws:PrincipalOrgID: "<your organization\'s id>".',
            },
            "everyone of another organization": {
                ...policy({ ...READS, Principal: { AWS: "*" }, Condition: inOrganization("o-anotherorgid") }),
                config: { organizationId: "o-exampleorgid" },
                messages:
                    'Everyone on AWS is let in: the Principal of statement "Reads" is "*". Write a condition ' +
                    'StringEquals aws:PrincipalOrgID: "o-exampleorgid".',
            },
        },
        doesNotApply,
        unknown: unknownPolicy,
    },
    {
        rule: policySourceArn,
        pass: { "one trail": policy(TRAIL_WRITES), "no service": policy(DENY_PLAINTEXT) },
        fail: {
            "any trail": {
                ...policy({ ...TRAIL_WRITES, Condition: {} }),
                messages:
                    "cloudtrail.amazonaws.com may act here for anyone's account: the Condition of statement " +
                    '"TrailWrites" is not set. Write a condition ArnEquals aws:SourceArn: <the ARN of the resource that ' +
                    "it acts for>.",
            },
            "any account's trail": {
                ...policy({
                    ...TRAIL_WRITES,
                    Condition: { ArnLike: { "aws:SourceArn": "arn:aws:cloudtrail:*:*:trail/*" } },
                }),
                messages:
                    "cloudtrail.amazonaws.com may act here for anyone's account: the Condition of statement " +
                    '"TrailWrites" is not set. Write a condition ArnEquals aws:SourceArn: <the ARN of the resource that ' +
                    "it acts for>.",
            },
        },
        doesNotApply,
        unknown: unknownPolicy,
    },
    {
        rule: policyNoWideChanges,
        pass: {
            "the organization reads": policy({
                ...READS,
                Principal: "*",
                Condition: inOrganization("o-exampleorgid"),
            }),
            "one account administers": policy({
                ...READS,
                Action: "s3:*",
                Principal: { AWS: "111111111111" },
            }),
            "everything denied": policy({ ...DENY_PLAINTEXT, Condition: {} }),
        },
        fail: {
            "the organization may suspend versioning": {
                ...policy({
                    ...READS,
                    Action: ["s3:GetBucketAcl", "s3:PutBucketVersioning"],
                    Principal: "*",
                    Condition: inOrganization("o-exampleorgid"),
                }),
                messages:
                    'Any account that the condition lets in may weaken the bucket: the Action of statement "Reads" is ' +
                    '["s3:PutBucketVersioning"]. Write the principals that may, or actions that only read or add.',
            },
            "the organization may do all but one thing": {
                ...policy({
                    Sid: "AllButOne",
                    Effect: "Allow",
                    Principal: { AWS: "*" },
                    NotAction: ["s3:Put*", "s3:Delete*"],
                    Resource: "*",
                    Condition: inOrganization("o-exampleorgid"),
                }),
                messages:
                    'Any account that the condition lets in may weaken the bucket: the Action of statement "AllButOne" ' +
                    'is ["s3:BypassGovernanceRetention"]. Write the principals that may, or actions that only read or add.',
            },
        },
        doesNotApply,
        unknown: unknownPolicy,
    },
    {
        rule: policyOrganizationScoped,
        pass: {
            "no other account": policy(TRAIL_WRITES, DENY_PLAINTEXT),
            "a reader in the organization": {
                ...policy({
                    ...READER_READS,
                    Condition: { StringEquals: { "aws:PrincipalOrgID": "o-exampleorgid" } },
                }),
                provider: providerOf({ allowedAccountIds: ["111111111111"] }),
                config: { organizationId: "o-exampleorgid" },
            },
            "a reader in the bucket's account": {
                ...policy(READER_READS),
                provider: providerOf({ allowedAccountIds: ["222222222222"] }),
            },
            "a reader in the account of the role that deploys": {
                ...policy(READER_READS),
                provider: providerOf({ assumeRoles: [{ roleArn: "arn:aws:iam::222222222222:role/deploy" }] }),
            },
            "one account, which may be the bucket's": policy(READER_READS),
            "one account, with a provider that may work in several": {
                ...policy(READER_READS),
                provider: providerOf({ allowedAccountIds: ["111111111111", "333333333333"] }),
            },
            "an account allowed by name": {
                ...policy(READER_READS),
                provider: providerOf({ allowedAccountIds: ["111111111111"] }),
                config: { allowedExternalAccounts: ["222222222222"] },
            },
        },
        fail: {
            "a reader of another account": {
                ...policy(READER_READS),
                provider: providerOf({ allowedAccountIds: ["111111111111"] }),
                messages: outside('"Reads"', ["222222222222"]),
            },
            "a reader of another account, with the provider as the engine hands it over": {
                ...policy(READER_READS),
                provider: providerOf({ allowedAccountIds: '["111111111111"]', assumeRoles: "[]" }),
                messages: outside('"Reads"', ["222222222222"]),
            },
            "a reader of an account other than that of the role that deploys": {
                ...policy(READER_READS),
                provider: providerOf({ assumeRoles: [{ roleArn: "arn:aws:iam::111111111111:role/deploy" }] }),
                messages: outside('"Reads"', ["222222222222"]),
            },
            "two accounts, of which one is another one": {
                ...policy(READER_READS, {
                    ...READER_READS,
                    Sid: "Lists",
                    Principal: { AWS: "333333333333" },
                }),
                messages: outside('"Reads", "Lists"', ["222222222222", "333333333333"]),
            },
            "another account, with a condition that lets requests without the key pass": {
                ...policy({
                    ...READER_READS,
                    Condition: { StringEqualsIfExists: { "aws:PrincipalOrgID": "o-exampleorgid" } },
                }),
                provider: providerOf({ allowedAccountIds: ["111111111111"] }),
                messages: outside('"Reads"', ["222222222222"]),
            },
        },
        doesNotApply,
        unknown: {
            ...unknownPolicy,
            "the provider's account": {
                ...policy(READER_READS),
                provider: providerOf({ allowedAccountIds: UNKNOWN.array, assumeRoles: UNKNOWN.array }),
                outcome: "pass",
            },
        },
    },
];
