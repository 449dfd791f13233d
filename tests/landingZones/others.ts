/** Landing zones that AWS and others publish besides Control Tower, in the shape that their defaults leave. */
import { policyDocument } from "../../aws/policyDocument";
import {
    deliversTo,
    deniedBut,
    keyOfTrail,
    MANAGEMENT_EVENTS,
    onlyByTls,
    trailArnOf,
    type Zone,
    type ZoneArgs,
} from "./zone";

const STACK_SETS = "member.org.stacksets.cloudformation.amazonaws.com";

/**
 * Landing Zone Accelerator, without Control Tower's trail: its own has a key prefix, and lies with all other central logs in one
 * bucket, under a key of the log archive account.
 * @see https://awslabs.github.io/landing-zone-accelerator-on-aws/latest/
 * @see https://docs.aws.amazon.com/solutions/latest/landing-zone-accelerator-on-aws/centralized-logging.html
 */
export function landingZoneAccelerator(args: ZoneArgs): Zone {
    const { managementAccount, loggingAccount, organizationId, homeRegion } = args;
    const bucket = `aws-accelerator-central-logs-${loggingAccount}-${homeRegion}`;
    const own = ["AWSAccelerator*", "AWSControlTowerExecution", "cdk-accel*"];
    const trail = {
        name: "AWSAccelerator-Organizations-CloudTrail",
        account: managementAccount,
        isOrganizationTrail: true,
        prefix: "cloudtrail-organization",
        selectors: MANAGEMENT_EVENTS,
        logGroup: { name: "aws-accelerator-cloudtrail-logs", roleName: "AWSAccelerator-CloudTrail" },
    };
    return {
        title: "Landing Zone Accelerator",
        trusted: [
            "cloudtrail.amazonaws.com",
            "config.amazonaws.com",
            "guardduty.amazonaws.com",
            "macie.amazonaws.com",
            "ram.amazonaws.com",
            STACK_SETS,
        ],
        delegated: ["guardduty.amazonaws.com", "macie.amazonaws.com"],
        trails: [trail],
        buckets: [
            {
                name: bucket,
                policy: policyDocument(onlyByTls(bucket), ...deliversTo(bucket, [""]), {
                    Sid: "AllowOrganizationToGetBucketLocation",
                    Effect: "Allow",
                    Principal: "*",
                    Action: ["s3:GetBucketAcl", "s3:GetBucketLocation"],
                    Resource: `arn:aws:s3:::${bucket}`,
                    Condition: { StringEquals: { "aws:PrincipalOrgID": organizationId } },
                }),
                versioned: true,
                expireAfterDays: 1825,
            },
            { name: `aws-accelerator-s3-access-logs-${loggingAccount}-${homeRegion}`, versioned: true },
        ],
        key: keyOfTrail(loggingAccount, trailArnOf(args, trail), {
            Sid: "UseByTheOrganization",
            Effect: "Allow",
            Principal: "*" as const,
            Action: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*"],
            Resource: "*",
            Condition: { StringEquals: { "aws:PrincipalOrgID": organizationId } },
        }),
        roles: ["AWSControlTowerExecution"],
        serviceControlPolicies: {
            AcceleratorGuardrails1: policyDocument(
                deniedBut(
                    own,
                    "CT",
                    [
                        "cloudtrail:CreateTrail",
                        "cloudtrail:DeleteTrail",
                        "cloudtrail:PutEventSelectors",
                        "cloudtrail:StopLogging",
                        "cloudtrail:UpdateTrail",
                    ],
                    ["*"],
                ),
                deniedBut(
                    own,
                    "NAMES",
                    [
                        "cloudformation:*",
                        "events:*",
                        "iam:CreateRole",
                        "iam:DeleteRole*",
                        "iam:PutRole*",
                        "lambda:*",
                        "logs:DeleteLogGroup",
                        "s3:DeleteBucket*",
                        "s3:PutBucket*",
                        "s3:PutEncryptionConfiguration",
                        "s3:PutLifecycleConfiguration",
                        "sns:*",
                    ],
                    [
                        "arn:aws:cloudformation:*:*:stack/AWSAccelerator*",
                        "arn:aws:events:*:*:rule/AWSAccelerator*",
                        "arn:aws:iam::*:role/AWSAccelerator*",
                        "arn:aws:lambda:*:*:function:AWSAccelerator*",
                        "arn:aws:logs:*:*:log-group:AWSAccelerator*",
                        "arn:aws:s3:::aws-accelerator-*",
                        "arn:aws:sns:*:*:aws-accelerator-*",
                    ],
                ),
            ),
        },
    };
}

