/** Where the trail delivers to, and what it records, besides the management events in the archive. */
import type { Input } from "@pulumi/pulumi";
import { topicArn } from "../aws/arn";
import {
    type AdvancedEventSelector,
    dataEventSelector,
    networkActivitySelectors,
} from "../aws/eventSelectors";
import { CisAlarms } from "../components/cisAlarms";
import { DeliveryNotifications } from "../components/deliveryNotifications";
import { ServiceTopic } from "../components/serviceTopic";
import { TrailLogGroup } from "../components/trailLogGroup";
import { type Settings, names, ownBucketArns } from "../settings";
import type { Accounts } from "./accounts";

/** The selectors of data events and of network activity. */
export function furtherSelectors(settings: Settings): readonly AdvancedEventSelector[] {
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
 * The topic is in the logging account, not beside the trail: with it is the queue, and whoever reads the archive needs
 * credentials of that account alone.
 */
export function deliveryNotifications(settings: Settings, accounts: Accounts): DeliveryNotifications {
    const { partition, homeRegion, organization, notifications } = settings;
    const named = names(settings);
    const account = organization.loggingAccount;
    return new DeliveryNotifications(
        "notifications",
        {
            place: { partition, region: homeRegion, account },
            trailArn: named.trailArn,
            organizationId: organization.id,
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
 * @param made the topic that the logging stack made, if it did
 */
export function trailTopic(
    { partition, homeRegion, organization, notifications, trail }: Settings,
    made: Input<string> | undefined,
): Input<string> | undefined {
    const { enabled, existingTopicArn } = notifications;
    if (!enabled || existingTopicArn === undefined) {
        return made;
    }
    if (trail.delegatedAdministrator !== undefined) {
        return existingTopicArn;
    }
    const own = topicArn({ partition, region: homeRegion, account: organization.managementAccount }, "");
    return existingTopicArn.startsWith(own) ? existingTopicArn.slice(own.length) : existingTopicArn;
}

/** In the management account, because CloudTrail takes only a log group of the trail's own account. */
export function trailLogGroup(settings: Settings, accounts: Accounts): TrailLogGroup {
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
        },
        { provider: accounts.provider(account) },
    );
}

/**
 * Makes the alarms of the CIS benchmark.
 * @returns the topic that they go to
 */
export function cisAlarms(settings: Settings, accounts: Accounts, logGroup: TrailLogGroup): Input<string> {
    const { partition, homeRegion, organization, cloudWatchLogs } = settings;
    const named = names(settings);
    const account = organization.managementAccount;
    const options = { provider: accounts.provider(account) };
    const topic =
        cloudWatchLogs.cisAlarms.topicArn ??
        new ServiceTopic(
            "alarm-topic",
            {
                place: { partition, region: homeRegion, account },
                topicName: named.alarmTopic,
                keyAlias: named.alarmTopicKeyAlias,
                publisher: { service: "cloudwatch.amazonaws.com", sourceArn: named.cisAlarmsArn },
                subscriberAccounts: [organization.securityAccount],
                organizationId: organization.id,
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
