/** What the accounts of the organization are kept from doing to the logging: a service control policy. */
import {
    arn,
    busArn,
    bucketArn,
    policyArn,
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
    /** ARN of the archive's key where that was there already: ours is told by its alias. @default none */
    readonly existingKeyArn?: string | undefined;
    readonly busName: string;
    /**
     * Names of the forwarders' rules, which are on the default buses. They are named whole: a beginning would be that of every rule
     * of a bus, too, whose name begins so.
     */
    readonly forwarderRules: readonly string[];
    /** What the names of our rules, roles, queues, topics and aliases start with, without the dash that follows. */
    readonly namePrefix: string;
    /** The roles that may do it nevertheless: those of the deployment and the break-glass one. */
    readonly exemptRoles: readonly ExemptRole[];
}

/** A role, without a path, that the guardrails exempt. */
export interface ExemptRole {
    /** Its name; `*` stands for any text. */
    readonly name: string;
    /** The account that it is in. Left out: every one. */
    readonly account?: AccountId;
    /**
     * Whether it owns an archive that is there already: it may change trail, archive, bus and topics, and nothing besides.
     * @default false: all of it
     */
    readonly ofArchive?: boolean;
    /**
     * Whether it may do no more than members have: rules, queues and roles, but neither touch archive, trail, bus, topics and
     * keys, nor turn off GuardDuty and Macie, nor leave.
     * @default false: all of it
     */
    readonly ofMembers?: boolean;
}

/**
 * CloudFormation's roles, by which it brings what a service-managed StackSet has to the accounts of units. AWS documents
 * this much of their names, and that its service-linked role in the management account, which no service control policy
 * binds, is what assumes them.
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/CloudFormationStackSetsOrgAdminServiceRolePolicy.html
 */
export const STACK_SETS_ROLE_NAMES = "stacksets-exec-*";

/**
 * The guardrails as a service control policy. It denies what would stop or narrow the logging, and changing the
 * exempt roles, or who may make roles would make himself exempt. It names our own resources wherever the service lets
 * a policy name one.
 *
 * An account can bring along a role of an exempt name when it joins. Therefore names are exempt only where their roles are,
 * those that are in every account only for what is in every account, and nobody may assume CloudFormation's or give it to a service.
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
    const arnOf = ({ name, account = "*" }: ExemptRole): string => roleArn(partition, account, name);

    const existingKey = args.existingKeyArn === undefined ? [] : [args.existingKeyArn];
    const owners = args.exemptRoles.filter(({ ofArchive = false }) => ofArchive).map(arnOf);
    const others = args.exemptRoles.filter(({ ofArchive = false }) => !ofArchive);
    const everyones = others.map(arnOf);
    const wholly = others.filter(({ ofMembers = false }) => !ofMembers);

    const deny = (
        sid: string,
        actions: readonly string[],
        resources: readonly string[],
        condition: Statement["Condition"] = {},
        butTo = wholly.map(arnOf),
    ): Statement => ({
        Sid: sid,
        Effect: "Deny",
        Action: actions,
        Resource: resources,
        Condition: {
            ...condition,
            ...(butTo.length === 0 ? {} : { ArnNotLike: { "aws:PrincipalArn": butTo } }),
        },
    });
    return policyDocument(
        // One statement for what services know by a resource, since every statement repeats the exempt roles: an action
        // applies to the resources of its own service only.
        deny(
            "OfMembers",
            [
                ...prefixed("events", [
                    "DeleteRule",
                    "DisableRule",
                    "PutRule",
                    "PutTargets",
                    "RemoveTargets",
                ]),
                ...prefixed("sqs", [
                    "AddPermission",
                    "DeleteQueue",
                    "PurgeQueue",
                    "RemovePermission",
                    "SetQueueAttributes",
                    "StartMessageMoveTask",
                ]),
                ...prefixed("iam", [
                    // Attaching and detaching.
                    "*tachRolePolicy",
                    "CreatePolicyVersion",
                    "CreateRole",
                    "DeletePolicy*",
                    "DeleteRole*",
                    "PutRole*",
                    "SetDefaultPolicyVersion",
                    "UpdateAssumeRolePolicy",
                    "UpdateRole",
                ]),
            ],
            [
                ...[...args.forwarderRules.map((name) => `rule/${name}`), `rule/*/${ours}`].map((resource) =>
                    arn({ ...everywhere, service: "events", resource }),
                ),
                queueArn(everywhere, ours),
                roleArn(partition, "*", ours),
                // Above all the boundaries, which every role here is within.
                policyArn(partition, "*", ours),
                // Those whose names begin with the prefix are among ours.
                ...everyones.filter((role) => !role.includes(`:role/${namePrefix}-`)),
            ],
            {},
            everyones,
        ),
        {
            Sid: "StackSetsRoles",
            Effect: "Deny",
            // Neither to take one on, nor to have a service do so: one that was brought along may trust services.
            Action: ["sts:AssumeRole", "iam:PassRole"],
            Resource: roleArn(partition, "*", STACK_SETS_ROLE_NAMES),
        },
        deny(
            "OfCoreAccounts",
            [
                ...prefixed("cloudtrail", ["DeleteTrail", "Put*", "StopLogging", "UpdateTrail"]),
                ...prefixed("s3", [
                    "BypassGovernanceRetention",
                    "DeleteBucket*",
                    "DeleteObject*",
                    "Put*Configuration",
                    "PutBucket*",
                ]),
                ...prefixed("events", ["DeleteArchive", "DeleteEventBus", "UpdateArchive", "UpdateEventBus"]),
                ...prefixed("sns", [
                    "AddPermission",
                    "DeleteTopic",
                    "PutDataProtectionPolicy",
                    "RemovePermission",
                    "SetTopicAttributes",
                ]),
                ...prefixed("kms", [
                    "DeleteAlias",
                    "UpdateAlias",
                    ...(existingKey.length === 0
                        ? []
                        : ["DisableKey*", "PutKeyPolicy", "ScheduleKeyDeletion"]),
                ]),
            ],
            [
                // A delegated administrator of CloudTrail can change the organization trail from a member account.
                args.trailArn,
                ...buckets,
                ...buckets.map((bucket) => `${bucket}/*`),
                busArn(home, args.busName),
                arn({ ...everywhere, service: "events", resource: `archive/${ours}` }),
                topicArn(everywhere, ours),
                arn({ ...everywhere, service: "kms", resource: `alias/${ours}` }),
                ...existingKey,
            ],
            {},
            [...wholly.map(arnOf), ...owners],
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
                "account:CloseAccount",
                ...prefixed("guardduty", [
                    "Accept*",
                    "DeleteDetector",
                    "DeleteMembers",
                    "Disassociate*",
                    "StopMonitoringMembers",
                    "UpdateDetector",
                ]),
                ...prefixed("macie2", [
                    "DeleteMember",
                    "DisableMacie",
                    "Disassociate*",
                    "UpdateMacieSession",
                ]),
                "organizations:LeaveOrganization",
            ],
            ["*"],
            {},
            // A role of one account changes nothing that is about all of them.
            wholly.filter(({ account }) => account === undefined).map(arnOf),
        ),
    );
}

const prefixed = (service: string, actions: readonly string[]): readonly string[] =>
    actions.map((action) => `${service}:${action}`);
