/** What landing zones leave of logging in an organization, as data: for an emulator, and for what is told of it. */
import type { DescribeTrailsCommandOutput, GetEventSelectorsCommandOutput } from "@aws-sdk/client-cloudtrail";
import { policyDocument, type PolicyDocument, type Statement } from "../../aws/policyDocument";

/** The organization that a landing zone is in. */
export interface ZoneArgs {
    readonly organizationId: string;
    readonly managementAccount: string;
    /** Its log archive account. */
    readonly loggingAccount: string;
    /** Its audit account. */
    readonly securityAccount: string;
    readonly homeRegion: string;
}

/** Which events a trail records. */
export type Selectors = Pick<GetEventSelectorsCommandOutput, "EventSelectors" | "AdvancedEventSelectors">;

/** A trail, and what it delivers to. */
export interface ZoneTrail {
    readonly name: string;
    /** The account that it belongs to. */
    readonly account: string;
    readonly isOrganizationTrail: boolean;
    readonly prefix?: string;
    readonly selectors: Selectors;
    /** The log group in its account that it delivers to besides, and the role by which it does. */
    readonly logGroup?: { readonly name: string; readonly roleName: string };
}

/** A bucket in the log archive account. */
export interface ZoneBucket {
    readonly name: string;
    readonly policy?: PolicyDocument;
    readonly versioned: boolean;
    readonly expireAfterDays?: number;
}

/** What a landing zone leaves. */
export interface Zone {
    readonly title: string;
    /** Services that it has the organization trust. */
    readonly trusted: readonly string[];
    /** Services that the audit account administers. */
    readonly delegated: readonly string[];
    readonly trails: readonly ZoneTrail[];
    /** That of the first trail first. */
    readonly buckets: readonly ZoneBucket[];
    /** The key of the first trail's log files. */
    readonly key?: { readonly account: string; readonly policy: PolicyDocument };
    /** Roles in every account but the management account, which that may assume. */
    readonly roles: readonly string[];
    /** What binds every account but the management account. */
    readonly serviceControlPolicies: Readonly<Record<string, PolicyDocument>>;
}

const CLOUDTRAIL = { Service: "cloudtrail.amazonaws.com" };

/** Every management event, as the older selectors say it. */
export const MANAGEMENT_EVENTS: Selectors = {
    EventSelectors: [{ ReadWriteType: "All", IncludeManagementEvents: true, DataResources: [] }],
};

export const trailArnOf = (
    { homeRegion }: Pick<ZoneArgs, "homeRegion">,
    { account, name }: Pick<ZoneTrail, "account" | "name">,
): string => `arn:aws:cloudtrail:${homeRegion}:${account}:trail/${name}`;

/** What lets a trail deliver to a bucket, below these key prefixes. */
export const deliversTo = (
    bucket: string,
    folders: readonly string[],
    condition?: Statement["Condition"],
): readonly Statement[] => [
    {
        Sid: "AWSBucketPermissionsCheck",
        Effect: "Allow",
        Principal: CLOUDTRAIL,
        Action: ["s3:GetBucketAcl", "s3:ListBucket"],
        Resource: `arn:aws:s3:::${bucket}`,
    },
    {
        Sid: "AWSBucketDelivery",
        Effect: "Allow",
        Principal: CLOUDTRAIL,
        Action: "s3:PutObject",
        Resource: folders.map((folder) => `arn:aws:s3:::${bucket}/${folder}*`),
        ...(condition === undefined ? {} : { Condition: condition }),
    },
];

/** What denies requests to a bucket that are not encrypted on the way. */
export const onlyByTls = (bucket: string): Statement => ({
    Sid: "AllowSSLRequestsOnly",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
});

/** A key that its account administers, and a trail encrypts with. */
export const keyOfTrail = (account: string, trailArn: string, ...more: readonly Statement[]) => ({
    account,
    policy: policyDocument(
        {
            Sid: "Administer",
            Effect: "Allow",
            Principal: { AWS: `arn:aws:iam::${account}:root` },
            Action: "kms:*",
            Resource: "*",
        },
        {
            Sid: "Encrypt",
            Effect: "Allow",
            Principal: CLOUDTRAIL,
            Action: ["kms:GenerateDataKey*", "kms:Decrypt", "kms:DescribeKey"],
            Resource: "*",
            Condition: { StringEquals: { "aws:SourceArn": trailArn } },
        },
        ...more,
    ),
});

/** What denies actions to everybody but some roles. */
export const deniedBut = (
    roles: readonly string[],
    Sid: string,
    Action: readonly string[],
    Resource: readonly string[],
    condition: Statement["Condition"] = {},
): Statement => ({
    Sid,
    Effect: "Deny",
    Action,
    Resource,
    Condition: {
        ...condition,
        ArnNotLike: { "aws:PrincipalARN": roles.map((role) => `arn:aws:iam::*:role/${role}`) },
    },
});

/** The trails as `aws cloudtrail describe-trails` tells of them in the account of the first, in the home region. */
export const describedTrails = (
    args: ZoneArgs,
    { trails, buckets, key }: Zone,
    keyArn = `arn:aws:kms:${args.homeRegion}:${key?.account}:key/0a1b2c3d-1111-2222-3333-444455556666`,
): NonNullable<DescribeTrailsCommandOutput["trailList"]> =>
    trails.map((trail) => ({
        Name: trail.name,
        S3BucketName: buckets[0]?.name,
        ...(trail.prefix === undefined ? {} : { S3KeyPrefix: trail.prefix }),
        IncludeGlobalServiceEvents: true,
        IsMultiRegionTrail: true,
        HomeRegion: args.homeRegion,
        TrailARN: trailArnOf(args, trail),
        LogFileValidationEnabled: true,
        ...(key === undefined ? {} : { KmsKeyId: keyArn }),
        HasCustomEventSelectors: true,
        HasInsightSelectors: false,
        IsOrganizationTrail: trail.isOrganizationTrail,
    }));
