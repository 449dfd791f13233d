/**
 * Where a call that changes who may do what leads, one step after: the worst that it can leave behind, and who goes on from
 * there. tests/gitops/bootstrap/matrix/oneStepAfter.test.ts takes the step and tries everything, and fails for what is
 * missing here.
 */
import { tableRow } from "../table";

/** Who can do more than before. */
export type Who =
    /** Anybody outside of the organization, with what the call was on. */
    | "a stranger"
    /** The role that the call was on, with every policy that its boundary leaves room for. */
    | "the role"
    /** Who made the call, with what has another name now. */
    | "its maker"
    /** A role that is among those whose every call is tried anyway. */
    | "another of these"
    /** An administrator of another account of the organization. */
    | "another account"
    /** Not to be told one by one. */
    | "anybody"
    | "nobody";

export interface Step {
    /** IAM's actions. */
    readonly actions: readonly string[];
    /** What they leave behind at worst. */
    readonly leaves: string;
    readonly who: Who;
    /** What can be called then, `*` for any text. Left out: whatever takes it. */
    readonly calls?: readonly string[];
    /** The same, if a role of the bootstrap takes the step, whose policies narrow what it can leave behind. */
    readonly callsOfRoles?: readonly string[];
}

/** @see https://docs.aws.amazon.com/kms/latest/developerguide/grants.html#terms-grant-operations */
const GRANT_OPERATIONS = [
    "kms:CreateGrant",
    "kms:Decrypt",
    "kms:DeriveSharedSecret",
    "kms:DescribeKey",
    "kms:Encrypt",
    "kms:GenerateDataKey*",
    "kms:GenerateMac",
    "kms:GetPublicKey",
    "kms:ReEncrypt*",
    "kms:RetireGrant",
    "kms:Sign",
    "kms:Verify*",
];

