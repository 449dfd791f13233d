/** What a detection is: data about an attack on logging, and which API calls are one. */
import type { AccountId, Partition } from "../aws/arn";
import type { EventPattern, Matcher } from "../aws/eventPattern";
import type { Technique } from "./techniques";
import { alertedCalls } from "./verdicts";

/** How bad it is if the call succeeded: `critical` means that logging, or what was logged, is being lost. */
export type Severity = "critical" | "high" | "medium";

/** What the detections watch over, as far as a record of an API call names it. */
export interface Guarded {
    readonly partition: Partition;
    /** The region of the trail, the archive and the central bus. */
    readonly homeRegion: string;
    /** The account that the organization is managed from; none without an organization. */
    readonly managementAccount: readonly AccountId[];
    readonly loggingAccount: AccountId;
    readonly securityAccount: AccountId;
    readonly trailName: string;
    /** The organization trail's ARN, or what those of the accounts' own trails match. */
    readonly trailArn: Matcher;
    /** What the deployment has our trails record: a pattern can know it where it is management events and nothing else. */
    readonly trailSelectors: "management events alone" | "others" | "others of each account";
    /** The names of the archive's bucket and of the bucket of its access logs. */
    readonly archiveBuckets: readonly [archive: string, accessLogs: string];
    /** By which a call may name a key of the archive that is there already, in whatever account; none of one of our own. */
    readonly existingKey: readonly string[];
    readonly busName: string;
    readonly busArn: string;
    /** The name of EventBridge's archive of the central bus. */
    readonly eventArchiveName: string;
    /** The bucket for results of queries, in the logging account. */
    readonly resultsBucket: string;
    /** The topics of log files and of the CIS alarms. */
    readonly otherTopicArns: readonly string[];
    /** The name of the schedule of heartbeats and of its group, in every account and region. */
    readonly heartbeatSchedule: string;
    /** The role that is assumed in every account to deploy, or what the names of those start with that the bootstrap has made. */
    readonly accessRole: { readonly assumed: string } | { readonly deploymentPrefix: string };
    /** What the names of our rules, roles and queues start with, without the dash that follows. */
    readonly namePrefix: string;
    readonly alertTopicArn: string;
    /** What the names of the detections' rules start with. */
    readonly detectionRulePrefix: string;
    readonly forwarder: GuardedForwarder;
    /** The roles that deploy where the bootstrap has made them, by name. */
    readonly deploymentRoleNames: Matcher;
    /** The managed policies that bound our roles, by name. */
    readonly boundaryNames: readonly string[];
}

/**
 * The forwarder that every account has, by the values that its own deployment writes, be it the program or a StackSet: a
 * call with other values is none of the deployment's, whoever makes it. Texts are as they may be sent, and so recorded.
 */
export interface GuardedForwarder {
    readonly ruleNames: readonly string[];
    readonly ruleState: string;
    /** What the rules pick, in alphabetical order. */
    readonly eventPattern: string;
    /** The same in the security account, which may have findings and alarms to forward too. */
    readonly securityEventPattern: string;
    /** The role that has all regions' rules of an account, and what those of one region each start with. */
    readonly roleNames: readonly Matcher[];
    /** What the role may do. */
    readonly policies: readonly string[];
    /** ARNs of roles and of dead-letter queues; `*` stands for any text. */
    readonly roleArns: readonly string[];
    readonly deadLetterQueueArns: readonly string[];
}

/** An attack on logging that CloudTrail's records show. */
export interface Detection {
    /** Lower-case words with dashes, at most 25 characters: it is part of the names of two rules. */
    readonly name: string;
    /** What happened, in a few words without a full stop. */
    readonly title: string;
    /** What an attacker gains by it, in one sentence. */
    readonly description: string;
    readonly severity: Severity;
    readonly techniques: readonly Technique[];
    /**
     * Whether calls by the deployment itself and by allowed principals alert too: true for what an ordinary deployment
     * does not do, or does with values that do not match, so that who takes over the deployment's role is seen.
     */
    readonly sparesNobody: boolean;
    /** What the record's `detail` must hold: one of these. At least one. */
    readonly calls: (guarded: Guarded) => readonly EventPattern[];
    /**
     * What the record must hold besides, whichever of the calls it is: once, for a rule's pattern may not be long.
     * @default nothing
     */
    readonly everyCall?: (guarded: Guarded) => EventPattern;
    /**
     * What alerts as well, but not by the deployment and allowed principals: what a deployment does with values that no
     * pattern can know. For detections that otherwise spare nobody.
     * @default nothing
     */
    readonly callsOfOthers?: (guarded: Guarded) => readonly EventPattern[];
}

/** All calls of some services that the verdicts say a detection alerts, whatever they hold. */
export const alertedOf = (detection: string, ...services: readonly string[]): readonly EventPattern[] =>
    services.map((service) => callsOf(service, alertedCalls(detection, service)));

/** Calls of a service, by name, and by what their parameters hold if that matters. */
export function callsOf(
    service: string,
    eventName: readonly Matcher[],
    requestParameters?: EventPattern,
): EventPattern {
    return {
        eventSource: [`${service}.amazonaws.com`],
        eventName,
        ...(requestParameters === undefined ? {} : { requestParameters }),
    };
}

/**
 * Calls that change a key of the logging. Ours are told by their account, since only the stack that makes one knows its id: the
 * core accounts have few others. One that was there may be in any account, with other keys.
 */
export const callsOfKeys = (
    { loggingAccount, securityAccount, managementAccount, existingKey }: Guarded,
    eventName: readonly string[],
): readonly EventPattern[] => [
    {
        ...callsOf("kms", eventName),
        recipientAccountId: [loggingAccount, securityAccount, ...managementAccount],
    },
    ...(existingKey.length === 0 ? [] : [callsOf("kms", eventName, { keyId: existingKey })]),
];

/** Rules of forwarders put anew with another pattern, or in another state. A disabled rule is another detection's. */
export const otherForwarderRule = (
    { ruleNames, ruleState }: GuardedForwarder,
    eventPattern: string,
): EventPattern =>
    callsOf("events", ["PutRule"], {
        name: ruleNames,
        $or: [
            { eventPattern: otherThan(eventPattern), state: otherThan("DISABLED") },
            { state: otherThan(ruleState, "DISABLED") },
        ],
    });

/** Any value but these, and none where there should be one. */
export const otherThan = (...own: readonly string[]): readonly Matcher[] => [
    { exists: false },
    { "anything-but": own },
];

/** The same, where `*` stands for any text. */
export const otherThanLike = (...own: readonly string[]): readonly Matcher[] => [
    { exists: false },
    { "anything-but": { wildcard: own } },
];
