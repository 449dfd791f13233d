/**
 * What the roles that deploy may do: for each kind of stack what its resources need, by their names as far as IAM
 * goes by names. Inline policies, of at most 10,240 characters a role.
 *
 * Reading is what a preview and a refresh do. Writing is what creating and changing the resources take, and deleting
 * those that may go: no bucket, key, trail, bus or topic of alerts is among them.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
import { arn, bucketArn, policyArn, roleArn, type AccountId } from "../../aws/arn";
import { policyDocument, type PolicyDocument, type Statement } from "../../aws/policyDocument";
import {
    deploymentRoleArn,
    workloadBoundaryName,
    type DeployedAccount,
    type DeploymentKind,
    type DeploymentOperation,
} from "./names";

/** The account, and the names in it that the stack's settings may have changed. */
export interface DeploymentPermissionsArgs extends DeployedAccount {
    /** Where the archive, the trail and the central bus live. */
    readonly homeRegion: string;
    readonly organizationId: string;
    readonly managementAccount: AccountId;
    /** Names of the archive's bucket and of the bucket of its access log. */
    readonly archiveBuckets: readonly string[];
    readonly trailArn: string;
    readonly busName: string;
    readonly busArn: string;
}

/** What a stack of the kind needs of an account for a preview, or for an update, which looks as well. */
export function deploymentPermissions(
    kind: DeploymentKind,
    operation: DeploymentOperation,
    args: DeploymentPermissionsArgs,
): PolicyDocument {
    const { read, write } = PERMISSIONS[kind](args);
    return policyDocument(
        ...read,
        ...(operation === "update" ? write : []),
        ...(kind === "members" ? membersEntry(operation, args) : []),
    );
}

interface Permissions {
    readonly read: readonly Statement[];
    readonly write: readonly Statement[];
}

