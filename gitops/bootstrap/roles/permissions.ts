/**
 * What the roles that deploy may do: for each kind of stack what its resources need, by their names as far as IAM
 * goes by names. Inline policies, of at most 10,240 characters a role.
 *
 * Reading is what a preview and a refresh do. Writing is what creating and changing the resources take, and deleting
 * those that may go: no bucket, key, trail, bus or topic of alerts is among them.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
import { arn, bucketArn, roleArn } from "../../../aws/arn";
import { policyDocument, type PolicyDocument, type Statement } from "../../../aws/policyDocument";
import { deploymentRoleArn, type DeploymentKind, type DeploymentOperation } from "../../../settings/access";
import { OPTIONS } from "./options";
import type { DeploymentPermissionsArgs } from "./permissionsArgs";
import {
    accessLogs,
    allow,
    buckets,
    find,
    foldedByResource,
    keys,
    passRoles,
    queues,
    roles,
    subscriptions,
    together,
    topics,
    writeInHomeRegion,
    type Permissions,
} from "./statements";

/** What a stack of the kind needs of an account for a preview, or for an update, which looks as well. */
export function deploymentPermissions(
    kind: DeploymentKind,
    operation: DeploymentOperation,
    args: DeploymentPermissionsArgs,
): PolicyDocument {
    const { read, write } = together(
        PERMISSIONS[kind](args),
        ...args.options.flatMap((option) => OPTIONS[option].permissions[kind]?.(args) ?? []),
    );
    return policyDocument(
        ...foldedByResource([...read, ...(operation === "update" ? write : [])]),
        ...(kind === "members" ? membersEntry(operation, args) : []),
    );
}

const PERMISSIONS: Readonly<Record<DeploymentKind, (args: DeploymentPermissionsArgs) => Permissions>> = {
    logging: (args) => {
        const archive = args.archiveBuckets.map((name) => bucketArn(args.partition, name));
        const lock = allow("LockObjects", ["s3:PutBucketObjectLockConfiguration"], archive);
        return together(buckets(archive), accessLogs(archive), { read: [], write: [lock] }, keys(args));
    },
    management: (args) => ({
        read: [
            allow("ReadTrail", TRAIL_READS, args.trailArn),
            find("cloudtrail:DescribeTrails"),
            find(
                "organizations:DescribeOrganization",
                "organizations:ListAccounts",
                "organizations:ListAWSServiceAccessForOrganization",
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
        const events = (resource: string): string =>
            arn({ ...args, region: args.homeRegion, service: "events", resource });
        const rules = events(`rule/${args.busName}/${args.namePrefix}-*`);
        const archive = events(`archive/${args.namePrefix}-*`);
        const bus: Permissions = {
            read: [
                allow("ReadBus", ["events:DescribeEventBus", "events:ListTagsForResource"], args.busArn),
                allow("ReadBusArchive", ["events:DescribeArchive"], archive),
                allow("ReadRules", RULE_READS, rules),
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
                writeInHomeRegion(args, "events:PutPermission"),
                allow(
                    "WriteBusArchive",
                    ["events:CreateArchive", "events:UpdateArchive", "events:DeleteArchive"],
                    [archive, args.busArn],
                ),
                allow("WriteRules", [...RULE_WRITES, "events:PutTargets"], rules),
            ],
        };
        return together(bus, queues(args), topics(args), subscriptions(args), keys(args));
    },
    members: (args) => {
        const rules = arn({
            ...args,
            region: "*",
            service: "events",
            resource: `rule/${args.namePrefix}-*`,
        });
        const forwarding: Permissions = {
            read: [allow("ReadRules", RULE_READS, rules), find("ec2:DescribeRegions")],
            write: [
                allow("WriteRules", RULE_WRITES, rules),
                allow("WriteTargets", ["events:PutTargets"], rules, {
                    // A call can put several targets: each has to be the bus, and there has to be one.
                    "ForAllValues:ArnEquals": { "events:TargetArn": args.busArn },
                    Null: { "events:TargetArn": "false" },
                }),
            ],
        };
        return together(forwarding, queues(args, "*"), roles(args), passRoles(args, "events"));
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

const CLOUDTRAIL = "cloudtrail.amazonaws.com";

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
