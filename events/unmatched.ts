/**
 * What in an event pattern on the central bus no event ever matches: what is forwarded comes from AWS, and has the
 * fields that EventBridge's envelope and CloudTrail's records have.
 * @see https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
import { isJsonObject, type JsonObject, type PatternMistake } from "../aws/eventPattern";
import { isKnownRegion } from "../aws/regions";
import { everyForwardedEvent } from "./patterns";

type Path = PatternMistake["path"];

/** What is wrong with a value that a field is compared with, or undefined where an event can have it. */
type Judge = (value: string | number | boolean | null) => string | undefined;

const LITERAL_STAR =
    'it is no wildcard here, but text with a "*" in it. Write {"wildcard": ...}, or leave the field out.';

/** Text that has no star in it and is right by another rule. */
const text =
    (rule: (value: string) => string | undefined = () => undefined): Judge =>
    (value) => {
        if (typeof value !== "string") {
            return `${value === null ? "null" : `a ${typeof value}`}, and the field is text in every event. Write it in quotes.`;
        }
        return value.includes("*") ? LITERAL_STAR : rule(value);
    };

const account = text((value) =>
    /^\d{12}$/.test(value)
        ? undefined
        : 'no account\'s id, which has 12 digits. Write one as "111122223333".',
);

const region = text((value) =>
    isKnownRegion(value) ? undefined : 'no region of this name is known. Write one like "us-east-1".',
);

const FORWARDED = everyForwardedEvent()["detail-type"] as readonly string[];

/** The envelope's fields. `detail` is the one that is not a value. */
const ENVELOPE: Readonly<Record<string, Judge>> = {
    version: text(),
    id: text(),
    "detail-type": text((value) =>
        FORWARDED.includes(value)
            ? undefined
            : `no event of this type is forwarded. Write one of ${FORWARDED.map((type) => `"${type}"`).join(", ")}.`,
    ),
    source: text((value) =>
        /^aws\.[^A-Z]+$/.test(value)
            ? undefined
            : 'every forwarded event is from AWS, with a source in lower case as "aws.iam". Write it so, or compare ' +
              "detail.eventSource.",
    ),
    account,
    time: text(),
    region,
    resources: text(),
    // Of replayed events: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-replay-archived-event.html
    "replay-name": text(),
};

const ENVELOPE_FIELDS = [...Object.keys(ENVELOPE), "detail"];

/** A value that CloudTrail writes without quotes. */
const flag: Judge = (value) =>
    typeof value === "boolean"
        ? undefined
        : "CloudTrail writes true or false here, without quotes. Write it so.";

const flagAsText: Judge = (value) =>
    value === "true" || value === "false"
        ? undefined
        : 'CloudTrail writes "true" or "false" here, as text. Write it in quotes.';

/** Fields of CloudTrail's records whose values have a form, by their paths in `detail`. */
const RECORD: Readonly<Record<string, Judge>> = {
    readOnly: flag,
    managementEvent: flag,
    sessionCredentialFromConsole: flagAsText,
    "userIdentity.sessionContext.attributes.mfaAuthenticated": flagAsText,
    "userIdentity.accountId": account,
    "userIdentity.arn": text(),
    recipientAccountId: account,
    awsRegion: region,
    eventName: text(),
    eventSource: text((value) =>
        value.startsWith("aws.")
            ? 'CloudTrail writes the service\'s address here. Write it as "iam.amazonaws.com", or compare source.'
            : undefined,
    ),
};

/** The fields of CloudTrail's records. Findings have others, of which none differs from these in case only. */
const RECORD_FIELDS = [
    ...[
        "eventVersion",
        "userIdentity",
        "eventTime",
        "eventSource",
        "eventName",
        "awsRegion",
        "sourceIPAddress",
    ],
    ...[
        "userAgent",
        "errorCode",
        "errorMessage",
        "requestParameters",
        "responseElements",
        "additionalEventData",
    ],
    ...["requestID", "eventID", "eventType", "apiVersion", "managementEvent", "readOnly", "resources"],
    ...[
        "recipientAccountId",
        "serviceEventDetails",
        "sharedEventID",
        "vpcEndpointId",
        "vpcEndpointAccountId",
    ],
    ...["eventCategory", "addendum", "sessionCredentialFromConsole", "edgeDeviceDetails", "tlsDetails"],
];

/** Everything in a pattern that EventBridge takes and that no event matches. */
export const unmatchedMistakes = (pattern: JsonObject): readonly PatternMistake[] =>
    fieldsMistakes(pattern, [], "");

/** @param section the path of the fields in an event, a dot last */
function fieldsMistakes(fields: JsonObject, path: Path, section: string): readonly PatternMistake[] {
    return Object.entries(fields).flatMap(([name, value]) => {
        const here = [...path, name];
        if (name === "$or") {
            return (value as readonly JsonObject[]).flatMap((each, index) =>
                fieldsMistakes(each, [...here, index], section),
            );
        }
        const field = `${section}${name}`;
        const message = isAbsence(value) ? undefined : (nameMistake(field) ?? kindMistake(field, value));
        if (message !== undefined) {
            return [{ path: here, message }];
        }
        return isJsonObject(value)
            ? fieldsMistakes(value, here, `${field}.`)
            : valuesMistakes(field, value as readonly unknown[], here);
    });
}

/** Whether nothing is asked of a field but that it is not there. */
const isAbsence = (value: unknown): boolean =>
    Array.isArray(value) && value.every((matcher) => isJsonObject(matcher) && matcher["exists"] === false);

function nameMistake(field: string): string | undefined {
    const [first = "", second] = field.split(".");
    if (!ENVELOPE_FIELDS.includes(first)) {
        return RECORD_FIELDS.includes(first)
            ? `an event has this field under detail. Write {"detail": {"${first}": ...}}.`
            : `an event has no such field at the top. Write one of ${ENVELOPE_FIELDS.join(", ")}.`;
    }
    const inRecord =
        first === "detail" && second !== undefined && !RECORD_FIELDS.includes(second)
            ? RECORD_FIELDS.find((known) => known.toLowerCase() === second.toLowerCase())
            : undefined;
    return inRecord && `upper and lower case matter, and CloudTrail's field is "${inRecord}". Write it so.`;
}

/** Whether a value is asked of what has fields, or fields of what is a value. */
function kindMistake(field: string, value: unknown): string | undefined {
    if (field === "detail" && Array.isArray(value)) {
        return 'detail holds fields in every event. Write an object, e.g. {"eventName": ["CreateUser"]}.';
    }
    return field in ENVELOPE && isJsonObject(value)
        ? "the field is a value in every event, and has no fields. Write a list of values that match."
        : undefined;
}

function valuesMistakes(field: string, values: readonly unknown[], path: Path): readonly PatternMistake[] {
    const judge =
        ENVELOPE[field] ?? (field.startsWith("detail.") ? RECORD[field.slice("detail.".length)] : undefined);
    return values.flatMap((value, index) => {
        const message = isJsonObject(value) ? undefined : judge?.(value as string | number | boolean | null);
        return message === undefined ? [] : [{ path: [...path, index], message }];
    });
}
