/**
 * The same organization by a bare script: what it costs in calls to make the same resources for one that knows
 * everything beforehand, waits for nothing and looks at nothing. It makes what a program must not leave out, no more:
 * it cannot change, compare or remove what it made.
 */
import {
    CloudTrailClient,
    CreateTrailCommand,
    PutEventSelectorsCommand,
    PutInsightSelectorsCommand,
    StartLoggingCommand,
} from "@aws-sdk/client-cloudtrail";
import {
    CreateArchiveCommand,
    CreateEventBusCommand,
    EventBridgeClient,
    PutPermissionCommand,
    PutRuleCommand,
    PutTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
    CreateAliasCommand,
    CreateKeyCommand,
    EnableKeyRotationCommand,
    KMSClient,
} from "@aws-sdk/client-kms";
import { EnableAWSServiceAccessCommand, OrganizationsClient } from "@aws-sdk/client-organizations";
import {
    CreateBucketCommand,
    type LifecycleRule,
    PutBucketEncryptionCommand,
    PutBucketLifecycleConfigurationCommand,
    PutBucketLoggingCommand,
    PutBucketPolicyCommand,
    PutBucketVersioningCommand,
    PutObjectLockConfigurationCommand,
    PutPublicAccessBlockCommand,
    S3Client,
    type ServerSideEncryptionByDefault,
} from "@aws-sdk/client-s3";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { queueArn, ruleArn } from "../aws/arn";
import type { PolicyDocument } from "../aws/policyDocument";
import { LONGEST_RETENTION_SECONDS } from "../resources/encryptedQueue";
import { RETRY_FOR_A_DAY } from "../aws/retryPolicy";
import { accessLogBucketPolicy } from "../documents/accessLogBucket";
import { archiveBucketPolicy } from "../documents/archiveBucket";
import { centralBusPolicy } from "../documents/centralBus";
import { forwarderPermissions, forwarderTrust } from "../documents/forwarderRole";
import { queuePolicyForForwarders, queuePolicyForRules } from "../documents/queue";
import { trailKeyPolicy } from "../documents/trailKey";
import { everyForwardedEvent, writeEventPattern } from "../events/patterns";
import type { Emulator } from "../local/emulator";
import { type ClientOptions, accessRoleArn, clientOptions } from "../local/emulator/clients";
import { type OrganizationSettings, type Settings, names, targetNames, trailsOf } from "../settings";

const RETRY_POLICY = {
    MaximumEventAgeInSeconds: RETRY_FOR_A_DAY.maximumEventAgeInSeconds,
    MaximumRetryAttempts: RETRY_FOR_A_DAY.maximumRetryAttempts,
};

/** Makes what a stack of role `organization` makes, with forwarders in these accounts and regions. */
export async function deployBare(
    emulator: Emulator,
    settings: OrganizationSettings,
    accounts: readonly string[],
    regions: readonly string[],
): Promise<void> {
    const { managementAccount, loggingAccount, securityAccount } = settings.organization;
    const options = await accountOptions(emulator, accounts, managementAccount);
    const { homeRegion } = settings;
    const keyArn = await makeArchive(settings, options(loggingAccount, homeRegion));
    await makeTrail(settings, keyArn, options(managementAccount, homeRegion));
    await makeCentralBus(settings, options(securityAccount, homeRegion));
    for (const region of regions) {
        await makeDeadLetterQueue(settings, region, options(securityAccount, region));
    }
    for (const account of accounts) {
        await makeForwarders(settings, account, regions, (region) => options(account, region));
    }
}

