import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { withTable } from "../../docs/table";
import { findingTable } from "../../validation/docs";

const PAGE = path.resolve(__dirname, "..", "..", "docs", "validate.md");

describe("docs/validate.md", () => {
    it("has the table of what can be found; `npm run docs` brings it up to date", () => {
        const page = readFileSync(PAGE, "utf8");
        assert.equal(page, withTable(page, "findings", findingTable()));
    });
});
