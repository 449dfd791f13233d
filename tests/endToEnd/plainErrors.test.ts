import assert from "node:assert/strict";
import { TestOrganization } from "./harness";

describe("mistakes in the settings", function () {
    this.timeout(900_000);

    let organization: TestOrganization | undefined;

    before(async () => {
        organization = await TestOrganization.start();
        await organization.stack("mistaken", {
            role: "organization",
            homeRegion: "us-east-9",
            archive: { lock: { days: 0 } },
        });
        await organization.emulator.forgetCalls();
    });

    after(() => organization?.stop());

    for (const command of [["preview"], ["up", "--yes", "--skip-preview"]]) {
        it(`fail \`pulumi ${command.join(" ")}\`, and are all told before a single call to AWS`, async () => {
            assert.ok(organization);
            const { code, output } = await organization.run([...command, "--stack", "mistaken"]);
            assert.ok(code !== null && code !== 0, `it ended with ${code}`);
            assert.match(output, /2 mistakes in the settings of this stack \(nothing was deployed\):/);
            assert.match(
                output,
                /- homeRegion is "us-east-9": no AWS region of this name is known\. Did you mean "us-east-1"\?/,
            );
            assert.match(
                output,
                /- archive\.lock\.days is 0: Object Lock keeps objects for a whole number of days/,
            );
            assert.doesNotMatch(output, /^\s+at .*\.ts:/m, "a stack trace buries the message");
            assert.deepEqual(await organization.emulator.recordedCalls(), []);
        });
    }
});
