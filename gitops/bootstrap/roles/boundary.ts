/**
 * The permissions boundaries: what no role that deploys, and no role that a deployment makes, can do, whatever
 * policies it is given. Managed policies, of at most 6,144 characters each.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
import { policyArn, roleArn } from "../../../aws/arn";
import { policyDocument, type PolicyDocument } from "../../../aws/policyDocument";
import {
    deploymentRoleArn,
    deploymentRoleNames,
    operatorsRoleName,
    workloadBoundaryName,
} from "../../../settings/access";
import { kindsIn } from "./kinds";
import { READING_OF_LOG_GROUPS } from "./logGroups";
import { OPTIONS, optionsIn, type OptionRights } from "./options";
import type { DeploymentPermissionsArgs } from "./permissionsArgs";
import { allow, deny, merged } from "./statements";

/**
 * Bounds the roles that deploy: to the services that the stacks are made of, without what would end, empty, hide or
 * read the logging, and without every way to more rights than they were given.
 *
 * What is denied is mostly not allowed by the roles' own policies either. The denials are for the day when somebody
 * widens those, and for grants of other accounts and resource policies, which a missing permission does not stop.
 */
export function deploymentBoundary(args: DeploymentPermissionsArgs): PolicyDocument {
    const members = deploymentRoleArn({ ...args, account: "*" }, "members", "*");
    const options = optionsIn(args);
    const isSecurity = kindsIn(args).includes("security");
    const never = [
        ...new Set([...(isSecurity ? READING_OF_LOG_GROUPS : []), ...of(args, (option) => option.never)]),
    ];
    const passedTo = ["events", ...of(args, (option) => option.passedTo)];
    return policyDocument(
        {
            Sid: "ServicesOfTheStacks",
            Effect: "Allow",
            Action: [
                ...SERVICES.map((service) => `${service}:*`),
                ...new Set([
                    // The alarms of the dead-letter queues, and the log of the bus's errors.
                    ...(isSecurity ? ["cloudwatch:*", "logs:*"] : []),
                    ...of(args, ({ room }) => kindsIn(args).flatMap((kind) => room[kind] ?? [])),
                ]),
                ...(args.account === args.managementAccount ? ["account:ListRegions"] : []),
                "ec2:DescribeRegions",
            ],
            Resource: "*",
        },
        { Sid: "RolesOfTheMembers", Effect: "Allow", Action: "sts:AssumeRole", Resource: members },
        ...Object.entries(NEVER).map(([sid, actions]) => deny(sid, actions)),
        ...(never.length === 0 ? [] : [deny("NoReadingOfLogs", never)]),
        deny(
            "NoGrants",
            ["kms:CreateGrant"],
            "*",
            options.includes("targets")
                ? { BoolIfExists: { "kms:GrantIsForAWSResource": "false" } }
                : undefined,
        ),
        {
            Sid: "NoOtherPolicies",
            Effect: "Deny",
            Action: ["iam:*PolicyVersion*", "iam:CreatePolicy", "iam:DeletePolicy"],
            // The searchers' policy is made by a deployment.
            ...(options.includes("search")
                ? { NotResource: policyArn(args.partition, args.account, args.searchPolicy) }
                : { Resource: "*" }),
        },
        // A bucket's ARN tells no account; one that is not there yet has none, which would not be equal either.
        deny("NoOtherAccountsBuckets", ["s3:*"], "*", {
            StringNotEquals: { "aws:ResourceAccount": args.account },
            Null: { "aws:ResourceAccount": "false" },
        }),
        deny("NoKeyWithoutAWayBack", ["kms:CreateKey", "kms:PutKeyPolicy"], "*", {
            Bool: { "kms:BypassPolicyLockoutSafetyCheck": "true" },
        }),
        deny("NoOtherTrustedService", ["organizations:EnableAWSServiceAccess"], "*", {
            StringNotEquals: { "organizations:ServicePrincipal": "cloudtrail.amazonaws.com" },
        }),
        deny("NoOtherServiceRole", ["iam:CreateServiceLinkedRole"], "*", {
            StringNotEquals: { "iam:AWSServiceName": "cloudtrail.amazonaws.com" },
        }),
        deny("NoRoleForOtherServices", ["iam:PassRole"], "*", {
            StringNotEquals: { "iam:PassedToService": passedTo.map((service) => `${service}.amazonaws.com`) },
        }),
        deny("NoRoleWithoutBoundary", ROLE_GRANTS, "*", {
            ArnNotEquals: {
                "iam:PermissionsBoundary": policyArn(
                    args.partition,
                    args.account,
                    workloadBoundaryName(args.namePrefix),
                ),
            },
        }),
        deny(
            "NoTouchingTheseRoles",
            [
                "iam:Add*",
                "iam:Attach*",
                "iam:Delete*",
                "iam:Detach*",
                "iam:PassRole",
                "iam:Put*",
                "iam:Update*",
            ],
            [deploymentRoleNames(args.namePrefix), operatorsRoleName(args.namePrefix)].map((name) =>
                roleArn(args.partition, args.account, name),
            ),
        ),
    );
}

