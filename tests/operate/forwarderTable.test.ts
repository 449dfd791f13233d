import assert from "node:assert/strict";
import type { SetInstance, SetLook } from "../../operate/forwarderSet";
import { forwarderTable, instancesWithCauses, isWhole } from "../../operate/forwarderTable";

const ONE = "444444444444";
const TWO = "555555555555";
const SUSPENDED = "666666666666";
const REGIONS = ["ap-south-1", "eu-central-1", "eu-west-1", "us-east-1", "us-west-2"];

const instance = (account: string, region: string, more: Partial<SetInstance> = {}): SetInstance => ({
    account,
    region,
    status: "CURRENT",
    detailedStatus: "SUCCEEDED",
    drift: "IN_SYNC",
    ...more,
});

const look = (instances: readonly SetInstance[], without: SetLook["without"] = []): SetLook => ({
    instances,
    accounts: [ONE, TWO],
    without,
});

const failed = {
    status: "OUTDATED",
    detailedStatus: "FAILED",
    reason: "no: with an explicit deny in a service control policy",
};
const skipped = { status: "OUTDATED", detailedStatus: "SKIPPED_SUSPENDED_ACCOUNT" };

/** The rows of a table, without the lines and the padding. */
const rowsOf = (table: string): readonly (readonly string[])[] =>
    table
        .split("\n")
        .filter((line) => line.startsWith("│"))
        .map((line) =>
            line
                .split("│")
                .slice(1, -1)
                .map((cell) => cell.trim()),
        );

describe("the table of a set of forwarders", () => {
    const mixed = look(
        [
            ...REGIONS.map((region) => instance(ONE, region)),
            instance(TWO, "eu-west-1", failed),
            instance(TWO, "us-east-1"),
            instance(TWO, "us-west-2", { drift: "DRIFTED" }),
            instance(SUSPENDED, "us-east-1", skipped),
        ],
        [
            { account: TWO, region: "ap-south-1" },
            { account: TWO, region: "eu-central-1" },
        ],
    );

    it("has a row an account and status, what wants something first", () =>
        assert.deepEqual(rowsOf(forwarderTable(mixed)), [
            ["status", "account", "regions", "because"],
            ["NO INSTANCE", TWO, "ap-south-1, eu-central-1", ""],
            ["OUTDATED (FAILED)", TWO, "eu-west-1", "region denied"],
            ["CURRENT, DRIFTED", TWO, "us-west-2", ""],
            ["OUTDATED (SKIPPED_SUSPENDED_ACCOUNT)", SUSPENDED, "us-east-1", "suspended"],
            ["CURRENT", ONE, "5 regions", ""],
            ["CURRENT", TWO, "us-east-1", ""],
        ]));

    it("says below once for each cause why, what to do, and what AWS says", () => {
        const below = forwarderTable(mixed)
            .split("\n")
            .filter((line) => !/^[│┌├└]/.test(line));
        assert.deepEqual(
            below.map((line) => line.trim().split(":")[0]),
            ["region denied", `AWS says in ${TWO}`, "suspended", "DRIFTED", "NO INSTANCE"],
        );
        assert.match(below.join("\n"), /Exempt stacksets-exec-\* from the policy and run this with --retry/);
    });

    it("says nothing below where all is well", () =>
        assert.match(forwarderTable(look([instance(ONE, "us-east-1")])), /┘$/));

    it("is whole only if all is current, there and as it was made, but for those that have no events", () => {
        assert.ok(isWhole(look([instance(ONE, "us-east-1"), instance(SUSPENDED, "us-east-1", skipped)])));
        assert.ok(!isWhole(look([instance(ONE, "us-east-1"), instance(ONE, "eu-west-1", failed)])));
        assert.ok(!isWhole(look([instance(TWO, "us-east-1", skipped)])), "it is active again");
        assert.ok(!isWhole(look([instance(ONE, "us-east-1", { drift: "DRIFTED" })])));
        assert.ok(!isWhole(look([], [{ account: ONE, region: "us-east-1" }])));
    });

    it("is for programs all of the instances, with cause and remedy", () => {
        const instances = instancesWithCauses(mixed);
        assert.equal(instances.length, mixed.instances.length);
        const wrong = instances.flatMap((each) => ("cause" in each ? [[each.account, each.cause]] : []));
        assert.deepEqual(wrong, [
            [TWO, "region denied"],
            [SUSPENDED, "suspended"],
        ]);
        assert.ok(instances.every((each) => "cause" in each === "remedy" in each));
    });
});
