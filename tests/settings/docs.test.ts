import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { withTable } from "../../docs/table";
import { settingsTable } from "../../settings/docs";

const PAGE = path.resolve(__dirname, "..", "..", "docs", "settings.md");

describe("docs/settings.md", () => {
    const rows = settingsTable().split("\n").slice(2);

    it("has the table of the settings there are; `npm run docs` brings it up to date", () => {
        const page = readFileSync(PAGE, "utf8");
        assert.equal(page, withTable(page, "settings", settingsTable()));
    });

    it("says of every setting what it is", () => {
        assert.deepEqual(
            rows.filter((row) => row.endsWith("|  |")),
            [],
        );
    });

    it("says of every setting that may be left out what it is then", () => {
        const silent = rows.filter((row) => !row.includes("| section |") && /\|  \| [^|]* \|$/.test(row));
        assert.deepEqual(
            silent.filter((row) => !MAY_BE_LEFT_OUT.some((key) => row.startsWith(`| \`${key}`))),
            [],
        );
    });
});

/** What is left out where it is not wanted, and has no value then. */
const MAY_BE_LEFT_OUT = ["trail.dataEvents[].", "stacks.", "guardrails.breakGlassRoleName"];
