/** How CloudTrail records a call on one of ours, with the worst that it could hold, and the like of it on somebody else's. */
import type { Guarded } from "../../../detections";
import type { Thing } from "../../../detections/verdicts";
import type { Example } from "../../../docs/verdicts/things";
import { eventNamesOf, eventSourceOf } from "../../../events/eventNames";
import type { EventBridgeEvent, ManagementRecord } from "../../../events/record";
import { WORKLOAD_ONE, WORKLOAD_TWO } from "../../stacks/organization";
import { call } from "../calls";

type Event = EventBridgeEvent<ManagementRecord>;
type Parameters = Readonly<Record<string, unknown>>;

const ELSEWHERE = "arn:aws:sqs:eu-west-1:999999999999:elsewhere";

/** Things that are told by the account alone, and not by their names. */
const BY_ACCOUNT: readonly Thing[] = [
    "key",
    "workgroup",
    "tables",
    "identity provider",
    "log delivery",
    "way into a bucket",
    "service as a whole",
    "service of a core account",
];

/** Services, and of CloudTrail's and IAM's what is watched wherever it is: nobody else's calls are like these. */
const WHEREVER =
    /^(account|organizations|guardduty|macie2):|^events:PutPermission$|^(cloudtrail|cloudformation):.*Organization/;

/** Of each name that the call may have, its record, and one that is of somebody else's, where there is such a thing. */
export function recordsOf(
    action: string,
    thing: Thing,
    example: Example,
    guarded: Guarded,
): readonly { readonly event: Event; readonly another: Event | undefined }[] {
    const [service = ""] = action.split(":");
    // Of the default bus, in any account, it is harmless: nobody is let in by it.
    if (action === "events:RemovePermission" && example.account !== guarded.securityAccount) {
        return [];
    }
    return eventNamesOf(action).map((eventName) => {
        const record = (parameters: Parameters, account: string): Event =>
            call(eventSourceOf(service).replace(".amazonaws.com", ""), eventName, parameters, {
                recipientAccountId: account,
            });
        const event = record(parametersOf(service, eventName, thing, example, guarded), example.account);
        return { event, another: WHEREVER.test(action) ? undefined : another(event, thing, example) };
    });
}

/** The same with another name; of what is told by its account, in another account. */
function another(event: Event, thing: Thing, { account }: Example): Event | undefined {
    // A member has no such thing that is ours; what names a trail without being ours may still be narrowed.
    const byAccount = BY_ACCOUNT.includes(thing) && !event.detail.eventName.endsWith("Alias");
    const recipientAccountId = byAccount ? (account === WORKLOAD_ONE ? undefined : WORKLOAD_TWO) : account;
    if (recipientAccountId === undefined || ["StopLogging", "DeleteTrail"].includes(event.detail.eventName)) {
        return undefined;
    }
    const renamed = byAccount
        ? JSON.stringify(event.detail.requestParameters)
        : JSON.stringify(event.detail.requestParameters).replace(
              /security-logging|security_logging|security-events|OrganizationAccountAccessRole|AWSServiceRoleFor(CloudTrail|CloudFormation|AmazonGuardDuty|AmazonMacie)|event-bus\/default|"default"/g,
              (name) => (name === '"default"' ? '"theirs"' : "theirs"),
          );
    const { detail } = event;
    const requestParameters = JSON.parse(renamed) as Parameters;
    return call(
        detail.eventSource.replace(".amazonaws.com", ""),
        detail.eventName,
        benign(detail.eventName, requestParameters),
        {
            recipientAccountId,
        },
    );
}

/** Of a trail that is not ours, what narrows it is looked for. */
function benign(eventName: string, parameters: Parameters): Parameters {
    switch (eventName) {
        case "UpdateTrail":
            return { name: parameters["name"], s3BucketName: "theirs" };
        case "PutEventSelectors":
            return { trailName: parameters["trailName"] };
        default:
            return parameters;
    }
}

