/** CloudTrail records in plain sentences, for alerts and for people who look one up. */
import { caller, nameInArn, namesSomeone, serviceName } from "./caller";
import { numberText } from "./exactJson";
import { asObject, type JsonObject, leaves, nonEmptyText, textOf } from "./json";
import { outcomeOf, type Outcome } from "./outcome";
import { joined, type Printable, quoted, said } from "./printable";

/** Fields of a record by the shape that they have; all others are text, or are not read. */
const SHAPES = {
    object: [
        "userIdentity",
        "requestParameters",
        "responseElements",
        "additionalEventData",
        "serviceEventDetails",
        "insightDetails",
    ],
    list: ["resources"],
    text: [
        "eventTime",
        "eventSource",
        "eventName",
        "awsRegion",
        "sourceIPAddress",
        "errorCode",
        "errorMessage",
    ],
} as const;

/** Fields of parameters that are said, and values of each. */
const MOST_FIELDS = 12;
const MOST_VALUES = 3;
const MOST_RESOURCES = 10;

/** CloudTrail itself cuts messages after 1,024 characters. */
const LONGEST_MESSAGE = 1024;

/**
 * Says who called what, when, where, on what, and with what result. What the record does not tell is left out or said to be
 * unknown; what has another shape than AWS documents is named at the end; it never throws. Whatever others chose of it is
 * escaped, and in quotes where it could pass for more than a name, so that a record is one line whatever is in it.
 *
 * @returns a few sentences on one line, as "The service ec2 called sts AssumeRole at 2019-12-10T01:44:26Z. ..."
 */
export function readAloud(record: object): string {
    const fields = record as JsonObject;
    const sentences =
        fields["eventType"] === "AwsCloudTrailInsight" ? insightSentences(fields) : activitySentences(fields);
    return joined(
        " ",
        [...sentences, odd(fields)].filter((sentence) => sentence !== undefined),
    ).toString();
}

function activitySentences(record: JsonObject): (Printable | undefined)[] {
    const outcome = outcomeOf(record);
    return [
        whoCalledWhat(record, outcome),
        where(record),
        resources(record, outcome),
        assumedRole(record),
        parameters(record),
        details(record),
        result(record, outcome),
        multiFactor(record),
    ];
}

function whoCalledWhat(record: JsonObject, { result }: Outcome): Printable {
    const when = said`at ${nonEmptyText(record["eventTime"]) ?? said`an unknown time`}`;
    const what = said`${serviceName(record["eventSource"])} ${nonEmptyText(record["eventName"]) ?? said`an unknown action`}`;
    const who = caller(record);
    if (record["eventType"] === "AwsServiceEvent") {
        return namesSomeone(record)
            ? said`AWS itself did ${what} ${when}, for ${who}.`
            : said`AWS itself did ${what} ${when}, without anyone's call.`;
    }
    if (record["eventName"] === "ConsoleLogin") {
        return result === "failed"
            ? said`${who.capitalized()} tried to sign in to the console ${when}.`
            : said`${who.capitalized()} signed in to the console ${when}.`;
    }
    return record["readOnly"] === true || record["readOnly"] === "true"
        ? said`${who.capitalized()} called ${what} (read-only) ${when}.`
        : said`${who.capitalized()} called ${what} ${when}.`;
}

function where(record: JsonObject): Printable {
    const region = nonEmptyText(record["awsRegion"]);
    const served =
        record["eventType"] === "AwsServiceEvent"
            ? said`It happened in ${region ?? said`an unknown region`}`
            : said`${region ?? said`An unknown region`} served the call`;
    // For a service that calls for itself, the address is the service's name again; for AWS's own doings, no address.
    const address = nonEmptyText(record["sourceIPAddress"]);
    const callerIsTheAddress =
        address === asObject(record["userIdentity"])?.["invokedBy"] || address === "AWS Internal";
    const endpoint = nonEmptyText(record["vpcEndpointId"]);
    const endpointAccount = nonEmptyText(record["vpcEndpointAccountId"]);
    const recipient = nonEmptyText(record["recipientAccountId"]);
    return said`${joined("; ", [
        served,
        ...(address === undefined || callerIsTheAddress ? [] : [said`it came from ${address}`]),
        ...(endpoint === undefined
            ? []
            : endpointAccount === undefined || endpointAccount === recipient
              ? [said`it went through the VPC endpoint ${endpoint}`]
              : [said`it went through the VPC endpoint ${endpoint} of account ${endpointAccount}`]),
        ...(recipient === undefined ? [] : [said`account ${recipient} recorded it`]),
    ])}.`;
}

