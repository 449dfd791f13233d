import assert from "node:assert/strict";
import type { Settings } from "../../settings";
import { Accounts } from "../../stacks/accounts";
import { forwardingTopology } from "../../stacks/topology";
import { type Call, run } from "../mocks";
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

type Account = Readonly<Record<"id" | "state" | "status", string>>;

const active = (id: string): Account => ({ id, state: "ACTIVE", status: "" });

/** Regions that only some accounts have enabled. */
const ENABLED: Readonly<Record<string, readonly string[]>> = {
    [`account-${MANAGEMENT}`]: ["us-east-1", "eu-west-1"],
    [`account-${SECURITY}`]: ["us-east-1", "eu-central-1"],
    [`account-${WORKLOAD_ONE}`]: ["us-east-1", "eu-west-1"],
    [`account-${WORKLOAD_TWO}`]: ["us-east-1", "me-south-1", "eu-west-1"],
};

const topology = (settings: Settings, units: Readonly<Record<string, readonly Account[]>> = {}) =>
    run(() => forwardingTopology(settings, new Accounts(settings)), {
        answer: ({ token, inputs, provider }: Call) => {
            switch (token) {
                case GET_ACCOUNTS: {
                    const accounts = units[String(inputs["parentId"])];
                    assert.ok(accounts !== undefined, `asked for the unit ${String(inputs["parentId"])}`);
                    return { accounts };
                }
                case GET_REGIONS: {
                    const names = ENABLED[provider ?? ""];
                    assert.ok(names !== undefined, `asked for the regions of ${provider}`);
                    return { names };
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

    it("looks up, in each account, the regions it has enabled", async () => {
        const found = await topology(
            membersSettings({ accounts: [WORKLOAD_ONE, WORKLOAD_TWO] }, { regions: "enabled" }),
        );
        assert.deepEqual(found.result.byProviders, [
            { account: WORKLOAD_ONE, regions: ["eu-west-1", "us-east-1"] },
            { account: WORKLOAD_TWO, regions: ["eu-west-1", "me-south-1", "us-east-1"] },
        ]);
        // Asked for all regions, AWS would name those too that the account has not enabled.
        assert.deepEqual(
            found.calls.map(({ inputs }) => inputs),
            [{}, {}],
        );
    });

    it("leaves the accounts of units to the StackSet where there is one, and goes into none of them", async () => {
        const members = { organizationalUnits: [UNIT], coreAccounts: true, deployment: "stackSet" };
        const units = { [UNIT]: [SECURITY, WORKLOAD_TWO, WORKLOAD_ONE].map(active) };
        const found = await topology(membersSettings(members), units);
        assert.deepEqual(found.result, {
            byProviders: [MANAGEMENT, LOGGING, SECURITY].map((account) => ({ account, regions: REGIONS })),
            byStackSet: { regions: REGIONS, accounts: [WORKLOAD_ONE, WORKLOAD_TWO] },
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
            byStackSet: { regions: ["eu-west-1", "us-east-1"], accounts: [WORKLOAD_TWO] },
        });
    });
});