const PERMISSIONS: Readonly<Record<DeploymentKind, (args: DeploymentPermissionsArgs) => Permissions>> = {
    logging: (args) => {
        const buckets = args.archiveBuckets.map((bucket) => bucketArn(args.partition, bucket));
        const key = keys(args);
        return {
            read: [allow("ReadBuckets", BUCKET_READS, buckets), ...key.read],
            write: [allow("WriteBuckets", BUCKET_WRITES, buckets), ...key.write],
        };
    },
    management: (args) => ({
        read: [
            allow("ReadTrail", TRAIL_READS, args.trailArn),
            allow("FindTrail", ["cloudtrail:DescribeTrails"], "*"),
            allow(
                "ReadOrganization",
                [
                    "organizations:DescribeOrganization",
                    "organizations:ListAccounts",
                    "organizations:ListAWSServiceAccessForOrganization",
                ],
                "*",
            ),
        ],
        write: [
            allow("WriteTrail", TRAIL_WRITES, args.trailArn),
            allow("TrustCloudTrail", ["organizations:EnableAWSServiceAccess"], "*", {
                StringEquals: { "organizations:ServicePrincipal": CLOUDTRAIL },
            }),
            // CloudTrail makes its roles in the organization's accounts on behalf of who makes an organization trail.
            allow(
                "MakeCloudTrailsRole",
                ["iam:CreateServiceLinkedRole", "iam:GetRole"],
                roleArn(
                    args.partition,
                    args.account,
                    `aws-service-role/${CLOUDTRAIL}/AWSServiceRoleForCloudTrail`,
                ),
            ),
        ],
    }),
    security: (args) => {
        const key = keys(args);
        const home = { ...args, region: args.homeRegion };
        const events = (resource: string): string => arn({ ...home, service: "events", resource });
        const queues = arn({ ...home, service: "sqs", resource: `${args.namePrefix}-*` });
        const rules = events(`rule/${args.busName}/${args.namePrefix}-*`);
        const archive = events(`archive/${args.namePrefix}-*`);
        const topics = arn({ ...home, service: "sns", resource: `${args.namePrefix}-*` });
        return {
            read: [
                allow("ReadBus", ["events:DescribeEventBus", "events:ListTagsForResource"], args.busArn),
                allow("ReadBusArchive", ["events:DescribeArchive"], archive),
                allow("ReadRules", RULE_READS, rules),
                allow("ReadQueues", QUEUE_READS, queues),
                allow(
                    "ReadTopics",
                    ["sns:GetSubscriptionAttributes", "sns:GetTopicAttributes", "sns:ListTagsForResource"],
                    topics,
                ),
                ...key.read,
            ],
            write: [
                allow(
                    "WriteBus",
                    [
                        "events:CreateEventBus",
                        "events:UpdateEventBus",
                        "events:TagResource",
                        "events:UntagResource",
                    ],
                    args.busArn,
                ),
                // IAM knows no resource for it: it is any bus of the account, in the home region.
                allow("WriteBusPolicy", ["events:PutPermission"], "*", {
                    StringEquals: { "aws:RequestedRegion": args.homeRegion },
                }),
                allow(
                    "WriteBusArchive",
                    ["events:CreateArchive", "events:UpdateArchive", "events:DeleteArchive"],
                    [archive, args.busArn],
                ),
                allow("WriteRules", [...RULE_WRITES, "events:PutTargets"], rules),
                allow("WriteQueues", QUEUE_WRITES, queues),
                allow(
                    "WriteTopics",
                    [
                        "sns:CreateTopic",
                        "sns:SetTopicAttributes",
                        "sns:Subscribe",
                        "sns:TagResource",
                        "sns:Unsubscribe",
                        "sns:UntagResource",
                    ],
                    topics,
                ),
                ...key.write,
            ],
        };
    },
    members: (args) => {
        const everywhere = { ...args, region: "*" };
        const rules = arn({
            ...everywhere,
            service: "events",
            resource: `rule/${args.namePrefix}-*`,
        });
        const queues = arn({ ...everywhere, service: "sqs", resource: `${args.namePrefix}-*` });
        const roles = roleArn(args.partition, args.account, `${args.namePrefix}-*`);
        const boundary = policyArn(args.partition, args.account, workloadBoundaryName(args.namePrefix));
        return {
            read: [
                allow("ReadRules", RULE_READS, rules),
                allow("ReadQueues", QUEUE_READS, queues),
                allow("ReadRoles", ROLE_READS, roles),
                allow("FindRegions", ["ec2:DescribeRegions"], "*"),
            ],
            write: [
                allow("WriteRules", RULE_WRITES, rules),
                allow("WriteTargets", ["events:PutTargets"], rules, {
                    // A call can put several targets: each has to be the bus, and there has to be one.
                    "ForAllValues:ArnEquals": { "events:TargetArn": args.busArn },
                    Null: { "events:TargetArn": "false" },
                }),
                allow("WriteQueues", QUEUE_WRITES, queues),
                allow("WriteBoundedRoles", BOUNDED_ROLE_WRITES, roles, {
                    ArnEquals: { "iam:PermissionsBoundary": boundary },
                }),
                allow("WriteRoles", ROLE_WRITES, roles),
                allow("PassRoles", ["iam:PassRole"], roles, {
                    StringEquals: { "iam:PassedToService": "events.amazonaws.com" },
                }),
            ],
        };
    },
};

/** In the management account, where members stacks start: looking up accounts, and the way into them. */
function membersEntry(operation: DeploymentOperation, args: DeploymentPermissionsArgs): readonly Statement[] {
    if (args.account !== args.managementAccount) {
        return [];
    }
    return [
        allow(
            "FindAccounts",
            ["organizations:ListAccountsForParent", "organizations:ListOrganizationalUnitsForParent"],
            "*",
        ),
        allow(
            "AssumeRoleOfMembers",
            ["sts:AssumeRole"],
            deploymentRoleArn({ ...args, account: "*" }, "members", operation),
            { StringEquals: { "aws:ResourceOrgID": args.organizationId } },
        ),
    ];
}

/**
 * A key has no name before it exists, and no alias when its policy is first read: it is any key of the account, in the
 * home region. What can be done to it is not what would lose it.
 */
