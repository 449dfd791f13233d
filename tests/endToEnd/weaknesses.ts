/** Ways to weaken the program, each with the rule that has to refuse it. */
import type { PolicyDocument, Statement } from "../../aws/policyDocument";

type Props = Readonly<Record<string, unknown>>;

/** What is done to the properties of a resource. */
interface Change {
    readonly weaken: (props: Props) => Props;
    /** The properties that it changes. */
    readonly touches: readonly string[];
}

export interface Weakness extends Change {
    /** Type of the resources that are weakened. */
    readonly type: string;
    /** Part of their names. @default all of the type */
    readonly name?: string;
    /** The rule that refuses it. */
    readonly refusedBy: string;
    /** Names of resources that the rule finds wanting, which need not be those that were weakened. */
    readonly at: readonly string[];
    /**
     * Rules that refuse it too.
     * @default none
     */
    readonly alsoBy?: readonly string[];
}

const set = (changes: Props): Change => ({
    weaken: (props) => ({ ...props, ...changes }),
    touches: Object.keys(changes),
});

const without = (...names: readonly string[]): Change => ({
    weaken: (props) => Object.fromEntries(Object.entries(props).filter(([name]) => !names.includes(name))),
    touches: names,
});

const both = (one: Change, other: Change): Change => ({
    weaken: (props) => other.weaken(one.weaken(props)),
    touches: [...one.touches, ...other.touches],
});

const changed = (property: string, change: (text: string) => string): Change => ({
    weaken: (props) => ({ ...props, [property]: change(props[property] as string) }),
    touches: [property],
});

const policy = (change: (all: readonly Statement[]) => readonly Statement[]): Change =>
    changed("policy", (text) => {
        const document = JSON.parse(text) as PolicyDocument;
        return JSON.stringify({ ...document, Statement: change(document.Statement) });
    });

/** Changes each statement of the policy; undefined leaves it out. */
const statements = (change: (statement: Statement) => Statement | undefined): Change =>
    policy((all) => all.map(change).filter((statement) => statement !== undefined));

