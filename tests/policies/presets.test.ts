import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import * as path from "node:path";
import { type Preset, presetsOf, presetText } from "../../policies/presets";
import { rules } from "../../policies/rules";

const PRESETS = path.resolve(__dirname, "..", "..", "policies", "presets");
const LEVELS = ["advisory", "mandatory", "remediate", "disabled"];

const read = (file: string): Preset => JSON.parse(readFileSync(path.join(PRESETS, file), "utf8")) as Preset;

describe("policies/presets", () => {
    for (const [file, preset] of Object.entries(presetsOf(rules))) {
        it(`${file} is as the rules have it; \`npm run docs\` brings it up to date`, () =>
            assert.equal(readFileSync(path.join(PRESETS, file), "utf8"), presetText(preset)));
    }

    it("log-archive.json demands by numbers and modes what the rules demand by default", () => {
        const { "bucket-object-lock": lock, "bucket-policy-tls-version": tls } = read("log-archive.json");
        assert.deepEqual(lock, { enforcementLevel: "mandatory", minimumDays: 365, mode: "GOVERNANCE" });
        assert.equal(tls, "mandatory");
    });

    it("without-organization.json has all rules of log-archive.json, and no others", () =>
        assert.deepEqual(
            Object.keys(read("without-organization.json")),
            Object.keys(read("log-archive.json")),
        ));

    for (const file of readdirSync(PRESETS)) {
        it(`${file} configures rules that there are, with levels and parameters that they have`, () => {
            const preset = read(file);
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
