/** Control Tower, of two versions. */
import { policyDocument, type PolicyDocument } from "../../aws/policyDocument";
import {
    deliversTo,
    deniedBut,
    keyOfTrail,
    MANAGEMENT_EVENTS,
    onlyByTls,
    trailArnOf,
    type Zone,
    type ZoneArgs,
} from "./zone";

/** The role by which it changes what is its own. */
const EXECUTION = "AWSControlTowerExecution";

/**
 * Landing zone 3.3: one bucket of a name that is told from account and region.
 * @see https://docs.aws.amazon.com/controltower/latest/userguide/logging-using-cloudtrail.html
 * @see https://docs.aws.amazon.com/controltower/latest/userguide/configure-kms-keys.html
 */
export function controlTower3(args: ZoneArgs): Zone {
    const { loggingAccount, homeRegion } = args;
    const named = (what: string): string => `aws-controltower-${what}-${loggingAccount}-${homeRegion}`;
    return zoneOf(args, "Control Tower 3.3", named("logs"), named("s3-access-logs"), {
        "aws-guardrails-core": guardrails(["arn:aws:s3:::aws-controltower*"], BUCKET_SETTINGS),
    });
}

/**
 * Landing zone 4.0, set up anew: CloudTrail has a bucket of its own, that and all that it holds is guarded by CT.S3.PV.8, and
 * regions that are not governed are denied.
 * @see https://docs.aws.amazon.com/controltower/latest/userguide/2025-all.html
 * @see https://docs.aws.amazon.com/controltower/latest/controlreference/ct-s3-pv-8.html
 */
export function controlTower4(args: ZoneArgs): Zone {
    const named = (what: string): string => `aws-controltower-${what}-${args.loggingAccount}-x7q-2fd`;
    const guarded = ["access-logs", "cloudtrail", "logs"].map(
        (what) => `arn:aws:s3:::aws-controltower-${what}-*`,
    );
    const logs = named("cloudtrail-logs");
    return zoneOf(args, "Control Tower 4.0", logs, named("access-logs"), {
        "aws-guardrails-core": guardrails(guarded, [
            ...BUCKET_SETTINGS,
            "s3:DeleteBucket",
            "s3:DeleteBucketPolicy",
            "s3:PutBucketAcl",
            "s3:PutBucketNotification",
            "s3:PutBucketObjectLockConfiguration",
            "s3:PutBucketOwnershipControls",
            "s3:PutBucketPublicAccessBlock",
            "s3:PutBucketVersioning",
            "s3:PutReplicationConfiguration",
        ]),
        "region-deny": regionDeny([args.homeRegion]),
    });
}

/** What both versions have alike. */
function zoneOf(
    args: ZoneArgs,
    title: string,
    bucket: string,
    accessLogs: string,
    serviceControlPolicies: Zone["serviceControlPolicies"],
): Zone {
    const { organizationId, managementAccount } = args;
    const trail = {
        name: "aws-controltower-BaselineCloudTrail",
        account: managementAccount,
        isOrganizationTrail: true,
        // The organization's id, which then stands twice in every key.
        prefix: organizationId,
        selectors: MANAGEMENT_EVENTS,
        logGroup: { name: "aws-controltower/CloudTrailLogs", roleName: "AWSControlTowerCloudTrailRole" },
    };
    const trailArn = trailArnOf(args, trail);
    return {
        title,
        trusted: [
            "cloudtrail.amazonaws.com",
            "config.amazonaws.com",
            "controltower.amazonaws.com",
            "member.org.stacksets.cloudformation.amazonaws.com",
            "sso.amazonaws.com",
        ],
        delegated: [],
        trails: [trail],
        buckets: [
            {
                name: bucket,
                policy: policyDocument(
                    onlyByTls(bucket),
                    ...deliversTo(bucket, [`${organizationId}/AWSLogs/`], {
                        StringEquals: { "aws:SourceArn": trailArn },
                    }),
                ),
                versioned: true,
                expireAfterDays: 365,
            },
            { name: accessLogs, versioned: true, expireAfterDays: 3650 },
        ],
        // In the management account, as Control Tower asks for.
        key: keyOfTrail(managementAccount, trailArn),
        roles: [EXECUTION],
        serviceControlPolicies,
    };
}

