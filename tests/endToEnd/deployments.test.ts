import assert from "node:assert/strict";
import {
    existsSync,
    mkdirSync,
    mkdtempSync,
    readFileSync,
    rmSync,
    symlinkSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { parse, stringify } from "yaml";
import type { DeployFile } from "../../gitops/deployments/deployFile";
import { readStacks } from "../../gitops/deployments/stacks";
import { run } from "../../local/processes";
import { ensureToolchain } from "../../local/toolchain";
import { bundlePack } from "../../policies/bundle";
import { rules } from "../../policies/rules";
import { PulumiCloud } from "./pulumiCloud";

const CHECKOUT = path.resolve(__dirname, "..", "..");
const PROGRAM = path.join(CHECKOUT, "gitops", "deployments");

/** The pack that policies/ publishes. */
const PACK = "aws-security-logging";

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
});

describe("what Pulumi Cloud is told and asked for, by a stand-in", function () {
    this.timeout(900_000);

    let cloud: PulumiCloud;
    let folder: string;
    let bundle: string;
    let pulumi: (from: string, ...args: readonly string[]) => Promise<string>;

    before(async () => {
        const { pulumi: executable, env } = await ensureToolchain({
            log: (line) => console.error(`      ${line}`),
        });
        cloud = await PulumiCloud.start();
        folder = mkdtempSync(path.join(tmpdir(), "cloud-"));
        // What the CLI puts into its home stays in the folder; the plugins that it has are those of the toolchain.
        symlinkSync(path.join(env["PULUMI_HOME"] ?? "", "plugins"), path.join(folder, "plugins"));
        const settings = {
            ...process.env,
            ...env,
            ...cloud.env(folder),
            PULUMI_HOME: folder,
        } as Record<string, string>;
        pulumi = (from, ...args) =>
            run(executable, [...args, "--non-interactive"], { cwd: from, env: settings });
        // A bundle outside the checkout would not find its dependencies, which it has installed once published.
        bundle = mkdtempSync(path.join(CHECKOUT, "policies", "dist-test-"));
    });
    after(async () => {
        await cloud.stop();
        rmSync(folder, { recursive: true });
        rmSync(bundle, { recursive: true });
    });

    for (const { name, deploy } of readStacks(CHECKOUT).stacks) {
        it(`is the deploy file of ${name} as it is written, by the CLI's own command`, async () => {
            const stack = `acme/security-logging/${name}`;
            await pulumi(CHECKOUT, "deployment", "settings", "edit", "--stack", stack, ...asFlags(deploy));
            assert.deepEqual(cloud.received.splice(0), [
                { method: "POST", path: `/api/stacks/${stack}/deployments/settings`, content: written(name) },
            ]);
            const told = JSON.parse(
                await pulumi(CHECKOUT, "deployment", "settings", "get", "--stack", stack, "--output", "json"),
            ) as Readonly<Record<string, unknown>>;
            assert.deepEqual(told["preRunCommands"], deploy.operationContext.preRunCommands);
        });
    }

    it("is the policy pack, which a preview is then refused by where the policy group requires it", async () => {
        await bundlePack(bundle);
        await pulumi(bundle, "policy", "publish", "acme");
        const [{ content } = {}] = cloud.received.filter(
            ({ path: to }) => to === "/api/orgs/acme/policypacks",
        );
        const pack = content as {
            readonly name: string;
            readonly versionTag: string;
            readonly policies: unknown[];
        };
        assert.equal(pack.name, PACK);
        assert.equal(pack.policies.length, rules.length);

        // Where the CLI has installed a pack it looks for it. Installing takes the registry of npm, so that it is done here.
        const installed = path.join(
            folder,
            "policies",
            "acme",
            `pulumi-analyzer-${PACK}-v${pack.versionTag}`,
        );
        mkdirSync(installed, { recursive: true });
        const packed = path.join(folder, "pack.tgz");
        writeFileSync(packed, cloud.published);
        await run("tar", [
            "--extract",
            "--file",
            packed,
            "--directory",
            installed,
            "--strip-components",
            "1",
        ]);
        symlinkSync(path.join(CHECKOUT, "node_modules"), path.join(installed, "node_modules"));

        const program = path.join(folder, "program");
        mkdirSync(program);
        writeFileSync(path.join(program, "Pulumi.yaml"), stringify(WEAK_PROJECT));
        writeFileSync(path.join(program, "index.js"), WEAK_PROGRAM);
        symlinkSync(path.join(CHECKOUT, "node_modules"), path.join(program, "node_modules"));
        const preview = () => pulumi(program, "preview", "--stack", "acme/security-logging/logging");
        const ended = (): unknown =>
            cloud.received.find(({ path: to }) => to.endsWith("/complete") && to.includes("/update/"))
                ?.content;

        cloud.received.splice(0);
        await preview();
        assert.deepEqual(ended(), { status: "succeeded" });

        cloud.received.splice(0);
        cloud.required = [{ name: PACK, version: pack.versionTag }];
        await assert.rejects(preview(), /\[mandatory\].*trail-multi-region/);
        assert.deepEqual(ended(), { status: "failed" });
    });
});

/** A program whose trail no pack of ours lets through. */
const WEAK_PROJECT = {
    name: "security-logging",
    runtime: { name: "nodejs", options: { typescript: false } },
    main: "index.js",
};
const WEAK_PROGRAM = `
const aws = require("@pulumi/aws");
const skip = { skipCredentialsValidation: true, skipMetadataApiCheck: true, skipRequestingAccountId: true };
const provider = new aws.Provider("aws", { region: "us-east-1", accessKey: "none", secretKey: "none", ...skip });
new aws.cloudtrail.Trail("trail", { name: "trail", s3BucketName: "bucket" }, { provider });
`;

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
