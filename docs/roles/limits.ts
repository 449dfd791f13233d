/**
 * What an attacker could do with each credential that nothing denies and no detection alerts, and what it would lead to.
 * tests/gitops/bootstrap/matrix/attackers.test.ts tries everything, and fails for what is missing here or no longer so.
 */
import { tableRow } from "../table";

export interface Limit {
    /** What is done, in a few words. */
    readonly what: string;
    /** Who can: names of attackers, `*` for any text. */
    readonly by: readonly string[];
    /** IAM's actions, `*` for any text. */
    readonly actions: readonly string[];
    /** On which things of ours. Left out: whatever the actions take. */
    readonly on?: readonly string[];
    /** What the alarm of silence shows, by heartbeats that no longer come. */
    readonly shownAs?: "silence";
    /** What can be called then, one step after, `*` for any text: by a stranger or role that it lets in. */
    readonly opens?: readonly string[];
    /** What it leads to, and what is left. */
    readonly consequence: string;
}

const UPDATES = ["*-update*"];
const ADMINISTRATORS = ["administrator of *"];
const EVERYBODY = [...UPDATES, ...ADMINISTRATORS];
const MEMBERS = ["members-update in *"];

/** What the boundary of the roles that a deployment makes leaves room for, in the security account with every option. */
const BOUNDED = [
    "events:PutEvents",
    "firehose:PutRecord*",
    "kinesis:PutRecord*",
    "kms:Decrypt",
    "kms:GenerateDataKey",
    "logs:CreateLogStream",
    "logs:PutLogEvents",
    "s3:AbortMultipartUpload",
    "s3:PutObject",
    "states:StartExecution",
];
/** The same, which members' update roles may themselves. */
const TAGS_OF_FORWARDERS = ["events:UntagResource", "sqs:UntagQueue"];

const ROLE_CHANGES = ["iam:PassRole", "iam:PutRolePolicy", "iam:UpdateRoleDescription"];

