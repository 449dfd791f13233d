import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { type StackSettings, TestOrganization, type Violation, violationsOf } from "./harness";
import { WEAKNESSES, sideBySide } from "./weaknesses";

/** Programs as others write them, each of which docs/policies.md says the violations of. */
const PROGRAMS = path.join(__dirname, "programs");

const POLICIES = path.resolve(__dirname, "..", "..", "policies");

describe("a preview with the policy pack", function () {
    // Each suite previews once; the first may have the toolchain made.
    this.timeout(900_000);

    let organization: TestOrganization;

    before(async () => {
        organization = await TestOrganization.start(path.join(__dirname, "weakenedProgram.ts"));
    });

    after(() => organization.stop());

    const settings = (): StackSettings => ({
        role: "organization",
        members: { organizationalUnits: [organization.ids.workloadsUnitId] },
        regions: ["us-east-1"],
        guardDuty: { enabled: true },
        macie: { enabled: true },
        heartbeat: { enabled: true },
        bus: {
            targets: [
                { kind: "queue", name: "events" },
                { kind: "stream", name: "siem" },
                { kind: "firehose", name: "lake" },
                { kind: "logGroup", name: "logs" },
            ],
        },
    });

    /** The mandatory violations of the program with these weaknesses, each as `rule at name of the resource`. */
    const found = async (
        weaknesses: readonly string[],
        policyPackConfig?: string,
    ): Promise<readonly string[]> => {
        const stack = await organization.stack("all", settings(), { WEAKNESSES: JSON.stringify(weaknesses) });
        const violations = await violationsOf(stack, {
            policyPack: POLICIES,
            ...(policyPackConfig === undefined ? {} : { policyPackConfig }),
        });
        return violations.filter(({ mandatory }) => mandatory).map(shown);
    };

    it("lets the program as it is pass, with nothing mandatory to say", async () => {
        assert.deepEqual(await found([]), []);
    });

    it("lets the program as it is pass with the preset for log archives", async () => {
        assert.deepEqual(await found([], path.join(POLICIES, "presets", "log-archive.json")), []);
    });

    sideBySide().forEach((weaknesses, index) => {
        describe(`of weaknesses that do not touch each other, ${index + 1}`, () => {
            let violations: readonly string[];

            before(async () => {
                violations = await found(weaknesses);
            });

            for (const weakness of weaknesses) {
                const { refusedBy, at } = WEAKNESSES[weakness] ?? assert.fail(weakness);
                it(`fails by ${refusedBy} at ${at.join(" and ")} when ${weakness}`, () => {
                    for (const name of at) {
                        assert.ok(violations.includes(`${refusedBy} at ${name}`), violations.join("\n"));
                    }
                });
            }

            it("fails by no other rule", () => {
                const expected = weaknesses.flatMap((weakness) => {
                    const { refusedBy, alsoBy = [] } = WEAKNESSES[weakness] ?? assert.fail(weakness);
                    return [refusedBy, ...alsoBy];
                });
                const rules = violations.map((violation) => violation.replace(/ at .*/, ""));
                assert.deepEqual([...new Set(rules)].sort(), [...expected].sort());
            });
        });
    });
});

/** As it is told when a test fails: the rule, and the name of the resource, which is the end of its URN. */
const shown = ({ rule, urn }: Violation): string => `${rule} at ${urn.split("::").at(-1) ?? ""}`;

describe("the policy pack on programs of others", function () {
    this.timeout(120_000);

    const documented = documentedViolations();

    for (const file of readdirSync(PROGRAMS)) {
        const program = path.basename(file, ".ts");

        describe(program, () => {
            let organization: TestOrganization;

            before(async () => {
                organization = await TestOrganization.start(path.join(PROGRAMS, file));
                await organization.run(["stack", "init", "others"]);
            });

            after(() => organization.stop());

            it("has the violations that docs/policies.md says it has", async () => {
                const { code, output } = await organization.run(
                    ["preview", "--stack", "others", "--policy-pack", POLICIES],
                    { AWS_REGION: "us-east-1" },
                );
                const found = [...output.matchAll(/\[mandatory\] \[severity: \w+\]\s+(\S+)/g)].map(
                    ([, rule]) => rule,
                );
                assert.notEqual(code, 0, output);
                assert.deepEqual([...new Set(found)].sort(), documented.get(program), output);
            });
        });
    }
});

/** The rules named in each row of the documentation's table of other programs, sorted. */
function documentedViolations(): ReadonlyMap<string, readonly string[]> {
    const page = readFileSync(path.resolve(POLICIES, "..", "docs", "policies.md"), "utf8");
    const rows = page.matchAll(
        /^\| \[(\w+)\]\(\.\.\/tests\/endToEnd\/programs\/\w+\.ts\) \|[^|]*\|([^|]*)\|$/gm,
    );
    return new Map(
        [...rows].map(([, program = "", rules = ""]) => [
            program,
            [...rules.matchAll(/`([^`]+)`/g)].map(([, rule]) => rule ?? "").sort(),
        ]),
    );
}
