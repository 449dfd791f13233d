import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { type Settings, SettingsError } from "../../settings";
import { Accounts } from "../../stacks/accounts";
import { forwardingTopology } from "../../stacks/topology";
import { type Call, run, type World } from "../mocks";
import {
    LOGGING,
    MANAGEMENT,
    REGIONS,
    SECURITY,
    WORKLOAD_ONE,
    WORKLOAD_TWO,
    settingsOf,
} from "./organization";

const UNIT = "ou-ab12-cd34ef56";
const OTHER_UNIT = "ou-ab12-gh78ij90";

const GET_ACCOUNTS =
    "aws:organizations/getOrganizationalUnitDescendantAccounts:getOrganizationalUnitDescendantAccounts";
const GET_REGIONS = "aws:index/getRegions:getRegions";
const GET_ORGANIZATION = "aws:organizations/getOrganization:getOrganization";
const GET_REGIONS_OF_ACCOUNT = "aws:account/getRegions:getRegions";

type Account = Readonly<Record<"id" | "state" | "status", string>>;

const active = (id: string): Account => ({ id, state: "ACTIVE", status: "" });

/** Regions that only some accounts have enabled. */
const ENABLED: Readonly<Record<string, readonly string[]>> = {
    [MANAGEMENT]: ["us-east-1", "eu-west-1"],
    [LOGGING]: ["us-east-1"],
    [SECURITY]: ["us-east-1", "eu-central-1"],
    [WORKLOAD_ONE]: ["us-east-1", "eu-west-1"],
    [WORKLOAD_TWO]: ["us-east-1", "me-south-1", "eu-west-1"],
};

/** Stands for trusted access among what is refused. */
const ORGANIZATION = "trusted access";

/** @param refused accounts that the account API does not tell the management account of */
const topology = (
    settings: Settings,
    units: Readonly<Record<string, readonly Account[]>> = {},
    refused: readonly string[] = [],
    world: World = {},
) =>
    run(() => forwardingTopology(settings, new Accounts(settings)), {
        ...world,
        answer: ({ token, inputs, provider }: Call) => {
            switch (token) {
                case GET_ACCOUNTS: {
                    const accounts = units[String(inputs["parentId"])];
                    assert.ok(accounts !== undefined, `asked for the unit ${String(inputs["parentId"])}`);
                    return { accounts };
                }
                case GET_REGIONS: {
                    const names = ENABLED[(provider ?? "").replace("account-", "")];
                    assert.ok(names !== undefined, `asked for the regions of ${provider}`);
                    return { names };
                }
                case GET_ORGANIZATION:
                    assert.equal(provider, `account-${MANAGEMENT}`);
                    return {
                        awsServiceAccessPrincipals: refused.includes(ORGANIZATION)
                            ? []
                            : ["account.amazonaws.com"],
                    };
                case GET_REGIONS_OF_ACCOUNT: {
                    assert.equal(provider, `account-${MANAGEMENT}`);
                    const { accountId = MANAGEMENT } = inputs as { readonly accountId?: string };
                    assert.notEqual(inputs["accountId"], MANAGEMENT, "it may not name itself");
                    if (refused.includes(accountId)) {
                        throw new Error("api error AccessDeniedException: not authorized");
                    }
                    const names = ENABLED[accountId] ?? [];
                    return { regions: names.map((regionName) => ({ regionName })) };
                }
                default:
                    return assert.fail(`asked for ${token}`);
            }
        },
    });

const membersSettings = (members: Record<string, unknown>, more: Record<string, unknown> = {}) =>
    settingsOf("members", { members, ...more });

const accountsIn = async (...args: Parameters<typeof topology>) =>
    (await topology(...args)).result.byProviders.map(({ account }) => account);

