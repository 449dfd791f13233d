/** CloudTrail records in plain sentences, for alerts and for people who look one up. */
import type { CloudTrailRecord, InsightRecord, JsonObject, UserIdentity } from "./record";

type ActivityRecord = Exclude<CloudTrailRecord, InsightRecord>;

/** The same at every depth, but any field may be missing: records of old versions, and records cut short. */
type Incomplete<T> = T extends object ? { readonly [K in keyof T]?: Incomplete<T[K]> | null | undefined } : T;

/**
 * Says who called what, when, where, on what, and with what result. What the record does not tell is left out or
 * said to be unknown; it never throws because a field is missing.
 *
 * @returns a few sentences on one line, as "The service ec2 called sts AssumeRole at 2019-12-10T01:44:26Z. ..."
 */
export function readAloud(record: Incomplete<CloudTrailRecord>): string {
    const sentences = isInsight(record) ? insightSentences(record) : activitySentences(record);
    return sentences.filter((sentence) => sentence !== undefined).join(" ");
}

function isInsight(record: Incomplete<CloudTrailRecord>): record is Incomplete<InsightRecord> {
    return record.eventType === "AwsCloudTrailInsight";
}

function activitySentences(record: Incomplete<ActivityRecord>): (string | undefined)[] {
    return [whoCalledWhat(record), where(record), onWhat(record), result(record), multiFactor(record)];
}

function whoCalledWhat(record: Incomplete<ActivityRecord>): string {
    const when = `at ${record.eventTime ?? "an unknown time"}`;
    const what = `${serviceName(record.eventSource)} ${record.eventName ?? "an unknown action"}`;
    if (record.eventType === "AwsServiceEvent") {
        return `AWS itself did ${what} ${when}, without anyone's call.`;
    }
    const who = capitalized(caller(record.userIdentity));
    if (record.eventName === "ConsoleLogin") {
        return `${who} ${failed(record) ? "tried to sign in" : "signed in"} to the console ${when}.`;
    }
    return `${who} called ${what}${record.readOnly ? " (read-only)" : ""} ${when}.`;
}

function caller(identity: Incomplete<UserIdentity> | null | undefined): string {
    const principal = principalName(identity);
    const service = identity?.invokedBy;
    return service && identity.type !== "AWSService"
        ? `${principal}, through the service ${serviceName(service)},`
        : principal;
}

function principalName(identity: Incomplete<UserIdentity> | null | undefined): string {
    const account =
        identity && "accountId" in identity && identity.accountId ? ` of account ${identity.accountId}` : "";
    switch (identity?.type) {
        case "AWSService":
            return `the service ${serviceName(identity.invokedBy)}`;
        case "Root":
            return `the root user${account}`;
        case "IAMUser":
            return `the user ${identity.userName ?? lastPart(identity.arn)}${account}`;
        case "AssumedRole": {
            const role =
                identity.sessionContext?.sessionIssuer?.userName ?? identity.arn ?? "of unknown name";
            return `the role ${role} in session ${lastPart(identity.arn)}${account}`;
        }
        case "Role":
        case "FederatedUser":
        case "Directory":
            return `${identity.arn ?? "an unknown principal"}${account}`;
        case "AWSAccount":
            return `a principal (${identity.principalId ?? "unknown"})${account}`;
        case "SAMLUser":
        case "WebIdentityUser":
            return `${identity.userName ?? "an unknown user"}, known to ${identity.identityProvider ?? "an unknown provider"},`;
        case "IdentityCenterUser":
            return `the Identity Center user ${identity.onBehalfOf?.userId ?? "of unknown id"}${account}`;
        default:
            return `an unknown principal${account}`;
    }
}

function where(record: Incomplete<ActivityRecord>): string {
    const served =
        record.eventType === "AwsServiceEvent"
            ? `It happened in ${record.awsRegion ?? "an unknown region"}`
            : `${record.awsRegion ?? "An unknown region"} served the call`;
    // For a service that calls for itself, the address is the service's name again; for AWS's own doings, no address.
    const address = record.sourceIPAddress;
    const callerIsTheAddress = address === record.userIdentity?.invokedBy || address === "AWS Internal";
    return sentence(
        served,
        address && !callerIsTheAddress && `it came from ${address}`,
        record.vpcEndpointId && `it went through the VPC endpoint ${record.vpcEndpointId}`,
        record.recipientAccountId && `account ${record.recipientAccountId} recorded it`,
    );
}

function onWhat(record: Incomplete<ActivityRecord>): string | undefined {
    return assumedRole(record) ?? namedResources(record) ?? parameters(record.requestParameters);
}

function assumedRole(record: Incomplete<ActivityRecord>): string | undefined {
    const roleArn = text(record.requestParameters?.["roleArn"]);
    if (record.eventName !== "AssumeRole" || roleArn === undefined) {
        return undefined;
    }
    const session = text(record.requestParameters?.["roleSessionName"]);
    // EC2 names the session that it opens for a host after the host.
    const isHost = record.userIdentity?.invokedBy === "ec2.amazonaws.com" && session?.startsWith("i-");
    const withSession = session ? `, with session ${session}${isHost ? ", which is the EC2 host" : ""}` : "";
    return `The role assumed is ${lastPart(roleArn)} in account ${roleArn.split(":")[4] || "unknown"}${withSession}.`;
}

