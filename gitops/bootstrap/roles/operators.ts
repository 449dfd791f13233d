/**
 * The role of those who operate: `npx security-logging status`, `verify`, `lookup`, `replay`, `dead-letters` and `forwarders` by
 * `--role`. It reads, taps the bus and replays, and changes nothing that is there for good.
 */
import { type AccountId, arn, bucketArn, queueArn, ruleArn, topicArn } from "../../../aws/arn";
import { policyDocument, type PolicyDocument, type Statement } from "../../../aws/policyDocument";
import { operatorsRoleArn } from "../../../settings/access";
import {
    ABSENT_TAG,
    VERIFICATION_DETAIL_TYPE,
    VERIFICATION_SOURCE,
    verificationName,
} from "../../../settings/verification";
import { namesOf } from "./names";
import type { DeploymentPermissionsArgs } from "./permissionsArgs";
import { allow } from "./statements";
import { trustOfPrincipals } from "./trust";

/** As AWS shows the role. */
export const OPERATORS_DESCRIPTION = "Verifies, looks up and replays what the security logging has here";

/** What the operators' role is made from. */
export interface OperatorsArgs extends DeploymentPermissionsArgs {
    /** ARNs of the IAM roles and users that may assume the role in the security account. None: there is no such role. */
    readonly operators: readonly string[];
}

/**
 * Who may assume the role: in the security account the principals that the settings name, in every other account the role of
 * the security account.
 */
export function operatorsTrust(args: OperatorsArgs): PolicyDocument {
    const { account, securityAccount } = args;
    return trustOfPrincipals(
        "OperatorsAssumeRole",
        account === securityAccount
            ? args.operators
            : [operatorsRoleArn({ ...args, account: securityAccount })],
        args,
    );
}

/**
 * What the role may do. The same document is the role's boundary, so that a wider policy gives it nothing more. At most
 * 6,144 characters.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export function operatorsPermissions(args: DeploymentPermissionsArgs): PolicyDocument {
    return policyDocument(
        ...atOrigins(args),
        ...(args.account === args.securityAccount ? atTheBus(args) : []),
        ...(args.account === args.loggingAccount ? atTheArchive(args) : []),
        ...(args.account === args.managementAccount ? atTheTrail(args) : []),
    );
}

/** In the management account besides: look at the trail, at the accounts of the organization, and at the CIS alarms. */
function atTheTrail(args: DeploymentPermissionsArgs): readonly Statement[] {
    const { alarmTopic } = namesOf(args);
    return [
        allow(
            "ReadTrail",
            [
                "cloudtrail:GetEventSelectors",
                "cloudtrail:GetInsightSelectors",
                "cloudtrail:GetTrail",
                "cloudtrail:GetTrailStatus",
            ],
            args.trailArn,
        ),
        allow("FindRoot", ["organizations:ListRoots"], "*"),
        ...atForwarderSet(args, [args.managementAccount]),
        ...(args.options.includes("cloudWatchLogs")
            ? atAlarms(topicArn({ ...args, region: args.homeRegion }, alarmTopic))
            : []),
    ];
}

/** In the logging account besides: look at what guards the archive and its key, and at none of what is in it. */
function atTheArchive(args: DeploymentPermissionsArgs): readonly Statement[] {
    const [archive = ""] = args.archiveBuckets;
    return [
        allow(
            "ReadArchiveSettings",
            [
                "s3:GetBucketObjectLockConfiguration",
                "s3:GetBucketPolicy",
                "s3:GetBucketPublicAccessBlock",
                "s3:GetBucketVersioning",
                "s3:GetEncryptionConfiguration",
                "s3:GetLifecycleConfiguration",
            ],
            bucketArn(args.partition, archive),
            { StringEquals: { "aws:ResourceAccount": args.account } },
        ),
        allow(
            "ReadKeySettings",
            ["kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus"],
            arn({ ...args, region: args.homeRegion, service: "kms", resource: "key/*" }),
            { "ForAnyValue:StringEquals": { "kms:ResourceAliases": namesOf(args).keyAlias } },
        ),
    ];
}

/** Which alarms went off, and who is told. */
const atAlarms = (topic: string): readonly Statement[] => [
    allow("ReadAlarms", ["cloudwatch:DescribeAlarms"], "*"),
    allow("ReadSubscriptions", ["sns:GetTopicAttributes", "sns:ListSubscriptionsByTopic"], topic),
];

/** In every account: look events up, cause the two events of a verification, read what could not be forwarded. */
function atOrigins(args: DeploymentPermissionsArgs): readonly Statement[] {
    const { forwarderRule, forwarderSetRule, forwarderDeadLetterQueue, deadLetterQueue, busDeadLetterQueue } =
        namesOf(args);
    const everyRegion = { ...args, region: "*" };
    const rules = [forwarderRule, forwarderSetRule].map((name) => ruleArn(everyRegion, name));
    return [
        allow("LookUpEvents", ["cloudtrail:LookupEvents"], "*"),
        allow("ReadForwarder", ["events:DescribeRule", "events:ListTargetsByRule"], rules),
        allow("TakeAbsentTag", ["events:UntagResource"], rules, {
            // A call can name several tags: each has to be this one, and there has to be one.
            "ForAllValues:StringEquals": { "aws:TagKeys": ABSENT_TAG },
            Null: { "aws:TagKeys": "false" },
        }),
        allow("ReadDeadLetters", QUEUE_READS, [
            queueArn(everyRegion, forwarderDeadLetterQueue),
            ...(args.account === args.securityAccount
                ? [
                      queueArn(everyRegion, deadLetterQueue),
                      queueArn({ ...args, region: args.homeRegion }, busDeadLetterQueue),
                  ]
                : []),
        ]),
    ];
}

