import assert from "node:assert/strict";
import { accountRootArn, trailArn } from "../../aws/arn";
import { policyDocument, type PolicyDocument } from "../../aws/policyDocument";
import { guardrailPolicy, STACK_SETS_ROLE_NAMES } from "../../documents/guardrails";
import { accountAdministersKey } from "../../documents/keyAdministration";
import * as org from "./organization";
import { assertAllowed, assertDenied, type Request } from "./simulate";

const PREFIX = "security-logging";
const REGION = org.REGIONS.aws;
const policy = guardrailPolicy({
    partition: "aws",
    homeRegion: REGION,
    securityAccount: org.SECURITY,
    trailArn: trailArn({ partition: "aws", region: "*", account: org.MANAGEMENT }, "organization"),
    archiveBuckets: ["archive", "access-logs"],
    busName: "security-events",
    forwarderRules: [`${PREFIX}-forward-write-events`, `${PREFIX}-forward-events`],
    namePrefix: PREFIX,
    exemptRoles: [
        { name: "deployer" },
        { name: "members-deployer", ofMembers: true },
        { name: "logging-deployer", account: org.LOGGING },
        { name: STACK_SETS_ROLE_NAMES, ofMembers: true },
        { name: "break-glass" },
    ],
});

/** CloudFormation's role of an account, as it calls it. */
const STACK_SETS = "stacksets-exec-0123456789abcdef0123456789abcdef";

const ADMINISTRATOR: PolicyDocument = {
    Version: "2012-10-17",
    Statement: [{ Sid: "All", Effect: "Allow", Action: "*", Resource: "*" }],
};

interface Call {
    readonly action: string;
    readonly resource: string;
    readonly account?: string;
    readonly context?: Readonly<Record<string, string>>;
}

function calling(role: string, { action, resource, account = org.MEMBER, context }: Call): Request {
    const principal = `arn:aws:iam::${account}:role/${role}`;
    return {
        action,
        resource,
        account,
        principal,
        context: { ...context, "aws:PrincipalArn": principal, "aws:PrincipalAccount": account },
        identityPolicy: ADMINISTRATOR,
        // What IAM policies say of keys and of roles counts only where these say so themselves.
        ...(action === "sts:AssumeRole" ? { resourcePolicy: leftToCallers(account) } : {}),
        ...(action.startsWith("kms:")
            ? { resourcePolicy: policyDocument(accountAdministersKey("aws", account)) }
            : {}),
        serviceControlPolicy: policy,
    };
}

const leftToCallers = (account: string): PolicyDocument =>
    policyDocument({
        Sid: "TrustsTheAccount",
        Effect: "Allow",
        Principal: { AWS: accountRootArn("aws", account) },
        Action: "sts:AssumeRole",
    });

const RULE = `arn:aws:events:${REGION}:${org.MEMBER}:rule/${PREFIX}-forward-write-events`;
const BUS_RULE = `arn:aws:events:${REGION}:${org.SECURITY}:rule/security-events/${PREFIX}-detect-trail-stopped`;
const BUS = `arn:aws:events:${REGION}:${org.SECURITY}:event-bus/security-events`;
const ALIAS = { "kms:ResourceAliases": `alias/${PREFIX}-archive` };
const DETECTOR = `arn:aws:guardduty:${REGION}:${org.MEMBER}:detector/d`;

const on = (resource: string, account: string, ...actions: readonly string[]): readonly Call[] =>
    actions.map((action) => ({ action, resource, account }));

/** What members have, as the others are of core accounts or bind every account as a whole. */
const DENIED_OF_MEMBERS: readonly Call[] = [
    ...on(
        RULE,
        org.MEMBER,
        "events:DisableRule",
        "events:DeleteRule",
        "events:PutRule",
        "events:PutTargets",
        "events:RemoveTargets",
    ),
    ...on(BUS_RULE, org.SECURITY, "events:DisableRule", "events:RemoveTargets"),
    ...on(
        `arn:aws:sqs:${REGION}:${org.SECURITY}:${PREFIX}-events`,
        org.SECURITY,
        "sqs:AddPermission",
        "sqs:DeleteQueue",
        "sqs:PurgeQueue",
        "sqs:RemovePermission",
        "sqs:SetQueueAttributes",
        "sqs:StartMessageMoveTask",
    ),
    ...on(
        `arn:aws:iam::${org.MEMBER}:role/${PREFIX}-forwarder`,
        org.MEMBER,
        "iam:DeleteRole",
        "iam:DeleteRolePolicy",
        "iam:UpdateAssumeRolePolicy",
        "iam:AttachRolePolicy",
        "iam:DetachRolePolicy",
        "iam:PutRolePolicy",
        "iam:UpdateRole",
    ),
    ...["deploy-boundary", "workload-boundary", "operators-boundary", "search"].flatMap((name) =>
        on(
            `arn:aws:iam::${org.MEMBER}:policy/${PREFIX}-${name}`,
            org.MEMBER,
            "iam:CreatePolicyVersion",
            "iam:DeletePolicy",
            "iam:DeletePolicyVersion",
            "iam:SetDefaultPolicyVersion",
        ),
    ),
    ...["break-glass", "deployer", "members-deployer", STACK_SETS, "stacksets-exec-mine"].flatMap((role) =>
        on(
            `arn:aws:iam::${org.MEMBER}:role/${role}`,
            org.MEMBER,
            "iam:CreateRole",
            "iam:UpdateAssumeRolePolicy",
        ),
    ),
    ...on(`arn:aws:iam::${org.LOGGING}:role/logging-deployer`, org.LOGGING, "iam:CreateRole"),
];