/** Takes on each account's role once, for all regions. */
async function accountOptions(
    emulator: Emulator,
    accounts: readonly string[],
    callerAccount: string,
): Promise<(account: string, region: string) => ClientOptions> {
    const sts = new STSClient(clientOptions(emulator));
    const credentials = new Map<string, ClientOptions["credentials"]>();
    for (const account of accounts.filter((each) => each !== callerAccount)) {
        const { Credentials: assumed } = await sts.send(
            new AssumeRoleCommand({ RoleArn: accessRoleArn(account), RoleSessionName: "bare" }),
        );
        credentials.set(account, () =>
            Promise.resolve({
                accessKeyId: assumed?.AccessKeyId ?? "",
                secretAccessKey: assumed?.SecretAccessKey ?? "",
                sessionToken: assumed?.SessionToken ?? "",
            }),
        );
    }
    return (account, region) => {
        const ofCaller = clientOptions(emulator, callerAccount, region);
        return { ...ofCaller, credentials: credentials.get(account) ?? ofCaller.credentials };
    };
}

/**
 * The archive with its key and its access log.
 * @returns the key's ARN
 */
async function makeArchive(settings: Settings, options: ClientOptions): Promise<string> {
    const { partition, archive, organization, membership } = settings;
    const { loggingAccount } = organization;
    const named = names(settings);
    const shared = {
        partition,
        bucketName: named.archiveBucket,
        trails: trailsOf(settings),
        membership,
        readers: archive.readers,
    };

    const kms = new KMSClient(options);
    const { KeyMetadata: key } = await kms.send(
        new CreateKeyCommand({
            Policy: JSON.stringify(trailKeyPolicy({ ...shared, keyAccount: loggingAccount })),
        }),
    );
    const KeyId = key?.KeyId ?? "";
    const keyArn = key?.Arn ?? "";
    await kms.send(new EnableKeyRotationCommand({ KeyId }));
    await kms.send(new CreateAliasCommand({ AliasName: named.keyAlias, TargetKeyId: KeyId }));

    const s3 = new S3Client(options);
    await makeBucket(s3, named.archiveBucket, {
        locked: true,
        encryption: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: keyArn },
        policy: archiveBucketPolicy(shared),
        lifecycle: [
            {
                ID: "archive-and-expire-log-files",
                Status: "Enabled",
                Filter: {},
                Transitions: [{ Days: archive.archiveAfterDays, StorageClass: "GLACIER_IR" }],
                Expiration: { Days: archive.expireAfterDays },
                NoncurrentVersionExpiration: { NoncurrentDays: archive.lock.days },
                AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
            },
            {
                ID: "remove-expired-delete-markers",
                Status: "Enabled",
                Filter: {},
                Expiration: { ExpiredObjectDeleteMarker: true },
            },
        ],
    });
    await s3.send(
        new PutObjectLockConfigurationCommand({
            Bucket: named.archiveBucket,
            ObjectLockConfiguration: {
                ObjectLockEnabled: "Enabled",
                Rule: { DefaultRetention: { Mode: archive.lock.mode, Days: archive.lock.days } },
            },
        }),
    );
    await makeBucket(s3, named.accessLogBucket, {
        locked: false,
        encryption: { SSEAlgorithm: "AES256" },
        policy: accessLogBucketPolicy({
            partition,
            account: loggingAccount,
            bucketName: named.accessLogBucket,
            sourceBucketNames: [named.archiveBucket],
        }),
        lifecycle: [
            {
                ID: "expire-access-logs",
                Status: "Enabled",
                Filter: {},
                Expiration: { Days: archive.accessLogDays },
                NoncurrentVersionExpiration: { NoncurrentDays: 90 },
                AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
            },
            {
                ID: "remove-expired-delete-markers",
                Status: "Enabled",
                Filter: {},
                Expiration: { ExpiredObjectDeleteMarker: true },
            },
        ],
    });
    await s3.send(
        new PutBucketVersioningCommand({
            Bucket: named.accessLogBucket,
            VersioningConfiguration: { Status: "Enabled" },
        }),
    );
    await s3.send(
        new PutBucketLoggingCommand({
            Bucket: named.archiveBucket,
            BucketLoggingStatus: {
                LoggingEnabled: {
                    TargetBucket: named.accessLogBucket,
                    TargetPrefix: `${named.archiveBucket}/`,
                },
            },
        }),
    );
    return keyArn;
}

interface BucketArgs {
    readonly locked: boolean;
    readonly encryption: ServerSideEncryptionByDefault;
    readonly policy: object;
    readonly lifecycle: LifecycleRule[];
}

