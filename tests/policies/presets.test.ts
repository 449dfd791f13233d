import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import * as path from "node:path";
import { rules } from "../../policies/rules";

const PRESETS = path.resolve(__dirname, "..", "..", "policies", "presets");
const LEVELS = ["advisory", "mandatory", "remediate", "disabled"];

describe("policies/presets", () => {
    for (const file of readdirSync(PRESETS)) {
        it(`${file} configures rules that there are, with levels and parameters that they have`, () => {
            const preset = JSON.parse(readFileSync(path.join(PRESETS, file), "utf8")) as Record<
                string,
                string | Record<string, unknown>
            >;
            for (const [name, config] of Object.entries(preset)) {
                const rule = rules.find((candidate) => candidate.name === name);
                assert.ok(rule !== undefined, `there is no rule ${name}`);
                const { enforcementLevel = rule.level, ...parameters } =
                    typeof config === "string" ? { enforcementLevel: config } : config;
                assert.ok(LEVELS.includes(String(enforcementLevel)), `${name}: ${String(enforcementLevel)}`);
                assert.deepEqual(
                    Object.keys(parameters).filter((parameter) => !(parameter in rule.parameters)),
                    [],
                    name,
                );
            }
        });
    }
});
