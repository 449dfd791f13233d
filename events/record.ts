/**
 * What CloudTrail writes down, and how EventBridge wraps it. Only the fields that this project reads or that name
 * a kind of record are typed; a record has more, and one of an older version has fewer.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
import type { InsightType } from "../aws/insights";
import type { JsonObject } from "./json";

export type { JsonObject } from "./json";

/** How temporary credentials came to be. */
export interface SessionContext {
    readonly attributes?: { readonly creationDate?: string; readonly mfaAuthenticated?: "true" | "false" };
    /** Who issued the credentials: for an assumed role, the role. */
    readonly sessionIssuer?: {
        readonly type?: string;
        readonly principalId?: string;
        readonly arn?: string;
        readonly accountId?: string;
        readonly userName?: string;
    };
}

/** A principal of an account, with long-lived or temporary credentials. */
export interface PrincipalIdentity {
    readonly type: "Root" | "IAMUser" | "AssumedRole" | "Role" | "FederatedUser" | "Directory";
    readonly principalId: string;
    readonly arn: string;
    readonly accountId: string;
    readonly accessKeyId?: string;
    readonly userName?: string;
    readonly sessionContext?: SessionContext;
    /** The AWS service that made the call with the principal's credentials, as `cloudformation.amazonaws.com`. */
    readonly invokedBy?: string;
}

/** A service acting for itself. It has no account. */
export interface ServiceIdentity {
    readonly type: "AWSService";
    /** The service's principal, as `ec2.amazonaws.com`. */
    readonly invokedBy: string;
}

/** Another account: all that the account that owns the resource is told about a caller from outside. */
export interface AccountIdentity {
    readonly type: "AWSAccount";
    readonly principalId: string;
    readonly accountId: string;
    readonly invokedBy?: string;
}

/** Someone whom an identity provider vouched for, before they have credentials of AWS. */
export interface FederatedIdentity {
    readonly type: "SAMLUser" | "WebIdentityUser";
    readonly principalId: string;
    readonly userName: string;
    readonly identityProvider: string;
    readonly invokedBy?: string;
}

/** A user of IAM Identity Center. */
export interface IdentityCenterIdentity {
    readonly type: "IdentityCenterUser";
    readonly accountId: string;
    readonly onBehalfOf: { readonly userId: string; readonly identityStoreArn: string };
    readonly credentialId?: string;
    readonly invokedBy?: string;
}

/** The identity of a service event has no type, and `invokedBy` is `AWS Internal`; of a caller unknown, even less. */
export interface UnnamedIdentity {
    readonly type?: "Unknown";
    readonly accountId?: string;
    readonly invokedBy?: string;
}

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
export type UserIdentity =
    | PrincipalIdentity
    | ServiceIdentity
    | AccountIdentity
    | FederatedIdentity
    | IdentityCenterIdentity
    | UnnamedIdentity;

/** What every record has, whatever it tells of. */
interface RecordHead {
    /** `1.11` at the time of writing. Fields are added by minor versions and never taken away. */
    readonly eventVersion: string;
    /** ISO 8601, in UTC, to the second. */
    readonly eventTime: string;
    readonly awsRegion: string;
    /** Unique. EventBridge delivers at least once, so this is what to tell duplicates by. */
    readonly eventID: string;
    readonly recipientAccountId: string;
    /** Equal in the records that several accounts get of one and the same action. */
    readonly sharedEventID?: string;
}

/** Something that was done, or tried. */
interface ActivityRecord extends RecordHead {
    readonly userIdentity: UserIdentity;
    /** As `sts.amazonaws.com`. */
    readonly eventSource: string;
    readonly eventName: string;
    /** An address, or the principal of the AWS service that called. */
    readonly sourceIPAddress?: string;
    readonly userAgent?: string;
    /** Only there when the request failed. */
    readonly errorCode?: string;
    readonly errorMessage?: string;
    readonly requestParameters?: JsonObject | null;
    readonly responseElements?: JsonObject | null;
    readonly additionalEventData?: JsonObject | null;
    readonly serviceEventDetails?: JsonObject | null;
    readonly requestID?: string;
    readonly readOnly?: boolean;
    readonly managementEvent?: boolean;
    readonly resources?: readonly {
        readonly ARN?: string;
        readonly ARNPrefix?: string;
        readonly accountId?: string;
        readonly type?: string;
    }[];
    readonly vpcEndpointId?: string;
}

