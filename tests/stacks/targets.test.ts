/** What holds for a target of every kind: see "Add a target kind" in CONTRIBUTING.md. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { estimateCost, notEstimated } from "../../operate/costEstimate";
import { valueOf } from "../mocks";
import { type RawTarget, targetsOfEveryKind } from "../targets";
import { SECURITY, componentsOf, deployed, settingsOf } from "./organization";

const TARGETS = targetsOfEveryKind({ partition: "aws", region: "eu-west-1", account: SECURITY });
const read = (file: string): string => readFileSync(path.resolve(__dirname, "..", "..", file), "utf8");
const VOLUMES = {
    managementEvents: 1_000_000,
    writeShare: 0.1,
    dataEvents: 0,
    networkEvents: 0,
    origins: 1,
    otherTrails: 0,
    eventBytes: 1500,
};

const settingsWith = (targets: readonly RawTarget[]) =>
    settingsOf("security", {
        access: { deploymentRoles: true },
        detections: { enabled: false },
        bus: { targets, errorLogs: false },
    });

const estimated = (targets: readonly RawTarget[]) =>
    new Map(
        estimateCost(VOLUMES, settingsWith(targets)).map(({ what, quantity }) => [what, quantity] as const),
    );

describe("a target of the kind", () => {
    const without = estimated([]);

    for (const [kind, target] of Object.entries(TARGETS)) {
        describe(kind, () => {
            it("is one component, behind one rule of its own that tells the bus's dead-letter queue", async () => {
                const made = await deployed(settingsWith([target]));
                assert.equal(componentsOf(made).filter((name) => /^\w+ target-/.test(name)).length, 1);
                const name = `target-${target.name}`;
                const rule = made.the("aws:cloudwatch/eventRule:EventRule", `${name}-rule`);
                assert.equal(rule.inputs["name"], `security-logging-to-${target.name}`);
                const { inputs } = made.the("aws:cloudwatch/eventTarget:EventTarget", `${name}-target`);
                assert.equal(inputs["rule"], rule.inputs["name"]);
                assert.deepEqual(inputs["deadLetterConfig"], {
                    arn: `arn:aws:sqs:eu-west-1:${SECURITY}:security-logging-bus-dlq`,
                });
                const { targets } = made.result as {
                    readonly targets: readonly [{ readonly name: string; readonly arn: unknown }];
                };
                assert.deepEqual(
                    { name: targets[0].name, arn: await valueOf(targets[0].arn as never) },
                    { name: target.name, arn: inputs["arn"] },
                );
            });

            it("has roles that the workload boundary bounds", async () => {
                const made = await deployed(settingsWith([target]));
                for (const { name, inputs } of made.ofType("aws:iam/role:Role")) {
                    assert.equal(
                        inputs["permissionsBoundary"],
                        `arn:aws:iam::${SECURITY}:policy/security-logging-workload-boundary`,
                        name,
                    );
                }
            });

            it("has the keys that the estimate counts, and costs that it has or says it has not", async () => {
                const made = await deployed(settingsWith([target]));
                const costs = estimated([target]);
                assert.equal(
                    (costs.get("KMS keys") ?? 0) - (without.get("KMS keys") ?? 0),
                    made.ofType("aws:kms/key:Key").length,
                );
                const has = [...costs.keys()].some((what) => !without.has(what));
                const saysNot = notEstimated(settingsWith([target])).some((what) =>
                    what.includes(` (${kind})`),
                );
                assert.notEqual(has, saysNot);
            });

            it("has its row in docs/targets.md", () =>
                assert.match(read("docs/targets.md"), new RegExp(`^\\| \`${kind}\` \\|`, "m")));

            if (kind !== "existing") {
                it("is deployed to the emulator, by the roles of a pipeline too", () => {
                    for (const test of ["everything", "deploymentRoles.test"]) {
                        const lists = new RegExp(`kind: "${kind}"|\\btargetsOfEveryKind\\b`);
                        assert.match(read(`tests/endToEnd/${test}.ts`), lists, test);
                    }
                });
            }
        });
    }
});
