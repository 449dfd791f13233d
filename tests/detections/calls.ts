/** API calls as they arrive on the central bus, each told by what is particular about it. */
import type { EventBridgeEvent, ManagementRecord } from "../../events/record";
import { inEnvelope } from "../events/envelope";

const MEMBER = "444444444444";

export type Fields = Readonly<Record<string, unknown>>;

/** A successful call by a role of a member account, unless `changes` says otherwise of the record. */
export function call(
    service: string,
    eventName: string,
    requestParameters: Fields | null,
    changes: Partial<ManagementRecord> = {},
): EventBridgeEvent<ManagementRecord> {
    const account = changes.recipientAccountId ?? MEMBER;
    const record: ManagementRecord = {
        eventVersion: "1.11",
        userIdentity: assumedRole(account, "Administrator", "mallory"),
        eventTime: "2026-03-04T23:41:55Z",
        eventSource: `${service}.amazonaws.com`,
        eventName,
        awsRegion: "eu-west-1",
        sourceIPAddress: "192.0.2.7",
        userAgent: "aws-cli/2.27.0",
        requestParameters,
        responseElements: null,
        requestID: "0b1f2c3d-5555-4a4a-9b9b-000000000007",
        eventID: "0b1f2c3d-5555-4a4a-9b9b-000000000008",
        readOnly: false,
        eventType: "AwsApiCall",
        managementEvent: true,
        recipientAccountId: account,
        eventCategory: "Management",
        ...changes,
    };
    return inEnvelope(record) as EventBridgeEvent<ManagementRecord>;
}

export function assumedRole(
    account: string,
    role: string,
    session: string,
): ManagementRecord["userIdentity"] {
    return {
        type: "AssumedRole",
        principalId: `AROAEXAMPLEROLE000001:${session}`,
        arn: `arn:aws:sts::${account}:assumed-role/${role}/${session}`,
        accountId: account,
        accessKeyId: "ASIAEXAMPLEKEYID0003",
        sessionContext: {
            sessionIssuer: {
                type: "Role",
                principalId: "AROAEXAMPLEROLE000001",
                arn: `arn:aws:iam::${account}:role/${role}`,
                accountId: account,
                userName: role,
            },
            attributes: { creationDate: "2026-03-04T23:40:12Z", mfaAuthenticated: "false" },
        },
    };
}

/** The same call with some of the record's fields changed; undefined takes a field away. */
export function changed(
    event: EventBridgeEvent<ManagementRecord>,
    changes: { readonly [Key in keyof ManagementRecord]?: ManagementRecord[Key] | undefined },
): EventBridgeEvent<ManagementRecord> {
    return { ...event, detail: { ...event.detail, ...changes } as ManagementRecord };
}
