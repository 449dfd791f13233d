import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { parse } from "yaml";
import type { DeployFile } from "../../gitops/deployments/deployFile";
import { readStacks } from "../../gitops/deployments/stacks";
import { run } from "../../local/processes";
import { ensureToolchain } from "../../local/toolchain";
import { PulumiCloud } from "./pulumiCloud";

const CHECKOUT = path.resolve(__dirname, "..", "..");
const PROGRAM = path.join(CHECKOUT, "gitops", "deployments");

describe("gitops/deployments", function () {
    // The first run may install what the program depends on, and have the toolchain made.
    this.timeout(900_000);

    it("gets on the engine as far as Pulumi Cloud's own provider", async () => {
        if (!existsSync(path.join(PROGRAM, "node_modules", "@pulumi", "pulumiservice"))) {
            await run("npm", ["ci", "--prefix", PROGRAM]);
        }
        const { pulumi: executable, env } = await ensureToolchain({
            log: (line) => console.error(`      ${line}`),
        });
        const folder = mkdtempSync(path.join(tmpdir(), "deployments-"));
        try {
            const settings = {
                ...process.env,
                ...env,
                PULUMI_BACKEND_URL: `file://${folder}`,
                PULUMI_CONFIG_PASSPHRASE: "",
            };
            const options = { cwd: PROGRAM, env: settings as Record<string, string> };
            await run(executable, ["stack", "init", "production"], options);
            // Neither the provider's plugin nor a token for Pulumi Cloud is here.
            await assert.rejects(
                run(executable, ["preview", "--non-interactive", "--stack", "production"], options),
                /pulumiservice|access token/i,
            );
        } finally {
            rmSync(folder, { recursive: true });
        }
    });

    describe("hands over", () => {
        let cloud: PulumiCloud;
        let folder: string;
        let pulumi: (...args: readonly string[]) => Promise<string>;

        before(async () => {
            cloud = await PulumiCloud.start();
            folder = mkdtempSync(path.join(tmpdir(), "cloud-"));
            const { pulumi: executable, env } = await ensureToolchain({
                log: (line) => console.error(`      ${line}`),
            });
            const settings = { ...process.env, ...env, ...cloud.env(folder) } as Record<string, string>;
            pulumi = (...args) =>
                run(executable, [...args, "--non-interactive"], { cwd: CHECKOUT, env: settings });
        });
        after(async () => {
            await cloud.stop();
            rmSync(folder, { recursive: true });
        });

        for (const { name, deploy } of readStacks(CHECKOUT).stacks) {
            it(`the deploy file of ${name}, by the CLI's own command, as it is written`, async () => {
                const stack = `acme/security-logging/${name}`;
                await pulumi("deployment", "settings", "edit", "--stack", stack, ...asFlags(deploy));
                assert.deepEqual(cloud.received.splice(0), [
                    {
                        method: "POST",
                        path: `/api/stacks/${stack}/deployments/settings`,
                        content: written(name),
                    },
                ]);
                const told = JSON.parse(
                    await pulumi("deployment", "settings", "get", "--stack", stack, "--output", "json"),
                ) as Readonly<Record<string, unknown>>;
                assert.deepEqual(told["preRunCommands"], deploy.operationContext.preRunCommands);
            });
        }
    });
});

/** What the deploy file says, whatever the program makes of it. */
function written(stack: string): unknown {
    const file = readFileSync(path.join(CHECKOUT, `Pulumi.${stack}.deploy.yaml`), "utf8");
    return (parse(file) as { readonly settings: unknown }).settings;
}

/** A deploy file as arguments of `pulumi deployment settings edit`: this version of the CLI reads no deploy file. */
function asFlags({ sourceContext, gitHub, operationContext }: DeployFile): readonly string[] {
    const { preRunCommands, environmentVariables, options = {} } = operationContext;
    const flags: readonly (readonly [string, string | boolean | undefined])[] = [
        ["branch", sourceContext.git.branch],
        ["folder", sourceContext.git.repoDir],
        ["github-repo", gitHub.repository],
        ["preview-prs", gitHub.previewPullRequests],
        ["push-to-deploy", gitHub.deployCommits],
        ...gitHub.paths.map((each) => ["path-filter", each] as const),
        ...preRunCommands.map((each) => ["pre-run-command", each] as const),
        ...Object.entries(environmentVariables).map(([name, value]) => ["env", `${name}=${value}`] as const),
        ["skip-install-deps", options.skipInstallDependencies],
        ["skip-intermediate-deployments", options.skipIntermediateDeployments],
    ];
    return flags.flatMap(([flag, value]) => (value === undefined ? [] : [`--${flag}=${String(value)}`]));
}
