/** Ways to weaken the program, each with the rule that has to refuse it. */
import type { PolicyDocument, Statement } from "../../aws/policyDocument";

type Props = Readonly<Record<string, unknown>>;

export interface Weakness {
    /** Type of the resources that are weakened. */
    readonly type: string;
    /** Part of their names. @default all of the type */
    readonly name?: string;
    readonly weaken: (props: Props) => Props;
    /** The rule that refuses it. */
    readonly refusedBy: string;
}

const set =
    (changes: Props): Weakness["weaken"] =>
    (props) => ({ ...props, ...changes });

const without =
    (...names: readonly string[]): Weakness["weaken"] =>
    (props) =>
        Object.fromEntries(Object.entries(props).filter(([name]) => !names.includes(name)));

/** Changes each statement of the policy; undefined leaves it out. */
const statements =
    (change: (statement: Statement) => Statement | undefined): Weakness["weaken"] =>
    (props) => {
        const document = JSON.parse(props["policy"] as string) as PolicyDocument;
        return {
            ...props,
            policy: JSON.stringify({
                ...document,
                Statement: document.Statement.map(change).filter((statement) => statement !== undefined),
            }),
        };
    };

/** Takes away whom services act for: every grant loses its conditions. */
const anyService = statements((statement) =>
    statement.Effect === "Allow" ? { ...statement, Condition: {} } : statement,
);
/** Lets another account in, whether it is in the organization or not. */
const outsider =
    (action: string): Weakness["weaken"] =>
    (props) => {
        const document = JSON.parse(props["policy"] as string) as PolicyDocument;
        const statement: Statement = {
            Sid: "Outsider",
            Effect: "Allow",
            Principal: { AWS: "999999999999" },
            Action: action,
            Resource: "*",
        };
        return {
            ...props,
            policy: JSON.stringify({ ...document, Statement: [...document.Statement, statement] }),
        };
    };
const everyone = statements((statement) =>
    statement.Effect === "Allow" ? { ...statement, Principal: "*", Condition: {} } : statement,
);

const TRAIL = "aws:cloudtrail/trail:Trail";
const BUCKET = "aws:s3/bucket:Bucket";
const BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy";
const LOCK = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration";
const ENCRYPTION = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
const BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
const KEY = "aws:kms/key:Key";
const BUS_POLICY = "aws:cloudwatch/eventBusPolicy:EventBusPolicy";
const RULE = "aws:cloudwatch/eventRule:EventRule";
const TARGET = "aws:cloudwatch/eventTarget:EventTarget";
const QUEUE = "aws:sqs/queue:Queue";
const ELSEWHERE = { bucket: "elsewhere" };

const encryptedBy = (standard: Props): Props => ({
    rules: [{ applyServerSideEncryptionByDefault: standard }],
});