describe("forwardingTopology", () => {
    it("takes accounts and regions that are listed as they are, and looks nothing up", async () => {
        const found = await topology(membersSettings({ accounts: [WORKLOAD_TWO, WORKLOAD_ONE] }));
        assert.deepEqual(found.result, {
            byProviders: [
                { account: WORKLOAD_ONE, regions: REGIONS },
                { account: WORKLOAD_TWO, regions: REGIONS },
            ],
            skipped: [],
        });
        assert.deepEqual(found.calls, []);
    });

    it("looks up, in the management account, the accounts under the organizational units", async () => {
        const found = await topology(membersSettings({ organizationalUnits: [UNIT, OTHER_UNIT] }), {
            [UNIT]: [active(WORKLOAD_TWO)],
            [OTHER_UNIT]: [active(WORKLOAD_ONE)],
        });
        assert.deepEqual(
            found.result.byProviders.map(({ account }) => account),
            [WORKLOAD_ONE, WORKLOAD_TWO],
        );
        assert.deepEqual(
            found.calls.map(({ provider }) => provider),
            [`account-${MANAGEMENT}`, `account-${MANAGEMENT}`],
        );
    });

    it("takes an account that is listed and in two units once", async () =>
        assert.deepEqual(
            await accountsIn(
                membersSettings({ accounts: [WORKLOAD_ONE], organizationalUnits: [UNIT, OTHER_UNIT] }),
                { [UNIT]: [active(WORKLOAD_ONE)], [OTHER_UNIT]: [active(WORKLOAD_ONE)] },
            ),
            [WORKLOAD_ONE],
        ));

    it("leaves out accounts that are not active, by their state, or by their status where no state is told", async () =>
        assert.deepEqual(
            await accountsIn(membersSettings({ organizationalUnits: [UNIT] }), {
                [UNIT]: [
                    { id: WORKLOAD_ONE, state: "ACTIVE", status: "" },
                    { id: WORKLOAD_TWO, state: "", status: "ACTIVE" },
                    { id: "666666666666", state: "SUSPENDED", status: "SUSPENDED" },
                    { id: "777777777777", state: "PENDING_CLOSURE", status: "" },
                    { id: "888888888888", state: "", status: "SUSPENDED" },
                    { id: "999999999999", state: "PENDING_ACTIVATION", status: "ACTIVE" },
                    { id: "101010101010", state: "PENDING_CLOSURE", status: "ACTIVE" },
                    { id: "121212121212", state: "SUSPENDED", status: "ACTIVE" },
                ],
            }),
            [WORKLOAD_ONE, WORKLOAD_TWO],
        ));

    it("leaves the core accounts out, be they in a listed unit, unless it is told to take them", async () => {
        const units = { [UNIT]: [MANAGEMENT, LOGGING, SECURITY, WORKLOAD_ONE].map(active) };
        assert.deepEqual(await accountsIn(membersSettings({ organizationalUnits: [UNIT] }), units), [
            WORKLOAD_ONE,
        ]);
        assert.deepEqual(
            await accountsIn(membersSettings({ organizationalUnits: [UNIT], coreAccounts: true }), units),
            [MANAGEMENT, LOGGING, SECURITY, WORKLOAD_ONE],
        );
    });

    it("takes the core accounts where one stack makes everything", async () =>
        assert.deepEqual(await accountsIn(settingsOf("organization")), [MANAGEMENT, LOGGING, SECURITY]));

    describe("of all regions that are enabled", () => {
        const accounts = [WORKLOAD_ONE, WORKLOAD_TWO];
        const enabled = (more: Record<string, unknown> = {}) =>
            membersSettings(
                { accounts },
                { regions: "enabled", access: { callerAccount: MANAGEMENT }, ...more },
            );
        const both = [
            { account: WORKLOAD_ONE, regions: ["eu-west-1", "us-east-1"] },
            { account: WORKLOAD_TWO, regions: ["eu-west-1", "me-south-1", "us-east-1"] },
        ];
        const asked = ({ calls }: { readonly calls: readonly Call[] }) =>
            calls
                .filter(({ token }) => token !== GET_ORGANIZATION)
                .map(({ token, provider, inputs }) => ({ token, provider, inputs }));
        const statuses = { regionOptStatusContains: ["ENABLED", "ENABLED_BY_DEFAULT"] };
        const ofManagement = { token: GET_REGIONS_OF_ACCOUNT, provider: `account-${MANAGEMENT}` };

        it("asks the management account, where the stack has its credentials", async () => {
            const found = await topology(enabled());
            assert.deepEqual(found.result.byProviders, both);
            assert.deepEqual(
                asked(found),
                accounts.map((accountId) => ({ ...ofManagement, inputs: { accountId, ...statuses } })),
            );
        });

        it("asks each account that the management account is not told of", async () => {
            const found = await topology(enabled(), {}, [WORKLOAD_TWO]);
            assert.deepEqual(found.result.byProviders, both);
            // Asked for all regions, AWS would name those too that the account has not enabled.
            assert.deepEqual(asked(found).slice(2), [
                { token: GET_REGIONS, provider: `account-${WORKLOAD_TWO}`, inputs: {} },
            ]);
        });

        it("asks each account itself, where the organization does not trust the account API", async () => {
            const found = await topology(enabled(), {}, [ORGANIZATION]);
            assert.deepEqual(found.result.byProviders, both);
            assert.deepEqual(
                asked(found).map(({ token }) => token),
                [GET_REGIONS, GET_REGIONS],
            );
        });

        it("asks each account itself, where the stack has other credentials", async () => {
            const found = await topology(enabled({ access: { callerAccount: SECURITY } }));
            assert.deepEqual(found.result.byProviders, both);
            assert.deepEqual(
                asked(found).map(({ token }) => token),
                [GET_REGIONS, GET_REGIONS],
            );
        });

        it("looks at the organization once, for a StackSet and for accounts with a provider", async () => {
            const members = { organizationalUnits: [UNIT], deployment: "stackSet", coreAccounts: true };
            const { calls, result } = await topology(enabled({ members }), {
                [UNIT]: [active(WORKLOAD_TWO)],
            });
            assert.deepEqual(result.byStackSet?.regions, ["eu-west-1", "us-east-1"]);
            assert.equal(calls.filter(({ token }) => token === GET_ORGANIZATION).length, 1);
            assert.equal(calls.filter(({ token }) => token === GET_REGIONS_OF_ACCOUNT).length, 3);
        });

        it("asks the management account for its own without naming it", async () => {
            const found = await topology(enabled({ members: { coreAccounts: true } }));
            assert.deepEqual(
                asked(found).map(({ inputs }) => inputs["accountId"]),
                [undefined, LOGGING, SECURITY],
            );
        });
    });

    it("leaves the accounts of units to the StackSet where there is one, and goes into none of them", async () => {
        const members = { organizationalUnits: [UNIT], coreAccounts: true, deployment: "stackSet" };
        const units = { [UNIT]: [SECURITY, WORKLOAD_TWO, WORKLOAD_ONE].map(active) };
        const found = await topology(membersSettings(members), units);
        assert.deepEqual(found.result, {
            byProviders: [MANAGEMENT, LOGGING, SECURITY].map((account) => ({ account, regions: REGIONS })),
            skipped: [],
            byStackSet: { regions: REGIONS, accounts: [WORKLOAD_ONE, WORKLOAD_TWO], replacing: [] },
        });
    });

    describe("of units where a StackSet replaces forwarders by providers", () => {
        const settings = membersSettings({ organizationalUnits: [UNIT], deployment: "stackSet" });
        const units = { [UNIT]: [WORKLOAD_ONE, WORKLOAD_TWO].map(active) };
        const bySet = { regions: REGIONS, ruleName: "security-logging-forward-events" };
        const byProvider = { regions: ["us-east-1"], ruleName: "security-logging-forward-write-events" };
        const after = async (outputs: Readonly<Record<string, unknown>>, chosen = settings) => {
            const world = { stacks: { "organization/security-logging/test": outputs } };
            const { byProviders, byStackSet } = (await topology(chosen, units, [], world)).result;
            assert.deepEqual(
                byProviders.map(({ account }) => account),
                byStackSet?.replacing,
            );
            return byProviders;
        };

        it("leaves all of them as they are while nothing is known of the set", async () => {
            const kept = [WORKLOAD_ONE, WORKLOAD_TWO].map((account) => ({ account, regions: ["us-east-1"] }));
            const accounts = [WORKLOAD_ONE, WORKLOAD_TWO];
            assert.deepEqual(await after({ forwarding: [{ ...byProvider, accounts }] }), kept);
            // As released versions show it, and as it is after an operation on the set that failed.
            assert.deepEqual(await after({ forwarding: kept }), kept);
            assert.deepEqual(
                await after({
                    forwarding: [
                        { ...byProvider, accounts },
                        { ...bySet, accounts },
                    ],
                }),
                kept,
            );
        });

        it("lets go of those in accounts where the set was current, and of no other", async () =>
            assert.deepEqual(
                await after({
                    forwarding: [{ ...byProvider, accounts: [WORKLOAD_ONE, WORKLOAD_TWO] }],
                    supersededByStackSet: [WORKLOAD_ONE],
                }),
                [{ account: WORKLOAD_TWO, regions: ["us-east-1"] }],
            ));

        it("has none in accounts that are in no unit any more, and none where the set was from the beginning", async () => {
            const gone = { forwarding: [{ ...byProvider, accounts: ["666666666666", SECURITY] }] };
            assert.deepEqual(await after(gone), []);
            assert.deepEqual(await after({ forwarding: [{ ...bySet, accounts: [WORKLOAD_ONE] }] }), []);
            assert.deepEqual(await after({}), []);
        });
    });

    it("asks the security account, and not the management account, where that administers StackSets", async () => {
        const delegated = (role: Settings["role"], deployment: string) =>
            settingsOf(role, {
                organization: {
                    id: "o-a1b2c3d4e5",
                    managementAccount: MANAGEMENT,
                    loggingAccount: LOGGING,
                    securityAccount: SECURITY,
                    delegateStackSets: true,
                },
                members: { organizationalUnits: [UNIT], deployment, coreAccounts: false },
                regions: "enabled",
            });
        const units = { [UNIT]: [active(WORKLOAD_TWO)] };
        const found = await topology(delegated("members", "stackSet"), units);
        assert.deepEqual(found.result.byStackSet?.regions, ["eu-central-1", "us-east-1"]);
        assert.deepEqual(
            new Set(found.calls.map(({ provider }) => provider)),
            new Set([`account-${SECURITY}`]),
        );
        // With a stack that registers it, there is no such administrator yet; providers need the management account's role anyway.
        for (const [role, deployment] of [
            ["organization", "stackSet"],
            ["members", "providers"],
        ] as const) {
            const { calls } = await topology(delegated(role, deployment), units);
            const asked = calls.find(({ token }) => token === GET_ACCOUNTS);
            assert.equal(asked?.provider, `account-${MANAGEMENT}`, role);
        }
    });

    it("takes for the StackSet the regions that the management account has enabled", async () => {
        const members = { organizationalUnits: [UNIT], deployment: "stackSet" };
        const found = await topology(membersSettings(members, { regions: "enabled" }), {
            [UNIT]: [active(WORKLOAD_TWO)],
        });
        assert.deepEqual(found.result, {
            byProviders: [],
            skipped: [],
            byStackSet: { regions: ["eu-west-1", "us-east-1"], accounts: [WORKLOAD_TWO], replacing: [] },
        });
    });

    describe("of accounts that cannot be entered", () => {
        let folder: string;
        let reportFile: string;
        beforeEach(async () => {
            folder = await mkdtemp(path.join(tmpdir(), "unreachable-"));
            reportFile = path.join(folder, "report");
        });
        afterEach(() => rm(folder, { recursive: true }));

        const settings = (unreachable: string, skipped?: readonly string[], more = {}): Settings => {
            const chosen = membersSettings(
                { accounts: [WORKLOAD_ONE, WORKLOAD_TWO], coreAccounts: true, unreachable },
                more,
            );
            const skipping = skipped === undefined ? {} : { skipping: { accounts: skipped, reportFile } };
            return { ...chosen, access: { ...chosen.access, ...skipping } };
        };
        const found = (chosen: Settings, world: World) => topology(chosen, {}, [WORKLOAD_ONE], world);
        const mistakesOf = (chosen: Settings, unreachable: readonly string[]): Promise<readonly string[]> =>
            found(chosen, { unreachable }).then(
                () => assert.fail("it was not refused"),
                (error: unknown) =>
                    error instanceof SettingsError ? error.mistakes : assert.fail(String(error)),
            );

        it("names all of them and ends, by default", async () => {
            const [mistake = "", ...more] = await mistakesOf(settings("fail", []), [
                WORKLOAD_ONE,
                WORKLOAD_TWO,
            ]);
            assert.deepEqual(more, []);
            assert.match(
                mistake,
                new RegExp(`cannot be assumed in the accounts ${WORKLOAD_ONE}, ${WORKLOAD_TWO} `),
            );
            assert.ok(!existsSync(reportFile));
        });

        it("ends where they may be skipped and nothing has the engine do so", async () => {
            const [mistake = ""] = await mistakesOf(settings("skip"), [WORKLOAD_ONE]);
            assert.match(mistake, /^members\.unreachable is "skip": .*gitops\/pipeline\.sh leaves them/);
        });

        it("tells the script which they are, those that it skips already included", async () => {
            await mistakesOf(settings("skip", [WORKLOAD_ONE]), [WORKLOAD_ONE, WORKLOAD_TWO]);
            assert.equal(readFileSync(reportFile, "utf8"), `${WORKLOAD_ONE}\n${WORKLOAD_TWO}`);
        });

        it("skips no core account", async () => {
            const [mistake = ""] = await mistakesOf(settings("skip", [SECURITY]), [SECURITY, WORKLOAD_ONE]);
            assert.match(mistake, new RegExp(`cannot be assumed in the account ${SECURITY} `));
            assert.ok(!existsSync(reportFile));
        });

        it("goes on declaring what they have, and enters them no more", async () => {
            const { result } = await found(settings("skip", [WORKLOAD_ONE]), { unreachable: [WORKLOAD_ONE] });
            assert.deepEqual(result.skipped, [WORKLOAD_ONE]);
            assert.deepEqual(
                result.byProviders.find(({ account }) => account === WORKLOAD_ONE)?.regions,
                REGIONS,
            );
        });

        it("takes regions that nobody else tells from what the stack had before", async () => {
            const chosen = settings("skip", [WORKLOAD_ONE], {
                regions: "enabled",
                access: { callerAccount: MANAGEMENT },
            });
            const { result, calls } = await found(chosen, {
                unreachable: [WORKLOAD_ONE],
                stacks: {
                    "organization/security-logging/test": {
                        forwarding: [{ account: WORKLOAD_ONE, regions: ["us-east-1"] }],
                    },
                },
            });
            assert.deepEqual(result.byProviders.find(({ account }) => account === WORKLOAD_ONE)?.regions, [
                "us-east-1",
            ]);
            assert.ok(!calls.some(({ provider }) => provider === `account-${WORKLOAD_ONE}`));
        });
    });
});
