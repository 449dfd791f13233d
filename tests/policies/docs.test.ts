import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { withTable } from "../../docs/table";
import { policyTable } from "../../policies/docs";
import { rules } from "../../policies/rules";

const PAGE = path.resolve(__dirname, "..", "..", "docs", "policies.md");

describe("docs/policies.md", () => {
    it("has the table of the rules there are; `npm run docs` brings it up to date", () => {
        const page = readFileSync(PAGE, "utf8");
        assert.equal(page, withTable(page, "rules", policyTable(rules)));
    });
});