export const WEAKNESSES: Readonly<Record<string, Weakness>> = {
    "the trail records one region": {
        type: TRAIL,
        weaken: set({ isMultiRegionTrail: false }),
        refusedBy: "trail-multi-region",
    },
    "the trail records one account": {
        type: TRAIL,
        weaken: set({ isOrganizationTrail: false }),
        refusedBy: "trail-organization",
    },
    "the trail is stopped": {
        type: TRAIL,
        weaken: set({ enableLogging: false }),
        refusedBy: "trail-logging-on",
    },
    "the trail writes no digests": {
        type: TRAIL,
        weaken: set({ enableLogFileValidation: false }),
        refusedBy: "trail-log-file-validation",
    },
    "the trail has no key": {
        type: TRAIL,
        weaken: without("kmsKeyId"),
        refusedBy: "trail-customer-managed-key",
    },
    "the trail records reads only": {
        type: TRAIL,
        weaken: set({
            advancedEventSelectors: [
                {
                    fieldSelectors: [
                        { field: "eventCategory", equals: ["Management"] },
                        { field: "readOnly", equals: ["true"] },
                    ],
                },
            ],
        }),
        refusedBy: "trail-management-events",
    },
    "the trail leaves KMS out": {
        type: TRAIL,
        weaken: set({
            advancedEventSelectors: [
                {
                    fieldSelectors: [
                        { field: "eventCategory", equals: ["Management"] },
                        { field: "eventSource", notEquals: ["kms.amazonaws.com"] },
                    ],
                },
            ],
        }),
        refusedBy: "trail-no-excluded-sources",
    },
    "the trail has no Insights": {
        type: TRAIL,
        weaken: without("insightSelectors"),
        refusedBy: "trail-insights",
    },
    "the archive has no lock": {
        type: BUCKET,
        name: "archive-bucket",
        weaken: set({ objectLockEnabled: false }),
        refusedBy: "bucket-object-lock",
    },
    "the lock is for one day": {
        type: LOCK,
        weaken: set({ rule: { defaultRetention: { mode: "GOVERNANCE", days: 1 } } }),
        refusedBy: "bucket-object-lock",
    },
    "nothing is locked by default": { type: LOCK, weaken: without("rule"), refusedBy: "bucket-object-lock" },
    "versioning is suspended": {
        type: "aws:s3/bucketVersioning:BucketVersioning",
        weaken: set({ versioningConfiguration: { status: "Suspended" } }),
        refusedBy: "bucket-versioning",
    },
    "the archive is under S3's own keys": {
        type: ENCRYPTION,
        name: "archive-encryption",
        weaken: set(encryptedBy({ sseAlgorithm: "AES256" })),
        refusedBy: "bucket-encryption",
    },
    "the archive is under the key that AWS manages": {
        type: ENCRYPTION,
        name: "archive-encryption",
        weaken: set(encryptedBy({ sseAlgorithm: "aws:kms" })),
        refusedBy: "bucket-encryption",
    },
    "access logs go to a bucket under a KMS key": {
        type: ENCRYPTION,
        name: "access-logs",
        weaken: set(encryptedBy({ sseAlgorithm: "aws:kms" })),
        refusedBy: "bucket-encryption",
    },
    "access logs go to a locked bucket": {
        type: BUCKET,
        name: "access-logs",
        weaken: set({ objectLockEnabled: true }),
        refusedBy: "bucket-access-logging",
    },
    "nobody logs access to the archive": {
        type: "aws:s3/bucketLogging:BucketLogging",
        weaken: set(ELSEWHERE),
        refusedBy: "bucket-access-logging",
    },
    "the archive has no public access block": {
        type: BLOCK,
        name: "archive-public",
        weaken: set(ELSEWHERE),
        refusedBy: "bucket-public-access-block",
    },
    "public policies are let through": {
        type: BLOCK,
        weaken: set({ restrictPublicBuckets: false }),
        refusedBy: "bucket-public-access-block-complete",
    },
    "ACLs are on": {
        type: "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
        weaken: set({ rule: { objectOwnership: "ObjectWriter" } }),
        refusedBy: "bucket-acls-off",
    },
    "log files expire before their lock ends": {
        type: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        name: "archive-lifecycle",
        weaken: set({ rules: [{ id: "early", status: "Enabled", filter: {}, expiration: { days: 30 } }] }),
        refusedBy: "bucket-expiry-after-lock",
    },
    "the archive is emptied with the program": {
        type: BUCKET,
        weaken: set({ forceDestroy: true }),
        refusedBy: "bucket-no-force-destroy",
    },
    "the archive answers plain HTTP": {
        type: BUCKET_POLICY,
        weaken: statements((statement) => (statement.Sid === "DenyPlaintext" ? undefined : statement)),
        refusedBy: "bucket-policy-tls-only",
    },
    "the archive is public": { type: BUCKET_POLICY, weaken: everyone, refusedBy: "bucket-policy-not-public" },
    "any trail may write to the archive": {
        type: BUCKET_POLICY,
        weaken: anyService,
        refusedBy: "bucket-policy-source-arn",
    },
    "another account reads the archive, in the organization or not": {
        type: BUCKET_POLICY,
        name: "archive-policy",
        weaken: outsider("s3:GetObject"),
        refusedBy: "bucket-policy-organization-scoped",
    },
    "the key is not rotated": {
        type: KEY,
        weaken: set({ enableKeyRotation: false }),
        refusedBy: "key-rotation",
    },
    "the key is gone in a week": {
        type: KEY,
        weaken: set({ deletionWindowInDays: 7 }),
        refusedBy: "key-deletion-window",
    },
    "the key can lock everyone out": {
        type: KEY,
        weaken: set({ bypassPolicyLockoutSafetyCheck: true }),
        refusedBy: "key-lockout-check",
    },
    "the key is everyone's": { type: KEY, weaken: everyone, refusedBy: "key-policy-not-public" },
    "any trail may use the key": { type: KEY, weaken: anyService, refusedBy: "key-policy-source-arn" },
    "CloudTrail may encrypt anything with the key": {
        type: KEY,
        weaken: statements((statement) => ({
            ...statement,
            Condition: Object.fromEntries(
                Object.entries(statement.Condition ?? {}).map(([operator, keys]) => [
                    operator,
                    Object.fromEntries(
                        Object.entries(keys).filter(([key]) => !key.startsWith("kms:EncryptionContext:")),
                    ),
                ]),
            ),
        })),
        refusedBy: "key-policy-encryption-context",
    },
    "another account decrypts the archive, in the organization or not": {
        type: KEY,
        weaken: outsider("kms:Decrypt"),
        refusedBy: "key-policy-organization-scoped",
    },
    "another account puts events, in the organization or not": {
        type: BUS_POLICY,
        weaken: outsider("events:PutEvents"),
        refusedBy: "event-bus-policy-organization-scoped",
    },
    "the bus drops what its key keeps it from handling": {
        type: "aws:cloudwatch/eventBus:EventBus",
        weaken: (props) => ({
            ...without("deadLetterConfig")(props),
            kmsKeyIdentifier: "arn:aws:kms:us-east-1:111111111111:key/bus",
        }),
        refusedBy: "event-bus-dead-letter-queue",
    },
    "a rule forwards what reads, and not what writes": {
        type: RULE,
        name: "forwarder-",
        weaken: (props) => ({
            ...props,
            eventPattern: (props["eventPattern"] as string).replace("[false]", "[true]"),
        }),
        refusedBy: "event-rule-matches-writes",
    },
    "the bus takes events from everyone": {
        type: BUS_POLICY,
        weaken: everyone,
        refusedBy: "event-bus-policy-scoped",
    },
    "a rule is disabled": {
        type: RULE,
        name: "forwarder-",
        weaken: set({ state: "DISABLED" }),
        refusedBy: "event-rule-enabled",
    },
    "a target drops what it cannot deliver": {
        type: TARGET,
        weaken: without("deadLetterConfig"),
        refusedBy: "event-target-dead-letter-queue",
    },
    "a target is tried once": {
        type: TARGET,
        weaken: set({ retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 } }),
        refusedBy: "event-target-retry",
    },
    "a target on the bus has no role": {
        type: TARGET,
        name: "forwarder-",
        weaken: without("roleArn"),
        refusedBy: "event-target-role",
    },
    "a queue is not encrypted": {
        type: QUEUE,
        weaken: set({ sqsManagedSseEnabled: false }),
        refusedBy: "queue-encrypted",
    },
    "a stream is not encrypted": {
        type: "aws:kinesis/stream:Stream",
        weaken: set({ encryptionType: "NONE" }),
        refusedBy: "stream-encrypted",
    },
    "a Firehose stream buffers in the clear": {
        type: "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",
        weaken: without("serverSideEncryption"),
        refusedBy: "delivery-stream-encrypted",
    },
    "a queue takes messages of any rule": {
        type: QUEUE,
        name: "forwarder-",
        weaken: anyService,
        refusedBy: "queue-policy-scoped",
    },
    "the events of a region of an account go elsewhere": {
        type: TARGET,
        name: "123456789012-us-east-1-target",
        weaken: set({ arn: "arn:aws:sqs:us-east-1:123456789012:elsewhere", roleArn: undefined }),
        refusedBy: "stack-forwards-everywhere",
    },
    "the trail records the data events of its own log files": {
        type: TRAIL,
        weaken: set({
            advancedEventSelectors: [
                { fieldSelectors: [{ field: "eventCategory", equals: ["Management"] }] },
                {
                    fieldSelectors: [
                        { field: "eventCategory", equals: ["Data"] },
                        { field: "resources.type", equals: ["AWS::S3::Object"] },
                    ],
                },
            ],
        }),
        refusedBy: "trail-own-bucket-excluded",
    },
    "any account of the organization may change the archive": {
        type: BUCKET_POLICY,
        weaken: statements((statement) =>
            statement.Effect === "Allow"
                ? {
                      ...statement,
                      Principal: "*",
                      Action: "s3:*",
                      Condition: { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } },
                  }
                : statement,
        ),
        refusedBy: "bucket-policy-no-wide-changes",
    },
};
