import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { Trail, type TrailArgs } from "@pulumi/aws/cloudtrail";
import { Alias } from "@pulumi/aws/kms";
import type * as pulumi from "@pulumi/pulumi";
import { type EngineEvent, LocalWorkspace, type PolicyEvent, type Stack } from "@pulumi/pulumi/automation";
import { type Emulator, startEmulator } from "../../local/emulator";
import { ensureToolchain } from "../../local/toolchain";
import { bundlePack } from "../../policies/bundle";
import { rules } from "../../policies/rules";
import { trailRules } from "../../policies/rules/trail";

/** The stack of these tests is a trail alone, which rules about other things may rightly find wanting. */
const OTHER_RULES_OFF = Object.fromEntries(
    rules.filter((rule) => !trailRules.includes(rule)).map(({ name }) => [name, "disabled"]),
);

const SOURCES = path.resolve(__dirname, "..", "..", "policies");

/** What a preview with the pack came to. */
interface Preview {
    readonly failed: boolean;
    readonly output: string;
    readonly violations: readonly PolicyEvent[];
    /** The inputs of the trail, as they would be deployed. */
    readonly trail: Readonly<Record<string, unknown>>;
}

describe("the policy pack on the engine", function () {
    // The first preview has the AWS plugin started, and may have the toolchain made.
    this.timeout(900_000);

    let folder: string;
    let bundle: string;
    let emulator: Emulator;
    let stack: Stack;

    before(async () => {
        const log = (line: string): void => console.error(`      ${line}`);
        const toolchain = await ensureToolchain({ log });
        // The Automation API runs the `pulumi` that it finds on this process's PATH.
        process.env["PATH"] = toolchain.env["PATH"] ?? process.env["PATH"];
        emulator = await startEmulator({ log });
        folder = await mkdtemp(path.join(tmpdir(), "policy-pack-"));
        stack = await LocalWorkspace.createOrSelectStack(
            // Each preview has a program of its own.
            { stackName: "dev", projectName: "policy-pack", program: () => Promise.resolve() },
            {
                envVars: {
                    ...toolchain.env,
                    ...emulator.env,
                    PULUMI_BACKEND_URL: `file://${folder}`,
                    PULUMI_CONFIG_PASSPHRASE: "test",
                },
            },
        );
        // A bundle outside the checkout would not find its dependencies, which it has installed once published.
        bundle = await mkdtemp(path.join(SOURCES, "dist-test-"));
        await bundlePack(bundle);
    });

    after(async () => {
        await emulator.stop();
        // Of a program that is a function, the Automation API makes a folder for the project, and leaves it.
        await rm(stack.workspace.workDir, { recursive: true, force: true });
        await rm(folder, { recursive: true, force: true });
        await rm(bundle, { recursive: true, force: true });
    });

    /** Previews a trail with an alias that does not exist yet, so that the alias's ARN is not known. */
    async function preview(
        trailWith: (unknown: pulumi.Output<string>) => Partial<TrailArgs>,
        { pack = SOURCES, config = {} }: { readonly pack?: string; readonly config?: object } = {},
    ): Promise<Preview> {
        const program = (): Promise<void> => {
            const alias = new Alias("alias", {
                name: "alias/logs",
                targetKeyId: "11111111-1111-1111-1111-111111111111",
            });
            new Trail("trail", {
                name: "trail",
                s3BucketName: "logs",
                kmsKeyId: alias.arn,
                ...trailWith(alias.arn),
            });
            return Promise.resolve();
        };
        const configFile = path.join(folder, "policy-config.json");
        await writeFile(configFile, JSON.stringify({ ...OTHER_RULES_OFF, ...config }));
        const violations: PolicyEvent[] = [];
        let inputs: Preview["trail"] = {};
        const onEvent = (event: EngineEvent): void => {
            if (event.policyEvent !== undefined) {
                violations.push(event.policyEvent);
            }
            const metadata = event.resourcePreEvent?.metadata;
            if (metadata?.type === "aws:cloudtrail/trail:Trail") {
                inputs = metadata.new?.inputs ?? {};
            }
        };
        let output = "";
        const onOutput = (text: string): void => void (output += text);
        const failed = await stack
            .preview({
                program,
                policyPacks: [pack],
                policyPackConfigs: [configFile],
                onEvent,
                onOutput,
                onError: onOutput,
            })
            .then(
                () => false,
                () => true,
            );
        return { failed, output, violations, trail: inputs };
    }

    const good = {
        isMultiRegionTrail: true,
        isOrganizationTrail: true,
        enableLogFileValidation: true,
        insightSelectors: [{ insightType: "ApiCallRateInsight" }, { insightType: "ApiErrorRateInsight" }],
    };

    const mandatory = ({ violations }: Preview): readonly string[] =>
        violations
            .filter(({ enforcementLevel }) => enforcementLevel === "mandatory")
            .map(({ policyName }) => policyName)
            .sort();

    it("lets a trail pass that is as it should be", async () => {
        const result = await preview(() => good);
        assert.deepEqual(mandatory(result), [], result.output);
        assert.ok(!result.failed, result.output);
    });

    for (const form of ["sources", "bundle"] as const) {
        it(`fails the preview of a weak trail, by the pack's ${form}`, async () => {
            const result = await preview(() => ({ ...good, isMultiRegionTrail: false }), {
                pack: form === "bundle" ? bundle : SOURCES,
            });
            assert.deepEqual(mandatory(result), ["trail-multi-region"], result.output);
            assert.ok(result.failed);
            assert.match(
                result.output,
                /Trail records one region only: isMultiRegionTrail is false\. Write isMultiRegionTrail: true\. \[Security Hub CloudTrail\.1/,
            );
        });
    }

    it("reports a rule that depends on a value not known yet as an advisory, and goes on", async () => {
        const result = await preview((unknown) => ({
            ...good,
            isMultiRegionTrail: unknown.apply(() => true),
            enableLogFileValidation: false,
        }));
        assert.deepEqual(mandatory(result), ["trail-log-file-validation"], result.output);
        const unknown = result.violations.filter(({ policyName }) => policyName === "trail-multi-region");
        assert.deepEqual(
            unknown.map(({ enforcementLevel }) => enforcementLevel),
            ["advisory"],
        );
        assert.match(unknown[0]?.message ?? "", /string value at \.isMultiRegionTrail can't be known/);
    });

    it("checks a resource that the provider refuses", async () => {
        const result = await preview(() => ({ ...good, insightSelectors: "both" as never }));
        assert.deepEqual(mandatory(result), ["trail-insights"], result.output);
        assert.match(
            result.output,
            /Trail does not look for all unusual activity: insightSelectors is \["both"\]/,
        );
    });

    it("does as its configuration says: exempt, remediate, disable", async () => {
        const result = await preview(
            () => ({ isMultiRegionTrail: false, isOrganizationTrail: false, insightSelectors: [] }),
            {
                config: {
                    "trail-multi-region": {
                        exemptions: [{ resource: "trail", reason: "A test.", expires: "9999-12-31" }],
                    },
                    "trail-organization": "disabled",
                    "trail-log-file-validation": "remediate",
                    "trail-insights": "advisory",
                },
            },
        );
        assert.deepEqual(mandatory(result), [], result.output);
        assert.ok(!result.failed, result.output);
        assert.equal(result.trail["enableLogFileValidation"], true, result.output);
    });

    for (const [mistake, config, named] of [
        [
            "an exemption without a reason",
            { exemptions: [{ resource: "x", reason: " ", expires: "2030-01-01" }] },
            /trail-multi-region.*exemptions\.0\.reason/s,
        ],
        [
            "a date that is none",
            { exemptions: [{ resource: "x", reason: "y", expires: "soon" }] },
            /trail-multi-region.*exemptions\.0\.expires/s,
        ],
        ["a level that is none", "mandatroy", /trail-multi-region.*mandatroy/s],
    ] as const) {
        it(`refuses a configuration with ${mistake}, and names the key`, async () => {
            const result = await preview(() => good, { config: { "trail-multi-region": config } });
            assert.ok(result.failed, result.output);
            assert.match(result.output, named);
        });
    }
});