function keys(args: DeploymentPermissionsArgs): Permissions {
    const home = { ...args, service: "kms", region: args.homeRegion };
    const key = arn({ ...home, resource: "key/*" });
    const alias = arn({ ...home, resource: `alias/${args.namePrefix}-*` });
    return {
        read: [
            allow(
                "ReadKeys",
                ["kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListResourceTags"],
                key,
            ),
            allow("FindKeys", ["kms:ListAliases"], "*"),
        ],
        write: [
            allow("MakeKeys", ["kms:CreateKey"], "*", {
                StringEquals: { "aws:RequestedRegion": args.homeRegion },
            }),
            allow(
                "WriteKeys",
                [
                    "kms:EnableKeyRotation",
                    "kms:PutKeyPolicy",
                    "kms:TagResource",
                    "kms:UntagResource",
                    "kms:UpdateKeyDescription",
                ],
                key,
            ),
            allow("NameKeys", ["kms:CreateAlias"], [key, alias]),
        ],
    };
}

const CLOUDTRAIL = "cloudtrail.amazonaws.com";

/** S3 names few of its actions as its operations, and the provider reads all of a bucket. */
const BUCKET_READS = [
    "s3:GetAccelerateConfiguration",
    "s3:GetBucketAcl",
    "s3:GetBucketCORS",
    "s3:GetBucketLogging",
    "s3:GetBucketObjectLockConfiguration",
    "s3:GetBucketOwnershipControls",
    "s3:GetBucketPolicy",
    "s3:GetBucketPublicAccessBlock",
    "s3:GetBucketRequestPayment",
    "s3:GetBucketTagging",
    "s3:GetBucketVersioning",
    "s3:GetBucketWebsite",
    "s3:GetEncryptionConfiguration",
    "s3:GetLifecycleConfiguration",
    "s3:GetReplicationConfiguration",
    "s3:ListBucket",
    "s3:ListTagsForResource",
];

const BUCKET_WRITES = [
    "s3:CreateBucket",
    "s3:PutBucketLogging",
    "s3:PutBucketObjectLockConfiguration",
    "s3:PutBucketOwnershipControls",
    "s3:PutBucketPolicy",
    "s3:PutBucketPublicAccessBlock",
    "s3:PutBucketTagging",
    "s3:PutBucketVersioning",
    "s3:PutEncryptionConfiguration",
    "s3:PutLifecycleConfiguration",
    "s3:TagResource",
    "s3:UntagResource",
];

const TRAIL_READS = [
    "cloudtrail:GetEventSelectors",
    "cloudtrail:GetInsightSelectors",
    "cloudtrail:GetTrailStatus",
    "cloudtrail:ListTags",
];

const TRAIL_WRITES = [
    "cloudtrail:AddTags",
    "cloudtrail:CreateTrail",
    "cloudtrail:PutEventSelectors",
    "cloudtrail:PutInsightSelectors",
    "cloudtrail:RemoveTags",
    "cloudtrail:StartLogging",
    "cloudtrail:UpdateTrail",
];

const RULE_READS = ["events:DescribeRule", "events:ListTagsForResource", "events:ListTargetsByRule"];

const RULE_WRITES = [
    "events:DeleteRule",
    "events:PutRule",
    "events:RemoveTargets",
    "events:TagResource",
    "events:UntagResource",
];

const QUEUE_READS = ["sqs:GetQueueAttributes", "sqs:ListQueueTags"];

const QUEUE_WRITES = [
    "sqs:CreateQueue",
    "sqs:DeleteQueue",
    "sqs:SetQueueAttributes",
    "sqs:TagQueue",
    "sqs:UntagQueue",
];

const ROLE_READS = [
    "iam:GetRole",
    "iam:GetRolePolicy",
    "iam:ListAttachedRolePolicies",
    "iam:ListInstanceProfilesForRole",
    "iam:ListRolePolicies",
];

/** On roles that have the boundary, or are being given it. */
const BOUNDED_ROLE_WRITES = [
    "iam:CreateRole",
    "iam:DeleteRolePolicy",
    "iam:PutRolePermissionsBoundary",
    "iam:PutRolePolicy",
    "iam:UpdateAssumeRolePolicy",
];

const ROLE_WRITES = ["iam:DeleteRole", "iam:TagRole", "iam:UntagRole", "iam:UpdateRoleDescription"];

function allow(
    sid: string,
    actions: readonly string[],
    resource: string | readonly string[],
    condition?: Statement["Condition"],
): Statement {
    return {
        Sid: sid,
        Effect: "Allow",
        Action: actions,
        Resource: resource,
        ...(condition === undefined ? {} : { Condition: condition }),
    };
}
