import assert from "node:assert/strict";
import { TestOrganization } from "./harness";

describe("mistakes in the settings", function () {
    this.timeout(300_000);

    let organization: TestOrganization;

    before(async () => {
        organization = await TestOrganization.start();
    });

    after(() => organization.stop());

    it("are all told before a single call to AWS, and the command fails", async () => {
        await organization.stack("mistaken", {
            role: "organization",
            homeRegion: "us-east-9",
            archive: { lock: { days: 0 } },
        });
        await organization.emulator.forgetCalls();
        const { code, output } = await organization.run(["preview", "--stack", "mistaken"]);
        assert.notEqual(code, 0);
        assert.match(output, /2 mistakes in the settings of this stack \(nothing was deployed\):/);
        assert.match(output, /- homeRegion is "us-east-9": no AWS region of this name is known/);
        assert.match(output, /- archive\.lock\.days is 0: /);
        assert.deepEqual(await organization.emulator.recordedCalls(), []);
    });
});
