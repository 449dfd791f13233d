/** Statements that several kinds of stack, or options of them, need: reading and writing one kind of resource. */
import { arn, policyArn, roleArn } from "../../../aws/arn";
import type { Statement } from "../../../aws/policyDocument";
import { workloadBoundaryName, type DeployedAccount } from "../../../settings/access";

/** What a preview needs, and what an update needs besides. */
export interface Permissions {
    readonly read: readonly Statement[];
    readonly write: readonly Statement[];
}

/** An account, and the region of everything that is not in every region. */
export interface HomeAccount extends DeployedAccount {
    readonly homeRegion: string;
}

export function allow(
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

/** Several together. */
export function together(...all: readonly Permissions[]): Permissions {
    return {
        read: merged(all.flatMap(({ read }) => read)),
        write: merged(all.flatMap(({ write }) => write)),
    };
}

/**
 * Those of the same `Sid`, which have the same condition, as one statement: about the resources of both, or with the
 * actions of both.
 */
export function merged(statements: readonly Statement[]): readonly Statement[] {
    const bySid = new Map<string, Statement>();
    for (const statement of statements) {
        const earlier = bySid.get(statement.Sid);
        bySid.set(statement.Sid, earlier === undefined ? statement : mergedWith(earlier, statement));
    }
    return [...bySid.values()];
}

/**
 * Those about the same resources, under the same condition, as one statement, with both their names: a role's inline
 * policies have 10,240 characters, and ARNs take most of them.
 */
export function foldedByResource(statements: readonly Statement[]): readonly Statement[] {
    const folded = new Map<string, Statement>();
    for (const statement of statements) {
        const about = JSON.stringify([statement.Resource, statement.Condition]);
        const earlier = folded.get(about);
        folded.set(
            about,
            earlier === undefined
                ? statement
                : { ...mergedWith(earlier, statement), Sid: `${earlier.Sid}${statement.Sid}` },
        );
    }
    return [...folded.values()];
}

/** @throws Error if both would differ in actions and in resources: together they would allow what neither does */
function mergedWith(one: Statement, other: Statement): Statement {
    const same = (key: "Action" | "Resource" | "Condition"): boolean =>
        JSON.stringify([one[key]].flat()) === JSON.stringify([other[key]].flat());
    if (!same("Condition") || !(same("Action") || same("Resource"))) {
        throw new Error(`two different statements are called ${one.Sid}`);
    }
    return { ...one, Action: union(one.Action, other.Action), Resource: union(one.Resource, other.Resource) };
}

const union = (...parts: readonly (string | readonly string[] | undefined)[]): readonly string[] => [
    ...new Set(parts.flatMap((part) => part ?? [])),
];

/** Reading what IAM knows no resources for. */
export const find = (...actions: readonly string[]): Statement => allow("Find", actions, "*");

/** Writing what IAM knows no resources for: it is any of the account, in the home region. */
export const writeInHomeRegion = ({ homeRegion }: HomeAccount, ...actions: readonly string[]): Statement =>
    allow("WriteInHomeRegion", actions, "*", { StringEquals: { "aws:RequestedRegion": homeRegion } });

/** The ARNs, in the home region, of a service's resources whose names start as the program's do. */
export const ownResources = (args: HomeAccount, service: string, type = ""): string =>
    arn({ ...args, region: args.homeRegion, service, resource: `${type}${args.namePrefix}-*` });

/** Configuring buckets: no object is read or written, and no bucket deleted. */
export const buckets = (arns: readonly string[]): Permissions => ({
    read: [allow("ReadBuckets", BUCKET_READS, arns)],
    write: [allow("WriteBuckets", BUCKET_WRITES, arns)],
});

/** Having S3 log who uses buckets. */
export const accessLogs = (arns: readonly string[]): Permissions => ({
    read: [],
    write: [allow("LogAccess", ["s3:PutBucketLogging"], arns)],
});

/**
 * A key has no name before it exists, and no alias when its policy is first read: it is any key of the account, in the
 * home region. What can be done to it is not what would lose it.
 */
export function keys(args: HomeAccount): Permissions {
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
            find("kms:ListAliases"),
        ],
        write: [
            writeInHomeRegion(args, "kms:CreateKey"),
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

/** Queues, in the home region or in every one. */
export function queues(args: HomeAccount, region = args.homeRegion): Permissions {
    const own = ownResources({ ...args, homeRegion: region }, "sqs");
    return {
        read: [allow("ReadQueues", QUEUE_READS, own)],
        write: [allow("WriteQueues", QUEUE_WRITES, own)],
    };
}

/** Topics. None is deleted: who listens would not be told. */
export function topics(args: HomeAccount): Permissions {
    const own = ownResources(args, "sns");
    return {
        read: [allow("ReadTopics", ["sns:GetTopicAttributes", "sns:ListTagsForResource"], own)],
        write: [
            allow(
                "WriteTopics",
                ["sns:CreateTopic", "sns:SetTopicAttributes", "sns:TagResource", "sns:UntagResource"],
                own,
            ),
        ],
    };
}

/** Subscriptions of topics. */
export function subscriptions(args: HomeAccount): Permissions {
    const own = ownResources(args, "sns");
    return {
        read: [allow("ReadSubscriptions", ["sns:GetSubscriptionAttributes"], own)],
        write: [allow("WriteSubscriptions", ["sns:Subscribe", "sns:Unsubscribe"], own)],
    };
}

/** The roles that a deployment makes: within their boundary, and passed to services that they are for. */
export function roles(args: DeployedAccount): Permissions {
    const own = roleArn(args.partition, args.account, `${args.namePrefix}-*`);
    const boundary = policyArn(args.partition, args.account, workloadBoundaryName(args.namePrefix));
    return {
        read: [allow("ReadRoles", ROLE_READS, own)],
        write: [
            allow("WriteBoundedRoles", BOUNDED_ROLE_WRITES, own, {
                ArnEquals: { "iam:PermissionsBoundary": boundary },
            }),
            allow("WriteRoles", ROLE_WRITES, own),
        ],
    };
}

/** Handing roles to a service. */
export const passRoles = (args: DeployedAccount, service: string): Permissions => ({
    read: [],
    write: [
        allow(
            `PassRolesTo${service[0]?.toUpperCase() ?? ""}${service.slice(1)}`,
            ["iam:PassRole"],
            roleArn(args.partition, args.account, `${args.namePrefix}-*`),
            { StringEquals: { "iam:PassedToService": `${service}.amazonaws.com` } },
        ),
    ],
});

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