export const LIMITS: readonly Limit[] = [
    {
        what: "keys without an alias",
        by: [...["logging", "management", "security"].map((kind) => `${kind}-update`), ...ADMINISTRATORS],
        actions: ["kms:CreateAlias", "kms:EnableKeyRotation", "kms:UpdateKeyDescription"],
        opens: ["kms:PutKeyPolicy", "kms:UpdateKeyDescription"],
        consequence:
            "A key without any alias gets one of ours, and by it an update role can change its policy: give every key of " +
            "the core accounts an alias.",
    },
    {
        what: "grants on keys",
        by: ["security-update", ...ADMINISTRATORS],
        actions: ["kms:CreateGrant", "kinesis:StartStreamEncryption"],
        opens: ["kms:*"],
        consequence:
            "An update role can have a service of AWS alone use a key, for Firehose's and Kinesis's encryption. An " +
            "administrator of a core account who lets somebody decrypt alerts; of a member, on whose keys the logging does not depend, not.",
    },
    {
        what: "the delivery of the log of the bus's errors",
        by: ["security-update"],
        actions: ["events:AllowVendedLogDeliveryForResource", "logs:*Delivery*"],
        consequence:
            "What goes wrong on the bus is logged no more, or elsewhere too, without the events: what is given up is still in " +
            "the dead-letter queues, which alarm. Drift shows it.",
    },
    {
        what: "the trail's Insights",
        by: ["management-update"],
        actions: ["cloudtrail:PutInsightSelectors"],
        consequence: "Unusual rates of calls or errors are no longer looked for. Drift shows it.",
    },
    {
        what: "the trail is started",
        by: ["management-update", "administrator of management"],
        actions: ["cloudtrail:StartLogging"],
        consequence: "Nothing ends by it.",
    },
    {
        what: "other things of CloudTrail's",
        by: ADMINISTRATORS,
        actions: ["cloudtrail:StartImport", "cloudtrail:StopImport"],
        consequence: "Imports are of CloudTrail Lake, which nothing here uses.",
    },
    {
        what: "CloudTrail's delegated administrator",
        by: ["administrator of member, by a deployment's name"],
        actions: ["cloudtrail:RegisterOrganizationDelegatedAdmin"],
        consequence: "AWS takes it in the management account only.",
    },
    {
        what: "services trusted by the organization",
        by: ["management-update", ...ADMINISTRATORS],
        actions: ["organizations:EnableAWSServiceAccess"],
        consequence:
            "An update role can have the organization trust CloudTrail, and no other service. Of administrators AWS takes it in the management account only.",
    },
    {
        what: "the organization made larger",
        by: ADMINISTRATORS,
        actions: ["organizations:Create*", "organizations:EnableAllFeatures"],
        consequence:
            "AWS takes these in the management account only. An account more is one that the trail records, and that has no forwarder before the next deployment.",
    },
    {
        what: "rules of the central bus and their targets",
        by: ["security-update"],
        actions: ["events:PutRule", "events:PutTargets"],
        consequence:
            "With another pattern a detection or a target is silent, or a target sends elsewhere too. Deleting either, and another target of a detection, alerts. Drift and `npx security-logging verify` show it. The archives have the events.",
    },
    {
        what: "what starts deployments, with `redeploy`",
        by: ["administrator of security"],
        on: ["what starts deployments", "the token that starts deployments"],
        actions: ["events:*ApiDestination", "events:*Connection", "events:RetrieveConnectionCredentials"],
        consequence:
            "Who reads the token can start any deployment that it may, with commands of his own, and so has the roles of updates. Give it no stack but the members', and leave `redeploy` off where the security account's administrators are not to have these.",
    },
    {
        what: "the default bus of an account, and rules enabled",
        by: ADMINISTRATORS,
        actions: [
            "events:AllowVendedLogDeliveryForResource",
            "events:DeleteEventBus",
            "events:EnableRule",
            "events:RemovePermission",
            "events:UpdateArchive",
        ],
        consequence:
            "AWS refuses to delete a default bus, and opening one to others, or another key of it, alerts.",
    },
    {
        what: "topics of log files and of alarms",
        by: ["logging-update", "management-update"],
        actions: ["sns:SetTopicAttributes", "sns:Subscribe", "sns:Unsubscribe"],
        opens: ["sns:*"],
        consequence:
            "Notices of log files, or the CIS alarms, reach nobody or a stranger too. Drift shows it.",
    },
    {
        what: "subscriptions of the alert topic",
        by: ["security-update"],
        actions: ["sns:Subscribe"],
        consequence: "A stranger is told of alerts too. Ending a subscription and changing the topic alert.",
    },
    {
        what: "subscriptions of topics, and topics of other stacks",
        by: ADMINISTRATORS,
        actions: ["sns:*"],
        consequence:
            "A stranger is told of alerts too; ending a subscription, and changing a topic's attributes, alerts.",
    },
    {
        what: "queues and the messages in them",
        by: [...EVERYBODY],
        actions: ["sqs:DeleteQueue", "sqs:SetQueueAttributes"],
        opens: ["sqs:*"],
        consequence:
            "Events that a target refused, or that wait for a SIEM, are lost, or a stranger reads them: by anybody but an " +
            "update role it alerts. They are in the archives of the bus and in S3. An update role reads no message itself.",
    },
    {
        what: "messages of queues",
        by: ADMINISTRATORS,
        actions: [
            "sqs:AddPermission",
            "sqs:CancelMessageMoveTask",
            "sqs:ChangeMessageVisibility",
            "sqs:DeleteMessage",
            "sqs:PurgeQueue",
            "sqs:ReceiveMessage",
            "sqs:RemovePermission",
            "sqs:SendMessage",
            "sqs:StartMessageMoveTask",
        ],
        opens: ["sqs:*"],
        consequence:
            // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/logging-using-cloudtrail.html
            "Events that wait are read, withheld or forged; CloudTrail has messages as data events only. In doubt, the archive in S3 counts.",
    },
    {
        what: "forged events, records and log events",
        by: ADMINISTRATORS,
        actions: [
            "events:PutEvents",
            "events:PutPartnerEvents",
            "events:StartReplay",
            "firehose:PutRecord*",
            "kinesis:PutRecord*",
            "logs:PutLogEvents",
        ],
        consequence:
            "Forged or old events are beside the true ones. Detections look at `aws.*` sources, which nobody but AWS can put; S3 has the evidence.",
    },
    {
        what: "the policy of the heartbeat's role",
        by: MEMBERS,
        actions: ROLE_CHANGES,
        opens: BOUNDED,
        consequence:
            "Heartbeats can be ended by their role's policy, which the alarm of silence shows. The forwarder's role with another policy " +
            "than its own, and another trust or boundary of either, alerts.",
    },
    {
        what: "the policies of roles of targets and of log delivery",
        by: ["management-update", "security-update"],
        actions: ROLE_CHANGES,
        opens: [...BOUNDED, ...TAGS_OF_FORWARDERS],
        consequence: "Deliveries stop. Deleting a role or letting a stranger into it alerts.",
    },
    {
        what: "roles, and the trust in identity providers",
        by: ADMINISTRATORS,
        actions: [
            "ec2:*EnclaveCertificateIamRole",
            "iam:*OpenIDConnectProvider*",
            "iam:AttachRolePolicy",
            "iam:DeleteRole*",
            "iam:DeleteServiceLinkedRole",
            "iam:DetachRolePolicy",
            "iam:PassRole",
            "iam:PutRole*",
            "iam:UpdateAssumeRolePolicy",
            "iam:UpdateRole*",
            "ssm:UpdateManagedInstanceRole",
            "sts:*",
        ],
        consequence:
            "Roles of the prefix alert where a policy, trust or boundary of them changes. Nothing denies or alerts that an " +
            "identity provider is made anew with another audience: the trust names audience and subject whole. Assuming a role takes its trust. AWS refuses to change the role of CloudTrail itself.",
    },
    {
        what: "old versions of the boundaries and of the searchers' policy",
        by: ["logging-update", ...ADMINISTRATORS],
        actions: ["iam:DeletePolicyVersion"],
        consequence: "Nothing ends by it: AWS refuses to delete the version that holds. A new one alerts.",
    },
    {
        what: "the StackSet of the members' roles",
        by: ["administrator of management"],
        actions: ["cloudformation:*"],
        consequence: "Nothing ends by it: each change of the set, and of the accounts that it is in, alerts.",
    },
    {
        what: "log groups, their keys and metric filters",
        by: ["management-update", "security-update"],
        actions: [
            "logs:AssociateKmsKey",
            "logs:DeleteMetricFilter",
            "logs:PutMetricFilter",
            "logs:PutRetentionPolicy",
        ],
        consequence:
            "CIS alarms and the count of heartbeats are wrong, or log events end sooner. They are copies: S3 has the evidence. By anybody but an update role it alerts.",
    },
    {
        what: "the subscription of the trail's log group",
        by: ["management-update"],
        actions: ["logs:DeleteSubscriptionFilter", "logs:PutSubscriptionFilter"],
        consequence:
            "The log events of CloudTrail are copied to a destination that a stranger may have opened for it, from then on.",
    },
    {
        what: "which services may write to log groups",
        by: ["security-update"],
        actions: ["logs:DeleteResourcePolicy", "logs:PutResourcePolicy"],
        opens: ["logs:*"],
        consequence:
            "Targets and heartbeats no longer arrive in log groups, or somebody else writes there too. The alarm of silence shows the former.",
    },
    {
        what: "log groups as a whole, and reading them",
        by: ADMINISTRATORS,
        actions: ["logs:*"],
        consequence:
            "What CloudWatch Logs keeps is read, and more is put there. It is a copy: S3 has the evidence. Reading leaves an event of CloudTrail; what changes a group, its filters or who may write alerts.",
    },
    {
        what: "alarms and the dashboard",
        by: ["management-update", "security-update", "members-update in security", ...ADMINISTRATORS],
        actions: ["cloudwatch:*"],
        consequence:
            "CIS alarms, alarms of silence and of dead letters are gone, muted or set to fine, and the dashboard shows less. Drift shows it; of alarms, by anybody but an update role it alerts.",
    },
    {
        what: "functions that are there already",
        by: ["management-update", "security-update"],
        actions: ["lambda:AddPermission", "lambda:RemovePermission"],
        opens: ["lambda:InvokeFunction"],
        consequence:
            "Only EventBridge or CloudWatch Logs can be let in, if need be of another account's, or no longer can.",
    },
    {
        what: "targets and what they hold",
        by: ["security-update", ...ADMINISTRATORS],
        actions: ["firehose:*", "kinesis:*"],
        opens: ["kinesis:*"],
        consequence:
            "Copies of events go elsewhere or nowhere: a Firehose stream can deliver to another destination, within what its role may. The archives have them. By anybody but an update role it alerts.",
    },
    {
        what: "buckets of targets and of query results",
        by: ["security-update", "logging-update"],
        on: ["targets' buckets", "results bucket"],
        actions: ["s3:Put*"],
        opens: ["s3:*"],
        consequence:
            "Copies and results can be read by others, or end sooner. No bucket or object is deleted or read by the role itself.",
    },
    {
        what: "functions and state machines of yours",
        by: ADMINISTRATORS,
        actions: ["lambda:*", "states:*"],
        opens: ["lambda:*"],
        consequence: "What reacts to events is an account's own, and its administrators may change it.",
    },
    {
        what: "the search",
        by: ["logging-update", "administrator of logging"],
        actions: ["athena:*", "glue:*"],
        consequence:
            "Tables and saved queries show less than there is, or are gone: the objects in S3 are what counts. By anybody but an update role it alerts. An administrator can run queries with their own rights.",
    },
    {
        what: "the archive's objects and less-known settings",
        by: ["administrator of logging"],
        actions: ["s3:*"],
        opens: ["s3:*"],
        consequence:
            "Objects can be read, with the key, and new ones put, which hide a locked version from whoever reads the newest only. Locked versions can be neither deleted nor overwritten; the guardrails deny policies, " +
            "lock and lifecycle. S3's access log has every reading. What changes a bucket, or leads to one, alerts.",
    },
    {
        what: "buckets of targets, and S3's settings of an account",
        by: ["administrator of management", "administrator of security", "administrator of member*"],
        actions: ["s3:*"],
        opens: ["s3:*"],
        consequence:
            "Copies of events are read, changed or deleted. What changes a bucket, or opens the block of public access of a core account, alerts.",
    },
    {
        what: "using and losing keys",
        by: ADMINISTRATORS,
        actions: ["kms:*"],
        opens: ["kms:*"],
        consequence:
            "Disabling or deleting a key of the logging and the security account alerts, and the guardrails deny it. In the management account keys " +
            "of the log group and of alarms are the administrator's. Decryption leaves an event of CloudTrail.",
    },
    {
        what: "the heartbeat",
        by: [...MEMBERS, ...ADMINISTRATORS],
        actions: ["scheduler:*"],
        shownAs: "silence",
        consequence: "No heartbeat comes any more.",
    },
    {
        what: "the members' roles",
        by: ["members-preview in management", "members-update in management"],
        actions: ["sts:AssumeRole"],
        consequence:
            "The way of a members stack: from here every account's role of the same operation is reached.",
    },
    {
        what: "a tap, and what the commands make for as long as they run",
        by: ["operators in security", "administrator of security"],
        on: ["a verification's tap", "queue of a verification's tap", "replays"],
        actions: ["events:*", "sqs:*"],
        consequence:
            "Every event on the bus is seen by a tap, as verifying does with those of two calls; nothing else of it is kept anywhere.",
    },
    {
        what: "replays, and events put on the bus",
        by: ["operators in security"],
        actions: ["events:PutEvents", "events:StartReplay"],
        consequence:
            "Any time range is replayed to the bus, to all rules if they like: IAM knows no rule of a replay. Detections then alert of the past again, and " +
            "targets get events twice, which carry `replay-name`. CloudTrail has StartReplay. Events are put with the source and detail-type of the test message alone.",
    },
    {
        what: "a listener at the alert topic",
        by: ["operators in security"],
        actions: ["sns:Subscribe"],
        consequence:
            "The queue of a verification's tap is told of alerts, no other endpoint. Ending a subscription, which can be anybody's, alerts.",
    },
    {
        what: "dead letters",
        by: ["operators in *"],
        on: ["forwarder's DLQ", "forwarders' central DLQ", "bus's DLQ"],
        actions: ["sqs:ChangeMessageVisibility", "sqs:ReceiveMessage"],
        consequence:
            "What could not be delivered is read, and out of others' sight for as long as it is not given back, twelve hours at most. No other queue's message is.",
    },
    {
        what: "the operators' roles",
        by: ["operators in security"],
        actions: ["sts:AssumeRole"],
        consequence: "The way of the commands: from here every account's operators' role is reached.",
    },
    {
        what: "the log files",
        by: ["operators in logging"],
        on: ["key of the archive"],
        actions: ["kms:Decrypt"],
        consequence:
            "Every log file and digest in the archive is read, by S3 alone, as validating does; the archive's access log and, where they are recorded, data events show it.",
    },
    {
        what: "a tag that is not there",
        by: ["operators in *"],
        on: ["forwarder's rule"],
        actions: ["events:UntagResource"],
        consequence: "The call that a verification looks for: it changes nothing.",
    },
    {
        what: "the stacks' state",
        by: ["state-preview", "state-update"],
        actions: ["kms:Decrypt", "s3:GetObject"],
        consequence:
            "What the settings and outputs of the stacks hold is read, secrets included, which a preview needs. No log file is under this key.",
    },
    {
        what: "the stacks' state, written",
        by: ["state-update"],
        actions: ["kms:GenerateDataKey", "s3:DeleteObject", "s3:PutObject"],
        consequence:
            "The next update makes anew, changes or deletes by a forged state what its own role may; a preview shows it. What was overwritten is " +
            "in the bucket's versions, which the role cannot delete.",
    },
    {
        what: "one-time integrations",
        by: ADMINISTRATORS,
        actions: ["devops-guru:*", "ssm:SendCommand"],
        consequence: "DevOps Guru writes to the topic; Systems Manager keeps a command's output in a bucket.",
    },
    {
        what: "tags",
        by: EVERYBODY,
        actions: ["*:*Tagging", "*:AddTags*", "*:RemoveTags*", "*:Tag*", "*:Untag*"],
        consequence: "Nothing of the logging goes by tags, and the next deployment writes them back.",
    },
    {
        what: "what is there, made once more",
        by: EVERYBODY,
        actions: [
            "cloudtrail:CreateTrail",
            "events:CreateArchive",
            "events:CreateEventBus",
            "iam:Create*",
            "kms:CreateKey",
            "logs:CreateLog*",
            "s3:CreateBucket",
            "sns:CreateTopic",
            "sqs:CreateQueue",
        ],
        opens: [...BOUNDED, ...TAGS_OF_FORWARDERS],
        consequence:
            "AWS refuses it, or returns what is there. A role has its boundary from the start; a key or archive more costs, and takes nothing away.",
    },
];

/** The table of docs/deployment-roles.md. */
export const limitsTable = (): string =>
    [
        tableRow(["What", "With the credentials of", "Calls", "What it leads to"]),
        tableRow(["---", "---", "---", "---"]),
        ...LIMITS.map(({ what, by, actions, on, shownAs, opens, consequence }) =>
            tableRow([
                what + (on === undefined ? "" : ` (${on.join(", ")})`),
                by.map((each) => `\`${each}\``).join(", "),
                actions.map((each) => `\`${each}\``).join(", "),
                (shownAs === undefined ? "" : `The alarm of silence shows it. `) +
                    consequence +
                    (opens === undefined
                        ? ""
                        : ` One step after: ${opens.map((each) => `\`${each}\``).join(", ")}.`),
            ]),
        ),
    ].join("\n");
