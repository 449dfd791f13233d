import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { BEGIN, END, withPolicyTable } from "../../policies/docs";
import { rules } from "../../policies/rules";

const PAGE = path.resolve(__dirname, "..", "..", "docs", "policies.md");

describe("docs/policies.md", () => {
    it("has the table of the rules there are; `npm run docs` brings it up to date", () => {
        const page = readFileSync(PAGE, "utf8");
        assert.equal(page, withPolicyTable(page, rules));
    });

    it("gets the table in place of the old one, and keeps the rest", () => {
        assert.match(
            withPolicyTable(`before\n${BEGIN}\nold\n${END}\nafter\n`, []),
            /^before\n<!-- .* -->\n\n\| Rule \|.*\n\| --- .*\n\n<!-- rules: end -->\nafter\n$/,
        );
    });

    it("cannot get the table if it has no place for it", () => {
        assert.throws(() => withPolicyTable("nothing", []), /has no place for the table/);
    });
});