function parametersOf(
    service: string,
    eventName: string,
    thing: Thing,
    { arn, account }: Example,
    guarded: Guarded,
): Parameters {
    const resource = arn.split(":").slice(5).join(":");
    const last = resource.split("/").at(-1) ?? "";
    if (/key/.test(thing) && service !== "kms") {
        return { streamName: "theirs", archiveName: "theirs", keyId: arn, kmsKeyIdentifier: arn };
    }
    switch (service) {
        case "s3":
            return thing === "service of a core account" || thing === "way into a bucket"
                ? {}
                : { bucketName: resource.split("/")[0] };
        case "cloudtrail":
            return thing === "service as a whole"
                ? {}
                : { name: arn, trailName: arn, s3BucketName: "elsewhere" };
        case "events":
            return eventsParameters(eventName, thing, { arn, account }, guarded);
        case "sns":
            return /Subscription|Unsubscribe/.test(eventName)
                ? { subscriptionArn: `${arn}:11111111-2222-3333-4444-555555555555` }
                : eventName === "PutDataProtectionPolicy"
                  ? { resourceArn: arn }
                  : { topicArn: arn };
        case "sqs":
            return eventName === "StartMessageMoveTask"
                ? { sourceArn: arn, destinationArn: ELSEWHERE }
                : { queueUrl: `https://sqs.eu-west-1.amazonaws.com/${account}/${resource}` };
        case "kms":
            return thing === "alias of a key"
                ? { aliasName: resource }
                : { keyId: arn, ...aliasOf(eventName, resource) };
        case "iam":
            return resource.startsWith("role/")
                ? { roleName: last, policyName: "x", policyDocument: "{}", permissionsBoundary: ELSEWHERE }
                : resource.startsWith("policy/")
                  ? { policyArn: arn }
                  : { openIDConnectProviderArn: arn };
        case "logs":
            return { logGroupName: resource.split(":")[1] ?? "" };
        case "cloudwatch": {
            const name = resource.split(":")[1];
            return /PutAlarmMuteRule/.test(eventName)
                ? { name: "night", muteTargets: { alarmNames: [name] } }
                : /Alarms$|Actions$/.test(eventName)
                  ? { alarmNames: [name] }
                  : { alarmName: name };
        }
        case "scheduler":
            return eventName.endsWith("Group")
                ? { name: last }
                : { name: last, groupName: resource.split("/")[1] };
        case "kinesis":
            return /ResourcePolicy/.test(eventName) ? { resourceARN: arn } : { streamName: last };
        case "firehose":
            return { deliveryStreamName: last };
        case "cloudformation":
            return thing === "service as a whole" ? {} : { stackSetName: last.split(":")[0] };
        case "guardduty":
            return { detectorId: "x", enable: false, action: "ARCHIVE" };
        case "macie2":
            return { status: "PAUSED", action: "ARCHIVE" };
        case "glue":
            return { databaseName: guarded.namePrefix.replaceAll("-", "_"), name: last };
        case "athena":
            return { workGroup: last };
        default:
            return {};
    }
}

/** What names an alias names it besides the key. */
const aliasOf = (eventName: string, resource: string): Parameters =>
    eventName.endsWith("Alias") ? { aliasName: resource.replace("key/of-", "alias/") } : {};

function eventsParameters(
    eventName: string,
    thing: Thing,
    { arn, account }: Example,
    guarded: Guarded,
): Parameters {
    const resource = arn.split(":").slice(5).join(":");
    const [type, ...rest] = resource.split("/");
    const last = rest.at(-1) ?? "";
    switch (thing) {
        case "rule": {
            const eventBusName = rest.length > 1 ? rest[0] : "default";
            return {
                ...(/Targets/.test(eventName) ? { rule: last } : { name: last }),
                eventBusName,
                ...(eventName === "PutTargets" ? { targets: [{ id: "x", arn: ELSEWHERE }] } : {}),
                ...(eventName === "PutRule"
                    ? { eventPattern: '{"source":["nothing"]}', state: "ENABLED" }
                    : {}),
            };
        }
        case "event archive":
            return { archiveName: last };
        case "what starts deployments":
            return { name: rest[0] };
        case "service as a whole":
            return {
                eventBusName:
                    account === guarded.securityAccount || eventName === "RemovePermission"
                        ? guarded.busName
                        : "default",
                principal: "*",
            };
        default:
            return type === "event-bus" ? { name: last, eventBusName: last } : { name: last };
    }
}