/** In the security account besides: tap the bus, send the test message, replay, and go on into the other accounts. */
function atTheBus(args: DeploymentPermissionsArgs): readonly Statement[] {
    const home = { ...args, region: args.homeRegion };
    const named = namesOf(args);
    const events = (resource: string): string => arn({ ...home, service: "events", resource });
    const ours = `${args.namePrefix}-*`;
    const temporary = verificationName(args.namePrefix, "*");
    const tapRule = ruleArn(home, temporary, args.busName);
    const tapQueue = queueArn(home, temporary);
    const alertTopic = topicArn(home, named.alertTopic);
    const archive = events(`archive/${named.busArchive}`);
    const replay = events(`replay/${ours}`);
    return [
        allow(
            "FindRulesAndReplays",
            [
                "cloudwatch:GetMetricData",
                "events:ListReplays",
                "events:ListRules",
                // Where the security account administers StackSets.
                "organizations:ListDelegatedAdministrators",
            ],
            "*",
        ),
        allow("ReadBus", ["events:DescribeEventBus"], args.busArn),
        allow("ReadRules", ["events:ListTargetsByRule"], ruleArn(home, ours, args.busName)),
        ...atAlarms(alertTopic),
        allow("TapRules", ["events:DeleteRule", "events:PutRule", "events:RemoveTargets"], tapRule),
        allow("TapTargets", ["events:PutTargets"], tapRule, {
            // Each target has to be one of these, and there has to be one.
            "ForAllValues:ArnLike": { "events:TargetArn": [tapQueue, alertTopic] },
            Null: { "events:TargetArn": "false" },
        }),
        allow(
            "TapQueues",
            ["sqs:CreateQueue", "sqs:DeleteMessage", "sqs:DeleteQueue", "sqs:ReceiveMessage"],
            tapQueue,
        ),
        allow("PutTestEvent", ["events:PutEvents"], args.busArn, {
            // AWS calls both keys lists: a call can put several events, and each has to be such a one.
            "ForAllValues:StringEquals": {
                "events:source": VERIFICATION_SOURCE,
                "events:detail-type": VERIFICATION_DETAIL_TYPE,
            },
            Null: { "events:source": "false", "events:detail-type": "false" },
        }),
        allow("ListenForTest", ["sns:Subscribe"], alertTopic, {
            StringEquals: { "sns:Protocol": "sqs" },
            StringLike: { "sns:Endpoint": tapQueue },
        }),
        // SNS knows permissions on topics only: it is any subscription of this one, which is why it alerts.
        allow("EndListening", ["sns:Unsubscribe"], alertTopic),
        allow("ReadArchive", ["events:DescribeArchive"], archive),
        allow("Replay", ["events:StartReplay"], [archive, args.busArn, replay]),
        allow("FollowReplay", ["events:CancelReplay", "events:DescribeReplay"], replay),
        // Where the security account administers StackSets: the set is the management account's even then.
        ...atForwarderSet(args, [args.managementAccount, args.securityAccount]),
        allow("GoOnIntoAccounts", ["sts:AssumeRole"], operatorsRoleArn({ ...args, account: "*" }), {
            StringEquals: { "aws:ResourceOrgID": args.organizationId },
        }),
    ];
}

/**
 * Look at the StackSet of forwarders and at the accounts that it is for. Looking for drift reads the stacks and changes none.
 * @param owners whose the set may be
 */
const atForwarderSet = (
    args: DeploymentPermissionsArgs,
    owners: readonly AccountId[],
): readonly Statement[] => [
    allow(
        "ReadForwarderSet",
        [
            "cloudformation:DescribeStackSetOperation",
            "cloudformation:DetectStackSetDrift",
            "cloudformation:ListStackInstances",
        ],
        owners.map((account) =>
            arn({
                ...args,
                region: args.homeRegion,
                account,
                service: "cloudformation",
                resource: `stackset/${namesOf(args).forwarderStackSetPrefix}*:*`,
            }),
        ),
    ),
    allow(
        "FindAccounts",
        ["organizations:ListAccountsForParent", "organizations:ListOrganizationalUnitsForParent"],
        "*",
    ),
];

/** How many messages there are, and what they say: each is given back to its queue, and none deleted. */
const QUEUE_READS = [
    "sqs:ChangeMessageVisibility",
    "sqs:GetQueueAttributes",
    "sqs:GetQueueUrl",
    "sqs:ReceiveMessage",
];
