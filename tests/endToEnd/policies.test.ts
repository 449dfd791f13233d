import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { TestOrganization } from "./harness";
import { WEAKNESSES } from "./weaknesses";

/** Programs as others write them, each of which docs/policies.md says the violations of. */
const PROGRAMS = path.join(__dirname, "programs");

const POLICIES = path.resolve(__dirname, "..", "..", "policies");

describe("a preview with the policy pack", function () {
    this.timeout(120_000);

    let organization: TestOrganization;

    before(async () => {
        organization = await TestOrganization.start(path.join(__dirname, "weakenedProgram.ts"));
        await organization.stack("all", {
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
    });

    after(() => organization.stop());

    const previewed = (weakness: string, ...flags: readonly string[]): ReturnType<TestOrganization["run"]> =>
        organization.run(["preview", "--stack", "all", "--policy-pack", POLICIES, ...flags], {
            WEAKNESS: weakness,
        });

    it("lets the program as it is pass, with nothing mandatory to say", async () => {
        const { code, output } = await previewed("");
        assert.equal(code, 0, output);
        assert.doesNotMatch(output, /\[mandatory\]/);
    });

    it("lets the program as it is pass with the preset for log archives", async () => {
        const { code, output } = await previewed(
            "",
            "--policy-pack-config",
            path.join(POLICIES, "presets", "log-archive.json"),
        );
        assert.equal(code, 0, output);
        assert.doesNotMatch(output, /\[mandatory\]/);
    });

    for (const [weakness, { refusedBy }] of Object.entries(WEAKNESSES)) {
        it(`fails by ${refusedBy} when ${weakness}`, async () => {
            const { code, output } = await previewed(weakness);
            assert.notEqual(code, 0, output);
            assert.match(output, new RegExp(`\\[mandatory\\].* ${refusedBy} `), output);
        });
    }
});

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