/**
 * The Security Reference Architecture's example: a trail of data events alone, administered by the audit account, whose key it is.
 * @see https://docs.aws.amazon.com/prescriptive-guidance/latest/security-reference-architecture/org-management.html
 * @see https://github.com/aws-samples/aws-security-reference-architecture-examples
 */
export function securityReferenceArchitecture(args: ZoneArgs): Zone {
    const { managementAccount, loggingAccount, securityAccount, homeRegion } = args;
    const bucket = `sra-org-trail-logs-${loggingAccount}-${homeRegion}`;
    const trail = {
        name: "sra-org-trail",
        account: managementAccount,
        isOrganizationTrail: true,
        selectors: {
            AdvancedEventSelectors: [
                {
                    Name: "S3 data events",
                    FieldSelectors: [
                        { Field: "eventCategory", Equals: ["Data"] },
                        { Field: "resources.type", Equals: ["AWS::S3::Object"] },
                    ],
                },
            ],
        },
        logGroup: { name: "sra/sra-org-trail", roleName: "sra-org-trail-cloudwatch-logs" },
    };
    const trailArn = trailArnOf(args, trail);
    return {
        title: "Security Reference Architecture",
        trusted: ["cloudtrail.amazonaws.com", STACK_SETS],
        delegated: ["cloudtrail.amazonaws.com"],
        trails: [trail],
        buckets: [
            {
                name: bucket,
                policy: policyDocument(
                    ...deliversTo(bucket, ["AWSLogs/"], { StringEquals: { "aws:SourceArn": trailArn } }),
                ),
                versioned: true,
            },
        ],
        key: keyOfTrail(securityAccount, trailArn),
        roles: [],
        serviceControlPolicies: {},
    };
}

/**
 * Cloud Posse's components, with the organization trail turned on: a bucket that is not versioned, whose objects expire after 90
 * days, and no key.
 * @see https://docs.cloudposse.com/components/library/aws/cloudtrail/
 */
export function cloudPosse({ managementAccount }: ZoneArgs): Zone {
    const bucket = "acme-core-ue1-audit-cloudtrail";
    return {
        title: "Cloud Posse",
        trusted: ["cloudtrail.amazonaws.com"],
        delegated: [],
        trails: [
            {
                name: "acme-core-ue1-root-cloudtrail",
                account: managementAccount,
                isOrganizationTrail: true,
                selectors: MANAGEMENT_EVENTS,
            },
        ],
        buckets: [
            {
                name: bucket,
                policy: policyDocument(...deliversTo(bucket, [""])),
                versioned: false,
                expireAfterDays: 90,
            },
        ],
        roles: [],
        serviceControlPolicies: {},
    };
}

/**
 * org-formation's reference: each account has a trail of its own, and all deliver to one bucket without a key.
 * @see https://github.com/org-formation/org-formation-reference
 */
export function orgFormation({ managementAccount, loggingAccount }: ZoneArgs): Zone {
    const bucket = `cloudtrail-${loggingAccount}`;
    return {
        title: "org-formation",
        trusted: [],
        delegated: [],
        trails: [
            {
                name: "CloudTrail",
                account: managementAccount,
                isOrganizationTrail: false,
                selectors: MANAGEMENT_EVENTS,
            },
        ],
        buckets: [
            {
                name: bucket,
                policy: policyDocument(...deliversTo(bucket, ["AWSLogs/"])),
                versioned: false,
            },
        ],
        roles: ["OrganizationAccountAccessRole"],
        serviceControlPolicies: {},
    };
}
