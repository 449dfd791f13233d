import type { Output } from "@pulumi/pulumi";
import { LogArchive } from "../components/logArchive";
import { TrailKey } from "../components/trailKey";
import { type Settings, names } from "../settings";
import type { Accounts } from "./accounts";
import { deliveryNotifications, makesNotificationTopic } from "./delivery";
import { archiveSearch, type SearchOutputs } from "./search";

/** What the logging stack hands to the management stack, and shows. */
export interface LoggingOutputs extends Partial<SearchOutputs> {
    readonly archiveBucket: Output<string>;
    readonly archiveKeyArn: Output<string>;
    readonly accessLogBucket: Output<string>;
    /** Only where this stack makes the topic: the trail publishes to it. */
    readonly notificationTopicArn?: Output<string>;
    /** Only where this stack makes the topic: what reads the archive learns of new log files from it. */
    readonly notificationQueueUrl?: Output<string>;
}

/** The logging account: the log archive, its key, its access log, the search over it, and news of its log files. */
export function loggingStack(settings: Settings, accounts: Accounts): LoggingOutputs {
    const { partition, organization, archive } = settings;
    const { managementAccount, loggingAccount } = organization;
    const named = names(settings);
    const provider = accounts.provider(loggingAccount);

    const key = new TrailKey(
        "archive-key",
        {
            partition,
            keyAccount: loggingAccount,
            managementAccount,
            organizationId: organization.id,
            bucketName: named.archiveBucket,
            trailArn: named.trailArn,
            readers: archive.readers,
            alias: named.keyAlias,
        },
        { provider },
    );
    const logArchive = new LogArchive(
        "archive",
        {
            partition,
            account: loggingAccount,
            bucketName: named.archiveBucket,
            accessLogBucketName: named.accessLogBucket,
            otherLoggedBucketNames: settings.search.enabled ? [named.resultsBucket] : [],
            keyArn: key.arn,
            trailArn: named.trailArn,
            managementAccount,
            organizationId: organization.id,
            readers: archive.readers,
            lock: archive.lock,
            archiveAfterDays: archive.archiveAfterDays,
            expireAfterDays: archive.expireAfterDays,
            accessLogDays: archive.accessLogDays,
        },
        { provider },
    );
    return {
        archiveBucket: logArchive.bucketName,
        archiveKeyArn: key.arn,
        accessLogBucket: logArchive.accessLogBucketName,
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