const SERVICES = ["cloudtrail", "events", "iam", "kms", "organizations", "s3", "sns", "sqs"];

/** What gives a role rights, or lets somebody into it. */
const ROLE_GRANTS = [
    "iam:AttachRolePolicy",
    "iam:CreateRole",
    "iam:PutRolePermissionsBoundary",
    "iam:PutRolePolicy",
    "iam:UpdateAssumeRolePolicy",
];

/** By what it prevents. */
const NEVER: Readonly<Record<string, readonly string[]>> = {
    // All that is ever done to the buckets is configuring them; log files are for CloudTrail and their readers.
    NoEmptyingOfArchives: [
        "s3:*AccessPoint*",
        "s3:BypassGovernanceRetention",
        "s3:DeleteBucket*",
        "s3:DeleteObject*",
        "s3:GetObject*",
        "s3:ObjectOwnerOverrideToBucketOwner",
        "s3:PutAccountPublicAccessBlock",
        "s3:PutBucketAcl",
        "s3:PutObject*",
        "s3:PutReplicationConfiguration",
        "s3:Replicate*",
        "s3:RestoreObject",
    ],
    NoEndOfTheTrail: [
        "cloudtrail:Delete*",
        "cloudtrail:DeregisterOrganizationDelegatedAdmin",
        "cloudtrail:RegisterOrganizationDelegatedAdmin",
        "cloudtrail:StopLogging",
    ],
    NoLossOfKeys: [
        "kms:Decrypt",
        "kms:DeleteAlias",
        "kms:DeleteImportedKeyMaterial",
        "kms:DisableKey*",
        "kms:ReEncrypt*",
        "kms:ScheduleKeyDeletion",
    ],
    NoEndOfTheBusOrTheAlerts: [
        "events:DeleteEventBus",
        "events:DisableRule",
        "events:RemovePermission",
        "sns:AddPermission",
        "sns:DeleteTopic",
        "sns:Publish",
        "sns:RemovePermission",
    ],
    // Events are for the forwarders and the services that deliver them: nothing is forged, taken out or replayed.
    NoEventsAndMessages: [
        "events:PutEvents",
        "events:PutPartnerEvents",
        "events:StartReplay",
        "sqs:*Message*",
        "sqs:*Permission",
        "sqs:PurgeQueue",
    ],
    NoIdentities: [
        "iam:*AccessKey*",
        "iam:*Certificate*",
        "iam:*Group*",
        "iam:*LoginProfile*",
        "iam:*MFADevice*",
        "iam:*OpenIDConnect*",
        "iam:*SAML*",
        "iam:*ServiceSpecificCredential*",
        "iam:*SSHPublicKey*",
        "iam:*User*",
        "iam:AddRoleToInstanceProfile",
        "iam:CreateInstanceProfile",
        "iam:DeleteRolePermissionsBoundary",
        "iam:UpdateAccountPasswordPolicy",
    ],
    NoChangeOfTheOrganization: [
        "organizations:Accept*",
        "organizations:Attach*",
        "organizations:Close*",
        "organizations:Create*",
        "organizations:Delete*",
        "organizations:Deregister*",
        "organizations:Detach*",
        "organizations:Disable*",
        "organizations:EnableAllFeatures",
        "organizations:Invite*",
        "organizations:Leave*",
        "organizations:Move*",
        "organizations:Put*",
        "organizations:Register*",
        "organizations:Remove*",
        "organizations:Update*",
    ],
};

/** Bounds the roles that a deployment makes, which services assume: to what those have to do. */
export function workloadBoundary(args: DeploymentPermissionsArgs): PolicyDocument {
    return policyDocument(
        ...merged([
            allow("PutEventsOnCentralBus", ["events:PutEvents"], args.busArn),
            ...optionsIn(args).flatMap((option) => OPTIONS[option].workload(args)),
        ]),
    );
}

/** What the options have together, each once. */
const of = (
    args: DeploymentPermissionsArgs,
    part: (option: OptionRights) => readonly string[],
): readonly string[] => [...new Set(optionsIn(args).flatMap((option) => part(OPTIONS[option])))];
