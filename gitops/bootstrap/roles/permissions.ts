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
import { logDeliveries, logGroupPolicies, logGroups } from "./logGroups";
import { namesOf } from "./names";
import { OPTIONS } from "./options";
import type { DeploymentPermissionsArgs } from "./permissionsArgs";
import {
    accessLogs,
    alarms,
    allow,
    buckets,
    dashboards,
    deny,
    find,
    foldedByResource,
    keys,
    objectLocks,
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
        return together(
            buckets(args, archive),
            accessLogs(args, archive),
            objectLocks(args, archive),
            // Later keys of the archive have the first one's alias and a number.
            keys(args, [namesOf(args).keyAlias, `${namesOf(args).keyAlias}-*`]),
        );
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
        const named = namesOf(args);
        const archive = events(`archive/${named.busArchive}`);
        const bus: Permissions = {
            read: [
                allow("ReadBus", ["events:DescribeEventBus", "events:ListTagsForResource"], args.busArn),
                allow("ReadBusArchive", ["events:DescribeArchive"], archive),
                allow("ReadRules", RULE_READS, rules),
                // The regions that have a dead-letter queue.
                find("ec2:DescribeRegions"),
            ],
            write: [
                allow(
                    "WriteBus",
                    [
                        // What lets a bus log anything.
                        "events:AllowVendedLogDeliveryForResource",
                        // It is made for the bus.
                        "events:CreateArchive",
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
                    archive,
                ),
                allow("WriteRules", [...RULE_WRITES, "events:PutTargets"], rules),
            ],
        };
        // Targets' queues are called as the settings call the targets, and that of members stacks looks like one of them.
        const membersQueue = arn({
            ...args,
            region: "*",
            service: "sqs",
            resource: named.forwarderDeadLetterQueue,
        });
        const notMembers: Permissions = {
            read: [],
            write: [deny("NoQueueOfMembers", ["sqs:*"], membersQueue)],
        };
        return together(
            bus,
            queues(args, [`${args.namePrefix}-*`]),
            queues(args, [named.deadLetterQueue], "*"),
            alarms(args, named.deadLetterAlarmPrefix, "*"),
            dashboards(args, named.busDashboard),
            notMembers,
            topics(args, named.alertTopic),
            subscriptions(args, named.alertTopic),
            keys(args, [named.busKeyAlias, named.alertKeyAlias, named.busErrorLogKeyAlias]),
            logGroups(args, named.busErrorLogGroup),
            logGroupPolicies(args),
            logDeliveries(args, named.busErrorDelivery),
        );
    },
    members: (args) => {
        const { forwarderRule, forwarderDeadLetterQueue, forwarderRole } = namesOf(args);
        // The name whole: with a star it would be every rule of a bus whose name starts with the prefix.
        const rules = arn({ ...args, region: "*", service: "events", resource: `rule/${forwarderRule}` });
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
        return together(
            forwarding,
            queues(args, [forwarderDeadLetterQueue], "*"),
            roles(args, [forwarderRole]),
            passRoles(args, "events", [forwarderRole]),
        );
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
            [
                "organizations:ListAccountsForParent",
                "organizations:ListOrganizationalUnitsForParent",
                // Whether the account API is trusted: what the provider reads of an organization, it reads together.
                "organizations:DescribeOrganization",
                "organizations:ListAccounts",
                "organizations:ListAWSServiceAccessForOrganization",
                "organizations:ListRoots",
            ],
            "*",
        ),
        // The regions of the organization's accounts, and its own.
        allow(
            "FindRegionsOfAccounts",
            ["account:ListRegions"],
            ["account", `account/${args.organizationId}/*`].map((resource) =>
                arn({ ...args, service: "account", resource }),
            ),
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
