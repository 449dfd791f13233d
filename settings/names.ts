/**
 * The physical names and ARNs of what the stacks make, derived from the settings alone, so that every stack can
 * name in its policies what another stack makes, before that exists.
 */
import { bucketArn, busArn, queueArn, ruleArn, topicArn, trailArn } from "../aws/arn";
import { trailOwners, type OwnedTrail } from "../aws/membership";
import {
    accessLogBucketName,
    findingsBucketName,
    ownBucketNames,
    resultsBucketName,
    searchDatabaseName,
    searchPolicyName,
} from "./defaultNames";
import type { Settings } from "./validate";

export interface Names {
    /** The bucket that CloudTrail delivers to, in the logging account. */
    readonly archiveBucket: string;
    readonly archiveBucketArn: string;
    /** The bucket for the archive's own server access logs, in the logging account. */
    readonly accessLogBucket: string;
    readonly accessLogBucketArn: string;
    /** The alias, `alias/` included, of the key that encrypts the archive, in the logging account. */
    readonly keyAlias: string;
    /** Glue's database of the tables over the archive, in the logging account. */
    readonly searchDatabase: string;
    /** The Athena workgroup, in the logging account. */
    readonly searchWorkgroup: string;
    /** The IAM policy of whoever searches, in the logging account. */
    readonly searchPolicy: string;
    /** The bucket for the results of queries, in the logging account. */
    readonly resultsBucket: string;
    readonly resultsBucketArn: string;
    /** The alias, `alias/` included, of the key that encrypts results. */
    readonly resultsKeyAlias: string;
    /** The organization trail, or the trail of each account. */
    readonly trail: string;
    /** The topic that CloudTrail tells of every log file, in the logging account. */
    readonly notificationTopic: string;
    readonly notificationTopicArn: string;
    /** The alias, `alias/` included, of that topic's key. */
    readonly notificationKeyAlias: string;
    /** The queue behind that topic, for what reads the archive, in the logging account. */
    readonly notificationQueue: string;
    readonly notificationQueueArn: string;
    /** Takes what that topic could not deliver, and what a reader of that queue keeps failing on. */
    readonly notificationDeadLetterQueue: string;
    /** The log group that the trail delivers to, in the management account. */
    readonly logGroup: string;
    /** The alias, `alias/` included, of the log group's key. */
    readonly logGroupKeyAlias: string;
    /** The role by which CloudTrail writes to the log group. */
    readonly logDeliveryRole: string;
    /** The subscription filter of the log group. */
    readonly logSubscription: string;
    /** The role by which the log group's events get into a stream. */
    readonly logSubscriptionRole: string;
    /** What the names of the CIS benchmark's alarms and filters start with. */
    readonly cisAlarmPrefix: string;
    /** The CloudWatch namespace of their metrics. */
    readonly cisMetricNamespace: string;
    /** The topic that those alarms go to, in the management account. */
    readonly alarmTopic: string;
    /** The alias, `alias/` included, of that topic's key. */
    readonly alarmTopicKeyAlias: string;
    /** The central bus, in the security account. */
    readonly bus: string;
    readonly busArn: string;
    /** The alias, `alias/` included, of the central bus's key, if it has one of its own. */
    readonly busKeyAlias: string;
    /** EventBridge's archive of the central bus, for replay. At most 48 characters. */
    readonly busArchive: string;
    /** Takes what the central bus could not hand to its targets. */
    readonly busDeadLetterQueue: string;
    readonly busDeadLetterQueueArn: string;
    /** The topic that detections alert, in the security account. */
    readonly alertTopic: string;
    readonly alertTopicArn: string;
    /** The alias, `alias/` included, of the alert topic's key. */
    readonly alertKeyAlias: string;
    /** What the names of the detections' rules on the central bus start with. */
    readonly detectionRulePrefix: string;
    /** The service control policy of the guardrails. */
    readonly guardrails: string;
    /** The role by which a member account's rules send to the central bus. One in each account. */
    readonly forwarderRole: string;
    /** The rule that forwards, on the default bus. One in each account and region. */
    readonly forwarderRule: string;
    /** The role that makes a member account's heartbeats. One in each account. */
    readonly heartbeatRole: string;
    /** The schedule of heartbeats and the group that holds it. One each in each account and region. */
    readonly heartbeatSchedule: string;
    /** The rule on the central bus that picks heartbeats. */
    readonly heartbeatRule: string;
    readonly heartbeatRuleArn: string;
    /** Where heartbeats are counted, in the security account. No target's log group has a name like it. */
    readonly heartbeatLogGroup: string;
    /** The alias, `alias/` included, of that log group's key. */
    readonly heartbeatKeyAlias: string;
    /** The CloudWatch namespace of the metric of heartbeats. */
    readonly metricNamespace: string;
    /** What the names of the alarms of silence start with. */
    readonly silenceAlarmPrefix: string;
    /** Takes what could not be forwarded. One in each account and region, because it must be the rule's region. */
    readonly forwarderDeadLetterQueue: string;
    /** The bucket that GuardDuty and Macie export to, in the security account. */
    readonly findingsBucket: string;
    /** The alias, `alias/` included, of the key that encrypts the findings, in the security account. */
    readonly findingsKeyAlias: string;
}

