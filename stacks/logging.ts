import type { Output } from "@pulumi/pulumi";
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
import type { Accounts } from "./accounts";
import { deliveryNotifications, makesNotificationTopic } from "./trail";
import { archiveSearch, type SearchOutputs } from "./search";

/** What the logging stack hands to the stack that makes the trail or the trails, and shows. */
export interface LoggingOutputs extends Partial<SearchOutputs> {
    readonly archiveBucket: Output<string>;
    readonly archiveKeyArn: Output<string>;
    readonly accessLogBucket: Output<string>;
    /** What the stack that makes the trail or the trails has to agree with. */
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
            "members.accounts and archive.readers are too many: the policy of the archive's bucket would have " +
                `${bytes} bytes (trails: ${archive.trails.length}, readers: ${archive.readers.length}), and S3 takes ` +
                `${MAX_BUCKET_POLICY_BYTES}. Name fewer, or shorten trail.name or archive.bucketName.`,
        ]);
    }
}

/** The logging account: the log archive, its key, its access log, the search over it, and notifications of its log files. */
export function loggingStack(settings: Settings, accounts: Accounts): LoggingOutputs {
    const { partition, organization, membership, archive } = settings;
    const { loggingAccount } = organization;
    const named = names(settings);
    const shared = {
        partition,
        membership,
        bucketName: named.archiveBucket,
        trails: trailsOf(settings),
        readers: archive.readers,
    };
    checkRoom(shared);
    const provider = accounts.provider(loggingAccount);
    if (settings.publicAccessBlock.loggingAccount) {
        closeAccountToThePublic("logging-account", loggingAccount, { provider });
    }

    const key = new TrailKey(
        "archive-key",
        {
            ...shared,
            keyAccount: loggingAccount,
            alias: named.keyAlias,
        },
        { provider },
    );
    const logArchive = new LogArchive(
        "archive",
        {
            ...shared,
            account: loggingAccount,
            accessLogBucketName: named.accessLogBucket,
            otherLoggedBucketNames: settings.search.enabled ? [named.resultsBucket] : [],
            keyArn: key.arn,
            lock: archive.lock,
            transitionAfterDays: archive.archiveAfterDays,
            expireAfterDays: archive.expireAfterDays,
            accessLogDays: archive.accessLogDays,
        },
        { provider },
    );
    return {
        archiveBucket: logArchive.bucketName,
        archiveKeyArn: key.arn,
        accessLogBucket: logArchive.accessLogBucketName,
        agreed: agreedBy(settings),
        ...archiveSearch(settings, provider, logArchive, key),
        ...notified(settings, accounts),
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
