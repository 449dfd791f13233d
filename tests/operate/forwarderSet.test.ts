import assert from "node:assert/strict";
import { withoutInstance } from "../../operate/forwarderSet";

describe("accounts and regions without an instance of the set", () => {
    const instance = (account: string, region: string) => ({
        ...{ account, region },
        ...{ status: "OUTDATED", detailedStatus: "FAILED", drift: "NOT_CHECKED" },
    });

    it("are those of the active accounts, however those that are there are", () =>
        assert.deepEqual(
            withoutInstance(
                ["1", "2"],
                ["a", "b"],
                [instance("1", "a"), instance("1", "b"), instance("2", "b"), instance("3", "a")],
            ),
            [{ account: "2", region: "a" }],
        ));

    it("are none where no region is known", () => assert.deepEqual(withoutInstance(["1"], [], []), []));
});
