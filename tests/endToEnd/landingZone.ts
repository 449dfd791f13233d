/** A landing zone in an emulator. */
import assert from "node:assert/strict";
import {
    CloudTrailClient,
    CreateTrailCommand,
    PutEventSelectorsCommand,
    StartLoggingCommand,
} from "@aws-sdk/client-cloudtrail";
import { CloudWatchLogsClient, CreateLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import {
    AttachPolicyCommand,
    CreatePolicyCommand,
    EnableAWSServiceAccessCommand,
    OrganizationsClient,
    RegisterDelegatedAdministratorCommand,
} from "@aws-sdk/client-organizations";
import {
    CreateBucketCommand,
    PutBucketLifecycleConfigurationCommand,
    PutBucketPolicyCommand,
    PutBucketVersioningCommand,
    PutPublicAccessBlockCommand,
    S3Client,
} from "@aws-sdk/client-s3";
import { policyDocument, type Statement } from "../../aws/policyDocument";
import { clientOptions } from "../../local/emulator/clients";
import { trailArnOf, type Zone, type ZoneArgs, type ZoneBucket } from "../landingZones";
import type { TestOrganization } from "./harness";

/** A landing zone that is there. */
export interface ThereZone {
    readonly zone: Zone;
    readonly trailArn: string;
    /** That the trail delivers to. */
    readonly bucket: string;
    /** Its policy, as JSON. */
    readonly bucketPolicy: string;
    readonly keyArn: string;
    readonly prefix: string;
    /** Names and ARNs of all that is the landing zone's. */
    readonly names: readonly string[];
}

/** Makes what a landing zone makes, with the credentials of each account. */
export async function setUpZone(
    organization: TestOrganization,
    zoneOf: (args: ZoneArgs) => Zone,
): Promise<ThereZone> {
    const { emulator, ids } = organization;
    const { managementAccount, loggingAccount, securityAccount, memberAccounts, rootId } = ids;
    const args = { ...ids, homeRegion: "us-east-1" };
    const zone = zoneOf(args);
    const [trail] = zone.trails;
    const [bucket] = zone.buckets;
    assert.ok(trail && bucket?.policy && zone.key);

    const organizations = new OrganizationsClient(clientOptions(emulator));
    for (const ServicePrincipal of zone.trusted) {
        await organizations.send(new EnableAWSServiceAccessCommand({ ServicePrincipal }));
    }
    for (const ServicePrincipal of zone.delegated) {
        await organizations.send(
            new RegisterDelegatedAdministratorCommand({ AccountId: securityAccount, ServicePrincipal }),
        );
    }
    for (const [Name, document] of Object.entries(zone.serviceControlPolicies)) {
        const { Policy } = await organizations.send(
            new CreatePolicyCommand({
                Name,
                Description: zone.title,
                Type: "SERVICE_CONTROL_POLICY",
                Content: JSON.stringify(document),
            }),
        );
        await organizations.send(
            new AttachPolicyCommand({ PolicyId: Policy?.PolicySummary?.Id, TargetId: rootId }),
        );
    }
    for (const account of [loggingAccount, securityAccount, ...memberAccounts]) {
        for (const roleName of zone.roles) {
            await createRole(
                organization,
                account,
                roleName,
                { AWS: `arn:aws:iam::${managementAccount}:root` },
                {
                    Sid: "All",
                    Effect: "Allow",
                    Action: "*",
                    Resource: "*",
                },
            );
        }
    }
    const { KeyMetadata } = await new KMSClient(clientOptions(emulator, zone.key.account)).send(
        new CreateKeyCommand({ Description: zone.title, Policy: JSON.stringify(zone.key.policy) }),
    );
    const keyArn = KeyMetadata?.Arn ?? assert.fail();
    for (const each of zone.buckets) {
        await createBucket(organization, each);
    }
    const { logGroup } = trail;
    const logGroupArn = `arn:aws:logs:${args.homeRegion}:${trail.account}:log-group:${logGroup?.name}:*`;
    if (logGroup !== undefined) {
        await new CloudWatchLogsClient(clientOptions(emulator)).send(
            new CreateLogGroupCommand({ logGroupName: logGroup.name }),
        );
        await createRole(organization, trail.account, logGroup.roleName, CLOUDTRAIL, {
            Sid: "Deliver",
            Effect: "Allow",
            Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
            Resource: logGroupArn,
        });
    }
    const trails = new CloudTrailClient(clientOptions(emulator, trail.account));
    await trails.send(
        new CreateTrailCommand({
            Name: trail.name,
            S3BucketName: bucket.name,
            S3KeyPrefix: trail.prefix,
            KmsKeyId: keyArn,
            IsOrganizationTrail: trail.isOrganizationTrail,
            IsMultiRegionTrail: true,
            IncludeGlobalServiceEvents: true,
            EnableLogFileValidation: true,
            ...(logGroup === undefined
                ? {}
                : {
                      CloudWatchLogsLogGroupArn: logGroupArn,
                      CloudWatchLogsRoleArn: `arn:aws:iam::${trail.account}:role/${logGroup.roleName}`,
                  }),
        }),
    );
    await trails.send(new PutEventSelectorsCommand({ TrailName: trail.name, ...trail.selectors }));
    await trails.send(new StartLoggingCommand({ Name: trail.name }));
    return {
        zone,
        trailArn: trailArnOf(args, trail),
        bucket: bucket.name,
        bucketPolicy: JSON.stringify(bucket.policy),
        keyArn,
        prefix: trail.prefix ?? "",
        names: [
            trail.name,
            keyArn,
            keyArn.split("/")[1] ?? "",
            ...zone.buckets.map(({ name }) => name),
            ...zone.roles,
            ...(logGroup === undefined ? [] : [logGroup.name, logGroup.roleName]),
        ],
    };
}

const CLOUDTRAIL = { Service: "cloudtrail.amazonaws.com" };

async function createRole(
    { emulator }: TestOrganization,
    account: string,
    RoleName: string,
    Principal: NonNullable<Statement["Principal"]>,
    permissions: Statement,
): Promise<void> {
    const iam = new IAMClient(clientOptions(emulator, account));
    const trust = policyDocument({ Sid: "Assume", Effect: "Allow", Principal, Action: "sts:AssumeRole" });
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) }));
    await iam.send(
        new PutRolePolicyCommand({
            RoleName,
            PolicyName: "own",
            PolicyDocument: JSON.stringify(policyDocument(permissions)),
        }),
    );
}

async function createBucket(
    { emulator, ids }: TestOrganization,
    { name: Bucket, policy, versioned, expireAfterDays }: ZoneBucket,
): Promise<void> {
    const s3 = new S3Client(clientOptions(emulator, ids.loggingAccount));
    await s3.send(new CreateBucketCommand({ Bucket }));
    if (versioned) {
        await s3.send(
            new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }),
        );
    }
    await s3.send(
        new PutPublicAccessBlockCommand({
            Bucket,
            PublicAccessBlockConfiguration: {
                BlockPublicAcls: true,
                BlockPublicPolicy: true,
                IgnorePublicAcls: true,
                RestrictPublicBuckets: true,
            },
        }),
    );
    if (policy !== undefined) {
        await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify(policy) }));
    }
    if (expireAfterDays !== undefined) {
        await s3.send(
            new PutBucketLifecycleConfigurationCommand({
                Bucket,
                LifecycleConfiguration: {
                    Rules: [
                        {
                            ID: "RetentionRule",
                            Status: "Enabled",
                            Filter: { Prefix: "" },
                            Expiration: { Days: expireAfterDays },
                        },
                    ],
                },
            }),
        );
    }
}