/** The control plane: API calls, sign-ins, and what services do of their own accord. */
export interface ManagementRecord extends ActivityRecord {
    readonly eventType: "AwsApiCall" | "AwsConsoleSignIn" | "AwsConsoleAction" | "AwsServiceEvent";
    /** Left out before version 1.07, when there was no other category. */
    readonly eventCategory?: "Management";
}

/** The data plane: objects read and written, functions invoked. Logged only where a trail selects it. */
export interface DataRecord extends ActivityRecord {
    readonly eventType: "AwsApiCall" | "AwsServiceEvent";
    readonly eventCategory: "Data";
}

/** A call that went through a VPC endpoint, as the endpoint's owner sees it. */
export interface NetworkActivityRecord extends ActivityRecord {
    readonly eventType: "AwsVpceEvent";
    readonly eventCategory: "NetworkActivity";
    readonly vpcEndpointId: string;
}

/** Calls a minute, or errors a minute, depending on the Insight's type. */
export interface InsightRate {
    readonly average: number;
}

/** A rate of calls or errors that is unusual for the account. Of each there are two records: its start and its end. */
export interface InsightRecord extends RecordHead {
    readonly eventType: "AwsCloudTrailInsight";
    readonly eventCategory: "Insight";
    readonly insightDetails: {
        readonly state: "Start" | "End";
        readonly eventSource: string;
        readonly eventName: string;
        readonly insightType: InsightType;
        /** The error that is unusually frequent; only of an ApiErrorRateInsight. */
        readonly errorCode?: string;
        readonly insightContext: {
            readonly statistics: {
                readonly baseline: InsightRate;
                readonly insight: InsightRate;
                /** Minutes; only at the end. */
                readonly insightDuration?: number;
            };
        };
    };
}

export type CloudTrailRecord = ManagementRecord | DataRecord | NetworkActivityRecord | InsightRecord;

/**
 * The detail-types under which EventBridge hands on CloudTrail's records.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export const detailTypes = {
    apiCall: "AWS API Call via CloudTrail",
    consoleSignIn: "AWS Console Sign In via CloudTrail",
    /** AWS's documentation prints both spellings, so whatever matches one has to match the other. */
    consoleSignin: "AWS Console Signin via CloudTrail",
    consoleAction: "AWS Console Action via CloudTrail",
    serviceEvent: "AWS Service Event via CloudTrail",
    insight: "AWS Insight via CloudTrail",
    networkActivity: "AWS Network Activity Event via CloudTrail",
} as const;

/**
 * What Account Management sends when a region is turned on or off in an account: no record of CloudTrail.
 * @see https://docs.aws.amazon.com/accounts/latest/reference/monitoring-eventbridge.html
 */
export const regionStatusChange = "Region Opt-In Status Change";

export type DetailType = (typeof detailTypes)[keyof typeof detailTypes];

/**
 * A CloudTrail record as EventBridge delivers it.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events.html
 */
export interface EventBridgeEvent<Detail = CloudTrailRecord> {
    readonly version: "0";
    /** EventBridge's own id. `detail.eventID` is CloudTrail's. */
    readonly id: string;
    readonly "detail-type": DetailType;
    /** `aws.` and the service, as `aws.iam`. */
    readonly source: string;
    readonly account: string;
    readonly time: string;
    readonly region: string;
    readonly resources: readonly string[];
    readonly detail: Detail;
    /** Only on events that come out of an archive again. */
    readonly "replay-name"?: string;
}
