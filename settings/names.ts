/**
 * The physical names and ARNs of what the stacks make, derived from the settings alone, so that every stack can
 * name in its policies what another stack makes, before that exists.
 */
import { bucketArn, busArn, queueArn, ruleArn, topicArn, trailArn } from "../aws/arn";
import { accessLogBucketName } from "./defaultNames";
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
    /** Glue's database of the tables over the archive, in the logging account. No dash, or SQL would have to quote it. */
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
    /** The organization trail. */
    readonly trail: string;
    /** Holds the management account's id: an organization trail belongs to that account, whoever makes it. */
    readonly trailArn: string;
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
    const management = { partition, region: homeRegion, account: organization.managementAccount };
    const security = { partition, region: homeRegion, account: organization.securityAccount };
    const accessLogBucket = accessLogBucketName(namePrefix, organization.loggingAccount, homeRegion);
    const resultsBucket = `${namePrefix}-results-${organization.loggingAccount}-${homeRegion}`;
    const alertTopic = `${namePrefix}-alerts`;
    const busDeadLetterQueue = `${namePrefix}-bus-dlq`;
    const heartbeatRule = `${namePrefix}-heartbeats`;
    return {
        archiveBucket: archive.bucketName,
        archiveBucketArn: bucketArn(partition, archive.bucketName),
        accessLogBucket,
        accessLogBucketArn: bucketArn(partition, accessLogBucket),
        keyAlias: `alias/${namePrefix}-archive`,
        searchDatabase: namePrefix.replaceAll("-", "_"),
        searchWorkgroup: `${namePrefix}-search`,
        searchPolicy: `${namePrefix}-search`,
        resultsBucket,
        resultsBucketArn: bucketArn(partition, resultsBucket),
        resultsKeyAlias: `alias/${namePrefix}-results`,
        trail: trail.name,
        trailArn: trailArn(management, trail.name),
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
        findingsBucket: `${namePrefix}-findings-${organization.securityAccount}-${homeRegion}`,
        findingsKeyAlias: `alias/${namePrefix}-findings`,
    };
}
