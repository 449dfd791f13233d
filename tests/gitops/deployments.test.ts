import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import * as path from "node:path";
import type * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import { parseDeployFile } from "../../gitops/deployments/deployFile";
import type * as deploymentsModule from "../../gitops/deployments/deployments";
import { parseDeploymentsSettings } from "../../gitops/deployments/settings";
import { readStacks } from "../../gitops/deployments/stacks";
import { run } from "../../local/processes";
import { SettingsError } from "../../settings";

const CHECKOUT = path.resolve(__dirname, "..", "..");
const PROGRAM = path.join(CHECKOUT, "gitops", "deployments");

const SETTINGS = { organization: "acme", policies: { version: "1.2.3" } };

interface Registered {
    readonly type: string;
    readonly name: string;
    readonly inputs: Readonly<Record<string, unknown>>;
}

/** What the program asks Pulumi Cloud for. */
async function registered(
    settings: Readonly<Record<string, unknown>> = SETTINGS,
): Promise<readonly Registered[]> {
    // The program has an SDK of its own: Pulumi's provider for itself must not be among the root's dependencies, or the
    // engine would want its plugin for every stack.
    /* eslint-disable @typescript-eslint/no-require-imports */
    const sdk = require(path.join(PROGRAM, "node_modules", "@pulumi", "pulumi")) as typeof pulumi;
    const { deployments } = require(path.join(PROGRAM, "deployments")) as typeof deploymentsModule;
    /* eslint-enable */
    const resources: Registered[] = [];
    await sdk.runtime.setMocks(
        {
            newResource: ({ type, name, inputs }) => {
                resources.push({ type, name, inputs: inputs as Registered["inputs"] });
                return { id: name, state: inputs as object };
            },
            call: () => ({}),
        },
        "security-logging-deployments",
        "production",
    );
    deployments(parseDeploymentsSettings(settings), readStacks(CHECKOUT));
    await sdk.runtime.disconnect();
    return resources;
}

/** A source file, and all of the checkout's that it imports. */
function programFiles(file: string, found = new Set<string>()): ReadonlySet<string> {
    if (!found.has(file)) {
        found.add(file);
        for (const [, imported = ""] of readFileSync(file, "utf8").matchAll(/ from "(\.[^"]+)"/g)) {
            const base = path.resolve(path.dirname(file), imported);
            programFiles(existsSync(`${base}.ts`) ? `${base}.ts` : path.join(base, "index.ts"), found);
        }
    }
    return found;
}

