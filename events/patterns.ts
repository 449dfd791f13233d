/**
 * Event patterns: which events a rule picks.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
import type { EventPattern, Matcher } from "../aws/eventPattern";
import { alarmsGoingOff } from "./deadLetterAlarm";
import { detailTypes, regionStatusChange } from "./record";

/** PutEvents refuses sources that begin so, which is why an event that has one is AWS's and no forgery. */
export const fromAws: readonly Matcher[] = [{ prefix: "aws." }];

/** What GuardDuty and Macie send to the default bus of the account that administers them, about every account. */
const findingTypes = ["GuardDuty Finding", "Macie Finding"] as const;

/**
 * Data events are not forwarded, be they API calls or events of a service. Delivering events makes some: an event put on a
 * bus, a message sent to a queue, a record put on a stream, an object written to a bucket. Where the trail records those,
 * each would cause the next one, without end.
 */
const exceptData = { eventCategory: [{ exists: false }, { "anything-but": ["Data"] }] };

const apiCall = (detail: EventPattern): EventPattern => ({
    "detail-type": [detailTypes.apiCall],
    detail: { ...detail, ...exceptData },
});

const wantedWhateverTheyDo: EventPattern = {
    "detail-type": [
        detailTypes.consoleSignIn,
        detailTypes.consoleSignin,
        detailTypes.serviceEvent,
        regionStatusChange,
    ],
    detail: exceptData,
};

/** A principal that calls for itself has no `invokedBy`, and `anything-but` alone does not match a missing field. */
const notInvokedBy = (...services: readonly string[]): EventPattern => ({
    invokedBy: [{ exists: false }, { "anything-but": services }],
});

/**
 * Forwarding makes calls of its own: EventBridge assumes the forwarding role, and the services that events pass
 * through use the keys that encrypt them. All of these are read-only, so a feed of write events never sees them;
 * a feed of all events that carried them would cause the next event with each one, without end.
 *
 * The keys may be used in the service's own name or in the forwarding role's, so `invokedBy` and not the
 * identity's type tells these calls. What is lost with them is a principal's use of a key through an encrypted
 * queue or topic; the archive in S3 has it.
 */
const apiCallsExceptThoseOfForwarding: readonly EventPattern[] = [
    apiCall({ eventName: [{ "anything-but": ["AssumeRole", "GenerateDataKey", "Decrypt"] }] }),
    apiCall({ eventName: ["AssumeRole"], userIdentity: notInvokedBy("events.amazonaws.com") }),
    apiCall({
        eventName: ["GenerateDataKey", "Decrypt"],
        userIdentity: notInvokedBy("events.amazonaws.com", "sqs.amazonaws.com", "sns.amazonaws.com"),
    }),
];

/** Which events an account forwards. */
export interface ForwardedEvents {
    /**
     * false for the API calls that change something. true for all of them but those that forwarding itself causes; the rule's
     * state then has to be `ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS`, since a rule that is only `ENABLED` is not
     * offered read-only management events. They are many; @see docs/cost.md
     */
    readonly readOnlyEvents: boolean;
    /**
     * Whether the findings of GuardDuty and Macie are forwarded too.
     * @default false, because only the account that administers them has those of all accounts
     */
    readonly findings?: boolean;
    /**
     * What the names of alarms start with that are forwarded when they go off.
     * @default none, because only the security account has those of the dead-letter queues
     */
    readonly alarmPrefix?: string;
}

/**
 * The pattern of the rule on each account's default bus that forwards to the central bus: API calls, console
 * sign-ins, service events, and regions that are turned on or off. There is no `account` in it on purpose: the default
 * bus has its own account's events only, and `account: ["*"]` would match nothing, since EventBridge has no such wildcard.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export function writeEventPattern({
    readOnlyEvents,
    findings = false,
    alarmPrefix,
}: ForwardedEvents): EventPattern {
    const apiCalls = readOnlyEvents ? apiCallsExceptThoseOfForwarding : [apiCall({ readOnly: [false] })];
    const found: readonly EventPattern[] = findings ? [{ "detail-type": findingTypes }] : [];
    const alarms = alarmPrefix === undefined ? [] : [alarmsGoingOff(alarmPrefix)];
    return { source: fromAws, $or: [wantedWhateverTheyDo, ...apiCalls, ...found, ...alarms] };
}

/** A pattern for rules on the central bus: every event that accounts forward, replayed or not, whatever it tells. */
export function everyForwardedEvent(): EventPattern {
    return {
        source: fromAws,
        "detail-type": [...Object.values(detailTypes), regionStatusChange, ...findingTypes],
    };
}
