/** What an organization has that made its trail itself, as with org-formation, Terraform or in the console. */
import {
    CloudTrailClient,
    CreateTrailCommand,
    PutEventSelectorsCommand,
    StartLoggingCommand,
} from "@aws-sdk/client-cloudtrail";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { CreateAliasCommand, CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { EnableAWSServiceAccessCommand, OrganizationsClient } from "@aws-sdk/client-organizations";
import {
    type BucketLocationConstraint,
    CreateBucketCommand,
    PutBucketLifecycleConfigurationCommand,
    PutBucketPolicyCommand,
    PutBucketVersioningCommand,
    PutPublicAccessBlockCommand,
    S3Client,
} from "@aws-sdk/client-s3";
import { clientOptions } from "../../local/emulator/clients";
import type { TestOrganization } from "./harness";

export interface OwnTrail {
    readonly trailArn: string;
    readonly bucket: string;
    readonly keyArn: string;
    readonly alias: string;
    readonly prefix: string;
    /** The ARN of a role that both policies let read. */
    readonly reader: string;
}

const CLOUDTRAIL = { Service: "cloudtrail.amazonaws.com" };

const policyOf = (...statements: readonly object[]): string =>
    JSON.stringify({ Version: "2012-10-17", Statement: statements });

/**
 * Makes the trail, with a bucket and a key in the logging account: versioned, not locked, in places other than this program has
 * them, and with statements of others in both policies.
 * @param name what the names begin with
 * @param region where all of it is
 */
export async function setUpOwnTrail(
    { emulator, ids }: TestOrganization,
    name: string,
    region = "us-east-1",
): Promise<OwnTrail> {
    const { organizationId, managementAccount, loggingAccount, securityAccount } = ids;
    const trailArn = `arn:aws:cloudtrail:${region}:${managementAccount}:trail/${name}-organization-trail`;
    const bucket = `${name}-cloudtrail-logs`;
    const alias = `alias/${name}-cloudtrail`;
    const prefix = "audit";
    const ofTrail = { StringEquals: { "aws:SourceArn": trailArn } };

    await new OrganizationsClient(clientOptions(emulator)).send(
        new EnableAWSServiceAccessCommand({ ServicePrincipal: CLOUDTRAIL.Service }),
    );
    const { Role } = await new IAMClient(clientOptions(emulator, securityAccount)).send(
        new CreateRoleCommand({
            RoleName: `${name}-siem`,
            AssumeRolePolicyDocument: policyOf({
                Effect: "Allow",
                Principal: { AWS: `arn:aws:iam::${securityAccount}:root` },
                Action: "sts:AssumeRole",
            }),
        }),
    );
    const reader = Role?.Arn ?? "";

    const kms = new KMSClient(clientOptions(emulator, loggingAccount, region));
    const { KeyMetadata } = await kms.send(
        new CreateKeyCommand({
            Description: "CloudTrail",
            // What AWS takes for left out, and moto does not.
            KeyUsage: "ENCRYPT_DECRYPT",
            Policy: policyOf(
                {
                    Sid: "Enable IAM policies",
                    Effect: "Allow",
                    Principal: { AWS: `arn:aws:iam::${loggingAccount}:root` },
                    Action: "kms:*",
                    Resource: "*",
                },
                {
                    Sid: "CloudTrail",
                    Effect: "Allow",
                    Principal: CLOUDTRAIL,
                    Action: ["kms:GenerateDataKey*", "kms:DescribeKey", "kms:Decrypt"],
                    Resource: "*",
                    Condition: ofTrail,
                },
                {
                    Sid: "Siem",
                    Effect: "Allow",
                    Principal: { AWS: reader },
                    Action: "kms:Decrypt",
                    Resource: "*",
                },
            ),
        }),
    );
    const keyArn = KeyMetadata?.Arn ?? "";
    await kms.send(new CreateAliasCommand({ AliasName: alias, TargetKeyId: KeyMetadata?.KeyId }));

    const s3 = new S3Client(clientOptions(emulator, loggingAccount, region));
    await s3.send(
        new CreateBucketCommand({
            Bucket: bucket,
            ...(region === "us-east-1"
                ? {}
                : {
                      CreateBucketConfiguration: {
                          LocationConstraint: region as BucketLocationConstraint,
                      },
                  }),
        }),
    );
    await s3.send(
        new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: "Enabled" } }),
    );
    await s3.send(
        new PutPublicAccessBlockCommand({
            Bucket: bucket,
            PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true },
        }),
    );
    await s3.send(
        new PutBucketLifecycleConfigurationCommand({
            Bucket: bucket,
            LifecycleConfiguration: {
                Rules: [
                    { ID: "expire", Status: "Enabled", Filter: { Prefix: "" }, Expiration: { Days: 90 } },
                ],
            },
        }),
    );
    await s3.send(
        new PutBucketPolicyCommand({
            Bucket: bucket,
            Policy: policyOf(
                {
                    Sid: "AWSCloudTrailAclCheck",
                    Effect: "Allow",
                    Principal: CLOUDTRAIL,
                    Action: "s3:GetBucketAcl",
                    Resource: `arn:aws:s3:::${bucket}`,
                    Condition: ofTrail,
                },
                {
                    Sid: "AWSCloudTrailWrite",
                    Effect: "Allow",
                    Principal: CLOUDTRAIL,
                    Action: "s3:PutObject",
                    Resource: [
                        `arn:aws:s3:::${bucket}/${prefix}/AWSLogs/${managementAccount}/*`,
                        `arn:aws:s3:::${bucket}/${prefix}/AWSLogs/${organizationId}/*`,
                    ],
                    Condition: {
                        StringEquals: {
                            "aws:SourceArn": trailArn,
                            "s3:x-amz-acl": "bucket-owner-full-control",
                        },
                    },
                },
                {
                    Sid: "Siem",
                    Effect: "Allow",
                    Principal: { AWS: reader },
                    Action: ["s3:GetObject", "s3:ListBucket"],
                    Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
                },
            ),
        }),
    );

    const trails = new CloudTrailClient(clientOptions(emulator, managementAccount, region));
    const Name = `${name}-organization-trail`;
    await trails.send(
        new CreateTrailCommand({
            Name,
            S3BucketName: bucket,
            S3KeyPrefix: prefix,
            KmsKeyId: keyArn,
            IsOrganizationTrail: true,
            IsMultiRegionTrail: true,
            IncludeGlobalServiceEvents: true,
            EnableLogFileValidation: false,
        }),
    );
    await trails.send(
        new PutEventSelectorsCommand({
            TrailName: Name,
            EventSelectors: [{ ReadWriteType: "All", IncludeManagementEvents: true, DataResources: [] }],
        }),
    );
    await trails.send(new StartLoggingCommand({ Name }));
    return { trailArn, bucket, keyArn, alias, prefix, reader };
}
