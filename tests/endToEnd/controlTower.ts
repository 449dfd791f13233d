/** What Control Tower's landing zone 3.3 leaves of logging in an organization. */
import {
    CloudTrailClient,
    CreateTrailCommand,
    PutEventSelectorsCommand,
    StartLoggingCommand,
} from "@aws-sdk/client-cloudtrail";
import { CloudWatchLogsClient, CreateLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { EnableAWSServiceAccessCommand, OrganizationsClient } from "@aws-sdk/client-organizations";
import {
    CreateBucketCommand,
    PutBucketPolicyCommand,
    PutBucketVersioningCommand,
    PutPublicAccessBlockCommand,
    S3Client,
} from "@aws-sdk/client-s3";
import { clientOptions } from "../../local/emulator/clients";
import type { TestOrganization } from "./harness";

const TRAIL = "aws-controltower-BaselineCloudTrail";
const LOG_GROUP = "aws-controltower/CloudTrailLogs";
const LOG_ROLE = "aws-controltower-CloudTrailRole";

/** The trail of a landing zone, and what it delivers to. */
export interface LandingZone {
    readonly trailArn: string;
    /** In the log archive account. */
    readonly bucket: string;
    /** The bucket's policy, as JSON. */
    readonly bucketPolicy: string;
    /** In the management account, as Control Tower asks for. */
    readonly keyArn: string;
    /** The trail's key prefix: the organization's id. */
    readonly prefix: string;
    readonly logGroup: string;
}

/**
 * Makes what Control Tower makes, with the credentials of each account.
 * @see https://docs.aws.amazon.com/controltower/latest/userguide/logging-using-cloudtrail.html
 * @see https://docs.aws.amazon.com/controltower/latest/userguide/configure-kms-keys.html
 */
export async function setUpControlTower({ emulator, ids }: TestOrganization): Promise<LandingZone> {
    const { organizationId: prefix, managementAccount, loggingAccount } = ids;
    const region = "us-east-1";
    const trailArn = `arn:aws:cloudtrail:${region}:${managementAccount}:trail/${TRAIL}`;
    const bucket = `aws-controltower-logs-${loggingAccount}-${region}`;
    const CLOUDTRAIL = { Service: "cloudtrail.amazonaws.com" };
    const ofTrail = { StringEquals: { "aws:SourceArn": trailArn } };
    const policyOf = (...Statement: readonly object[]): string =>
        JSON.stringify({ Version: "2012-10-17", Statement });

    await new OrganizationsClient(clientOptions(emulator)).send(
        new EnableAWSServiceAccessCommand({ ServicePrincipal: CLOUDTRAIL.Service }),
    );
    const { KeyMetadata } = await new KMSClient(clientOptions(emulator)).send(
        new CreateKeyCommand({
            Description: "Control Tower",
            Policy: policyOf(
                {
                    Effect: "Allow",
                    Principal: { AWS: `arn:aws:iam::${managementAccount}:root` },
                    Action: "kms:*",
                    Resource: "*",
                },
                {
                    Effect: "Allow",
                    Principal: CLOUDTRAIL,
                    Action: ["kms:GenerateDataKey*", "kms:Decrypt", "kms:DescribeKey"],
                    Resource: "*",
                    Condition: ofTrail,
                },
            ),
        }),
    );
    const keyArn = KeyMetadata?.Arn ?? "";

    const s3 = new S3Client(clientOptions(emulator, loggingAccount));
    await s3.send(new CreateBucketCommand({ Bucket: bucket }));
    await s3.send(
        new PutBucketVersioningCommand({
            Bucket: bucket,
            VersioningConfiguration: { Status: "Enabled" },
        }),
    );
    await s3.send(
        new PutPublicAccessBlockCommand({
            Bucket: bucket,
            PublicAccessBlockConfiguration: {
                BlockPublicAcls: true,
                BlockPublicPolicy: true,
                IgnorePublicAcls: true,
                RestrictPublicBuckets: true,
            },
        }),
    );
    const bucketPolicy = policyOf(
        {
            Sid: "AWSBucketPermissionsCheck",
            Effect: "Allow",
            Principal: CLOUDTRAIL,
            Action: ["s3:GetBucketAcl", "s3:ListBucket"],
            Resource: `arn:aws:s3:::${bucket}`,
        },
        {
            Sid: "AWSBucketDeliveryForOrganizationCloudTrail",
            Effect: "Allow",
            Principal: CLOUDTRAIL,
            Action: "s3:PutObject",
            Resource: `arn:aws:s3:::${bucket}/${prefix}/AWSLogs/*`,
            Condition: ofTrail,
        },
    );
    await s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: bucketPolicy }));

    await new CloudWatchLogsClient(clientOptions(emulator)).send(
        new CreateLogGroupCommand({ logGroupName: LOG_GROUP }),
    );
    const logGroupArn = `arn:aws:logs:${region}:${managementAccount}:log-group:${LOG_GROUP}`;
    const iam = new IAMClient(clientOptions(emulator));
    const { Role } = await iam.send(
        new CreateRoleCommand({
            RoleName: LOG_ROLE,
            AssumeRolePolicyDocument: policyOf({
                Effect: "Allow",
                Principal: CLOUDTRAIL,
                Action: "sts:AssumeRole",
            }),
        }),
    );
    await iam.send(
        new PutRolePolicyCommand({
            RoleName: LOG_ROLE,
            PolicyName: "deliver",
            PolicyDocument: policyOf({
                Effect: "Allow",
                Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
                Resource: `${logGroupArn}:*`,
            }),
        }),
    );

    const trails = new CloudTrailClient(clientOptions(emulator));
    await trails.send(
        new CreateTrailCommand({
            Name: TRAIL,
            S3BucketName: bucket,
            S3KeyPrefix: prefix,
            KmsKeyId: keyArn,
            IsOrganizationTrail: true,
            IsMultiRegionTrail: true,
            IncludeGlobalServiceEvents: true,
            EnableLogFileValidation: true,
            CloudWatchLogsLogGroupArn: `${logGroupArn}:*`,
            CloudWatchLogsRoleArn: Role?.Arn,
        }),
    );
    await trails.send(
        new PutEventSelectorsCommand({
            TrailName: TRAIL,
            EventSelectors: [{ ReadWriteType: "All", IncludeManagementEvents: true, DataResources: [] }],
        }),
    );
    await trails.send(new StartLoggingCommand({ Name: TRAIL }));
    return { trailArn, bucket, bucketPolicy, keyArn, prefix, logGroup: LOG_GROUP };
}