const DENIED_BESIDES: readonly Call[] = [
    ...on(
        org.TRAIL,
        org.SECURITY,
        "cloudtrail:StopLogging",
        "cloudtrail:DeleteTrail",
        "cloudtrail:UpdateTrail",
        "cloudtrail:PutEventConfiguration",
        "cloudtrail:PutEventSelectors",
        "cloudtrail:PutInsightSelectors",
    ),
    ...on(
        "arn:aws:s3:::archive",
        org.LOGGING,
        "s3:PutBucketPolicy",
        "s3:DeleteBucketPolicy",
        "s3:PutLifecycleConfiguration",
        "s3:PutBucketVersioning",
        "s3:PutBucketObjectLockConfiguration",
        "s3:PutBucketPublicAccessBlock",
        "s3:PutEncryptionConfiguration",
        "s3:PutReplicationConfiguration",
        "s3:PutInventoryConfiguration",
        "s3:PutBucketNotification",
        "s3:DeleteBucket",
    ),
    ...on(
        "arn:aws:s3:::archive/AWSLogs/x",
        org.LOGGING,
        "s3:BypassGovernanceRetention",
        "s3:DeleteObject",
        "s3:DeleteObjectVersion",
    ),
    ...on("arn:aws:s3:::access-logs", org.LOGGING, "s3:DeleteBucket"),
    ...on(
        org.KEY,
        org.LOGGING,
        "kms:DisableKey",
        "kms:ScheduleKeyDeletion",
        "kms:PutKeyPolicy",
        "kms:DisableKeyRotation",
    ).map((call) => ({ ...call, context: ALIAS })),
    ...on(
        `arn:aws:kms:${REGION}:${org.LOGGING}:alias/${PREFIX}-archive`,
        org.LOGGING,
        "kms:DeleteAlias",
        "kms:UpdateAlias",
    ),
    ...on(BUS, org.SECURITY, "events:DeleteEventBus", "events:UpdateEventBus"),
    ...on("*", org.SECURITY, "events:PutPermission", "events:RemovePermission"),
    ...on(
        `arn:aws:events:${REGION}:${org.SECURITY}:archive/${PREFIX}-bus-archive`,
        org.SECURITY,
        "events:DeleteArchive",
        "events:UpdateArchive",
    ),
    ...on(
        `arn:aws:sns:${REGION}:${org.SECURITY}:${PREFIX}-alerts`,
        org.SECURITY,
        "sns:AddPermission",
        "sns:DeleteTopic",
        "sns:PutDataProtectionPolicy",
        "sns:RemovePermission",
        "sns:SetTopicAttributes",
    ),
    ...on(DETECTOR, org.MEMBER, "guardduty:DeleteDetector", "guardduty:UpdateDetector"),
    ...on(
        "*",
        org.MEMBER,
        "guardduty:AcceptAdministratorInvitation",
        "guardduty:DeleteMembers",
        "guardduty:DisassociateMembers",
        "guardduty:DisassociateFromAdministratorAccount",
        "guardduty:StopMonitoringMembers",
        "macie2:DisableMacie",
        "macie2:DisassociateFromAdministratorAccount",
        "macie2:UpdateMacieSession",
        "organizations:LeaveOrganization",
    ),
    ...on(`arn:aws:account::${org.MEMBER}:account`, org.MEMBER, "account:CloseAccount"),
    ...on(
        `arn:aws:macie2:${REGION}:${org.MEMBER}:member/${org.SECURITY}`,
        org.MEMBER,
        "macie2:DeleteMember",
        "macie2:DisassociateMember",
    ),
];

const DENIED = [...DENIED_OF_MEMBERS, ...DENIED_BESIDES];