/** A bucket that is made for Object Lock is versioned from the start. */
async function makeBucket(s3: S3Client, Bucket: string, args: BucketArgs): Promise<void> {
    await s3.send(
        new CreateBucketCommand({
            Bucket,
            ObjectLockEnabledForBucket: args.locked,
            ObjectOwnership: "BucketOwnerEnforced",
        }),
    );
    await s3.send(
        new PutPublicAccessBlockCommand({
            Bucket,
            PublicAccessBlockConfiguration: {
                BlockPublicAcls: true,
                BlockPublicPolicy: true,
                IgnorePublicAcls: true,
                RestrictPublicBuckets: true,
            },
        }),
    );
    await s3.send(
        new PutBucketEncryptionCommand({
            Bucket,
            ServerSideEncryptionConfiguration: {
                Rules: [
                    {
                        ApplyServerSideEncryptionByDefault: args.encryption,
                        BucketKeyEnabled: args.encryption.SSEAlgorithm === "aws:kms",
                    },
                ],
            },
        }),
    );
    await s3.send(
        new PutBucketLifecycleConfigurationCommand({
            Bucket,
            LifecycleConfiguration: { Rules: args.lifecycle },
        }),
    );
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify(args.policy) }));
}

async function makeTrail(settings: Settings, keyArn: string, options: ClientOptions): Promise<void> {
    const { archiveBucket, trail: Name } = names(settings);
    await new OrganizationsClient(options).send(
        new EnableAWSServiceAccessCommand({ ServicePrincipal: "cloudtrail.amazonaws.com" }),
    );
    const cloudTrail = new CloudTrailClient(options);
    await cloudTrail.send(
        new CreateTrailCommand({
            Name,
            S3BucketName: archiveBucket,
            KmsKeyId: keyArn,
            IsOrganizationTrail: true,
            IsMultiRegionTrail: settings.trail.multiRegion,
            IncludeGlobalServiceEvents: true,
            EnableLogFileValidation: true,
        }),
    );
    await cloudTrail.send(
        new PutEventSelectorsCommand({
            TrailName: Name,
            AdvancedEventSelectors: [
                {
                    Name: "Management events",
                    FieldSelectors: [{ Field: "eventCategory", Equals: ["Management"] }],
                },
            ],
        }),
    );
    await cloudTrail.send(
        new PutInsightSelectorsCommand({
            TrailName: Name,
            InsightSelectors: settings.trail.insights.map((InsightType) => ({ InsightType })),
        }),
    );
    await cloudTrail.send(new StartLoggingCommand({ Name }));
}

/** The queue for what the forwarders of a region could not deliver. */
async function makeDeadLetterQueue(
    settings: Settings,
    region: string,
    options: ClientOptions,
): Promise<void> {
    const { partition, organization, membership } = settings;
    const { deadLetterQueue, forwarderRule: ruleName } = names(settings);
    const place = { partition, region, account: organization.securityAccount };
    const arn = queueArn(place, deadLetterQueue);
    await makeQueue(
        new SQSClient(options),
        deadLetterQueue,
        queuePolicyForForwarders({ queueArn: arn, partition, region, ruleNames: [ruleName], membership }),
    );
}