function namedResources(record: Incomplete<ActivityRecord>): string | undefined {
    const names = (record.resources ?? [])
        .map((resource) => resource?.ARN ?? resource?.ARNPrefix)
        .filter((name) => name !== undefined);
    return names.length > 0 ? `It was done to ${names.join(" and ")}.` : undefined;
}

/** Long values are whole documents, which is not for reading aloud. */
const longestValueRead = 100;

/** For want of named resources, the parameters mostly tell what was meant. */
function parameters(request: Incomplete<JsonObject> | null | undefined): string | undefined {
    const said = Object.entries(request ?? {})
        .map(([name, value]) => [name, text(value)] as const)
        .filter(([, value]) => value !== undefined && value.length <= longestValueRead)
        .map(([name, value]) => `${name} ${value}`);
    return said.length > 0 ? `It was called with ${said.join(", ")}.` : undefined;
}

/** A sign-in that failed has an errorMessage but no errorCode. */
function failed(record: Incomplete<ActivityRecord>): boolean {
    const outcome = record.responseElements?.["ConsoleLogin"];
    return Boolean(record.errorCode || record.errorMessage) || outcome === "Failure";
}

function result(record: Incomplete<ActivityRecord>): string {
    if (failed(record)) {
        const withCode = record.errorCode ? ` with ${record.errorCode}` : "";
        const message = record.errorMessage ? `: ${record.errorMessage.replace(/\.$/, "")}` : "";
        return `It failed${withCode}${message}.`;
    }
    const credentials = record.responseElements?.["credentials"]
        ? " and temporary credentials were returned"
        : "";
    return `It succeeded${credentials}: there is no error in the record.`;
}

function multiFactor(record: Incomplete<ActivityRecord>): string | undefined {
    switch (record.additionalEventData?.["MFAUsed"]) {
        case "Yes":
            return "Multi-factor authentication was used.";
        case "No":
            // "By AWS", since the sign-in of an identity provider's user says No even if the provider asked for a factor.
            return "No second factor was checked by AWS.";
        default:
            return undefined;
    }
}

function insightSentences(record: Incomplete<InsightRecord>): (string | undefined)[] {
    const details = record.insightDetails;
    const whatIsCounted = details?.insightType === "ApiErrorRateInsight" ? "errors" : "calls";
    const error = details?.errorCode ? ` with ${details.errorCode}` : "";
    const call = `${serviceName(details?.eventSource)} ${details?.eventName ?? "an unknown action"}`;
    const endedOrBegan = details?.state === "End" ? "ended" : "began";
    return [
        `An unusual rate of ${whatIsCounted} of ${call}${error} ${endedOrBegan} at ${record.eventTime ?? "an unknown time"}.`,
        sentence(
            `It was seen in ${record.awsRegion ?? "an unknown region"}`,
            record.recipientAccountId && `account ${record.recipientAccountId} recorded it`,
        ),
        rates(details?.insightContext?.statistics, whatIsCounted),
    ];
}

function rates(
    statistics:
        Incomplete<InsightRecord["insightDetails"]["insightContext"]["statistics"]> | null | undefined,
    whatIsCounted: string,
): string | undefined {
    const measured = statistics?.insight?.average;
    if (measured === undefined || measured === null) {
        return undefined;
    }
    const minutes = statistics?.insightDuration;
    const during = minutes ? ` over ${minutes} ${minutes === 1 ? "minute" : "minutes"}` : "";
    const baseline = statistics?.baseline?.average;
    const compared =
        baseline === undefined || baseline === null
            ? ""
            : baseline === 0
              ? ", where the baseline is none"
              : `, about ${rounded(measured / baseline)} times the baseline of ${baseline}`;
    return `The rate was ${measured} ${whatIsCounted} a minute${during}${compared}.`;
}

/** Three significant digits say how unusual a rate is; more would pretend to a precision that averages lack. */
function rounded(ratio: number): string {
    return ratio.toLocaleString("en-US", { maximumSignificantDigits: 3 });
}

/** `ec2.amazonaws.com` as people call it: ec2. */
function serviceName(principal: string | null | undefined): string {
    return principal?.replace(/\.amazonaws\.com(\.cn)?$/, "") ?? "an unknown service";
}

function lastPart(arn: string | null | undefined): string {
    return arn?.split("/").at(-1) ?? "of unknown name";
}

function capitalized(words: string): string {
    return words.charAt(0).toUpperCase() + words.slice(1);
}

function sentence(...clauses: readonly (string | false | null | undefined)[]): string {
    return `${clauses.filter(Boolean).join("; ")}.`;
}

/** A value as a reader would say it, if it is one that can be said. */
function text(value: unknown): string | undefined {
    return ["string", "number", "boolean"].includes(typeof value) ? String(value) : undefined;
}
