import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import * as path from "node:path";
import { settingsInFile } from "../../operate/stackFile";
import type { Settings } from "../../settings";

const CHECKOUT = path.resolve(__dirname, "..", "..");

const settingsOf = (file: string): Settings =>
    settingsInFile(file.replace(/^Pulumi\.|\.yaml$/g, ""), CHECKOUT);

describe("the stack files in the repository", () => {
    const files = readdirSync(CHECKOUT).filter((name) => /^Pulumi\.[a-z-]+\.yaml$/.test(name));

    it("are one of each role, and two of members", () => {
        const roles = files.map((file) => settingsOf(file).role).sort();
        assert.deepEqual(roles, ["logging", "management", "members", "members", "organization", "security"]);
    });

    it("of production tell the same organization", () => {
        const production = files
            .map((file) => settingsOf(file))
            .filter(({ role }) => role !== "organization");
        for (const { organization, homeRegion } of production) {
            assert.deepEqual(organization, production[0]?.organization);
            assert.equal(homeRegion, production[0]?.homeRegion);
        }
    });
});