const BUCKET_SETTINGS = [
    "s3:PutBucketLogging",
    "s3:PutBucketPolicy",
    "s3:PutEncryptionConfiguration",
    "s3:PutLifecycleConfiguration",
];

/**
 * The mandatory controls that could meet this program, as one policy.
 * @see https://docs.aws.amazon.com/controltower/latest/controlreference/mandatory-controls.html
 */
const guardrails = (buckets: readonly string[], ofBuckets: readonly string[]): PolicyDocument => {
    const denied = (sid: string, actions: readonly string[], resources: readonly string[]) =>
        deniedBut([EXECUTION], sid, actions, resources);
    return policyDocument(
        denied("GRCTAUDITBUCKET", ofBuckets, buckets),
        denied(
            "GRCLOUDTRAILENABLED",
            [
                "cloudtrail:DeleteTrail",
                "cloudtrail:PutEventSelectors",
                "cloudtrail:StopLogging",
                "cloudtrail:UpdateTrail",
            ],
            ["arn:aws:cloudtrail:*:*:trail/aws-controltower-*"],
        ),
        denied(
            "GRCLOUDWATCHEVENTPOLICY",
            [
                "events:DeleteRule",
                "events:DisableRule",
                "events:PutRule",
                "events:PutTargets",
                "events:RemoveTargets",
            ],
            ["arn:aws:events:*:*:rule/aws-controltower-*"],
        ),
        denied(
            "GRIAMROLEPOLICY",
            [
                "iam:AttachRolePolicy",
                "iam:CreateRole",
                "iam:DeleteRole",
                "iam:DeleteRolePermissionsBoundary",
                "iam:DeleteRolePolicy",
                "iam:DetachRolePolicy",
                "iam:PutRolePermissionsBoundary",
                "iam:PutRolePolicy",
                "iam:UpdateAssumeRolePolicy",
                "iam:UpdateRole",
                "iam:UpdateRoleDescription",
            ],
            [
                "arn:aws:iam::*:role/aws-controltower-*",
                "arn:aws:iam::*:role/*AWSControlTower*",
                "arn:aws:iam::*:role/stacksets-exec-*",
            ],
        ),
        denied(
            "GRLAMBDAFUNCTIONPOLICY",
            ["lambda:AddPermission", "lambda:CreateFunction", "lambda:UpdateFunctionCode"],
            ["arn:aws:lambda:*:*:function:aws-controltower-*"],
        ),
        denied(
            "GRLOGGROUPPOLICY",
            ["logs:DeleteLogGroup", "logs:PutRetentionPolicy"],
            ["arn:aws:logs:*:*:log-group:*aws-controltower*"],
        ),
        denied(
            "GRSNSTOPICPOLICY",
            ["sns:AddPermission", "sns:CreateTopic", "sns:DeleteTopic", "sns:SetTopicAttributes"],
            ["arn:aws:sns:*:*:aws-controltower-*"],
        ),
        denied(
            "GRSNSSUBSCRIPTIONPOLICY",
            ["sns:Subscribe", "sns:Unsubscribe"],
            ["arn:aws:sns:*:*:aws-controltower-SecurityNotifications"],
        ),
    );
};

/**
 * Denies what is not of a global service outside of the governed regions.
 * @see https://docs.aws.amazon.com/controltower/latest/controlreference/primary-region-deny-policy.html
 */
const regionDeny = (governed: readonly string[]): PolicyDocument => ({
    Version: "2012-10-17",
    Statement: [
        {
            Sid: "GRREGIONDENY",
            Effect: "Deny",
            NotAction: [
                "account:*",
                "cloudtrail:LookupEvents",
                "iam:*",
                "kms:*",
                "organizations:*",
                "s3:CreateBucket",
                "s3:Get*",
                "s3:List*",
                "sts:*",
            ],
            Resource: "*",
            Condition: {
                StringNotEquals: { "aws:RequestedRegion": governed },
                ArnNotLike: { "aws:PrincipalARN": [`arn:aws:iam::*:role/${EXECUTION}`] },
            },
        } as unknown as PolicyDocument["Statement"][number],
    ],
});
