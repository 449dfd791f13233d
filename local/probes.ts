/**
 * Probe events for the local organization. The emulator has no CloudTrail that watches API calls, so the event that
 * CloudTrail would put on the default bus is put there by hand; from there on everything is the deployed system.
 */
import { randomUUID } from "node:crypto";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { type DetailType, type ManagementRecord, detailTypes } from "../events/record";
import type { Origin, SentEvents } from "../operate/flow";
import type { Emulator } from "./emulator";
import { clientOptions } from "./emulator/clients";

/** Puts a read-only event and then a write event on an origin's default bus. */
export async function sendProbes(emulator: Emulator, origin: Origin): Promise<SentEvents> {
    const readOnly = record(origin, "ListRoles", true);
    const write = record(origin, "TagRole", false);
    const sentAt = Date.now();
    await put(emulator, origin, detailTypes.apiCall, [readOnly, write]);
    return { origin, writeId: write.requestID, readOnlyId: readOnly.requestID, sentAt };
}

/**
 * Puts a sign-in to the console on an origin's default bus.
 *
 * @returns its `eventID`
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html
 */
export async function sendSignIn(emulator: Emulator, origin: Origin): Promise<string> {
    const { account } = origin;
    const record: ManagementRecord = {
        ...head(origin),
        eventType: "AwsConsoleSignIn",
        eventSource: "signin.amazonaws.com",
        eventName: "ConsoleLogin",
        readOnly: false,
        userAgent: "Mozilla/5.0",
        userIdentity: {
            type: "IAMUser",
            principalId: "AIDAEXAMPLEPROBE00000",
            arn: `arn:aws:iam::${account}:user/probe`,
            accountId: account,
            userName: "probe",
        },
        requestParameters: null,
        responseElements: { ConsoleLogin: "Success" },
        additionalEventData: {
            LoginTo: "https://console.aws.amazon.com/console/home",
            MobileVersion: "No",
            MFAUsed: "Yes",
        },
    };
    await put(emulator, origin, detailTypes.consoleSignIn, [record]);
    return record.eventID;
}

async function put(
    emulator: Emulator,
    { account, region }: Origin,
    detailType: DetailType,
    records: readonly ManagementRecord[],
): Promise<void> {
    const client = new EventBridgeClient(clientOptions(emulator, account, region));
    try {
        const { Entries: entries = [] } = await client.send(
            new PutEventsCommand({
                Entries: records.map((record) => ({
                    Source: `aws.${record.eventSource.split(".")[0] ?? ""}`,
                    DetailType: detailType,
                    Detail: JSON.stringify(record),
                })),
            }),
        );
        const refused = entries.find(({ ErrorCode }) => ErrorCode !== undefined);
        if (refused !== undefined) {
            throw new Error(
                `the default bus of ${account} in ${region} refused a probe event: ` +
                    `${refused.ErrorCode} ${refused.ErrorMessage ?? ""}`,
            );
        }
    } finally {
        client.destroy();
    }
}

/** What every record has. */
function head({ account, region }: Origin) {
    return {
        eventVersion: "1.11",
        eventTime: new Date().toISOString().replace(/\.\d+Z$/, "Z"),
        eventID: randomUUID(),
        eventCategory: "Management",
        managementEvent: true,
        awsRegion: region,
        recipientAccountId: account,
        sourceIPAddress: "192.0.2.10",
    } as const;
}

function record(
    origin: Origin,
    eventName: string,
    readOnly: boolean,
): ManagementRecord & { readonly requestID: string } {
    const { account } = origin;
    return {
        ...head(origin),
        requestID: randomUUID(),
        eventType: "AwsApiCall",
        eventSource: "iam.amazonaws.com",
        eventName,
        readOnly,
        userAgent: "probe",
        userIdentity: {
            type: "AssumedRole",
            principalId: "AROAEXAMPLEPROBE00000:probe",
            arn: `arn:aws:sts::${account}:assumed-role/probe/probe`,
            accountId: account,
        },
        requestParameters: readOnly ? null : { roleName: "probe", tags: [{ key: "probe", value: "true" }] },
        responseElements: null,
    };
}
