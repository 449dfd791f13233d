import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import * as path from "node:path";
import { frameworks } from "../../policies/frameworks";
import type { Rule } from "../../policies/rule";
import { rules } from "../../policies/rules";
import { WEAKNESSES } from "../endToEnd/weaknesses";
import { isImpossible, testCases } from "./cases";
import { allCases } from "./rules";
import { runRule } from "./runRule";

const FOLDER = path.resolve(__dirname, "..", "..", "policies", "rules");

/** Mandatory rules that no weakness of the program puts to the test on the real engine. */
const NOT_WEAKENED = new Set([
    "guardduty-detector-enabled",
    "guardduty-organization-auto-enable",
    "log-group-encrypted",
    "log-group-retention",
    "macie-account-enabled",
    "macie-organization-auto-enable",
    "stack-has-trail",
    "topic-encrypted",
    "topic-policy-scoped",
    "trail-global-service-events",
    "workgroup-encrypted",
    "workgroup-enforced",
]);

/** The rules that a file exports. */
function rulesIn(file: string): readonly Rule[] {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const exported = Object.values(require(file) as Readonly<Record<string, unknown>>);
    return exported.filter(
        (value): value is Rule => typeof value === "object" && value !== null && "toPolicy" in value,
    );
}

describe("policies/rules", () => {
    describe("every rule", () => {
        it("is in the pack, and alone in its file", () => {
            const files = readdirSync(FOLDER, { recursive: true, encoding: "utf8" }).filter((file) =>
                file.endsWith(".ts"),
            );
            const inFiles = files.map((file) => [file, rulesIn(path.join(FOLDER, file))] as const);
            assert.deepEqual(
                inFiles.filter(([, found]) => found.length > 1).map(([file]) => file),
                [],
            );
            const names = inFiles.flatMap(([, found]) => found.map(({ name }) => name));
            assert.deepEqual(names.sort(), rules.map(({ name }) => name).sort());
        });

        it("that is mandatory refuses a weakness of the program", () => {
            const tested = new Set(Object.values(WEAKNESSES).map(({ refusedBy }) => refusedBy));
            const untested = rules.filter(({ name, level }) => level === "mandatory" && !tested.has(name));
            assert.deepEqual(untested.map(({ name }) => name).sort(), [...NOT_WEAKENED].sort());
        });

        it("has a name of its own, in kebab case", () => {
            const names = rules.map(({ name }) => name);
            assert.deepEqual(
                names.filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)+$/.test(name)),
                [],
            );
            assert.equal(new Set(names).size, names.length, `a name is there twice: ${names.join(", ")}`);
        });

        for (const rule of rules) {
            it(`${rule.name} is documented`, () => {
                assert.match(rule.url, /^https:\/\/docs\.aws\.amazon\.com\/\S+$/);
                assert.match(rule.description, /^[A-Z].*\b(must|should)\b.*\.$/s);
                assert.match(rule.remediationSteps, /^[A-Z].{20,}\.$/s);
                for (const [name, { schema }] of Object.entries(rule.parameters)) {
                    assert.match(schema.description ?? "", /^[A-Z].*\.$/s, `parameter ${name}`);
                }
            });

            it(`${rule.name} answers to controls, or says why not`, () => {
                const controls = frameworks[rule.name];
                assert.ok(controls !== undefined, "frameworks.ts has no entry for it");
                assert.ok(Object.keys(controls).length > 0, "its entry is empty");
                for (const ids of Object.values(controls) as readonly (readonly string[] | string)[]) {
                    assert.ok(ids.length > 0, "its entry has an empty list or reason");
                }
            });

            it(`${rule.name} has cases of every kind`, () => {
                const cases = allCases.filter((candidate) => candidate.rule === rule);
                const [table, ...more] = cases;
                assert.ok(
                    table !== undefined && more.length === 0,
                    "it has no table of cases, or more than one",
                );
                const { pass, fail, doesNotApply, unknown } = table;
                for (const [kind, named] of Object.entries({ pass, fail, doesNotApply })) {
                    assert.ok(Object.keys(named).length > 0, `it has no case of the kind ${kind}`);
                }
                assert.ok(
                    isImpossible(unknown) ? unknown.impossible.length > 10 : Object.keys(unknown).length > 0,
                    "it has no case of the kind unknown, and no reason why that is impossible",
                );
            });

            it(`${rule.name} checks a resource without any property`, async () => {
                const bare = { props: {} };
                const { violations } = await runRule(
                    rule,
                    "validateStack" in rule.toPolicy() ? [bare] : bare,
                );
                assert.deepEqual(
                    violations.filter(({ message }) => message.includes("could not be checked")),
                    [],
                );
            });
        }

        it("is the subject of every entry of the frameworks and of every table of cases", () => {
            const names = rules.map(({ name }) => name);
            assert.deepEqual(Object.keys(frameworks).sort(), [...names].sort());
            assert.deepEqual(allCases.map(({ rule }) => rule.name).sort(), [...names].sort());
        });
    });

    allCases.forEach(testCases);
});