export const STEPS: readonly Step[] = [
    {
        actions: [
            "glue:PutResourcePolicy",
            "kinesis:PutResourcePolicy",
            "kms:PutKeyPolicy",
            "lambda:PutResourcePolicy",
            "s3:PutBucketPolicy",
            "sns:AddPermission",
            "sns:SetTopicAttributes",
            "sqs:AddPermission",
            "sqs:SetQueueAttributes",
        ],
        leaves: "a policy that lets everybody do everything with it",
        who: "a stranger",
    },
    {
        actions: ["events:PutPermission", "logs:PutResourcePolicy"],
        leaves: "a policy that lets everybody do everything with the account's buses and their rules, or its log groups",
        who: "a stranger",
    },
    {
        actions: [
            "events:CreateApiDestination",
            "events:InvokeApiDestination",
            "events:UpdateApiDestination",
        ],
        leaves: "a request to another address, with the token of the connection",
        who: "nobody",
    },
    {
        actions: ["logs:PutDeliveryDestinationPolicy"],
        leaves: "another account that has its services' logs delivered into the log group of the bus's errors",
        who: "nobody",
    },
    {
        actions: ["lambda:AddPermission"],
        leaves: "a function's policy that lets everybody in; of a role's making, one service, whoever that acts for",
        who: "a stranger",
        callsOfRoles: ["lambda:InvokeFunction"],
    },
    {
        actions: ["kms:CreateGrant"],
        leaves: "a grant of every operation that there are grants for; of a role's making, to a service of AWS",
        who: "a stranger",
        calls: GRANT_OPERATIONS,
    },
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#permissions
    {
        actions: ["s3:PutBucketAcl"],
        leaves: "an ACL that lets everybody list, write and delete",
        who: "a stranger",
        calls: ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:PutBucketAcl", "s3:PutObject"],
    },
    {
        actions: ["s3:PutObjectAcl", "s3:PutObjectVersionAcl"],
        leaves: "an ACL that lets everybody read an object",
        who: "a stranger",
        calls: ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObjectAcl", "s3:PutObjectVersionAcl"],
    },
    {
        actions: [
            "s3:PutAccessPointPublicAccessBlock",
            "s3:PutAccountPublicAccessBlock",
            "s3:PutBucketOwnershipControls",
            "s3:PutBucketPublicAccessBlock",
        ],
        leaves: "ACLs and public policies that count, once there are any: no policy of ours is public, and writing one is a step of its own",
        who: "nobody",
    },
    {
        actions: [
            "iam:AttachRolePolicy",
            "iam:CreateRole",
            "iam:DeleteRolePermissionsBoundary",
            "iam:DeleteRolePolicy",
            "iam:DetachRolePolicy",
            "iam:PassRole",
            "iam:PutRolePermissionsBoundary",
            "iam:PutRolePolicy",
            "iam:UpdateAssumeRolePolicy",
        ],
        leaves: "a role that may do everything within its boundary, which a service or a stranger has",
        who: "the role",
    },
    {
        actions: [
            "events:PutTargets",
            "firehose:UpdateDestination",
            "scheduler:CreateSchedule",
            "scheduler:UpdateSchedule",
        ],
        leaves: "a service with the role that it is handed: to hand it over is a step of its own, `iam:PassRole`",
        who: "nobody",
    },
    {
        actions: ["iam:CreatePolicyVersion", "iam:DeletePolicy", "iam:SetDefaultPolicyVersion"],
        leaves: "a boundary that bounds nothing, or searchers who may do everything",
        who: "anybody",
    },
    {
        actions: [
            "cloudformation:CreateStackInstances",
            "cloudformation:ImportStacksToStackSet",
            "cloudformation:UpdateStackInstances",
            "cloudformation:UpdateStackSet",
        ],
        leaves: "whatever a template can make, in every member",
        who: "anybody",
    },
    {
        actions: ["kms:CreateAlias", "kms:UpdateAlias"],
        leaves: "a key of the account's that had no alias, with one of ours",
        who: "its maker",
    },
    {
        actions: ["sts:AssumeRole"],
        leaves: "a session of the role of the same operation in another account",
        who: "another of these",
    },
    {
        actions: ["cloudtrail:RegisterOrganizationDelegatedAdmin"],
        leaves: "another account that administers CloudTrail, the organization's trail with it",
        who: "another account",
    },
    {
        actions: [
            "iam:CreatePolicy",
            "kms:CreateKey",
            "events:CreateEventBus",
            "sns:CreateTopic",
            "sqs:CreateQueue",
        ],
        leaves: "something new that nothing of ours uses; of a name that is there, AWS makes no second one",
        who: "nobody",
    },
    {
        actions: [
            "sns:ConfirmSubscription",
            "sns:SetSubscriptionAttributes",
            "sns:Subscribe",
            "logs:PutSubscriptionFilter",
        ],
        leaves: "a stranger who is sent what is published, or log events, and calls nothing",
        who: "nobody",
    },
    {
        actions: [
            "iam:AddClientIDToOpenIDConnectProvider",
            "iam:CreateOpenIDConnectProvider",
            "iam:UpdateOpenIDConnectProviderThumbprint",
        ],
        leaves: "another audience of the identity provider's tokens: the trust of the roles names audience and subject whole",
        who: "nobody",
    },
    {
        actions: ["sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"],
        leaves: "a session of a role whose trust lets the token's subject in: changing that is a step of its own",
        who: "nobody",
    },
    {
        actions: ["organizations:EnableAWSServiceAccess"],
        leaves: "a service with its own service-linked role in every account, which nobody else can assume; of a role's making, CloudTrail",
        who: "nobody",
    },
    {
        actions: [
            "logs:PutAccountPolicy",
            "logs:PutDataProtectionPolicy",
            "logs:PutDeliveryDestination",
            "logs:PutIndexPolicy",
            "logs:PutRetentionPolicy",
            "logs:PutStorageTierPolicy",
            "sns:PutDataProtectionPolicy",
        ],
        leaves: "what CloudWatch Logs and SNS do with what they hold: policies by name, and nobody's rights",
        who: "nobody",
    },
    {
        actions: [
            "lambda:CreateAlias",
            "lambda:EnableReplication",
            "lambda:UpdateAlias",
            "states:CreateStateMachineAlias",
            "states:UpdateStateMachineAlias",
        ],
        leaves: "another version of what is yours and invoked",
        who: "nobody",
    },
    {
        actions: [
            "events:RemovePermission",
            "glue:DeleteResourcePolicy",
            "iam:DeletePolicyVersion",
            "kms:RetireGrant",
            "kms:RevokeGrant",
            "lambda:DeleteResourcePolicy",
            "lambda:DisableReplication",
            "lambda:RemovePermission",
            "logs:DeleteResourcePolicy",
            "organizations:DeleteResourcePolicy",
            "s3:DeleteBucketPolicy",
            "sns:RemovePermission",
            "sqs:RemovePermission",
        ],
        leaves: "fewer who are let in; what a policy of ours denied is tried with no such policy in the way",
        who: "nobody",
    },
    {
        actions: [
            "glue:DescribeEntity",
            "glue:ListEntities",
            "glue:RefreshOAuth2Tokens",
            "s3:BypassGovernanceRetention",
            "s3:ObjectOwnerOverrideToBucketOwner",
        ],
        leaves: "nobody's rights changed, although AWS calls it managing permissions",
        who: "nobody",
    },
];

/** The table of docs/deployment-roles.md. */
export const stepsTable = (): string =>
    [
        tableRow(["Calls", "Leave behind at worst", "Who goes on"]),
        tableRow(["---", "---", "---"]),
        ...STEPS.map(({ actions, leaves, who }) =>
            tableRow([actions.map((each) => `\`${each}\``).join(", "), leaves, who]),
        ),
    ].join("\n");
