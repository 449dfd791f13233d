/** What a detection is: data about an attack on logging, and which API calls are one. */
import type { AccountId, Partition } from "../aws/arn";
import type { EventPattern, Matcher } from "../events/patterns";
import type { Technique } from "./techniques";

/** How bad it is if the call succeeded: `critical` means that logging, or what was logged, is being lost. */
export type Severity = "critical" | "high" | "medium";

/** What the detections watch over, as far as a record of an API call names it. */
export interface Guarded {
    readonly partition: Partition;
    /** The region of the trail, the archive and the central bus. */
    readonly homeRegion: string;
    readonly loggingAccount: AccountId;
    readonly securityAccount: AccountId;
    readonly trailName: string;
    /** The organization trail's ARN, or what those of the accounts' own trails match. */
    readonly trailArn: Matcher;
    /** The names of the archive's bucket and of the bucket of its access logs. */
    readonly archiveBuckets: readonly [archive: string, accessLogs: string];
    readonly busName: string;
    readonly busArn: string;
    /** The name of EventBridge's archive of the central bus. */
    readonly eventArchiveName: string;
    /** What the names of our rules, roles and queues start with, without the dash that follows. */
    readonly namePrefix: string;
    readonly alertTopicArn: string;
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
     * Whether calls by the deployment itself and by allowed principals alert too: true for what no deployment has a
     * reason to do, so that who takes over the deployment's role is seen at the latest then.
     */
    readonly sparesNobody: boolean;
    /** What the record's `detail` must hold: one of these. At least one. */
    readonly calls: (guarded: Guarded) => readonly EventPattern[];
}

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
