/** Statements that several kinds of stack, or options of them, need: reading and writing one kind of resource. */
import { type AccountId, arn, dashboardArn, policyArn, roleArn } from "../../../aws/arn";
import { type Conditions, oneOrAll, type Statement } from "../../../aws/policyDocument";
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

export function deny(
    sid: string,
    actions: readonly string[],
    resource: string | readonly string[] = "*",
    condition?: Statement["Condition"],
): Statement {
    return { ...allow(sid, actions, resource, condition), Effect: "Deny" };
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
 * Those with the same effect on the same resources, under the same condition, as one statement, with both their names: a role's inline
 * policies have 10,240 characters, and ARNs take most of them.
 */
export function foldedByResource(statements: readonly Statement[]): readonly Statement[] {
    const folded = new Map<string, Statement>();
    for (const statement of statements) {
        const about = JSON.stringify([statement.Effect, statement.Resource, statement.Condition]);
        const earlier = folded.get(about);
        folded.set(
            about,
            earlier === undefined
                ? statement
                : { ...mergedWith(earlier, statement), Sid: bothNames(earlier.Sid, statement.Sid) },
        );
    }
    return [...folded.values()].map((statement) => ({ ...statement, ...withoutListsOfOne(statement) }));
}

/** IAM takes a text as well, which is shorter. */
const withoutListsOfOne = ({ Resource }: Statement): Pick<Statement, "Resource"> =>
    Array.isArray(Resource) && Resource.length === 1 ? { Resource: Resource[0] as string } : {};

/** Reading and writing of the same is told by what it is of. */
function bothNames(one: string, other: string): string {
    const read = other.replace(/^Write/, "Read");
    return one.includes(read) ? one.replace(read, read.replace(/^Read/, "")) : `${one}${other}`;
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

/** The ARNs of a service's resources, in the home region. */
export const inHomeRegion = (
    args: HomeAccount,
    service: string,
    resources: readonly string[],
): readonly string[] =>
    resources.map((resource) => arn({ ...args, region: args.homeRegion, service, resource }));

/** The ARN, in the home region, of a service's resources whose names start as the program's do. */
export const ownResources = (args: HomeAccount, service: string, type = ""): string =>
    arn({ ...args, region: args.homeRegion, service, resource: `${type}${args.namePrefix}-*` });

/**
 * The account's own buckets: their ARNs tell no account, and a bucket of that name may be a stranger's.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-resourceaccount
 */
export const ownAccounts = ({ account }: DeployedAccount): Conditions => ({
    StringEquals: { "aws:ResourceAccount": account },
});

/** Configuring buckets: no object is read or written, and no bucket deleted. */
export const buckets = (args: DeployedAccount, arns: readonly string[]): Permissions => ({
    read: [allow("ReadBuckets", BUCKET_READS, arns, ownAccounts(args))],
    write: [
        // What is not there yet has no account; it is made in the caller's.
        allow("CreateBuckets", ["s3:CreateBucket"], arns),
        allow("WriteBuckets", BUCKET_WRITES, arns, ownAccounts(args)),
    ],
});

/** Having S3 log who uses buckets. */
export const accessLogs = (args: DeployedAccount, arns: readonly string[]): Permissions => ({
    read: [],
    write: [allow("LogAccess", ["s3:PutBucketLogging"], arns, ownAccounts(args))],
});

/** Locking what is in buckets from now on. */
export const objectLocks = (args: DeployedAccount, arns: readonly string[]): Permissions => ({
    read: [],
    write: [allow("LockObjects", ["s3:PutBucketObjectLockConfiguration"], arns, ownAccounts(args))],
});

/**
 * IAM tells keys by their aliases alone, and a key has none when it has just been made: what is done to it then may be
 * done to every key of the account, in the home region, that has no other alias than ours. Its policy is written with
 * the key itself; to change it later takes an alias of ours. None of it would lose the key.
 * @param aliases `alias/` included; `*` stands for any text
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html
 */
export function keys(
    args: HomeAccount & { readonly loggingAccount: AccountId; readonly archiveKeyAlias: string },
    aliases: readonly string[],
): Permissions {
    const key = arn({ ...args, region: args.homeRegion, service: "kms", resource: "key/*" });
    const alias = inHomeRegion(args, "kms", aliases);
    const own = `alias/${args.namePrefix}-`;
    // The archive's key may have been taken over with an alias of another beginning.
    const { account, loggingAccount, archiveKeyAlias } = args;
    const adopted = account === loggingAccount && !archiveKeyAlias.startsWith(own) ? [archiveKeyAlias] : [];
    const ours = { "kms:ResourceAliases": oneOrAll([`${own}*`, ...adopted]) };
    const nobodyElses = { "ForAllValues:StringLike": ours };
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
                ["kms:CreateAlias", "kms:EnableKeyRotation", "kms:TagResource", "kms:UntagResource"],
                key,
                nobodyElses,
            ),
            allow("ChangeKeys", ["kms:PutKeyPolicy", "kms:UpdateKeyDescription"], key, {
                "ForAnyValue:StringLike": ours,
            }),
            allow("NameKeys", ["kms:CreateAlias"], alias),
        ],
    };
}