function resources(record: JsonObject, { result }: Outcome): Printable | undefined {
    if (record["eventName"] === "AssumeRole" && roleArn(record) !== undefined) {
        return undefined;
    }
    const listed = record["resources"];
    const named = (Array.isArray(listed) ? (listed as unknown[]) : [listed])
        .map((resource) => asObject(resource) ?? {})
        .flatMap((resource) => nonEmptyText(resource["ARN"]) ?? nonEmptyText(resource["ARNPrefix"]) ?? []);
    if (named.length === 0) {
        return undefined;
    }
    const more = named.length - MOST_RESOURCES;
    const names = joined(" and ", [
        ...named.slice(0, MOST_RESOURCES),
        ...(more > 0 ? [said`${more} more`] : []),
    ]);
    return result === "failed" ? said`It was meant for ${names}.` : said`It was done to ${names}.`;
}

const roleArn = (record: JsonObject): string | undefined =>
    nonEmptyText(asObject(record["requestParameters"])?.["roleArn"]);

function assumedRole(record: JsonObject): Printable | undefined {
    const arn = roleArn(record);
    if (record["eventName"] !== "AssumeRole" || arn === undefined) {
        return undefined;
    }
    const session = nonEmptyText(asObject(record["requestParameters"])?.["roleSessionName"]);
    // EC2 names the session that it opens for a host after the host.
    const isHost =
        asObject(record["userIdentity"])?.["invokedBy"] === "ec2.amazonaws.com" && session?.startsWith("i-");
    const role = said`The role assumed is ${nameInArn(arn) ?? arn} in account ${arn.split(":")[4] || said`unknown`}`;
    return session === undefined
        ? said`${role}.`
        : isHost
          ? said`${role}, with session ${session}, which is the EC2 host.`
          : said`${role}, with session ${session}.`;
}

/** What the sentence about an assumed role says already. */
const ASSUMED_ROLE = new Set(["roleArn", "roleSessionName"]);

function parameters(record: JsonObject): Printable | undefined {
    const request = record["requestParameters"];
    const fields = asObject(request);
    if (fields === undefined) {
        const text = textOf(request);
        return text === undefined ? undefined : said`It was called with ${quoted(text)}.`;
    }
    const isSaid = record["eventName"] === "AssumeRole" && roleArn(record) !== undefined;
    const others = Object.entries(fields).filter(([name]) => !isSaid || !ASSUMED_ROLE.has(name));
    const list = fieldList(Object.fromEntries(others));
    return list === undefined ? undefined : said`It was called with ${list}.`;
}

/** What a service says of its own doing. */
function details(record: JsonObject): Printable | undefined {
    const list = fieldList(record["serviceEventDetails"]);
    return list === undefined ? undefined : said`Its details: ${list}.`;
}

/** `name "a", rules.id "b" and "c"`: the first fields at any depth, with their first values. */
function fieldList(value: unknown): Printable | undefined {
    const found = leaves(value).filter(({ path }) => path !== "");
    if (found.length === 0) {
        return undefined;
    }
    const more = found.length - MOST_FIELDS;
    return joined(", ", [
        ...found.slice(0, MOST_FIELDS).map(({ path, values }) => {
            const others = values.length - MOST_VALUES;
            const shown = joined(" and ", [
                ...values.slice(0, MOST_VALUES).map(valueSaid),
                ...(others > 0 ? [said`${others} more`] : []),
            ]);
            return said`${path} ${shown}`;
        }),
        ...(more > 0 ? [said`and ${more} more fields`] : []),
    ]);
}

/** An empty value is said, because it can be what matters: an empty log group turns a delivery off. */
function valueSaid(value: unknown): Printable {
    if (value === "") {
        return said`"" (empty)`;
    }
    const number = numberText(value);
    return typeof value === "string"
        ? quoted(value)
        : typeof value === "boolean"
          ? said`${String(value)}`
          : number !== undefined
            ? said`${number}`
            : said`(empty)`;
}

function result(record: JsonObject, outcome: Outcome): Printable {
    const because = joined(
        " and ",
        outcome.because.map(([field, value]) =>
            typeof value === "string"
                ? said`${field} is ${value}`
                : said`${field} is a list of ${value.length}`,
        ),
    );
    if (outcome.result === "partly") {
        return said`It failed in part: ${because}.`;
    }
    if (outcome.result === "failed") {
        const { errorCode, errorMessage } = outcome;
        const withCode = errorCode === undefined ? said`It failed` : said`It failed with ${errorCode}`;
        return errorMessage !== undefined
            ? said`${withCode}: ${quoted(errorMessage, LONGEST_MESSAGE)}.`
            : errorCode === undefined
              ? said`${withCode}: ${because}.`
              : said`${withCode}.`;
    }
    return asObject(record["responseElements"])?.["credentials"]
        ? said`It succeeded and temporary credentials were returned: there is no error in the record.`
        : said`It succeeded: there is no error in the record.`;
}