describe("gitops/deployments", function () {
    before(async function () {
        if (!existsSync(path.join(PROGRAM, "node_modules", "@pulumi", "pulumiservice"))) {
            this.timeout(300_000);
            console.error("      installing what gitops/deployments depends on");
            await run("npm", ["ci", "--prefix", PROGRAM]);
        }
        // Loading a second SDK takes its time.
        this.timeout(60_000);
        await registered();
    });

    const ofType = (resources: readonly Registered[], type: string): readonly Registered[] =>
        resources.filter((resource) => resource.type === `pulumiservice:index:${type}`);

    it("has the stacks in the order in which they build on each other", () => {
        const { project, stacks } = readStacks(CHECKOUT);
        assert.equal(project, "security-logging");
        const position = new Map(stacks.map(({ name }, index) => [name, index] as const));
        assert.deepEqual([...position.keys()].sort(), [
            "logging",
            "management",
            "members-core",
            "members-workloads",
            "security",
        ]);
        for (const { name, upstream } of stacks) {
            for (const other of upstream) {
                assert.ok((position.get(other) ?? Infinity) < (position.get(name) ?? 0), `${other}, ${name}`);
            }
        }
    });

    it("sets for each stack its branch, paths, credentials and commands, and no review stack", async () => {
        const settings = ofType(await registered(), "DeploymentSettings");
        assert.equal(settings.length, 5);
        for (const { inputs } of settings) {
            const stack = inputs["stack"] as string;
            const vcs = inputs["vcs"] as Readonly<Record<string, unknown>>;
            assert.equal(inputs["organization"], "acme");
            assert.equal(inputs["project"], "security-logging");
            assert.equal(vcs["previewPullRequests"], true);
            assert.equal(vcs["deployCommits"], true);
            assert.equal(vcs["pullRequestTemplate"], false);
            assert.equal(vcs["deployPullRequest"], undefined);
            const paths = vcs["paths"] as readonly string[];
            assert.ok(paths.includes(`Pulumi.${stack}.yaml`) && paths.includes("components/**"), stack);
            assert.equal(paths.filter((each) => /^Pulumi\.[\w-]+\.yaml$/.test(each)).length, 1, stack);
            const operation = inputs["operationContext"] as {
                readonly oidc?: unknown;
                readonly preRunCommands: readonly string[];
                readonly environmentVariables: Readonly<Record<string, string>>;
            };
            const kind = stack.replace(/-.*/, "");
            for (const what of ["preview", "update"]) {
                assert.match(
                    operation.environmentVariables[`${what.toUpperCase()}_ROLE_ARN`] ?? "",
                    new RegExp(`:role/security-logging-deploy-${kind}-${what}$`),
                );
            }
            assert.equal(operation.oidc, undefined);
            assert.equal(operation.preRunCommands[0], "npm ci");
            assert.ok(operation.preRunCommands[1]?.endsWith(" gitops/exchangeToken.ts"));
        }
    });

    it("takes no role that would be that of previews and updates alike", () => {
        const file = parse(readFileSync(path.join(CHECKOUT, "Pulumi.logging.deploy.yaml"), "utf8")) as {
            readonly settings: { readonly operationContext: object };
        };
        const { operationContext } = file.settings;
        const oidc = { aws: { roleArn: "arn:aws:iam::222222222222:role/x", sessionName: "x" } };
        const result = parseDeployFile({
            settings: { ...file.settings, operationContext: { ...operationContext, oidc } },
        });
        assert.ok(Array.isArray(result), "it is taken");
        assert.match(
            String(result[0]),
            /^settings\.operationContext\.oidc is .*: the role of every operation, of previews too/,
        );
    });

    it("previews a stack when anything changes that the program is made of", () => {
        const rooms = [...programFiles(path.join(CHECKOUT, "index.ts"))].map(
            (file) => path.relative(CHECKOUT, file).split(path.sep)[0] ?? "",
        );
        const wanted = [...new Set(rooms)].map((room) => (room.endsWith(".ts") ? room : `${room}/**`)).sort();
        for (const { name, deploy } of readStacks(CHECKOUT).stacks) {
            assert.deepEqual(
                deploy.gitHub.paths.filter((each) => /\/\*\*$|^\w+\.ts$/.test(each)).sort(),
                wanted,
                name,
            );
        }
    });

    it("deploys the stacks that build on one that was deployed", async () => {
        const webhooks = ofType(await registered(), "Webhook").map(({ inputs }) => [
            inputs["stackName"],
            inputs["payloadUrl"],
            inputs["format"],
            inputs["filters"],
        ]);
        const triggers = (from: string, to: string): unknown => [
            from,
            `security-logging/${to}`,
            "pulumi_deployments",
            ["update_succeeded"],
        ];
        assert.deepEqual(webhooks.sort(), [
            triggers("logging", "management"),
            triggers("security", "members-core"),
            triggers("security", "members-workloads"),
        ]);
    });

    it("looks for drift every night, one stack after the other, and undoes none by itself", async () => {
        const schedules = ofType(await registered(), "DriftSchedule").map(({ inputs }) => inputs);
        assert.deepEqual(
            schedules.map(({ scheduleCron }) => scheduleCron),
            ["0 3 * * *", "15 3 * * *", "30 3 * * *", "45 3 * * *", "0 4 * * *"],
        );
        assert.ok(schedules.every(({ autoRemediate }) => autoRemediate === false));
    });

    it("has every stack checked by the published policies", async () => {
        const [group, ...more] = ofType(await registered(), "PolicyGroup");
        assert.equal(more.length, 0);
        assert.deepEqual(group?.inputs["policyPacks"], [
            { name: "aws-security-logging", versionTag: "1.2.3" },
        ]);
        assert.equal((group.inputs["stacks"] as readonly unknown[]).length, 5);
    });

    it("tells every mistake in its settings", () => {
        assert.throws(
            () => parseDeploymentsSettings({ organization: "a b", drift: { hour: 25 }, policies: {} }),
            (error) => {
                assert.ok(error instanceof SettingsError);
                assert.deepEqual(
                    error.mistakes.map((mistake) => mistake.split(" ")[0]),
                    ["organization", "drift.hour", "policies.version"],
                );
                return true;
            },
        );
    });

    it("takes no key in a deploy file that it does not know, as Pulumi would not tell of it", () => {
        const file = parse(readFileSync(path.join(CHECKOUT, "Pulumi.logging.deploy.yaml"), "utf8")) as {
            readonly settings: { readonly gitHub: object };
        };
        const misspelt = {
            settings: { ...file.settings, gitHub: { ...file.settings.gitHub, previewPullRequest: true } },
        };
        const result = parseDeployFile(misspelt);
        assert.ok(Array.isArray(result), "it is taken");
        assert.match(String(result[0]), /^settings\.gitHub\.previewPullRequest is not a known setting/);
    });
});
