/**
 * The whole of a pipeline's life by the roles that the bootstrap makes: first deployment, previews, changes, and an
 * attempt to destroy. Every call that the engine makes for it is held against the policies of the role it is made by.
 */
import assert from "node:assert/strict";
import { CloudTrailClient, DescribeTrailsCommand, type Trail } from "@aws-sdk/client-cloudtrail";
import { GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import type { OutputMap } from "@pulumi/pulumi/automation";
import { rolesArgs } from "../../gitops/bootstrap/bootstrap";
import { parseBootstrapSettings } from "../../gitops/bootstrap/settings";
import { clientOptions } from "../../local/emulator/clients";
import { deployed, proveLocalFlow } from "../../local/proof";
import { flows, type OriginResult } from "../../operate/flow";
import type { Status } from "../../operate/status/model";
import { deploymentRoles, type DeploymentRolesArgs } from "../../gitops/bootstrap/roles/roles";
import { DEPLOYMENT_KINDS } from "../../settings/access";
import { CALLED_FOR } from "../gitops/bootstrap/matrix/calledFor";
import { mayDo, roleNamed } from "../gitops/bootstrap/roles";
import { bootstrapSettings, bootstrapStack, credentialsOf } from "./bootstrap";
import {
    type Changes,
    type StackSettings,
    TestOrganization,
    accountsReached,
    preview,
    resourcesOf,
    up,
} from "./harness";
import type { Stack } from "./stack";
import { NOT_ASKED_FOR } from "./notAskedFor";
import {
    jsonOf,
    OPERATORS,
    operate,
    refusedToOperators,
    unaskedByOperators,
    type Operating,
} from "./operating";
import { refused, type Use, usesOf } from "./roleUses";

const PREFIX = "security-logging";

/** One of each kind of target that is made here. */
const targets = (shards: number, days: number, retentionDays: number): readonly object[] => [
    { kind: "queue", name: "events" },
    { kind: "stream", name: "siem", shards, retentionDays },
    { kind: "firehose", name: "lake", days },
    { kind: "logGroup", name: "sign-ins" },
];

/** What the stacks end up with. */
const TAGS = { owner: "security" };

describe("the roles that deploy", function () {
    this.timeout(1_800_000);

    let organization: TestOrganization;
    let bootstrapped: Changes;
    let bootstrappedAgain: Changes;
    let entryRoles: Readonly<Record<string, string>>;
    /** The stacks as they were first deployed. */
    const deployedStacks = new Map<string, { readonly stack: Stack; readonly outputs: OutputMap }>();
    /** The accounts that were called while stacks were deployed first, by the stacks' names. */
    const called = new Map<string, readonly string[]>();
    /** The accounts that each stack has a provider for, the events that came through, and the trail. */
    const reached = new Map<string, readonly string[]>();
    const flowing = new Map<string, readonly OriginResult[]>();
    let trails: readonly Trail[];
    const previews = new Map<string, Changes>();
    /** The calls of each part of a pipeline's life. */
    let deploying: readonly Use[];
    let previewing: readonly Use[];
    let destroying: readonly Use[];
    let operating: Operating;

    /** Which role each stack is deployed by, from which account, and its settings before and after a change. */
    const stacks = (): Readonly<Record<string, StackOfRole>> => {
        const { ids } = organization;
        const security = organization.reference("security");
        const members = {
            regions: ["us-east-1", "eu-west-1"],
            stacks: { security },
            heartbeat: { enabled: true },
        };
        return {
            logging: {
                role: "logging",
                account: ids.loggingAccount,
                settings: { role: "logging", notifications: { enabled: true } },
                change: {
                    archive: {
                        expireAfterDays: 2000,
                        readers: [`arn:aws:iam::${ids.securityAccount}:role/security-analyst`],
                        lock: { days: 400 },
                    },
                    notifications: { enabled: true, subscriberAccounts: ids.memberAccounts },
                    search: { accounts: ids.memberAccounts },
                },
            },
            security: {
                role: "security",
                account: ids.securityAccount,
                settings: {
                    role: "security",
                    // In the members' other region each account has a dead-letter queue of its own.
                    regions: ["us-east-1"],
                    bus: { customerManagedKey: true, targets: targets(1, 365, 7) },
                    heartbeat: { enabled: true },
                    detections: { emails: ["first@example.com"] },
                },
                change: {
                    bus: {
                        customerManagedKey: true,
                        archiveDays: 60,
                        targets: targets(2, 100, 2),
                        readOnlyEvents: true,
                    },
                    // One subscription for another, and one more that does not alert: every pattern changes.
                    detections: {
                        emails: ["second@example.com"],
                        allowedPrincipals: [`arn:aws:sts::${ids.securityAccount}:assumed-role/BreakGlass/*`],
                    },
                },
            },
            management: {
                role: "management",
                account: ids.managementAccount,
                settings: {
                    role: "management",
                    stacks: { logging: organization.reference("logging") },
                    notifications: { enabled: true },
                    cloudWatchLogs: {
                        enabled: true,
                        cisAlarms: { enabled: true, emails: ["first@example.com"] },
                    },
                },
                change: {
                    notifications: { enabled: true },
                    cloudWatchLogs: {
                        enabled: true,
                        retentionDays: 731,
                        cisAlarms: { enabled: true, emails: ["second@example.com"] },
                    },
                    trail: {
                        managementEvents: "write",
                        insights: ["ApiCallRateInsight"],
                        multiRegion: false,
                    },
                },
            },
            "members-core": {
                role: "members",
                account: ids.managementAccount,
                settings: { ...members, role: "members", members: { coreAccounts: true } },
                change: {
                    bus: { readOnlyEvents: true },
                    heartbeat: { enabled: true, minutes: 20 },
                },
            },
            "members-workloads": {
                role: "members",
                account: ids.managementAccount,
                settings: {
                    ...members,
                    role: "members",
                    members: { organizationalUnits: [ids.workloadsUnitId] },
                },
                // To take a region away takes what to destroy the other members stack does, and minutes of waiting more.
                change: { bus: { readOnlyEvents: true } },
            },
        };
    };

    /** A stack with the credentials that a pipeline has for an operation on it. */
    const stackFor = async (
        name: string,
        operation: "preview" | "update",
        more: StackSettings = {},
    ): Promise<Stack> => {
        const { role, account, settings } = given(stacks()[name], name);
        const access = { callerAccount: account, deploymentRoles: true };
        const entry = given(entryRoles[`${PREFIX}-deploy-${role}-${operation}`], role);
        return organization.stack(
            name,
            { ...settings, access, ...more },
            {
                ...(await credentialsOf(organization, entry)),
                SECURITY_LOGGING_ACCESS_ROLE_NAME: `${PREFIX}-deploy-members-${operation}`,
            },
        );
    };

    /** The stacks in the order in which they build on each other: those of a list build on none of it. */
    const ORDER = [
        ["logging", "security"],
        ["management", "members-core", "members-workloads"],
    ];

    /** The state in a file is half written while its stack is deployed, and then of no use to those that build on it. */
    const inOrder = async (work: (name: string) => Promise<unknown>): Promise<void> => {
        for (const names of ORDER) {
            await Promise.all(names.map(work));
        }
    };

    const recorded = async (work: () => Promise<unknown>): Promise<readonly Use[]> => {
        await organization.emulator.forgetCalls();
        await work();
        return usesOf(rolesOf(organization).args, await organization.emulator.recordedCalls());
    };

    /** Notes what later deployments change. */
    const look = async (): Promise<void> => {
        for (const [name, { stack }] of deployedStacks) {
            reached.set(name, await accountsReached(stack));
        }
        for (const name of ["members-core", "members-workloads"]) {
            const system = deployed({ ...outputsOf("security"), ...outputsOf(name) });
            flowing.set(name, await proveLocalFlow(organization.emulator, system, () => undefined));
        }
        const client = new CloudTrailClient(clientOptions(organization.emulator));
        trails = (await client.send(new DescribeTrailsCommand({}))).trailList ?? [];
    };

    const outputsOf = (name: string): OutputMap => given(deployedStacks.get(name), name).outputs;

    before(async () => {
        organization = await TestOrganization.start();
        const bootstrap = await bootstrapStack(organization, bootstrapSettings(organization));
        bootstrapped = await up(bootstrap);
        bootstrappedAgain = await up(bootstrap);
        entryRoles = (await bootstrap.outputs())["entryRoles"]?.value as typeof entryRoles;

        const first: Use[] = [];
        for (const names of ORDER) {
            const uses = await recorded(() =>
                Promise.all(
                    names.map(async (name) => {
                        const stack = await stackFor(name, "update", { tags: { stage: "first" } });
                        await up(stack);
                        deployedStacks.set(name, { stack, outputs: await stack.outputs() });
                    }),
                ),
            );
            called.set(names.join(" and "), accountsOf(uses));
            first.push(...uses);
        }
        await look();
        operating = await operate(organization, ["members-core", "members-workloads"], "security");
        const changing = await recorded(() =>
            inOrder(async (name) =>
                up(await stackFor(name, "update", { ...stacks()[name]?.change, tags: TAGS })),
            ),
        );
        deploying = [...first, ...changing];
        // A preview writes no state.
        previewing = await recorded(() =>
            Promise.all(
                ORDER.flat().map(async (name) => {
                    const stack = await stackFor(name, "preview", {
                        ...stacks()[name]?.change,
                        tags: TAGS,
                    });
                    previews.set(name, await preview(stack, { refresh: true, runProgram: true }));
                }),
            ),
        );
        destroying = await recorded(() =>
            Promise.all(
                ["members-core", "management", "security", "logging"].map(async (name) => {
                    const stack = await stackFor(name, "update");
                    // The provider waits for over two minutes until a queue is gone, and then as long for the
                    // dead-letter queue of that queue, which is deleted by the same call.
                    const exclude = (await resourcesOf(stack, "aws:sqs/queue:Queue"))
                        .filter(({ urn }) =>
                            /((EventQueue|DeliveryNotifications|CentralBus)\$.*-dead-letter-queue|ForwarderDeadLetters\$.*)$/.test(
                                urn,
                            ),
                        )
                        .map(({ urn }) => urn);
                    // What is protected is refused by the engine, before any call.
                    const excluding = exclude.flatMap((urn) => ["--exclude", urn]);
                    await stack.attempt("destroy", "--yes", "--skip-preview", ...excluding);
                }),
            ),
        );
    });

    after(() => organization.stop());

    it("come with the bootstrap, which changes nothing the second time", () => {
        assert.ok((bootstrapped.counts.create ?? 0) > 30, JSON.stringify(bootstrapped.counts));
        assert.deepEqual(Object.keys(bootstrappedAgain.counts), ["same"]);
    });

    it("are brought into the member accounts by the StackSet, with the boundary", async () => {
        for (const account of organization.ids.memberAccounts) {
            const client = new IAMClient(clientOptions(organization.emulator, account));
            for (const operation of ["preview", "update"]) {
                const { Role } = await client.send(
                    new GetRoleCommand({ RoleName: `${PREFIX}-deploy-members-${operation}` }),
                );
                assert.equal(
                    Role?.PermissionsBoundary?.PermissionsBoundaryArn,
                    `arn:aws:iam::${account}:policy/${PREFIX}-deploy-boundary`,
                );
            }
            client.destroy();
        }
    });

    it("reach from each stack only the accounts that are its own", () => {
        const { managementAccount, loggingAccount, securityAccount, memberAccounts } = organization.ids;
        assert.deepEqual(Object.fromEntries(reached), {
            logging: [loggingAccount],
            security: [securityAccount],
            management: [managementAccount],
            "members-core": [managementAccount, loggingAccount, securityAccount].sort(),
            // The unit's accounts are looked up in the management account; the silence of each alarms in the security
            // account.
            "members-workloads": [managementAccount, securityAccount, ...memberAccounts].sort(),
        });
    });

    it("call no account that no stack deployed just then has", () => {
        const { managementAccount, loggingAccount, securityAccount, memberAccounts } = organization.ids;
        assert.deepEqual(Object.fromEntries(called), {
            "logging and security": [loggingAccount, securityAccount].sort(),
            "management and members-core and members-workloads": [
                managementAccount,
                loggingAccount,
                securityAccount,
                ...memberAccounts,
            ].sort(),
        });
    });

    it("lead the trail to the archive and the key that the logging stack made", () => {
        const [trail, ...others] = trails;
        assert.deepEqual(others, []);
        assert.equal(trail?.S3BucketName, outputsOf("logging")["archiveBucket"]?.value);
        assert.equal(trail?.KmsKeyId, outputsOf("logging")["archiveKeyArn"]?.value);
        assert.equal(trail?.TrailARN, outputsOf("management")["trailArn"]?.value);
    });

    it("bring the events of both members stacks to the one central bus", () => {
        assert.deepEqual(
            [...flowing].map(([name, results]) => [name, results.length]),
            [
                ["members-core", 3 * 2],
                ["members-workloads", 2 * 2],
            ],
        );
        for (const [name, results] of flowing) {
            assert.ok(flows(results), `${name}: ${JSON.stringify(results, undefined, 2)}`);
        }
    });

    it("make every call of a deployment and of a preview: no other credentials are used", () => {
        const names = (uses: readonly Use[]): readonly string[] =>
            [...new Set(uses.map(({ role }) => role.name))].sort();
        const all = (operation: string): readonly string[] =>
            ["logging", "management", "members", "security"].map(
                (kind) => `${PREFIX}-deploy-${kind}-${operation}`,
            );
        assert.deepEqual(names(deploying), all("update"));
        assert.deepEqual(names(previewing), all("preview"));
    });

    it("may do all that deploying and changing the stacks takes", async () => {
        assert.deepEqual(await refused(deploying), []);
    });

    it("may do all that previewing and refreshing the stacks takes", async () => {
        assert.deepEqual(await refused(previewing), []);
    });

    it("may not, for previews, change what they look at", async () => {
        const changing = deploying.filter(
            ({ needed }) => !/:(Get|List|Describe|AssumeRole)/.test(needed.action),
        );
        assert.ok(changing.length > 40, "there are changes to be refused");
        const allowed = [];
        for (const { role, args, needed } of changing) {
            const looking = roleNamed(role.name.replace(/-update$/, "-preview"), args);
            if (await mayDo(looking, args, needed)) {
                allowed.push(`${looking.name}: ${needed.action}`);
            }
        }
        assert.deepEqual(allowed, []);
    });

    it("may destroy rules, queues, streams and roles, and nothing that the logging would be lost with", async () => {
        const ofRole = (kind: string, ...actions: readonly string[]): readonly string[] =>
            actions.map((action) => `${PREFIX}-deploy-${kind}-update: ${action}`);
        assert.deepEqual(await refused(destroying), [
            ...ofRole(
                "logging",
                "kms:DeleteAlias",
                "kms:ScheduleKeyDeletion",
                "s3:DeleteBucket",
                "s3:DeleteBucketPolicy",
                "sns:DeleteTopic",
            ),
            ...ofRole("management", "kms:DeleteAlias", "kms:ScheduleKeyDeletion", "sns:DeleteTopic"),
            ...ofRole(
                "security",
                "events:DeleteEventBus",
                "events:RemovePermission",
                "kms:DeleteAlias",
                "kms:ScheduleKeyDeletion",
                "logs:DeleteLogGroup",
                "sns:DeleteTopic",
            ),
        ]);
    });

    describe("and the operators' role", () => {
        it("makes every call of the commands, in every account, but for the one that assumes it", () => {
            const { managementAccount, loggingAccount, securityAccount, memberAccounts } = organization.ids;
            const { calls } = operating;
            const entry = `arn:aws:iam::${securityAccount}:role/${OPERATORS}`;
            const own = calls.filter(({ role }) => role?.endsWith(`/${OPERATORS}`) === true);
            const others = calls.filter((call) => !own.includes(call));
            assert.deepEqual(
                others.map(({ action, input }) => `${action} ${String(input["RoleArn"])}`),
                ["status", "verify", "lookup", "replay", "dead-letters"].map(() => `AssumeRole ${entry}`),
            );
            assert.deepEqual(
                [...new Set(own.map(({ role }) => role))].sort(),
                [managementAccount, loggingAccount, securityAccount, ...memberAccounts]
                    .map((account) => entry.replace(securityAccount, account))
                    .sort(),
            );
        });

        it("proves by verify all that the emulator can show: it has no CloudTrail that reports the calls", () => {
            const { code, output } = operating.verify;
            assert.equal(code, 1, output);
            assert.match(output, /│ \d+ rules of detections +│ enabled/);
            assert.match(output, /│ \d+ rules of the bus, in the last hour +│ delivered all/);
            assert.match(output, /│ alerts of arn:aws:sns:\S+ +│ \d+ ms/);
            assert.match(output, /│ 7 dead-letter queues +│ no new messages/);
            assert.doesNotMatch(output, /FAILED|Denied|cannot be counted/);
            assert.equal(output.match(/MISSING/g)?.length, 10 + 1, output);
            assert.match(output, /Events do not flow as they should/);
        });

        it("tells by status that the system is whole", async () => {
            const { whole, sections, coverage } = await jsonOf<Status>("status", operating.status);
            assert.deepEqual(
                sections.flatMap(({ checks }) =>
                    checks.filter(({ state }) => state === "failed" || state === "unknown"),
                ),
                [],
            );
            assert.equal(whole, true);
            assert.deepEqual(
                coverage.groups.map(({ accounts, by }) => [accounts.length, by.map(({ stack }) => stack)]),
                [
                    [3, ["members-core"]],
                    [2, ["members-workloads"]],
                ],
            );
        });

        it("looks events up, and replays to a target", () => {
            assert.equal(operating.replay.code, 0, operating.replay.output);
            assert.match(operating.replay.output, /Started the replay security-logging-siem-/);
            assert.match(operating.lookup.output, /Looking into 10 accounts and regions/);
        });

        it("reads the dead-letter queues", () => {
            const { code, output } = operating.deadLetters;
            assert.equal(code, 0, output);
            assert.match(output, /Looking into 7 dead-letter queues/);
            assert.match(output, /There are no dead letters/);
        });

        it("is told in a line where it cannot be assumed", () => {
            const { code, output } = operating.shutOut;
            assert.equal(code, 1, output);
            assert.match(
                output,
                /^--role security-logging-operators: arn:aws:iam::\d+:role\/\S+ cannot be assumed \(AccessDenied/m,
            );
            assert.match(output, /operators\.principals of gitops\/bootstrap/);
        });

        it("may do all of that, and nothing more but for stated reasons", async () => {
            const { args } = rolesOf(organization);
            assert.deepEqual(await refusedToOperators(args, operating.calls), []);
            const unasked = await unaskedByOperators(args, operating.calls);
            assert.deepEqual(
                unasked.map((action) => `operators ${action}`),
                notAskedFor(["operators"]),
            );
            assert.deepEqual(
                CALLED_FOR.operators.filter((action) => unasked.includes(action)),
                [],
            );
        });
    });

    it("show the way into the accounts as the only difference of a preview", () => {
        for (const [name, { urns }] of previews) {
            const changed = ["create", "update", "delete", "replace"].flatMap((kind) => urns.get(kind) ?? []);
            assert.deepEqual(
                changed.filter((urn) => !urn.includes("::pulumi:providers:aws::")),
                [],
                name,
            );
        }
    });

    it("may do nothing more than was asked for, but for stated reasons", () => {
        const { args, accounts } = rolesOf(organization);
        const asked = new Set(
            [...deploying, ...previewing, ...destroying].map(
                ({ role, needed }) => `${role.kind} ${needed.action}`,
            ),
        );
        const allowed = new Set(
            accounts.flatMap((account) =>
                deploymentRoles({ ...args, account }).flatMap(({ kind, permissions }) =>
                    permissions.Statement.filter(({ Effect }) => Effect === "Allow")
                        .flatMap(({ Action }) => Action)
                        .map((action) => `${kind} ${action}`),
                ),
            ),
        );
        const notAsked = [...allowed].filter((each) => !asked.has(each)).sort();
        assert.deepEqual(notAsked, notAskedFor(DEPLOYMENT_KINDS));
        assert.deepEqual(
            DEPLOYMENT_KINDS.flatMap((kind) => CALLED_FOR[kind].map((action) => `${kind} ${action}`)).filter(
                (each) => !asked.has(each),
            ),
            [],
        );
    });
});

/** What the roles of these may do without being asked, sorted. */
const notAskedFor = (whose: readonly string[]): readonly string[] =>
    Object.keys(NOT_ASKED_FOR)
        .filter((each) => whose.some((who) => each.startsWith(`${who} `)))
        .sort();

/** How a stack of the test is deployed. */
interface StackOfRole {
    readonly role: string;
    /** The account that the pipeline comes in at. */
    readonly account: string;
    readonly settings: StackSettings;
    /** What is changed later. */
    readonly change: StackSettings;
}

function rolesOf(organization: TestOrganization): {
    readonly args: Omit<DeploymentRolesArgs, "account">;
    readonly accounts: readonly string[];
} {
    const { managementAccount, loggingAccount, securityAccount, memberAccounts } = organization.ids;
    return {
        args: rolesArgs(parseBootstrapSettings(bootstrapSettings(organization))),
        accounts: [managementAccount, loggingAccount, securityAccount, ...memberAccounts],
    };
}

/** The accounts in which something was done, sorted. The roles of all others are assumed from one. */
const accountsOf = (uses: readonly Use[]): readonly string[] =>
    [
        ...new Set(
            uses.filter(({ needed }) => !needed.action.startsWith("sts:")).map(({ args }) => args.account),
        ),
    ].sort();

function given<T>(value: T | null | undefined, what: string): T {
    if (value === undefined || value === null) {
        throw new Error(`there is no ${what}`);
    }
    return value;
}
