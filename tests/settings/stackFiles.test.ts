import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { settingsFromConfig } from "../../settings";

const CHECKOUT = path.resolve(__dirname, "..", "..");

/** A stack file's config as Pulumi hands it over: lists and objects as JSON, the rest as text. */
function configOf(file: string): Record<string, string> {
    const { config } = parse(readFileSync(path.join(CHECKOUT, file), "utf8")) as {
        readonly config: Readonly<Record<string, unknown>>;
    };
    return Object.fromEntries(
        Object.entries(config).map(([key, value]) => [
            key,
            typeof value === "string" ? value : JSON.stringify(value),
        ]),
    );
}

describe("the stack files in the repository", () => {
    const files = readdirSync(CHECKOUT).filter((name) => /^Pulumi\.[a-z-]+\.yaml$/.test(name));

    it("are one of each role, and two of members", () => {
        const roles = files.map((file) => settingsFromConfig(configOf(file)).role).sort();
        assert.deepEqual(roles, ["logging", "management", "members", "members", "organization", "security"]);
    });

    it("of production tell the same organization", () => {
        const production = files
            .map((file) => settingsFromConfig(configOf(file)))
            .filter(({ role }) => role !== "organization");
        for (const { organization, homeRegion } of production) {
            assert.deepEqual(organization, production[0]?.organization);
            assert.equal(homeRegion, production[0]?.homeRegion);
        }
    });
});
