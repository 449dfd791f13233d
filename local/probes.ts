/**
 * Probe events for the local organization. The emulator has no CloudTrail that watches API calls, so the event that
 * CloudTrail would put on the default bus is put there by hand; from there on everything is the deployed system.
 */
import { randomUUID } from "node:crypto";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { type ManagementRecord, detailTypes } from "../events/record";
import type { Origin, SentEvents } from "../operate/flow";
import type { Emulator } from "./emulator";
import { clientOptions } from "./emulator/clients";

/** Puts a read-only event and then a write event on an origin's default bus. */
export async function sendProbes(emulator: Emulator, origin: Origin): Promise<SentEvents> {
    const readOnly = record(origin, "ListRoles", true);
    const write = record(origin, "TagRole", false);
    const client = new EventBridgeClient(clientOptions(emulator, origin.account, origin.region));
    try {
        const sentAt = Date.now();
        const { Entries: entries = [] } = await client.send(
            new PutEventsCommand({
                Entries: [readOnly, write].map((detail) => ({
                    Source: "aws.iam",
                    DetailType: detailTypes.apiCall,
                    Detail: JSON.stringify(detail),
                })),
            }),
        );
        const refused = entries.find(({ ErrorCode }) => ErrorCode !== undefined);
        if (refused !== undefined) {
            throw new Error(
                `the default bus of ${origin.account} in ${origin.region} refused a probe event: ` +
                    `${refused.ErrorCode} ${refused.ErrorMessage ?? ""}`,
            );
        }
        return { origin, writeId: write.requestID, readOnlyId: readOnly.requestID, sentAt };
    } finally {
        client.destroy();
    }
}

function record(
    { account, region }: Origin,
    eventName: string,
    readOnly: boolean,
): ManagementRecord & { readonly requestID: string } {
    return {
        eventVersion: "1.11",
        eventTime: new Date().toISOString().replace(/\.\d+Z$/, "Z"),
        eventID: randomUUID(),
        requestID: randomUUID(),
        eventType: "AwsApiCall",
        eventCategory: "Management",
        managementEvent: true,
        eventSource: "iam.amazonaws.com",
        eventName,
        readOnly,
        awsRegion: region,
        recipientAccountId: account,
        sourceIPAddress: "192.0.2.10",
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