/** The central bus with its archive, its queues and the rule between them. */
async function makeCentralBus(settings: Settings, options: ClientOptions): Promise<void> {
    const { partition, homeRegion: region, organization, bus } = settings;
    const named = names(settings);
    const queue = targetNames(settings, { kind: "queue", name: "events" });
    const place = { partition, region, account: organization.securityAccount };
    const sqs = new SQSClient(options);
    await makeQueue(
        sqs,
        named.busDeadLetterQueue,
        queuePolicyForRules({
            queueArn: named.busDeadLetterQueueArn,
            ruleArns: [named.busArn, ruleArn(place, "*", named.bus)],
        }),
    );
    const setAside = `${queue.resource}-dlq`;
    await sqs.send(
        new CreateQueueCommand({
            QueueName: setAside,
            Attributes: {
                SqsManagedSseEnabled: "true",
                MessageRetentionPeriod: String(LONGEST_RETENTION_SECONDS),
            },
        }),
    );
    const policy = queuePolicyForRules({
        queueArn: queueArn(place, queue.resource),
        ruleArns: [queue.ruleArn],
    });
    await makeQueue(sqs, queue.resource, policy, {
        VisibilityTimeout: "300",
        RedrivePolicy: JSON.stringify({
            deadLetterTargetArn: queueArn(place, setAside),
            maxReceiveCount: 5,
        }),
    });

    const events = new EventBridgeClient(options);
    await events.send(
        new CreateEventBusCommand({
            Name: named.bus,
            DeadLetterConfig: { Arn: named.busDeadLetterQueueArn },
        }),
    );
    await events.send(
        new PutPermissionCommand({
            EventBusName: named.bus,
            Policy: JSON.stringify(
                centralBusPolicy({
                    ...place,
                    busArn: named.busArn,
                    membership: settings.membership,
                    forwarderRoleNames: [named.forwarderRole],
                }),
            ),
        }),
    );
    await events.send(
        new CreateArchiveCommand({
            ArchiveName: named.busArchive,
            EventSourceArn: named.busArn,
            RetentionDays: bus.archiveDays,
        }),
    );
    await events.send(
        new PutRuleCommand({
            Name: queue.rule,
            EventBusName: named.bus,
            EventPattern: JSON.stringify(everyForwardedEvent()),
        }),
    );
    await events.send(
        new PutTargetsCommand({
            Rule: queue.rule,
            EventBusName: named.bus,
            Targets: [
                {
                    Id: "delivery",
                    Arn: queueArn(place, queue.resource),
                    DeadLetterConfig: { Arn: named.busDeadLetterQueueArn },
                    RetryPolicy: RETRY_POLICY,
                },
            ],
        }),
    );
}

async function makeForwarders(
    settings: Settings,
    account: string,
    regions: readonly string[],
    options: (region: string) => ClientOptions,
): Promise<void> {
    const { partition, homeRegion, organization } = settings;
    const named = names(settings);
    const iam = new IAMClient(options(homeRegion));
    const { Role: role } = await iam.send(
        new CreateRoleCommand({
            RoleName: named.forwarderRole,
            AssumeRolePolicyDocument: JSON.stringify(
                forwarderTrust({ partition, account, ruleName: named.forwarderRule }),
            ),
        }),
    );
    await iam.send(
        new PutRolePolicyCommand({
            RoleName: named.forwarderRole,
            PolicyName: "put-events-on-the-central-bus",
            PolicyDocument: JSON.stringify(forwarderPermissions(named)),
        }),
    );
    for (const region of regions) {
        const place = { partition, account, region };
        const events = new EventBridgeClient(options(region));
        await events.send(
            new PutRuleCommand({
                Name: named.forwarderRule,
                EventPattern: JSON.stringify(writeEventPattern(settings.bus)),
            }),
        );
        await events.send(
            new PutTargetsCommand({
                Rule: named.forwarderRule,
                Targets: [
                    {
                        Id: "central-bus",
                        Arn: named.busArn,
                        RoleArn: role?.Arn,
                        DeadLetterConfig: {
                            Arn: queueArn(
                                { ...place, account: organization.securityAccount },
                                named.deadLetterQueue,
                            ),
                        },
                        RetryPolicy: RETRY_POLICY,
                    },
                ],
            }),
        );
    }
}

async function makeQueue(
    sqs: SQSClient,
    QueueName: string,
    policy: PolicyDocument,
    attributes: Readonly<Record<string, string>> = {},
): Promise<void> {
    await sqs.send(
        new CreateQueueCommand({
            QueueName,
            Attributes: {
                SqsManagedSseEnabled: "true",
                MessageRetentionPeriod: String(LONGEST_RETENTION_SECONDS),
                Policy: JSON.stringify(policy),
                ...attributes,
            },
        }),
    );
}
