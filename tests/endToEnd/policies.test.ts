import assert from "node:assert/strict";
import * as path from "node:path";
import { TestOrganization } from "./harness";
import { WEAKNESSES } from "./weaknesses";

const POLICIES = path.resolve(__dirname, "..", "..", "policies");

describe("a preview with the policy pack", function () {
    this.timeout(120_000);

    let organization: TestOrganization;

    before(async () => {
        organization = await TestOrganization.start(path.join(__dirname, "weakenedProgram.ts"));
        await organization.stack("all", {
            role: "organization",
            members: { organizationalUnits: [organization.ids.workloadsUnitId] },
            regions: ["us-east-1"],
        });
    });

    after(() => organization.stop());

    const previewed = (weakness: string): ReturnType<TestOrganization["run"]> =>
        organization.run(["preview", "--stack", "all", "--policy-pack", POLICIES], { WEAKNESS: weakness });

    it("lets the program as it is pass, with nothing mandatory to say", async () => {
        const { code, output } = await previewed("");
        assert.equal(code, 0, output);
        assert.doesNotMatch(output, /\[mandatory\]/);
    });

    for (const [weakness, { refusedBy }] of Object.entries(WEAKNESSES)) {
        it(`fails by ${refusedBy} when ${weakness}`, async () => {
            const { code, output } = await previewed(weakness);
            assert.notEqual(code, 0, output);
            assert.match(output, new RegExp(`\\[mandatory\\].* ${refusedBy} `), output);
        });
    }
});
