/** How CloudTrail would record a dangerous call, by the kind of what it is on, with what an attacker would put in it. */
import { eventNamesOf, eventSourceOf } from "../../../../events/eventNames";
import type { ManagementRecord, EventBridgeEvent } from "../../../../events/record";
import { assumedRole, call } from "../../../detections/calls";
import { guarded } from "../../../detections/guarded";
import * as org from "../../../documents/organization";
import type { Possession } from "./possessions";

/** Whom an attacker lets in, and where they redirect to. */
const ELSEWHERE = `arn:aws:sqs:eu-west-1:${org.OUTSIDER}:elsewhere`;
const OPENED = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
        {
            Effect: "Allow",
            Principal: { AWS: `arn:aws:iam::${org.OUTSIDER}:root` },
            Action: "*",
            Resource: "*",
        },
    ],
});

/** The record of a call by a session of a role. */
export function recorded(
    action: string,
    on: Possession,
    by: { readonly account: string; readonly role: string },
): EventBridgeEvent<ManagementRecord> {
    const [service = "", name = ""] = action.split(":");
    const [eventName = name] = eventNamesOf(action);
    return call(
        eventSourceOf(service).replace(".amazonaws.com", ""),
        eventName,
        parameters(service, name, on),
        {
            userIdentity: {
                ...assumedRole(by.account, by.role, "session"),
                // No role of the bootstrap may have a grant made but by a service, on its behalf.
                ...(name === "CreateGrant" && by.role !== "Administrator"
                    ? { invokedBy: "firehose.amazonaws.com" }
                    : {}),
            },
            recipientAccountId: by.account,
        },
    );
}

function parameters(
    service: string,
    name: string,
    { arn, account }: Possession,
): Readonly<Record<string, unknown>> {
    const resource = arn.split(":").slice(5).join(":");
    const last = resource.split("/").at(-1) ?? "";
    const tags = /^(Tag|Untag)Resource$/.test(name) ? { resourceARN: arn, resourceArn: arn } : {};
    switch (service) {
        case "s3":
            return { bucketName: resource.split("/")[0], bucketPolicy: JSON.parse(OPENED) as unknown };
        case "cloudtrail":
            return {
                name: arn,
                trailName: arn,
                s3BucketName: "elsewhere",
                isMultiRegionTrail: false,
                enableLogFileValidation: false,
                eventSelectors: [{ readWriteType: "ReadOnly", includeManagementEvents: false }],
                insightSelectors: [],
            };
        case "events": {
            const [type, ...rest] = resource.split("/");
            // What knows no resource is done to the bus that matters most in the account.
            const bus = account === guarded.securityAccount ? guarded.busName : "default";
            const eventBusName =
                arn === "*" ? bus : type === "event-bus" ? last : rest.length > 1 ? rest[0] : "default";
            return {
                ...tags,
                name: last,
                rule: last,
                archiveName: last,
                eventBusName,
                principal: "*",
                statementId: "x",
                policy: OPENED,
                eventPattern: '{"source":["nothing"]}',
                targets: [{ id: "x", arn: ELSEWHERE }],
                ids: ["x"],
            };
        }
        case "sns":
            return {
                ...tags,
                topicArn: arn,
                resourceArn: arn,
                subscriptionArn: `${arn}:11111111-2222-3333-4444-555555555555`,
                endpoint: ELSEWHERE,
                protocol: "sqs",
                attributeName: "Policy",
                attributeValue: OPENED,
            };
        case "sqs":
            return {
                sourceArn: arn,
                queueUrl: `https://sqs.eu-west-1.amazonaws.com/${arn.split(":")[4] ?? ""}/${resource}`,
                attributes: { Policy: OPENED },
            };
        case "kms":
            return {
                keyId: arn,
                policy: OPENED,
                aliasName: resource,
                granteePrincipal: `arn:aws:iam::${org.OUTSIDER}:root`,
            };
        case "iam":
            return resource.startsWith("role/")
                ? { roleName: last, policyName: "x", policyDocument: OPENED }
                : resource.startsWith("oidc-provider/")
                  ? { openIDConnectProviderArn: arn }
                  : { policyArn: arn, policyDocument: OPENED, setAsDefault: true };
        case "logs":
            return {
                ...tags,
                logGroupName: resource.split(":")[1],
                destinationArn: ELSEWHERE,
                filterName: "x",
                resourcePolicy: OPENED,
            };
        case "cloudwatch":
            return resource.startsWith("dashboard/")
                ? { dashboardName: last, dashboardNames: [last] }
                : { ...tags, alarmName: resource.split(":")[1], alarmNames: [resource.split(":")[1]] };
        case "scheduler":
            return { ...tags, name: last, groupName: resource.split("/")[1], state: "DISABLED" };
        case "lambda":
            return { functionName: arn };
        case "kinesis":
            return { ...tags, streamName: last, streamARN: arn };
        case "firehose":
            return { deliveryStreamName: last, deliveryStreamARN: arn };
        case "cloudformation":
            return { ...tags, stackSetName: last.split(":")[0] };
        default:
            return tags;
    }
}