const UNRELATED: readonly Call[] = [
    { action: "events:PutPermission", resource: "*" },
    { action: "cloudtrail:StopLogging", resource: `arn:aws:cloudtrail:${REGION}:${org.MEMBER}:trail/own` },
    { action: "s3:PutBucketPolicy", resource: "arn:aws:s3:::application" },
    { action: "s3:GetObject", resource: "arn:aws:s3:::archive/AWSLogs/x", account: org.LOGGING },
    { action: "kms:ScheduleKeyDeletion", resource: org.KEY.replace(org.LOGGING, org.MEMBER) },
    {
        action: "kms:ScheduleKeyDeletion",
        resource: org.KEY.replace(org.LOGGING, org.MEMBER),
        context: { "kms:ResourceAliases": "alias/application" },
    },
    { action: "kms:DescribeKey", resource: org.KEY, account: org.LOGGING },
    { action: "events:DisableRule", resource: RULE.replace(PREFIX, "nightly") },
    { action: "events:PutRule", resource: BUS_RULE.replace(`${PREFIX}-`, "team-"), account: org.SECURITY },
    { action: "events:PutEvents", resource: BUS, account: org.SECURITY },
    { action: "sqs:DeleteQueue", resource: `arn:aws:sqs:${REGION}:${org.MEMBER}:orders` },
    { action: "iam:CreateRole", resource: `arn:aws:iam::${org.MEMBER}:role/application` },
    { action: "sts:AssumeRole", resource: `arn:aws:iam::${org.MEMBER}:role/application` },
    { action: "iam:PassRole", resource: `arn:aws:iam::${org.MEMBER}:role/application` },
    { action: "sts:AssumeRole", resource: `arn:aws:iam::${org.MEMBER}:role/break-glass` },
    { action: "sts:AssumeRole", resource: `arn:aws:iam::${org.MEMBER}:role/${PREFIX}-operators` },
    { action: "iam:CreatePolicyVersion", resource: `arn:aws:iam::${org.MEMBER}:policy/application` },
    { action: "iam:CreatePolicy", resource: `arn:aws:iam::${org.MEMBER}:policy/${PREFIX}-theirs` },
    {
        action: "iam:GetPolicyVersion",
        resource: `arn:aws:iam::${org.MEMBER}:policy/${PREFIX}-deploy-boundary`,
    },
    { action: "guardduty:GetDetector", resource: DETECTOR },
    { action: "organizations:DescribeOrganization", resource: "*" },
    { action: "ec2:DescribeInstances", resource: "*" },
];

describe("guardrails", () => {
    it("deny an administrator of a member what stops or narrows the logging", async () => {
        for (const call of DENIED) {
            await assertDenied(calling("administrator", call));
        }
    });

    it("allow it to the deployment's role and to the break-glass one", async () => {
        for (const call of DENIED) {
            await assertAllowed(calling("break-glass", call));
            await assertAllowed(calling("deployer", call));
        }
    });

    it("allow a role that every member has what members have, and nothing besides", async () => {
        for (const role of ["members-deployer", STACK_SETS, "stacksets-exec-brought-along"]) {
            for (const call of DENIED_OF_MEMBERS) {
                await assertAllowed(calling(role, call));
            }
            for (const call of DENIED_BESIDES) {
                await assertDenied(calling(role, call));
            }
        }
    });

    it("allow it to a role of one account there, and to none of its name elsewhere", async () => {
        for (const call of DENIED) {
            const may = call.account === org.LOGGING ? assertAllowed : assertDenied;
            await may(calling("logging-deployer", call));
        }
        const leaving = { action: "organizations:LeaveOrganization", resource: "*", account: org.LOGGING };
        await assertDenied(calling("logging-deployer", leaving));
    });

    it("let nobody assume the role of a StackSet, or give it to a service, whatever its trust, but CloudFormation, which they do not bind", async () => {
        for (const role of ["administrator", "deployer", "break-glass", STACK_SETS]) {
            for (const name of [STACK_SETS, "stacksets-exec-brought-along"]) {
                for (const action of ["sts:AssumeRole", "iam:PassRole"]) {
                    const resource = `arn:aws:iam::${org.MEMBER}:role/${name}`;
                    await assertDenied(calling(role, { action, resource }));
                }
            }
        }
    });

    it("know an exempt role by its whole name, without a path", async () => {
        const [call] = DENIED;
        assert.ok(call);
        for (const role of ["break-glass-2", "not-break-glass", "path/break-glass"]) {
            await assertDenied(calling(role, call));
        }
    });

    it("leave what is not about the logging as it was", async () => {
        for (const call of UNRELATED) {
            await assertAllowed(calling("administrator", call));
        }
    });

    it("are tried here action by action, since an action on a resource that it does not know denies nothing", () => {
        const tried = new Set(DENIED.map(({ action }) => action));
        const actions = policy.Statement.flatMap(({ Action }) => Action).filter(
            (action) => !["iam:PassRole", "sts:AssumeRole"].includes(action),
        );
        const untried = actions.filter((action) => {
            const named = new RegExp(`^${action.replaceAll("*", ".*")}$`);
            return ![...tried].some((one) => named.test(one));
        });
        assert.deepEqual(untried, []);
    });

    it("allow nothing by themselves", () => {
        assert.deepEqual([...new Set(policy.Statement.map(({ Effect }) => Effect))], ["Deny"]);
    });
});
