import assert from "node:assert/strict";
import * as path from "node:path";
import { TestOrganization } from "./harness";

describe("a target whose role is not seen at once", function () {
    this.timeout(300_000);

    let organization: TestOrganization;

    before(async () => {
        organization = await TestOrganization.start(path.join(__dirname, "lateRoleProgram.ts"));
    });

    after(() => organization.stop());

    it("is made by one deployment, which says that it tries again", async () => {
        const stack = await organization.stack("late", {});
        const { code, output } = await stack.attempt("up", "--yes", "--skip-preview", "--color", "never");
        assert.equal(code, 0, output);
        assert.match(
            output,
            /AWS does not see yet what target depends on\. Trying again in 2 seconds \(1 of 5\)\./,
        );
        const refused = await organization.emulator.refusals();
        assert.ok(refused.length > 0);
        assert.ok(refused.every(({ message }) => message.includes("cannot be assumed by principal")));
    });
});
