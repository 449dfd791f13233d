/** Where the trail delivers to, and what it records, besides the management events in the archive. */
import { type Input, log, output } from "@pulumi/pulumi";
import { type AccountId, alarmArn, topicArn } from "../aws/arn";
import {
    type AdvancedEventSelector,
    dataEventSelector,
    networkActivitySelectors,
} from "../aws/eventSelectors";
import { CisAlarms } from "../components/cisAlarms";
import { DeliveryNotifications } from "../components/deliveryNotifications";
import { ServiceTopic } from "../components/serviceTopic";
import type { TrailArgs } from "../resources/protectedTrail";
import { TrailLogGroup } from "../components/trailLogGroup";
import { type OrganizationSettings, type Settings, names, ownBucketArns, trailsOf } from "../settings";
import type { Accounts } from "./accounts";

/** What a trail takes from the logging stack. */
export interface Archive {
    readonly archiveBucket: Input<string>;
    readonly archiveKeyArn: Input<string>;
    /** Where the logging stack makes a topic for trails to publish to. */
    readonly notificationTopicArn?: Input<string>;
}

/**
 * What a trail is made from, be it an organization's or one account's.
 * @param account whose provider makes the trail
 */
export function trailArgs(settings: Settings, account: AccountId, archive: Archive): TrailArgs {
    const { trail } = settings;
    const topic = trailTopic(settings, account, archive.notificationTopicArn);
    return {
        trailName: names(settings).trail,
        bucketName: archive.archiveBucket,
        keyPrefix: settings.archive.prefix,
        keyArn: archive.archiveKeyArn,
        multiRegion: trail.multiRegion,
        managementEvents: trail.managementEvents,
        furtherSelectors: furtherSelectors(settings),
        insights: trail.insights,
        ...(topic === undefined ? {} : { topic }),
    };
}

/** The selectors of data events and of network activity. */
function furtherSelectors(settings: Settings): readonly AdvancedEventSelector[] {
    const { dataEvents, networkActivity } = settings.trail;
    const ownBuckets = ownBucketArns(settings);
    return [
        ...dataEvents.map((events) => dataEventSelector(events, ownBuckets)),
        ...networkActivitySelectors(networkActivity),
    ];
}

/** Whether the logging stack makes a topic for the trail to publish to. */
export const makesNotificationTopic = ({ notifications }: Settings): boolean =>
    notifications.enabled && notifications.existingTopicArn === undefined;

/**
 * The topic is in the logging account, not beside the trail: with it is the queue, and a reader of the archive needs
 * credentials of that account alone.
 */
export function deliveryNotifications(settings: Settings, accounts: Accounts): DeliveryNotifications {
    const { partition, homeRegion, organization, membership, notifications } = settings;
    const named = names(settings);
    const account = organization.loggingAccount;
    return new DeliveryNotifications(
        "notifications",
        {
            place: { partition, region: homeRegion, account },
            trails: trailsOf(settings),
            membership,
            topicName: named.notificationTopic,
            keyAlias: named.notificationKeyAlias,
            queueName: named.notificationQueue,
            deadLetterQueueName: named.notificationDeadLetterQueue,
            subscriberAccounts: notifications.subscriberAccounts,
        },
        { provider: accounts.provider(account) },
    );
}

/**
 * The topic of the trail as the provider tells it again, by its name in the region and the account of the provider:
 * otherwise every preview would show a change. A delegated administrator has no topic in its account.
 * @param account whose provider makes the trail
 * @param made the topic that the logging stack made, if it did
 */
function trailTopic(
    { partition, homeRegion, notifications }: Settings,
    account: AccountId,
    made: Input<string> | undefined,
): Input<string> | undefined {
    const { enabled, existingTopicArn } = notifications;
    const topic = enabled ? (existingTopicArn ?? made) : undefined;
    const own = topicArn({ partition, region: homeRegion, account }, "");
    return topic && output(topic).apply((arn) => (arn.startsWith(own) ? arn.slice(own.length) : arn));
}

/** In the management account, because CloudTrail takes only a log group of the trail's own account. */
export function trailLogGroup(settings: OrganizationSettings, accounts: Accounts): TrailLogGroup {
    const { partition, homeRegion, organization, cloudWatchLogs } = settings;
    const named = names(settings);
    const account = organization.managementAccount;
    return new TrailLogGroup(
        "trail-log-group",
        {
            place: { partition, region: homeRegion, account },
            organizationId: organization.id,
            logGroupName: named.logGroup,
            keyAlias: named.logGroupKeyAlias,
            retentionDays: cloudWatchLogs.retentionDays,
            deliveryRoleName: named.logDeliveryRole,
            subscription: cloudWatchLogs.subscription,
            subscriptionName: named.logSubscription,
            subscriptionRoleName: named.logSubscriptionRole,
            ...accounts.permissionsBoundary(account),
        },
        { provider: accounts.provider(account) },
    );
}

/**
 * Makes the alarms of the CIS benchmark.
 * @returns the topic that they go to
 */
export function cisAlarms(
    settings: OrganizationSettings,
    accounts: Accounts,
    logGroup: TrailLogGroup,
): Input<string> {
    const { partition, homeRegion, organization, membership, cloudWatchLogs } = settings;
    const named = names(settings);
    const place = { partition, region: homeRegion, account: organization.managementAccount };
    const options = { provider: accounts.provider(place.account) };
    const { topicArn: existing, emails } = cloudWatchLogs.cisAlarms;
    if (existing === undefined && emails.length === 0) {
        void log.warn(
            "The CIS alarms mail nobody: list addresses in cloudWatchLogs.cisAlarms.emails, or see to it that " +
                "somebody subscribes to the topic of the output cisAlarmTopicArn.",
        );
    }
    const topic =
        existing ??
        new ServiceTopic(
            "alarm-topic",
            {
                place,
                topicName: named.alarmTopic,
                keyAlias: named.alarmTopicKeyAlias,
                publisher: {
                    service: "cloudwatch.amazonaws.com",
                    sourceArn: alarmArn(place, `${named.cisAlarmPrefix}*`),
                },
                subscriberAccounts: [organization.securityAccount],
                membership,
                emails,
            },
            options,
        ).arn;
    new CisAlarms(
        "cis-alarms",
        {
            region: homeRegion,
            logGroupName: logGroup.logGroupName,
            namePrefix: named.cisAlarmPrefix,
            metricNamespace: named.cisMetricNamespace,
            topicArn: topic,
        },
        options,
    );
    return topic;
}
