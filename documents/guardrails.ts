/** What the accounts of the organization are kept from doing to the logging: a service control policy. */
import {
    arn,
    busArn,
    bucketArn,
    queueArn,
    roleArn,
    topicArn,
    type AccountId,
    type Partition,
    type Place,
} from "../aws/arn";
import { policyDocument, type PolicyDocument, type Statement } from "../aws/policyDocument";

/** The longest a service control policy can be, in characters, without white space between its elements. */
export const MAX_GUARDRAIL_LENGTH = 5120;

export interface GuardrailPolicyArgs {
    readonly partition: Partition;
    readonly homeRegion: string;
    readonly securityAccount: AccountId;
    /** ARN of the organization trail, `*` for any region in it. */
    readonly trailArn: string;
    /** Names of the archive's bucket and of the bucket of its access logs. */
    readonly archiveBuckets: readonly string[];
    readonly busName: string;
    /** What the names of our rules, roles, queues, topics and aliases start with, without the dash that follows. */
    readonly namePrefix: string;
    /** Names of the roles, the same in every account, that may do all of it: the deployment's and the break-glass one. */
    readonly exemptRoles: readonly string[];
}

/**
 * The guardrails as a service control policy. It denies what would stop or narrow the logging, and changing the
 * exempt roles, or who may make roles would make himself exempt. It names our own resources wherever the service lets
 * a policy name one.
 *
 * Keys are told by their aliases, because the policy is made before their ids are known; an alias of ours can be
 * neither moved nor deleted.
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 */
export function guardrailPolicy(args: GuardrailPolicyArgs): PolicyDocument {
    const { partition, homeRegion, securityAccount, namePrefix } = args;
    const everywhere: Place = { partition, region: "*", account: "*" };
    const home: Place = { partition, region: homeRegion, account: securityAccount };
    const ours = `${namePrefix}-*`;
    const buckets = args.archiveBuckets.map((name) => bucketArn(partition, name));

    const deny = (
        sid: string,
        actions: readonly string[],
        resources: readonly string[],
        condition: Statement["Condition"] = {},
    ): Statement => ({
        Sid: sid,
        Effect: "Deny",
        Action: actions,
        Resource: resources,
        Condition: {
            ...condition,
            ArnNotLike: {
                "aws:PrincipalArn": args.exemptRoles.map((role) => roleArn(partition, "*", role)),
            },
        },
    });
    return policyDocument(
        // One statement for what services know by a resource, since every statement repeats the exempt roles: an action
        // applies to the resources of its own service only.
        deny(
            "Ours",
            [
                ...prefixed("cloudtrail", [
                    "DeleteTrail",
                    "PutEventSelectors",
                    "PutInsightSelectors",
                    "StopLogging",
                    "UpdateTrail",
                ]),
                ...prefixed("s3", [
                    "BypassGovernanceRetention",
                    "DeleteBucket*",
                    "DeleteObject*",
                    "PutBucket*",
                    "PutEncryptionConfiguration",
                    "PutLifecycleConfiguration",
                    "PutReplicationConfiguration",
                ]),
                ...prefixed("events", [
                    "DeleteArchive",
                    "DeleteEventBus",
                    "DeleteRule",
                    "DisableRule",
                    "PutRule",
                    "PutTargets",
                    "RemoveTargets",
                    "UpdateArchive",
                    "UpdateEventBus",
                ]),
                ...prefixed("sqs", [
                    "AddPermission",
                    "DeleteQueue",
                    "PurgeQueue",
                    "RemovePermission",
                    "SetQueueAttributes",
                ]),
                ...prefixed("sns", [
                    "AddPermission",
                    "DeleteTopic",
                    "RemovePermission",
                    "SetTopicAttributes",
                ]),
                ...prefixed("iam", [
                    "AttachRolePolicy",
                    "CreateRole",
                    "DeleteRole*",
                    "DetachRolePolicy",
                    "PutRole*",
                    "UpdateAssumeRolePolicy",
                    "UpdateRole",
                ]),
                ...prefixed("kms", ["DeleteAlias", "UpdateAlias"]),
            ],
            [
                // A delegated administrator of CloudTrail can change the organization trail from a member account.
                args.trailArn,
                ...buckets,
                ...buckets.map((bucket) => `${bucket}/*`),
                busArn(home, args.busName),
                ...[`archive/${ours}`, `rule/${ours}`, `rule/*/${ours}`].map((resource) =>
                    arn({ ...everywhere, service: "events", resource }),
                ),
                queueArn(everywhere, ours),
                topicArn(everywhere, ours),
                ...[ours, ...args.exemptRoles].map((role) => roleArn(partition, "*", role)),
                arn({ ...everywhere, service: "kms", resource: `alias/${ours}` }),
            ],
        ),
        deny(
            "OurKeys",
            prefixed("kms", [
                "DeleteAlias",
                "DisableKey*",
                "PutKeyPolicy",
                "ScheduleKeyDeletion",
                "UpdateAlias",
            ]),
            [arn({ ...everywhere, service: "kms", resource: "key/*" })],
            { "ForAnyValue:StringLike": { "kms:ResourceAliases": `alias/${ours}` } },
        ),
        // These two know no resource: in a statement that names the bus they would be denied to nobody.
        deny("BusPolicy", prefixed("events", ["PutPermission", "RemovePermission"]), ["*"], {
            StringEquals: { "aws:PrincipalAccount": securityAccount },
        }),
        deny(
            "Anywhere",
            [
                ...prefixed("guardduty", [
                    "DeleteDetector",
                    "DeleteMembers",
                    "DisassociateFrom*",
                    "DisassociateMembers",
                    "StopMonitoringMembers",
                    "UpdateDetector",
                ]),
                ...prefixed("macie2", [
                    "DeleteMember",
                    "DisableMacie",
                    "DisassociateFrom*",
                    "DisassociateMember",
                    "UpdateMacieSession",
                ]),
                "organizations:LeaveOrganization",
            ],
            ["*"],
        ),
    );
}

const prefixed = (service: string, actions: readonly string[]): readonly string[] =>
    actions.map((action) => `${service}:${action}`);
