import assert from "node:assert/strict";
import { type ForwardedAccount, accountsIn, grouped, originsIn } from "../../stacks/forwarding";
import { readFixture, recordedVersions } from "../endToEnd/upgrade/fixture";
import type { StackState } from "../endToEnd/stack";
import { REGIONS, WORKLOAD_ONE, WORKLOAD_TWO } from "./organization";

const RULE = "forward-write-events";
const SET_RULE = "forward-events";

const FORWARDED: readonly ForwardedAccount[] = [
    { account: WORKLOAD_ONE, regions: REGIONS, ruleName: RULE },
    { account: WORKLOAD_TWO, regions: ["us-east-1"], ruleName: RULE },
    { account: "666666666666", regions: REGIONS, ruleName: RULE },
    { account: "777777777777", regions: REGIONS, ruleName: SET_RULE },
];

describe("the output forwarding", () => {
    it("has regions once that accounts have in common, and their rule", () =>
        assert.deepEqual(grouped(FORWARDED), [
            { accounts: [WORKLOAD_ONE, "666666666666"], regions: REGIONS, ruleName: RULE },
            { accounts: [WORKLOAD_TWO], regions: ["us-east-1"], ruleName: RULE },
            { accounts: ["777777777777"], regions: REGIONS, ruleName: SET_RULE },
        ]));

    it("grows by an account's id with each account", () => {
        const of = (count: number): number =>
            JSON.stringify(
                grouped(
                    [...Array(count).keys()].map((each) => ({
                        account: String(100_000_000_000 + each),
                        regions: REGIONS,
                        ruleName: RULE,
                    })),
                ),
            ).length;
        assert.equal(of(1001) - of(1000), '"100000000000",'.length);
    });

    it("is read as it was before it was written", () => {
        const read = accountsIn(JSON.parse(JSON.stringify(grouped(FORWARDED))));
        assert.deepEqual(
            new Set(read.map((each) => JSON.stringify(each))),
            new Set(FORWARDED.map((each) => JSON.stringify(each))),
        );
    });

    for (const version of recordedVersions()) {
        it(`is read as version ${version} left it`, async () => {
            const { state, organization } = await readFixture(version);
            const { resources } = state.deployment as StackState;
            const stack = resources.find(({ type }) => type === "pulumi:pulumi:Stack");
            const read = accountsIn(stack?.outputs?.["forwarding"]);
            const { managementAccount, loggingAccount, securityAccount, memberAccounts } = organization;
            assert.deepEqual(
                read.map(({ account }) => account).sort(),
                [managementAccount, loggingAccount, securityAccount, ...memberAccounts].sort(),
            );
            assert.ok(read.every(({ regions }) => regions.includes("us-east-1")));
        });
    }

    it("has an account that two ways forward from as an origin once, by the way that was there before", () =>
        assert.deepEqual(
            originsIn(
                grouped([
                    { account: WORKLOAD_ONE, regions: ["us-east-1"], ruleName: RULE },
                    { account: WORKLOAD_ONE, regions: REGIONS, ruleName: SET_RULE },
                ]),
            ),
            [
                { account: WORKLOAD_ONE, region: "us-east-1", ruleName: RULE },
                { account: WORKLOAD_ONE, region: "eu-west-1", ruleName: SET_RULE },
            ],
        ));
});
