import assert from "node:assert/strict";
import {
    coverageChecks,
    coverageOf,
    type CoverageFacts,
    instanceFound,
    type StackCoverage,
} from "../../../operate/status/coverage";
import type { OrganizationAccount } from "../../../operate/status/organization";
import type { RuleFound } from "../../../operate/status/rules";

const REGIONS = ["eu-west-1", "us-east-1"];
const CORE = ["111111111111", "222222222222", "333333333333"];
const ROOT = "r-ab12";
const UNIT = "ou-ab12-11111111";

const account = (id: string, more: Partial<OrganizationAccount> = {}): OrganizationAccount => ({
    id,
    name: `account ${id}`,
    status: "ACTIVE",
    active: true,
    under: [ROOT, UNIT],
    units: ["Workloads"],
    ...more,
});

const stackOf = (
    stack: string,
    ids: readonly string[],
    way: "providers" | "stackSet" = "providers",
    regions: readonly string[] = REGIONS,
): StackCoverage => ({
    stack,
    units: stack === "members" ? [UNIT] : [],
    covers: ids.map((id) => ({ account: id, regions, way })),
});

const FORWARDS: RuleFound = { state: "forwarding" };

const facts = (more: Partial<CoverageFacts>): CoverageFacts => ({
    accounts: { told: CORE.map((id) => account(id, { under: [ROOT], units: [] })) },
    core: CORE,
    stacks: [stackOf("core", CORE)],
    all: true,
    found: () => FORWARDS,
    ...more,
});

const linesOf = (all: CoverageFacts): readonly string[] =>
    coverageChecks(coverageOf(all), all.accounts).map(
        ({ state, what, result }) => `${state} ${what}: ${result}`,
    );

