import { detailTypes } from "../../../events/record";
import {
    type Alternative,
    type FieldCondition,
    acceptsText,
    operand,
    readEventPattern,
} from "../../eventPattern";
import { EVENT_RULE } from "../../resources";
import { resourceRule } from "../../rule";

export const ruleMatchesWrites = resourceRule({
    name: "event-rule-matches-writes",
    description:
        "An event rule that picks CloudTrail's API calls at large, without naming services, calls or callers, must pick " +
        "those that write; and every rule's pattern must be one that EventBridge can read.",
    severity: "high",
    remediationSteps:
        "Set readOnly in the pattern's detail to [false], or leave it out to pick every call. A rule that watches for " +
        "particular reads names them by eventName or source, and is not meant.",
    url: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html",
    resource: EVENT_RULE,
    *check({ eventPattern }) {
        // A rule with a schedule has no pattern.
        if (eventPattern === undefined || eventPattern === null || eventPattern === "") {
            return;
        }
        const pattern = readEventPattern(eventPattern);
        if (pattern.malformed !== undefined) {
            yield {
                problem: `The event pattern cannot be read, since ${pattern.malformed}`,
                property: "eventPattern",
                found: eventPattern,
                write: "an event pattern as EventBridge takes it",
            };
            return;
        }
        const ofApiCalls = pattern.alternatives.filter(namesApiCalls);
        const atLarge = ofApiCalls.find((alternative) => alternative.every(isAtLarge));
        if (atLarge !== undefined && ofApiCalls.every(leavesWritesOut)) {
            yield {
                problem: "The rule picks API calls that read, and leaves out all that write",
                property: "detail.readOnly of the eventPattern",
                found: atLarge.find(leavesOutByReadOnly)?.matchers,
                write: "readOnly: [false], or leave it out",
            };
        }
    },
});

/** Whether the alternative says by its detail-type that it is about CloudTrail's API calls. */
const namesApiCalls = (alternative: Alternative): boolean =>
    alternative.some(
        ({ field, matchers }) =>
            field === "detail-type" && matchers.some((matcher) => acceptsText(matcher, detailTypes.apiCall)),
    );

/** Fields whose conditions do not single out kinds of calls. */
const FIELDS_AT_LARGE = [
    "account",
    "detail-type",
    "detail.awsRegion",
    "detail.eventType",
    "detail.readOnly",
    "detail.recipientAccountId",
    "region",
    "version",
];

/**
 * Whether a condition leaves more than particular calls: it asks for none, or only leaves some out. Failed calls,
 * which have an errorCode, and data events are particular ones.
 */
const isAtLarge = ({ field, matchers }: FieldCondition): boolean =>
    FIELDS_AT_LARGE.includes(field) ||
    matchers.every(
        (matcher) => operand(matcher, "anything-but") !== undefined || operand(matcher, "exists") === false,
    ) ||
    (field === "source" &&
        matchers.some((matcher) => ["aws", "aws."].includes(String(operand(matcher, "prefix")))));

const leavesWritesOut = (alternative: Alternative): boolean => alternative.some(leavesOutByReadOnly);

/**
 * Whether a condition refuses every call that writes. CloudTrail's readOnly is true or false; a matcher that is a
 * text accepts neither. Other operators are taken to accept both.
 */
const leavesOutByReadOnly = ({ field, matchers }: FieldCondition): boolean =>
    field === "detail.readOnly" &&
    matchers.every((matcher) =>
        typeof matcher === "object" && matcher !== null
            ? [operand(matcher, "anything-but")].flat().includes(false)
            : matcher !== false,
    );
