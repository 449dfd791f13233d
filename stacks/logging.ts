import type { Input, Output, ProviderResource } from "@pulumi/pulumi";
import { AccessLogBucket } from "../components/accessLogBucket";
import { LogArchive } from "../components/logArchive";
import { TrailKey } from "../components/trailKey";
import {
    type ArchiveBucketPolicyArgs,
    MAX_BUCKET_POLICY_BYTES,
    archiveBucketPolicy,
} from "../documents/archiveBucket";
import { closeAccountToThePublic } from "../resources/closedAccount";
import { type Settings, SettingsError, names, trailsOf } from "../settings";
import { type Agreed, agreedBy } from "../settings/agreement";
import { archiveKeyAlias } from "../settings/archive";
import type { Accounts } from "./accounts";
import { archiveSearch, type SearchOutputs } from "./search";
import { type Archive, deliveryNotifications, makesNotificationTopic } from "./trail";

/** What the logging stack hands to the stack that makes the trail or the trails, and shows. */
export interface LoggingOutputs extends Partial<SearchOutputs> {
    readonly archiveBucket: Input<string>;
    /** Left out only where an archive that is there has no key. */
    readonly archiveKeyArn?: Input<string>;
    /** The keys that encrypted log files before, the first one first; left out where there was none. */
    readonly formerArchiveKeyArns?: readonly Output<string>[];
    /** Left out only where the archive is there already, and nothing searches it. */
    readonly accessLogBucket?: Output<string>;
    /** What the stack that makes the trail or the trails has to agree with, and this one has to follow. */
    readonly agreed: Agreed;
    /** Only where this stack makes the topic: the trail publishes to it. */
    readonly notificationTopicArn?: Output<string>;
    /** Only where this stack makes the topic: what reads the archive learns of new log files from it. */
    readonly notificationQueueUrl?: Output<string>;
}

/**
 * Refuses more accounts and readers than the policy of the archive's bucket has room for. How many that are depends on
 * the lengths of names.
 */
function checkRoom(archive: ArchiveBucketPolicyArgs): void {
    const bytes = Buffer.byteLength(JSON.stringify(archiveBucketPolicy(archive)));
    if (bytes > MAX_BUCKET_POLICY_BYTES) {
        throw new SettingsError([
            "members.accounts, archive.readers and archive.policyStatements are too many: the policy of the archive's bucket " +
                `would have ${bytes} bytes (trails: ${archive.trails.length}, readers: ${archive.readers.length}, statements ` +
                `of others: ${archive.policyStatements?.length ?? 0}), and S3 takes ${MAX_BUCKET_POLICY_BYTES}. Name fewer, or ` +
                "shorten trail.name or archive.bucketName.",
        ]);
    }
}

/** What is in the logging account: what trails take of it, and what is shown. */
export interface Logging {
    /** Left out where trail and archive are there already. */
    readonly archive?: Archive;
    readonly outputs: LoggingOutputs;
}

/**
 * The logging account: the log archive, its key, its access log, the search over it, and notifications of its log files. Where
 * the archive is there already, the search alone.
 */
export function loggingStack(settings: Settings, accounts: Accounts): Logging {
    const { loggingAccount } = settings.organization;
    const provider = accounts.provider(loggingAccount);
    if (settings.publicAccessBlock.loggingAccount) {
        closeAccountToThePublic("logging-account", loggingAccount, { provider });
    }
    const { existing } = settings.archive;
    if (existing !== undefined) {
        return { outputs: { ...existingArchive(settings, existing, provider), agreed: agreedBy(settings) } };
    }
    const made = { ...ownArchive(settings, provider), ...notified(settings, accounts) };
    return { archive: made, outputs: { ...made, agreed: agreedBy(settings) } };
}

/** The archive's keys, from the first to the one that encrypts. */
export const keyGenerations = ({ archive }: Pick<Settings, "archive">): readonly number[] =>
    Array.from({ length: archive.keyGeneration }, (_, index) => index + 1);

/** What a key of the archive is called in Pulumi. */
export const archiveKeyName = (generation: number): string =>
    generation === 1 ? "archive-key" : `archive-key-${generation}`;

/** The log archive, and the search over it. */
function ownArchive(settings: Settings, provider: ProviderResource) {
    const { partition, organization, membership, archive } = settings;
    const { loggingAccount } = organization;
    const named = names(settings);
    const shared = {
        partition,
        membership,
        bucketName: named.archiveBucket,
        trails: trailsOf(settings),
        readers: archive.readers,
        prefix: archive.prefix,
        policyStatements: archive.policyStatements,
        keyStatements: archive.keyStatements,
    };
    checkRoom(shared);
    // A former key stays as it is: the trail encrypts with it until its stack is deployed too.
    const keyArns = keyGenerations(settings).map(
        (generation) =>
            new TrailKey(
                archiveKeyName(generation),
                {
                    ...shared,
                    keyAccount: loggingAccount,
                    alias: archiveKeyAlias(settings, generation),
                },
                { provider },
            ).arn,
    );
    const formerArchiveKeyArns = keyArns.slice(0, -1);
    const keyArn = keyArns.at(-1) as Output<string>;
    const logArchive = new LogArchive(
        "archive",
        {
            ...shared,
            account: loggingAccount,
            accessLogBucketName: named.accessLogBucket,
            otherLoggedBucketNames: settings.search.enabled ? [named.resultsBucket] : [],
            keyArn,
            lock: archive.lock,
            transitionAfterDays: archive.archiveAfterDays,
            expireAfterDays: archive.expireAfterDays,
            accessLogDays: archive.accessLogDays,
        },
        { provider },
    );
    return {
        archiveBucket: logArchive.bucketName,
        archiveKeyArn: keyArn,
        ...(formerArchiveKeyArns.length === 0 ? {} : { formerArchiveKeyArns }),
        accessLogBucket: logArchive.accessLogBucketName,
        ...archiveSearch(settings, provider, {
            keyArns,
            accessLogBucketName: logArchive.accessLogBucketName,
        }),
    };
}

/** The search over an archive that is others', with an access log for its results: the archive's own is others' too. */
function existingArchive(
    settings: Settings,
    { bucket, keyArn }: NonNullable<Settings["archive"]["existing"]>,
    provider: ProviderResource,
): Omit<LoggingOutputs, "agreed"> {
    const { partition, organization, archive, search } = settings;
    const named = names(settings);
    const found = { archiveBucket: bucket, ...(keyArn === undefined ? {} : { archiveKeyArn: keyArn }) };
    if (!search.enabled) {
        return found;
    }
    const accessLogs = new AccessLogBucket(
        "access-logs",
        {
            partition,
            account: organization.loggingAccount,
            bucketName: named.accessLogBucket,
            sourceBucketNames: [named.resultsBucket],
            expireAfterDays: archive.accessLogDays,
        },
        { provider },
    );
    return {
        ...found,
        accessLogBucket: accessLogs.bucketName,
        ...archiveSearch(settings, provider, {
            keyArns: keyArn === undefined ? [] : [keyArn],
            accessLogBucketName: accessLogs.bucketName,
        }),
    };
}

function notified(
    settings: Settings,
    accounts: Accounts,
): Pick<LoggingOutputs, "notificationTopicArn" | "notificationQueueUrl"> {
    if (!makesNotificationTopic(settings)) {
        return {};
    }
    const { topicArn, queueUrl } = deliveryNotifications(settings, accounts);
    return { notificationTopicArn: topicArn, notificationQueueUrl: queueUrl };
}
