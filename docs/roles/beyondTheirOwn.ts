/** What the roles of the bootstrap may change beside what they are for, and why: the tests fail for one without a reason. */
import { tableRow } from "../table";

/** Whose role: by the kind of stack, of those who operate, of the stacks' state, or of the roles that a deployment makes. */
export type RightsOf =
    "logging" | "management" | "security" | "members" | "operators" | "state" | "made by a deployment";

/** How far something is from what a kind of stack, or who else has the role, makes itself. */
export type Reach =
    | "its own"
    | "another stack's"
    | "the bootstrap's"
    | "what is there already"
    | "an option's that is off"
    | "named alike"
    | "unrelated"
    | "another account's"
    | "the whole account";

export interface BeyondTheirOwn {
    readonly of: readonly RightsOf[];
    readonly reach: Reach;
    readonly actions: readonly string[];
    /** Why it cannot be narrower. */
    readonly why: string;
}

const ALIASES =
    "IAM tells keys by their aliases alone, and those of targets have the names of the stacks' settings";
const NEW_KEYS =
    "a key has no alias when it has just been made: so may be every key of the account, in the home region, without one";
const NAMES_OF_TARGETS = "targets have the names that the stacks' settings give them";
const DELIVERIES =
    "a delivery of logs has no name but an id that AWS gives it; what it is from and to has names, which are the stack's";

export const BEYOND_THEIR_OWN: readonly BeyondTheirOwn[] = [
    {
        of: ["logging", "management", "security"],
        reach: "named alike",
        actions: [
            "kms:CreateAlias",
            "kms:EnableKeyRotation",
            "kms:PutKeyPolicy",
            "kms:TagResource",
            "kms:UntagResource",
            "kms:UpdateKeyDescription",
        ],
        why: ALIASES,
    },
    {
        of: ["logging", "management", "security"],
        reach: "unrelated",
        actions: ["kms:CreateAlias", "kms:EnableKeyRotation", "kms:TagResource", "kms:UntagResource"],
        why: NEW_KEYS,
    },
    {
        of: ["logging", "management", "security"],
        reach: "the whole account",
        actions: ["kms:CreateKey"],
        why: "a key that is not there yet has no name",
    },
    {
        of: ["management"],
        reach: "the whole account",
        actions: ["organizations:EnableAWSServiceAccess"],
        why: "Organizations knows no resource for it: a condition, and the boundary, name CloudTrail as the only service",
    },
    {
        of: ["management", "security"],
        reach: "what is there already",
        actions: ["lambda:AddPermission", "lambda:RemovePermission"],
        why: "the functions that `existingTargets` lists are invoked by a service, which alone is let in",
    },
    {
        of: ["members"],
        reach: "the bootstrap's",
        actions: ["sts:AssumeRole"],
        why: "from the management account into the role of the same name and operation in every other",
    },
    {
        of: ["security"],
        reach: "named alike",
        actions: ["firehose:*", "kinesis:*", "sqs:*"],
        why: NAMES_OF_TARGETS,
    },
    {
        of: ["security"],
        reach: "named alike",
        actions: ["kms:CreateGrant"],
        why: "only as AWS's services make it on a caller's behalf: Firehose encrypts a stream by a grant",
    },
    {
        of: ["security"],
        reach: "unrelated",
        actions: ["kinesis:StartStreamEncryption", "kms:CreateGrant"],
        why: "the key of a target has no name that IAM could know; the stream has",
    },
    {
        of: ["security"],
        reach: "named alike",
        actions: ["logs:CreateDelivery", "logs:DeleteDelivery", "logs:TagResource", "logs:UntagResource"],
        why: DELIVERIES,
    },
    {
        of: ["security"],
        reach: "unrelated",
        actions: ["logs:CreateDelivery", "logs:DeleteDelivery", "logs:TagResource", "logs:UntagResource"],
        why: DELIVERIES,
    },
    {
        of: ["security"],
        reach: "the whole account",
        actions: [
            "events:PutPermission",
            "kinesis:UpdateShardCount",
            "logs:DeleteResourcePolicy",
            "logs:PutResourcePolicy",
        ],
        why: "AWS knows no resource for it; in the home region only",
    },
    {
        of: ["operators"],
        reach: "another stack's",
        actions: ["events:PutEvents", "events:StartReplay", "sns:Subscribe", "sns:Unsubscribe"],
        why:
            "verifying puts a test event, by its source and detail-type, and has a queue of its own listen to the alert topic; " +
            "SNS knows no permission on a single subscription, IAM no rule of a replay",
    },
    {
        of: ["operators"],
        reach: "another stack's",
        actions: ["events:UntagResource", "sqs:ChangeMessageVisibility"],
        why: "verifying takes a tag from a forwarder's rule that it does not have; a dead letter that was read is given back",
    },
    {
        of: ["operators"],
        reach: "another stack's",
        actions: ["kms:Decrypt"],
        why: "validating reads the log files of the archive, by S3 and with the archive's key alone",
    },
    {
        of: ["operators"],
        reach: "named alike",
        actions: ["events:CancelReplay", "events:StartReplay"],
        why: "replays have the names of the targets that they are to, and of the time",
    },
    {
        of: ["security"],
        reach: "the bootstrap's",
        actions: [
            "events:DeleteRule",
            "events:PutRule",
            "events:PutTargets",
            "events:RemoveTargets",
            "events:TagResource",
            "events:UntagResource",
        ],
        why: "the rules that start deployments are on the central bus and named as its others are",
    },
    {
        of: ["operators"],
        reach: "the bootstrap's",
        actions: ["sts:AssumeRole"],
        why: "from the security account into the role of the same name in every other",
    },
    {
        of: ["made by a deployment"],
        reach: "named alike",
        actions: ["firehose:PutRecord", "firehose:PutRecordBatch", "kinesis:PutRecord", "kinesis:PutRecords"],
        why: NAMES_OF_TARGETS,
    },
    {
        of: ["made by a deployment"],
        reach: "named alike",
        actions: ["kms:Decrypt", "kms:GenerateDataKey"],
        why: "through Kinesis and S3 only, which encrypt what is delivered",
    },
    {
        of: ["made by a deployment"],
        reach: "unrelated",
        actions: ["kms:Decrypt", "kms:GenerateDataKey"],
        why: "through Kinesis and S3 only: streams that are there already have keys of any name",
    },
    {
        of: ["made by a deployment"],
        reach: "what is there already",
        actions: ["kinesis:PutRecord", "kinesis:PutRecords", "states:StartExecution"],
        why: "what `existingTargets` lists is delivered to",
    },
];

/** The table of docs/deployment-roles.md. */
export const beyondTable = (): string =>
    [
        tableRow(["Role", "May", "On", "Because"]),
        tableRow(["---", "---", "---", "---"]),
        ...BEYOND_THEIR_OWN.map(({ of, reach, actions, why }) =>
            tableRow([of.join(", "), actions.map((each) => `\`${each}\``).join(", "), reach, why]),
        ),
    ].join("\n");