export function names(settings: Settings): Names {
    const { namePrefix, partition, homeRegion, organization, archive, trail, bus } = settings;
    const security = { partition, region: homeRegion, account: organization.securityAccount };
    const accessLogBucket = accessLogBucketName(namePrefix, organization.loggingAccount, homeRegion);
    const resultsBucket = resultsBucketName(namePrefix, organization.loggingAccount, homeRegion);
    const logging = { partition, region: homeRegion, account: organization.loggingAccount };
    const notificationTopic = `${namePrefix}-log-files`;
    const notificationQueue = `${namePrefix}-log-files`;
    const cisAlarmPrefix = `${namePrefix}-cis-`;
    const alarmTopic = `${namePrefix}-alarms`;
    const alertTopic = `${namePrefix}-alerts`;
    const busDeadLetterQueue = `${namePrefix}-bus-dlq`;
    const heartbeatRule = `${namePrefix}-heartbeats`;
    return {
        archiveBucket: archive.bucketName,
        archiveBucketArn: bucketArn(partition, archive.bucketName),
        accessLogBucket,
        accessLogBucketArn: bucketArn(partition, accessLogBucket),
        keyAlias: `alias/${namePrefix}-archive`,
        searchDatabase: searchDatabaseName(namePrefix),
        searchWorkgroup: `${namePrefix}-search`,
        searchPolicy: searchPolicyName(namePrefix),
        resultsBucket,
        resultsBucketArn: bucketArn(partition, resultsBucket),
        resultsKeyAlias: `alias/${namePrefix}-results`,
        trail: trail.name,
        notificationTopic,
        notificationTopicArn: topicArn(logging, notificationTopic),
        notificationKeyAlias: `alias/${namePrefix}-log-files`,
        notificationQueue,
        notificationQueueArn: queueArn(logging, notificationQueue),
        notificationDeadLetterQueue: `${namePrefix}-log-files-dlq`,
        logGroup: `${namePrefix}-trail`,
        logGroupKeyAlias: `alias/${namePrefix}-log-group`,
        logDeliveryRole: `${namePrefix}-log-delivery`,
        logSubscription: `${namePrefix}-subscription`,
        logSubscriptionRole: `${namePrefix}-log-subscription`,
        cisAlarmPrefix,
        cisMetricNamespace: `${namePrefix}/cis`,
        alarmTopic,
        alarmTopicKeyAlias: `alias/${namePrefix}-alarms`,
        bus: bus.name,
        busArn: busArn(security, bus.name),
        busKeyAlias: `alias/${namePrefix}-bus`,
        busArchive: `${namePrefix}-bus-archive`,
        busDeadLetterQueue,
        busDeadLetterQueueArn: queueArn(security, busDeadLetterQueue),
        alertTopic,
        alertTopicArn: topicArn(security, alertTopic),
        alertKeyAlias: `alias/${namePrefix}-alerts`,
        detectionRulePrefix: `${namePrefix}-detect-`,
        guardrails: `${namePrefix}-guardrails`,
        forwarderRole: `${namePrefix}-forwarder`,
        forwarderRule: `${namePrefix}-forward-write-events`,
        heartbeatRole: `${namePrefix}-heartbeat`,
        heartbeatSchedule: `${namePrefix}-heartbeat`,
        heartbeatRule,
        heartbeatRuleArn: ruleArn(security, heartbeatRule, bus.name),
        heartbeatLogGroup: `/aws/events/${namePrefix}/heartbeats`,
        heartbeatKeyAlias: `alias/${namePrefix}-heartbeats`,
        metricNamespace: namePrefix,
        silenceAlarmPrefix: `${namePrefix}-silence`,
        forwarderDeadLetterQueue: `${namePrefix}-forwarder-dlq`,
        findingsBucket: findingsBucketName(namePrefix, organization.securityAccount, homeRegion),
        findingsKeyAlias: `alias/${namePrefix}-findings`,
    };
}

/** The organization trail, which belongs to the management account whoever makes it, or the trail of each account. */
export function trailsOf({ partition, homeRegion, membership, trail }: Settings): readonly OwnedTrail[] {
    return trailOwners(membership).map((account) => ({
        account,
        arn: trailArn({ partition, region: homeRegion, account }, trail.name),
    }));
}

/** ARNs of the buckets that this program makes. */
export function ownBucketArns(settings: Settings): readonly string[] {
    const { partition, namePrefix, homeRegion, organization, archive, bus } = settings;
    const { loggingAccount, securityAccount } = organization;
    return ownBucketNames({
        namePrefix,
        homeRegion,
        loggingAccount,
        securityAccount,
        archiveBucket: archive.bucketName,
        firehoses: bus.targets.flatMap((target) => (target.kind === "firehose" ? [target.name] : [])),
    }).map((bucket) => bucketArn(partition, bucket));
}