/** Takes away whom services act for: every grant loses its conditions. */
const anyService = statements((statement) =>
    statement.Effect === "Allow" ? { ...statement, Condition: {} } : statement,
);
/** Lets another account in, whether or not it is in the organization. */
const outsider = (action: string): Change =>
    policy((all) => [
        ...all,
        {
            Sid: "Outsider",
            Effect: "Allow",
            Principal: { AWS: "999999999999" },
            Action: action,
            Resource: "*",
        },
    ]);
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
        ...set({ isMultiRegionTrail: false }),
        refusedBy: "trail-multi-region",
        at: ["organization-trail-trail"],
    },
    "the trail records one account": {
        type: TRAIL,
        ...set({ isOrganizationTrail: false }),
        refusedBy: "trail-organization",
        at: ["organization-trail-trail"],
    },
    "the trail is stopped": {
        type: TRAIL,
        ...set({ enableLogging: false }),
        refusedBy: "trail-logging-on",
        at: ["organization-trail-trail"],
    },
    "the trail writes no digests": {
        type: TRAIL,
        ...set({ enableLogFileValidation: false }),
        refusedBy: "trail-log-file-validation",
        at: ["organization-trail-trail"],
    },
    "the trail has no key": {
        type: TRAIL,
        ...without("kmsKeyId"),
        refusedBy: "trail-customer-managed-key",
        at: ["organization-trail-trail"],
    },
    "the trail records reads only": {
        type: TRAIL,
        ...set({
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
        at: ["organization-trail-trail"],
    },
    "the trail leaves KMS out": {
        type: TRAIL,
        ...set({
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
        at: ["organization-trail-trail"],
    },
    "the trail has no Insights": {
        type: TRAIL,
        ...without("insightSelectors"),
        refusedBy: "trail-insights",
        at: ["organization-trail-trail"],
    },
    "the archive has no lock": {
        type: BUCKET,
        name: "archive-bucket",
        ...set({ objectLockEnabled: false }),
        refusedBy: "bucket-object-lock",
        at: ["archive-bucket"],
    },
    "the lock is for one day": {
        type: LOCK,
        ...set({ rule: { defaultRetention: { mode: "GOVERNANCE", days: 1 } } }),
        refusedBy: "bucket-object-lock",
        at: ["archive-bucket"],
    },
    "nothing is locked by default": {
        type: LOCK,
        ...without("rule"),
        refusedBy: "bucket-object-lock",
        at: ["archive-bucket"],
    },
    "versioning is suspended": {
        type: "aws:s3/bucketVersioning:BucketVersioning",
        ...set({ versioningConfiguration: { status: "Suspended" } }),
        refusedBy: "bucket-versioning",
        at: ["archive-bucket"],
    },
    "the archive is under S3's own keys": {
        type: ENCRYPTION,
        name: "archive-encryption",
        ...set(encryptedBy({ sseAlgorithm: "AES256" })),
        refusedBy: "bucket-encryption",
        at: ["archive-bucket"],
    },
    "the archive is under the key that AWS manages": {
        type: ENCRYPTION,
        name: "archive-encryption",
        ...set(encryptedBy({ sseAlgorithm: "aws:kms" })),
        refusedBy: "bucket-encryption",
        at: ["archive-bucket"],
    },
    "access logs go to a bucket under a KMS key": {
        type: ENCRYPTION,
        name: "access-logs",
        ...set(encryptedBy({ sseAlgorithm: "aws:kms" })),
        refusedBy: "bucket-encryption",
        at: ["archive-access-logs-bucket", "findings-access-logs-bucket", "targets-access-logs-bucket"],
    },
    "access logs go to a locked bucket": {
        type: BUCKET,
        name: "access-logs",
        ...set({ objectLockEnabled: true }),
        refusedBy: "bucket-access-logging",
        at: ["archive-access-logs-bucket", "findings-access-logs-bucket", "targets-access-logs-bucket"],
    },
    "nobody logs access to the archive": {
        type: "aws:s3/bucketLogging:BucketLogging",
        ...set(ELSEWHERE),
        refusedBy: "bucket-access-logging",
        at: ["archive-bucket"],
    },
    "the archive has no public access block": {
        type: BLOCK,
        name: "archive-public",
        ...set(ELSEWHERE),
        refusedBy: "bucket-public-access-block",
        at: ["archive-bucket"],
    },
    "public policies are let through": {
        type: BLOCK,
        ...set({ restrictPublicBuckets: false }),
        refusedBy: "bucket-public-access-block-complete",
        at: ["archive-access-logs-public-access-block", "archive-public-access-block"],
    },
    "ACLs are on": {
        type: "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
        ...set({ rule: { objectOwnership: "ObjectWriter" } }),
        refusedBy: "bucket-acls-off",
        at: ["archive-access-logs-bucket", "archive-bucket"],
    },
    "log files expire before their lock ends": {
        type: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        name: "archive-lifecycle",
        ...set({ rules: [{ id: "early", status: "Enabled", filter: {}, expiration: { days: 30 } }] }),
        refusedBy: "bucket-expiry-after-lock",
        at: ["archive-bucket"],
    },
    "the archive is emptied with the program": {
        type: BUCKET,
        ...set({ forceDestroy: true }),
        refusedBy: "bucket-no-force-destroy",
        at: ["archive-access-logs-bucket", "archive-bucket"],
    },
    "the archive answers plain HTTP": {
        type: BUCKET_POLICY,
        ...statements((statement) => (statement.Sid === "DenyPlaintext" ? undefined : statement)),
        refusedBy: "bucket-policy-tls-only",
        at: ["archive-access-logs-policy", "archive-policy"],
    },
    "the archive is public": {
        type: BUCKET_POLICY,
        ...everyone,
        refusedBy: "bucket-policy-not-public",
        at: ["archive-access-logs-policy", "archive-policy", "findings-policy"],
    },
    "any trail may write to the archive": {
        type: BUCKET_POLICY,
        ...anyService,
        refusedBy: "bucket-policy-source-arn",
        at: ["archive-access-logs-policy", "archive-policy", "findings-policy"],
    },
    "another account reads the archive, in the organization or not": {
        type: BUCKET_POLICY,
        name: "archive-policy",
        ...outsider("s3:GetObject"),
        refusedBy: "bucket-policy-organization-scoped",
        at: ["archive-policy"],
    },
    "the key is not rotated": {
        type: KEY,
        ...set({ enableKeyRotation: false }),
        refusedBy: "key-rotation",
        at: ["archive-key-key"],
    },
    "the key is gone in a week": {
        type: KEY,
        ...set({ deletionWindowInDays: 7 }),
        refusedBy: "key-deletion-window",
        at: ["archive-key-key"],
    },
    "the key can lock everyone out": {
        type: KEY,
        ...set({ bypassPolicyLockoutSafetyCheck: true }),
        refusedBy: "key-lockout-check",
        at: ["archive-key-key"],
    },
    "the key is everyone's": {
        type: KEY,
        ...everyone,
        refusedBy: "key-policy-not-public",
        at: ["archive-key-key"],
    },
    "any trail may use the key": {
        type: KEY,
        ...anyService,
        refusedBy: "key-policy-source-arn",
        at: ["archive-key-key"],
        alsoBy: ["key-policy-encryption-context"],
    },
    "CloudTrail may encrypt anything with the key": {
        type: KEY,
        ...statements((statement) => ({
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
        at: ["archive-key-key"],
        alsoBy: ["key-policy-source-arn"],
    },
    "another account decrypts the archive, in the organization or not": {
        type: KEY,
        ...outsider("kms:Decrypt"),
        refusedBy: "key-policy-organization-scoped",
        at: ["archive-key-key"],
    },
    "another account puts events, in the organization or not": {
        type: BUS_POLICY,
        ...outsider("events:PutEvents"),
        refusedBy: "event-bus-policy-organization-scoped",
        at: ["central-bus-policy"],
    },
    "the bus drops what its key keeps it from handling": {
        type: "aws:cloudwatch/eventBus:EventBus",
        ...both(
            without("deadLetterConfig"),
            set({ kmsKeyIdentifier: "arn:aws:kms:us-east-1:111111111111:key/bus" }),
        ),
        refusedBy: "event-bus-dead-letter-queue",
        at: ["central-bus-bus"],
    },
    "a rule forwards what reads, and not what writes": {
        type: RULE,
        name: "forwarder-",
        ...changed("eventPattern", (pattern) => pattern.replace("[false]", "[true]")),
        refusedBy: "event-rule-matches-writes",
        at: ["forwarder-123456789012-us-east-1-rule", "forwarder-845173291052-us-east-1-rule"],
    },
    "the bus takes events from everyone": {
        type: BUS_POLICY,
        ...everyone,
        refusedBy: "event-bus-policy-scoped",
        at: ["central-bus-policy"],
    },
    "a rule is disabled": {
        type: RULE,
        name: "forwarder-",
        ...set({ state: "DISABLED" }),
        refusedBy: "event-rule-enabled",
        at: ["forwarder-123456789012-us-east-1-rule", "forwarder-845173291052-us-east-1-rule"],
    },
    "a target drops what it cannot deliver": {
        type: TARGET,
        ...without("deadLetterConfig"),
        refusedBy: "event-target-dead-letter-queue",
        at: ["detections-alerts-silenced-failed-target", "target-siem-target"],
    },
    "a target is tried once": {
        type: TARGET,
        ...set({ retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 } }),
        refusedBy: "event-target-retry",
        at: ["detections-alerts-silenced-failed-target", "target-siem-target"],
    },
    "a target on the bus has no role": {
        type: TARGET,
        name: "forwarder-",
        ...without("roleArn"),
        refusedBy: "event-target-role",
        at: ["forwarder-123456789012-us-east-1-target", "forwarder-845173291052-us-east-1-target"],
    },
    "a queue is not encrypted": {
        type: QUEUE,
        ...set({ sqsManagedSseEnabled: false }),
        refusedBy: "queue-encrypted",
        at: ["central-bus-dead-letter-queue"],
    },
    "a stream is not encrypted": {
        type: "aws:kinesis/stream:Stream",
        ...set({ encryptionType: "NONE" }),
        refusedBy: "stream-encrypted",
        at: ["target-siem-stream"],
    },
    "a Firehose stream buffers in the clear": {
        type: "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",
        ...without("serverSideEncryption"),
        refusedBy: "delivery-stream-encrypted",
        at: ["target-lake-stream"],
    },
    "a queue takes messages of any rule": {
        type: QUEUE,
        name: "dead-letters-us-east-1-queue",
        ...anyService,
        refusedBy: "queue-policy-scoped",
        at: ["dead-letters-us-east-1-queue"],
    },
    "the events of a region of an account go elsewhere": {
        type: TARGET,
        name: "123456789012-us-east-1-target",
        ...set({ arn: "arn:aws:sqs:us-east-1:123456789012:elsewhere", roleArn: undefined }),
        refusedBy: "stack-forwards-everywhere",
        at: ["security-logging-all"],
    },
    "the trail records the data events of its own log files": {
        type: TRAIL,
        ...set({
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
        at: ["organization-trail-trail"],
    },
    "any account of the organization may change the archive": {
        type: BUCKET_POLICY,
        ...statements((statement) =>
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
        at: ["archive-access-logs-policy", "archive-policy", "findings-policy"],
    },
};

/**
 * The weaknesses' names in as few lists as it takes for those of a list not to touch each other: no rule refuses two of
 * them, and no two change the same property of resources of one type. Those of a list can be looked for in one preview.
 */
export function sideBySide(): readonly (readonly string[])[] {
    const lists: (readonly [string, Weakness])[][] = [];
    for (const each of Object.entries(WEAKNESSES)) {
        const room = lists.find((list) => list.every(([, other]) => !touch(each[1], other)));
        if (room === undefined) {
            lists.push([each]);
        } else {
            room.push(each);
        }
    }
    return lists.map((list) => list.map(([name]) => name));
}

function touch(one: Weakness, other: Weakness): boolean {
    const rulesOf = ({ refusedBy, alsoBy = [] }: Weakness): readonly string[] => [refusedBy, ...alsoBy];
    return (
        rulesOf(one).some((rule) => rulesOf(other).includes(rule)) ||
        (one.type === other.type && one.touches.some((property) => other.touches.includes(property)))
    );
}
