import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { commandReference, schemaFiles } from "../../cli/docs";
import { withTable } from "../../docs/table";

const DOCS = path.resolve(__dirname, "..", "..", "docs");

describe("docs/commands.md", () => {
    it("has the commands there are; `npm run docs` brings it up to date", async () => {
        const page = readFileSync(path.join(DOCS, "commands.md"), "utf8");
        assert.equal(page, withTable(page, "commands", await commandReference()));
    });

    it("has a JSON Schema of what each prints, and no other; `npm run docs` brings them up to date", async () => {
        const files = await schemaFiles();
        const folder = path.join(DOCS, "schemas");
        assert.deepEqual(readdirSync(folder).sort(), [...files.keys()].sort());
        for (const [file, schema] of files) {
            assert.equal(readFileSync(path.join(folder, file), "utf8"), schema, file);
        }
    });
});