describe("the coverage of accounts and regions", () => {
    it("is one group and one line where all forward", () => {
        const all = facts({});
        assert.deepEqual(coverageOf(all).groups, [
            {
                accounts: CORE,
                by: [{ stack: "core", way: "providers" }],
                regions: [{ regions: REGIONS, state: "forwarding" }],
                state: "ok",
            },
        ]);
        assert.deepEqual(linesOf(all), [
            "ok 3 accounts in 2 regions: forwarding from 6 accounts and regions",
        ]);
    });

    it("stays small for 5,000 accounts in 30 regions, of which some do not forward", () => {
        const ids = Array.from({ length: 5000 }, (_, index) => String(400_000_000_000 + index));
        const regions = Array.from({ length: 30 }, (_, index) => `xx-nowhere-${index}`);
        const all = facts({
            accounts: { told: ids.map((id) => account(id)) },
            stacks: [stackOf("members", ids, "stackSet", regions)],
            found: (_, id, region) =>
                Number(id) % 10 === 0 && region === "xx-nowhere-7"
                    ? { state: "disabled", cause: "the rule is disabled" }
                    : Number(id) % 1000 === 1
                      ? { state: "unknown", cause: "cannot be entered" }
                      : FORWARDS,
        });
        const { groups } = coverageOf(all);
        assert.equal(groups.length, 3);
        assert.equal(groups.flatMap(({ accounts }) => accounts).length, 5000);
        assert.ok(JSON.stringify(groups).length < 5000 * 16 + 5000);
        const lines = linesOf(all);
        assert.equal(lines.length, 3);
        assert.ok(lines.every((line) => line.length < 300));
        assert.match(
            lines[1] ?? "",
            /^failed 500 accounts in xx-nowhere-7 \(400000000000, .* and 495 more\): the rule/,
        );
    });

    it("has every account in one group", () => {
        const told = [
            account("444444444444"),
            account("555555555555", { active: false, status: "SUSPENDED" }),
        ];
        const { accounts, groups } = coverageOf(facts({ accounts: { told }, stacks: [] }));
        assert.deepEqual(
            groups.flatMap((group) => group.accounts).sort(),
            accounts.map(({ id }) => id),
        );
        assert.deepEqual(accounts[0], {
            id: "444444444444",
            name: "account 444444444444",
            unit: "Workloads",
            status: "ACTIVE",
            core: false,
        });
    });

    for (const [what, uncovered, stacks, why, state] of [
        ["suspended", account("444444444444", { active: false, status: "SUSPENDED" }), [], "suspended", "ok"],
        [
            "suspended though a stack has it",
            account("444444444444", { active: false, status: "SUSPENDED" }),
            [stackOf("members", ["444444444444"])],
            "suspended",
            "ok",
        ],
        [
            "in no unit of a stack",
            account("444444444444", { under: [ROOT], units: [] }),
            [stackOf("members", [])],
            "notInUnits",
            "warning",
        ],
        ["new in a unit", account("444444444444"), [stackOf("members", [])], "new", "failed"],
        ["a core account", account(CORE[0] ?? ""), [stackOf("members", [])], "excluded", "failed"],
        [
            "skipped",
            account("444444444444"),
            [stackOf("members", ["444444444444"], "providers", [])],
            "skipped",
            "failed",
        ],
    ] as const) {
        it(`says of an account that is ${what} why it is not covered`, () => {
            const [group, ...others] = coverageOf(facts({ accounts: { told: [uncovered] }, stacks })).groups;
            assert.deepEqual(others, []);
            assert.equal(group?.uncovered?.why, why);
            assert.equal(group.state, state);
        });
    }

    it("takes an account of two forwarders for one that forwards, as while one takes over from the other", () => {
        const both = [stackOf("old", CORE), stackOf("members", CORE, "stackSet")];
        const [group] = coverageOf(
            facts({
                stacks: both,
                found: (stack) => (stack === "old" ? { state: "missing", cause: "gone" } : FORWARDS),
            }),
        ).groups;
        assert.equal(group?.state, "ok");
        assert.equal(group.by.length, 2);
    });

    for (const [state, way, remedy] of [
        ["disabled", "providers", /pulumi up --refresh --stack core/],
        ["wrongTarget", "stackSet", /Undo the change in the account/],
        ["missing", "providers", /pulumi up --refresh --stack core/],
        ["missing", "stackSet", /forwarders --stack core --retry/],
        ["unknown", "stackSet", /forwarders --stack core tells more/],
    ] as const) {
        it(`says what to do of what is ${state} by ${way}`, () => {
            const [group] = coverageOf(
                facts({ stacks: [stackOf("core", CORE, way)], found: () => ({ state, cause: "so" }) }),
            ).groups;
            assert.match(group?.regions[0]?.remedy ?? "", remedy);
        });
    }

    it("is that of the stacks where the organization does not tell its accounts, which is said", () => {
        const all = facts({ accounts: { untold: "AccessDenied: no" } });
        assert.equal(coverageOf(all).complete, false);
        assert.deepEqual(linesOf(all), [
            "unknown accounts of the organization: AccessDenied: no",
            "ok 3 accounts in 2 regions: forwarding from 6 accounts and regions",
        ]);
    });

    it("leaves out, where not all stacks are looked at, the accounts that others may cover", () => {
        const found = coverageOf(facts({ stacks: [stackOf("core", CORE.slice(0, 1))], all: false }));
        assert.deepEqual(
            found.accounts.map(({ id }) => id),
            CORE.slice(0, 1),
        );
        assert.equal(found.complete, false);
    });
});

describe("an instance of a StackSet, without entering the account", () => {
    const instance = {
        account: "4",
        region: "a",
        status: "CURRENT",
        detailedStatus: "SUCCEEDED",
        drift: "IN_SYNC",
    };
    for (const [what, more, state] of [
        ["current", {}, "forwarding"],
        ["drifted", { drift: "DRIFTED" }, "unknown"],
        ["outdated", { status: "OUTDATED", detailedStatus: "FAILED", reason: "already exists" }, "unknown"],
    ] as const) {
        it(`that is ${what} is ${state}`, () => {
            const of = { ...instance, ...more };
            assert.equal(instanceFound(of, [of], ["4"]).state, state);
        });
    }

    it("that is not there is missing", () =>
        assert.equal(instanceFound(undefined, [instance], ["4"]).state, "missing"));
});
