/** CloudTrail records of version 1.11, with what differs from one to the next given. */
import type { JsonObject } from "../../events/record";

export const ACCOUNT = "111122223333";
export const OTHER_ACCOUNT = "444455556666";

const TLS = {
    tlsVersion: "TLSv1.3",
    cipherSuite: "TLS_AES_128_GCM_SHA256",
    clientProvidedHostHeader: "service.eu-central-1.amazonaws.com",
};

/** An IAM user with a long-lived key. */
export const user = (name: string, accessKeyId = `AKIAEXAMPLE${name.toUpperCase()}`): JsonObject => ({
    type: "IAMUser",
    principalId: `AIDAEXAMPLE${name.toUpperCase()}`,
    arn: `arn:aws:iam::${ACCOUNT}:user/${name}`,
    accountId: ACCOUNT,
    accessKeyId,
    userName: name,
});

/** A session of a role. */
export const session = (role: string, name: string, accessKeyId = `ASIAEXAMPLE${role}`): JsonObject => ({
    type: "AssumedRole",
    principalId: `AROAEXAMPLE${role}:${name}`,
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${name}`,
    accountId: ACCOUNT,
    accessKeyId,
    sessionContext: {
        sessionIssuer: {
            type: "Role",
            principalId: `AROAEXAMPLE${role}`,
            arn: `arn:aws:iam::${ACCOUNT}:role/${role}`,
            accountId: ACCOUNT,
            userName: role,
        },
        attributes: { creationDate: "2026-03-04T08:00:00Z", mfaAuthenticated: "false" },
    },
});

export const root = (more: JsonObject = {}): JsonObject => ({
    type: "Root",
    principalId: ACCOUNT,
    arn: `arn:aws:iam::${ACCOUNT}:root`,
    accountId: ACCOUNT,
    sessionContext: { attributes: { creationDate: "2026-03-04T08:00:00Z", mfaAuthenticated: "true" } },
    ...more,
});

/**
 * An API call.
 * @param id its event id, by which tests name it.
 * @param api service and name, as `iam:CreateUser`.
 */
export function call(id: string, api: string, userIdentity: JsonObject, more: JsonObject = {}): JsonObject {
    const [service = "", eventName = ""] = api.split(":");
    return {
        eventVersion: "1.11",
        userIdentity,
        eventTime: "2026-03-04T09:00:00Z",
        eventSource: `${service}.amazonaws.com`,
        eventName,
        awsRegion: "eu-central-1",
        sourceIPAddress: "203.0.113.64",
        userAgent: "aws-cli/2.24.0",
        requestParameters: null,
        responseElements: null,
        requestID: `request-${id}`,
        eventID: id,
        readOnly: false,
        eventType: "AwsApiCall",
        managementEvent: true,
        recipientAccountId: ACCOUNT,
        eventCategory: "Management",
        tlsDetails: TLS,
        ...more,
    };
}

/** An attempt to sign in to the console. */
export const signIn = (
    id: string,
    userIdentity: JsonObject,
    outcome: "Success" | "Failure",
    additionalEventData: JsonObject,
): JsonObject =>
    call(id, "signin:ConsoleLogin", userIdentity, {
        eventType: "AwsConsoleSignIn",
        awsRegion: "us-east-1",
        responseElements: { ConsoleLogin: outcome },
        additionalEventData: {
            LoginTo: "https://console.aws.amazon.com/",
            MobileVersion: "No",
            ...additionalEventData,
        },
    });

/** A role taken on. */
export const assumeRole = (
    id: string,
    caller: JsonObject,
    role: string,
    issued: string,
    more: JsonObject = {},
): JsonObject =>
    call(id, "sts:AssumeRole", caller, {
        readOnly: true,
        requestParameters: {
            roleArn: `arn:aws:iam::${ACCOUNT}:role/${role}`,
            roleSessionName: `${role}-session`,
        },
        responseElements: { credentials: { accessKeyId: issued, expiration: "Mar 4, 2026, 10:00:00 AM" } },
        ...more,
    });

/** A read of an object, which is a data event. */
export const objectRead = (id: string, key: string, more: JsonObject = {}): JsonObject =>
    call(id, "s3:GetObject", session("Analyst", "alice"), {
        readOnly: true,
        managementEvent: false,
        eventCategory: "Data",
        requestParameters: { bucketName: "example-reports", Host: "example-reports.s3.amazonaws.com", key },
        additionalEventData: {
            SignatureVersion: "SigV4",
            bytesTransferredIn: 0,
            bytesTransferredOut: 20_480,
        },
        resources: [{ type: "AWS::S3::Object", ARN: `arn:aws:s3:::example-reports/${key}` }],
        ...more,
    });
