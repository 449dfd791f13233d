import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import * as path from "node:path";
import { rules } from "../../policies/rules";

const PRESETS = path.resolve(__dirname, "..", "..", "policies", "presets");
const LEVELS = ["advisory", "mandatory", "remediate", "disabled"];

type Preset = Readonly<Record<string, string | Readonly<Record<string, unknown>>>>;

const read = (file: string): Preset => JSON.parse(readFileSync(path.join(PRESETS, file), "utf8")) as Preset;

describe("policies/presets", () => {
    it("log-archive.json has every rule that is mandatory, with parameters no weaker than the defaults", () => {
        const preset = read("log-archive.json");
        for (const { name, level, parameters } of rules) {
            if (level === "mandatory") {
                const config = preset[name];
                const values: Readonly<Record<string, unknown>> =
                    typeof config === "object" ? config : { enforcementLevel: config };
                assert.equal(values["enforcementLevel"], "mandatory", name);
                for (const [parameter, { default: value }] of Object.entries(parameters)) {
                    if (typeof value === "number") {
                        assert.ok(Number(values[parameter]) >= value, `${name}: ${parameter}`);
                    }
                }
            }
        }
    });

    it("without-organization.json differs from log-archive.json only where rules are about an organization", () => {
        const preset = read("without-organization.json");
        const demanded = read("log-archive.json");
        assert.deepEqual(Object.keys(preset), Object.keys(demanded));
        const differing = Object.entries(preset).filter(
            ([name, config]) => JSON.stringify(config) !== JSON.stringify(demanded[name]),
        );
        assert.deepEqual(Object.fromEntries(differing), {
            "trail-organization": "disabled",
            "bucket-policy-organization-scoped": "advisory",
            "key-policy-organization-scoped": "advisory",
            "event-bus-policy-organization-scoped": "advisory",
            "guardduty-organization-auto-enable": "disabled",
            "macie-organization-auto-enable": "disabled",
        });
    });

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