function multiFactor(record: JsonObject): Printable | undefined {
    switch (textOf(asObject(record["additionalEventData"])?.["MFAUsed"])?.toLowerCase()) {
        case "yes":
            return said`Multi-factor authentication was used.`;
        case "no":
            // "By AWS", since the sign-in of an identity provider's user says No even if the provider asked for a factor.
            return said`No second factor was checked by AWS.`;
        default:
            return undefined;
    }
}

function insightSentences(record: JsonObject): (Printable | undefined)[] {
    const insight = asObject(record["insightDetails"]) ?? {};
    const context = asObject(insight["insightContext"]);
    const isErrorRate = insight["insightType"] === "ApiErrorRateInsight";
    const counted = isErrorRate ? said`errors` : said`calls`;
    const error = nonEmptyText(insight["errorCode"]);
    const call = said`${serviceName(insight["eventSource"])} ${nonEmptyText(insight["eventName"]) ?? said`an unknown action`}`;
    const ofWhat =
        error === undefined ? said`${counted} of ${call}` : said`${counted} of ${call} with ${error}`;
    const endedOrBegan = insight["state"] === "End" ? said`ended` : said`began`;
    const recipient = nonEmptyText(record["recipientAccountId"]);
    return [
        said`An unusual rate of ${ofWhat} ${endedOrBegan} at ${nonEmptyText(record["eventTime"]) ?? said`an unknown time`}.`,
        said`${joined("; ", [
            said`It was seen in ${nonEmptyText(record["awsRegion"]) ?? said`an unknown region`}`,
            ...(recipient === undefined ? [] : [said`account ${recipient} recorded it`]),
        ])}.`,
        rates(asObject(context?.["statistics"]), counted),
        ...attributions(context?.["attributions"]),
    ];
}

function rates(statistics: JsonObject | undefined, counted: Printable): Printable | undefined {
    const measured = averageOf(statistics?.["insight"]);
    if (measured === undefined) {
        return undefined;
    }
    const minutes = statistics?.["insightDuration"];
    const rate = said`The rate was ${measured} ${counted} a minute`;
    const during =
        typeof minutes !== "number"
            ? rate
            : minutes === 1
              ? said`${rate} over 1 minute`
              : said`${rate} over ${minutes} minutes`;
    const baseline = averageOf(statistics?.["baseline"]);
    return baseline === undefined
        ? said`${during}.`
        : baseline === 0
          ? said`${during}, where the baseline is none.`
          : said`${during}, about ${rounded(measured / baseline)} times the baseline of ${baseline}.`;
}

function averageOf(rate: unknown): number | undefined {
    const average = asObject(rate)?.["average"];
    return typeof average === "number" ? average : undefined;
}

/** Who and what the unusual calls were by: "By userIdentityArn: arn:... (664 a minute)." */
function attributions(listed: unknown): Printable[] {
    return (Array.isArray(listed) ? (listed as unknown[]) : []).flatMap((each) => {
        const { attribute, insight } = asObject(each) ?? {};
        const values = (Array.isArray(insight) ? (insight as unknown[]) : [])
            .map((one) => asObject(one) ?? {})
            .slice(0, MOST_VALUES)
            .map((one) => {
                const average = averageOf(one);
                const value = quoted(textOf(one["value"]) ?? "");
                return average === undefined ? value : said`${value} (${average} a minute)`;
            });
        return values.length === 0
            ? []
            : [said`By ${nonEmptyText(attribute) ?? said`an unknown attribute`}: ${joined(", ", values)}.`];
    });
}

/** Three significant digits say how unusual a rate is; more would pretend to a precision that averages lack. */
function rounded(ratio: number): string {
    return ratio.toLocaleString("en-US", { maximumSignificantDigits: 3 });
}

/** Names what is not as AWS documents it, so that nobody takes what was read for all there is. */
function odd(record: JsonObject): Printable | undefined {
    const isThere = (name: string): boolean => record[name] !== undefined && record[name] !== null;
    const oddities = [
        ...SHAPES.object
            .filter((name) => isThere(name) && asObject(record[name]) === undefined)
            .map((name) => said`${name} is no object`),
        ...SHAPES.list
            .filter((name) => isThere(name) && !isListOfObjects(record[name]))
            .map((name) => said`${name} is no list of objects`),
        ...SHAPES.text
            .filter((name) => isThere(name) && typeof record[name] !== "string")
            .map((name) => said`${name} is no text`),
        ...(typeof record["userIdentity"] === "string"
            ? [said`its value is ${quoted(record["userIdentity"])}`]
            : []),
    ];
    return oddities.length === 0 ? undefined : said`Odd in the record: ${joined(", ", oddities)}.`;
}

const isListOfObjects = (value: unknown): boolean =>
    Array.isArray(value) && value.every((each) => asObject(each) !== undefined);