/** Queues, in the home region or in every one. */
export function queues(args: HomeAccount, names: readonly string[], region = args.homeRegion): Permissions {
    const own = inHomeRegion({ ...args, homeRegion: region }, "sqs", names);
    return {
        read: [allow("ReadQueues", QUEUE_READS, own)],
        write: [allow("WriteQueues", QUEUE_WRITES, own)],
    };
}

/** Alarms whose names start so, in the home region or in every one. */
export function alarms(args: HomeAccount, prefix: string, region = args.homeRegion): Permissions {
    const own = inHomeRegion({ ...args, homeRegion: region }, "cloudwatch", [`alarm:${prefix}*`]);
    return {
        read: [allow("ReadAlarms", ["cloudwatch:DescribeAlarms", "cloudwatch:ListTagsForResource"], own)],
        write: [
            allow(
                "WriteAlarms",
                [
                    "cloudwatch:DeleteAlarms",
                    "cloudwatch:PutMetricAlarm",
                    "cloudwatch:TagResource",
                    "cloudwatch:UntagResource",
                ],
                own,
            ),
        ],
    };
}

/**
 * A dashboard, which is of the account and of no region.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html
 */
export function dashboards(args: DeployedAccount, name: string): Permissions {
    const own = dashboardArn(args.partition, args.account, name);
    return {
        read: [allow("ReadDashboards", ["cloudwatch:GetDashboard"], own)],
        write: [allow("WriteDashboards", ["cloudwatch:DeleteDashboards", "cloudwatch:PutDashboard"], own)],
    };
}

/** A topic. It is not deleted: who listens would not be told. */
export function topics(args: HomeAccount, name: string): Permissions {
    const own = inHomeRegion(args, "sns", [name]);
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

/** Subscriptions of a topic. */
export function subscriptions(args: HomeAccount, topic: string): Permissions {
    const own = inHomeRegion(args, "sns", [topic]);
    return {
        read: [allow("ReadSubscriptions", ["sns:GetSubscriptionAttributes"], own)],
        write: [allow("WriteSubscriptions", ["sns:Subscribe", "sns:Unsubscribe"], own)],
    };
}

/** The roles that a deployment makes: within their boundary, and passed to services that they are for. */
export function roles(args: DeployedAccount, names: readonly string[]): Permissions {
    const own = rolesNamed(args, names);
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

const rolesNamed = (args: DeployedAccount, names: readonly string[]): readonly string[] =>
    names.map((name) => roleArn(args.partition, args.account, name));

/** Handing roles to a service. */
export const passRoles = (args: DeployedAccount, service: string, names: readonly string[]): Permissions => ({
    read: [],
    write: [
        allow(
            `PassRolesTo${service[0]?.toUpperCase() ?? ""}${service.slice(1)}`,
            ["iam:PassRole"],
            rolesNamed(args, names),
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
