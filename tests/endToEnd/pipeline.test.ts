import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import * as path from "node:path";
import { promisify } from "node:util";
import { EventBridgeClient, DisableRuleCommand, EnableRuleCommand } from "@aws-sdk/client-eventbridge";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import {
    CreateBucketCommand,
    GetObjectCommand,
    ListObjectsV2Command,
    ListObjectVersionsCommand,
    type ListObjectVersionsCommandOutput,
    PutBucketEncryptionCommand,
    PutBucketVersioningCommand,
    S3Client,
} from "@aws-sdk/client-s3";
import { stringify } from "yaml";
import { policyDocument } from "../../aws/policyDocument";
import { accountAdministersKey } from "../../documents/keyAdministration";
import { rolesArgs, stateArgs } from "../../gitops/bootstrap/bootstrap";
import { deploymentRoles } from "../../gitops/bootstrap/roles/roles";
import { type StateBucket, type StateRole, stateRoles } from "../../gitops/bootstrap/roles/state";
import { type BootstrapSettings, parseBootstrapSettings } from "../../gitops/bootstrap/settings";
import type { RecordedCall } from "../../local/emulator";
import { clientOptions } from "../../local/emulator/clients";
import { ROLE_NAME_VARIABLE } from "../../settings/access";
import { decide } from "../documents/simulate";
import { CALLED_FOR } from "../gitops/bootstrap/matrix/calledFor";
import { exchangeToken } from "../gitops/exchangeToken";
import { workflowJobs, type WorkflowRun, workflowRuns } from "../gitops/workflow";
import { bootstrapSettings, credentialsOf } from "./bootstrap";
import { type StackSettings, TestOrganization, writes } from "./harness";
import { jsonOf, runAs } from "./operating";
import { runPipeline } from "./pipeline";
import { refused, usesOf } from "./roleUses";
import type { CommandResult } from "./stack";

const BUCKET = "security-logging-state";
const STACKS = ["logging", "security", "management", "members-core", "members-workloads"];
const SECRET = "a value that only the key opens";

/** What CI runs, with the state where those without Pulumi Cloud have it: a bucket, and a key for secrets. */
describe("the pipeline's commands, with the state in S3 and secrets under KMS", function () {
    this.timeout(900_000);

    let organization: TestOrganization;
    let s3: S3Client;
    let backend: Readonly<Record<string, string>>;
    let secretsProvider: string;
    let bootstrap: BootstrapSettings;
    /** What hands out the tokens of jobs in GitHub's place. */
    let tokens: Server;
    /** The calls of each job. */
    const called = new Map<string, readonly RecordedCall[]>();
    /** The keys of the objects of the state that each job wrote or deleted. */
    const written = new Map<string, readonly string[]>();

    /** Runs gitops/pipeline.sh. */
    const pipeline = (
        args: readonly string[],
        env: Readonly<Record<string, string>> = {},
    ): Promise<CommandResult> => runPipeline(organization, args, { ...backend, ...env });

    const runsOf = (job: string): readonly WorkflowRun[] => {
        const { managementAccount, loggingAccount, securityAccount } = organization.ids;
        const runs = workflowRuns({
            MANAGEMENT_ACCOUNT: managementAccount,
            LOGGING_ACCOUNT: loggingAccount,
            SECURITY_ACCOUNT: securityAccount,
            STATE_ACCOUNT: managementAccount,
        });
        return runs.filter((run) => run.job === job);
    };

    const runOf = (job: string, name: string): WorkflowRun =>
        runsOf(job).find(({ stack }) => stack === name) ?? assert.fail(`${job} of ${name}`);

    /** The AWS configuration file by which a job has the state, made by the workflow's own step. */
    const stateOf = async ({ state }: WorkflowRun): Promise<string> => {
        assert.ok(state);
        const home = await mkdtemp(path.join(organization.folder, "home-"));
        const { port } = tokens.address() as AddressInfo;
        await promisify(execFile)("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", state.script], {
            env: {
                PATH: process.env["PATH"],
                HOME: home,
                RUNNER_TEMP: home,
                ACTIONS_ID_TOKEN_REQUEST_URL: `http://127.0.0.1:${port}/?api-version=2.0`,
                ACTIONS_ID_TOKEN_REQUEST_TOKEN: "for-a-token",
                ...state.env,
            },
        });
        return path.join(home, ".aws", "config");
    };

    /** Runs a job's command as the workflow does: with its environment, and credentials of its roles. */
    const attempt = async (run: WorkflowRun, args = run.args): Promise<CommandResult> => {
        const [command = "", stack = "", ...plan] = args;
        return pipeline(
            [command, stack, ...plan.map(() => path.join(organization.folder, `${stack}.plan.json`))],
            {
                ...run.env,
                ...(await credentialsOf(organization, run.role)),
                AWS_CONFIG_FILE: await stateOf(run),
            },
        );
    };

    const succeeds = async (run: WorkflowRun, args = run.args): Promise<string> => {
        const { code, output } = await attempt(run, args);
        assert.equal(code, 0, output);
        return output;
    };

    /** The keys of the bucket's objects, by their versions and by the markers that say that they are deleted. */
    const versionsOfState = async (): Promise<ReadonlyMap<string, string>> => {
        const versions = new Map<string, string>();
        for (
            let from: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {};
            from !== undefined;
        ) {
            const page: ListObjectVersionsCommandOutput = await s3.send(
                new ListObjectVersionsCommand({ Bucket: BUCKET, ...from }),
            );
            for (const { Key = "", VersionId = "" } of [
                ...(page.Versions ?? []),
                ...(page.DeleteMarkers ?? []),
            ]) {
                versions.set(VersionId, Key);
            }
            const { NextKeyMarker: KeyMarker = "", NextVersionIdMarker: VersionIdMarker = "" } = page;
            from = page.IsTruncated === true ? { KeyMarker, VersionIdMarker } : undefined;
        }
        return versions;
    };

    /** Runs a job for all of its stacks, side by side as GitHub does, and keeps what AWS was called for. */
    const wholeJob = async (job: string): Promise<void> => {
        const before = await versionsOfState();
        await organization.emulator.forgetCalls();
        const results = await Promise.all(runsOf(job).map(async (run) => ({ run, ...(await attempt(run)) })));
        for (const { run, code, output } of results) {
            assert.equal(code, 0, `${job} of ${run.stack}:\n${output}`);
        }
        const calls = await organization.emulator.recordedCalls();
        // Roles are come in by as nobody, which the emulator takes for a user.
        called.set(
            job,
            calls.filter(({ action }) => action !== "AssumeRoleWithWebIdentity"),
        );
        const keys = [...(await versionsOfState())].flatMap(([id, key]) => (before.has(id) ? [] : [key]));
        written.set(job, [...new Set(keys)].sort());
    };

    /** Makes a stack, or gives it other settings; its secrets stay. */
    const configure = async (name: string, settings: StackSettings): Promise<void> => {
        await organization.configure(name, { regions: ["us-east-1"], ...settings });
        const run = (...args: readonly string[]): Promise<CommandResult> => organization.run(args, backend);
        const made = await run("stack", "init", name, "--secrets-provider", secretsProvider);
        if (made.code !== 0) {
            assert.match(made.output, /already exists/);
            assert.equal(
                (await run("stack", "change-secrets-provider", secretsProvider, "--stack", name)).code,
                0,
            );
        }
    };

    const stackSettings = (name: string): StackSettings => {
        const { managementAccount, loggingAccount, securityAccount, workloadsUnitId } = organization.ids;
        const security = `organization/security-logging/security`;
        const access = (callerAccount: string): StackSettings => ({
            access: { callerAccount, deploymentRoles: true },
        });
        const members = { role: "members", stacks: { security }, ...access(managementAccount) };
        const all: Readonly<Record<string, StackSettings>> = {
            logging: { role: "logging", ...access(loggingAccount) },
            security: { role: "security", ...access(securityAccount) },
            management: {
                role: "management",
                stacks: { logging: "organization/security-logging/logging" },
                ...access(managementAccount),
            },
            "members-core": { ...members, members: { coreAccounts: true } },
            "members-workloads": { ...members, members: { organizationalUnits: [workloadsUnitId] } },
        };
        return all[name] ?? assert.fail(name);
    };

    before(async () => {
        organization = await TestOrganization.start();
        const options = clientOptions(organization.emulator);
        s3 = new S3Client(options);
        const { KeyMetadata: key } = await new KMSClient(options).send(new CreateKeyCommand({}));
        await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
        await s3.send(
            new PutBucketVersioningCommand({
                Bucket: BUCKET,
                VersioningConfiguration: { Status: "Enabled" },
            }),
        );
        await s3.send(
            new PutBucketEncryptionCommand({
                Bucket: BUCKET,
                ServerSideEncryptionConfiguration: {
                    Rules: [
                        {
                            ApplyServerSideEncryptionByDefault: {
                                SSEAlgorithm: "aws:kms",
                                KMSMasterKeyID: key?.Arn,
                            },
                        },
                    ],
                },
            }),
        );
        bootstrap = parseBootstrapSettings({
            ...bootstrapSettings(organization),
            deployer: { kind: "github", repository: "acme/security-logging" },
            state: {
                account: organization.ids.managementAccount,
                bucketName: BUCKET,
                keyArn: key?.Arn,
            },
        });
        await makeRoles(organization, bootstrap);
        secretsProvider = `awskms:///${key?.Arn ?? ""}?region=us-east-1&awssdk=v2&profile=state`;
        const { AWS_ACCESS_KEY_ID = "", AWS_SECRET_ACCESS_KEY = "" } = organization.env;
        const config = path.join(organization.folder, "aws-config-of-administrator");
        await writeFile(
            config,
            [
                "[profile state]",
                `aws_access_key_id = ${AWS_ACCESS_KEY_ID}`,
                `aws_secret_access_key = ${AWS_SECRET_ACCESS_KEY}`,
                "",
            ].join("\n"),
        );
        tokens = createServer(({ url = "", headers }, response) => {
            const asked = new URL(url, "http://github").searchParams.get("audience");
            const isAsked = asked === "sts.amazonaws.com" && headers.authorization === "bearer for-a-token";
            response
                .writeHead(isAsked ? 200 : 401)
                .end(JSON.stringify({ value: "a-token-that-the-emulator-does-not-look-at" }));
        });
        await new Promise<void>((resolve) => tokens.listen(0, "127.0.0.1", resolve));
        backend = {
            AWS_CONFIG_FILE: config,
            PULUMI_BACKEND_URL: `s3://${BUCKET}?region=us-east-1&awssdk=v2&profile=state`,
            PULUMI_EXPERIMENTAL: "true",
        };
    });

    after(async () => {
        tokens.close();
        await organization.stop();
    });

    it("plans by the one role and deploys by the other, in the order in which stacks build on each other", async () => {
        for (const [plan, deploy] of [
            ["plan-first", "deploy-first"],
            ["plan-then", "deploy-then"],
        ] as const) {
            for (const { stack } of runsOf(plan)) {
                await configure(stack, stackSettings(stack));
            }
            await wholeJob(plan);
            await wholeJob(deploy);
        }
    });

    it("keeps the state in the bucket, where it is encrypted, and no state on this machine", async () => {
        const { Contents: objects = [] } = await s3.send(
            new ListObjectsV2Command({ Bucket: BUCKET, Prefix: ".pulumi/stacks/" }),
        );
        const keys = objects.map(({ Key }) => Key ?? "");
        for (const name of STACKS) {
            assert.ok(keys.includes(`.pulumi/stacks/security-logging/${name}.json`), keys.join("\n"));
        }
    });

    it("keeps secrets under the key, in the stack's file as in the state", async () => {
        const set = await organization.run(
            ["config", "set", "--secret", "--stack", "security", "other:secret", SECRET],
            backend,
        );
        assert.equal(set.code, 0, set.output);
        const file = readFileSync(path.join(organization.folder, "Pulumi.security.yaml"), "utf8");
        assert.match(file, /secretsprovider: awskms:/);
        assert.match(file, /encryptedkey: /);
        assert.ok(!file.includes(SECRET));
        const state = await s3.send(
            new GetObjectCommand({ Bucket: BUCKET, Key: ".pulumi/stacks/security-logging/security.json" }),
        );
        const text = (await state.Body?.transformToString()) ?? "";
        assert.match(text, /"type":\s*"cloud"/);
        assert.ok(!text.includes(SECRET));
        const read = await organization.run(
            ["config", "get", "--stack", "security", "other:secret"],
            backend,
        );
        assert.equal(read.output.trim(), SECRET);
    });

    it("finds no drift right after, and shows a pull request that nothing would change", async () => {
        await wholeJob("drift");
        await wholeJob("preview");
    });

    it("shows no change by what gitops/exchangeToken.ts leaves to Pulumi in Pulumi Deployments", async () => {
        for (const [operation, ...command] of [
            ["preview", "preview"],
            ["update", "up", "--yes", "--skip-preview"],
        ] as const) {
            const left = await exchangeToken({
                claims: {
                    org: "organization",
                    project: "security-logging",
                    stack: "members-core",
                    operation,
                },
                cwd: organization.folder,
                env: {
                    ...process.env,
                    ...organization.env,
                    ...backend,
                    TMPDIR: organization.folder,
                    AWS_REGION: "us-east-1",
                },
                roles: `arn:aws:iam::${organization.ids.managementAccount}:role/security-logging-deploy-members`,
                variables: path.join(organization.folder, `variables-${operation}`),
            });
            await organization.emulator.forgetCalls();
            const { code, output } = await organization.run(
                [
                    ...command,
                    ...["--stack", "members-core", "--refresh", "--run-program", "--expect-no-changes"],
                    "--non-interactive",
                ],
                { ...backend, ...left },
            );
            assert.equal(code, 0, output);
            const calls = (await organization.emulator.recordedCalls()).filter(isOfDeployment);
            assert.deepEqual(
                [...new Set(calls.map(({ role }) => nameOf(role ?? "a user")))],
                [`security-logging-deploy-members-${operation}`],
            );
        }
    });

    it("is run by `security-logging deploy` for all stacks, with the credentials that its file names", async () => {
        const runs = [...runsOf("deploy-first"), ...runsOf("deploy-then")];
        // The roles take tokens alone: each has a profile that gets credentials for one.
        const config = path.join(organization.folder, "aws-config-deployers");
        const token = path.join(organization.folder, "token");
        await writeFile(token, "a-token-that-the-emulator-does-not-look-at");
        const profiles = runs.flatMap(({ stack, role }) => [
            `[profile ${stack}]`,
            `role_arn = ${role}`,
            `web_identity_token_file = ${token}`,
        ]);
        await writeFile(
            config,
            [readFileSync(backend["AWS_CONFIG_FILE"] ?? "", "utf8"), ...profiles, ""].join("\n"),
        );
        const stacks = runs.map(({ stack, env }) => {
            const accessRoleName = env[ROLE_NAME_VARIABLE] ?? "";
            return [stack, { profile: stack, ...(accessRoleName === "" ? {} : { accessRoleName }) }] as const;
        });
        await writeFile(
            path.join(organization.folder, "security-logging.yaml"),
            stringify({ stacks: Object.fromEntries(stacks) }),
        );
        const ran = await runAs(organization, { ...backend, AWS_CONFIG_FILE: config }, "deploy", ["--json"]);
        assert.equal(ran.code, 0, ran.output);
        const deployed = await jsonOf<{
            readonly stacks: readonly { readonly stack: string; readonly changes: object }[];
        }>("deploy", ran);
        assert.deepEqual(
            new Map(deployed.stacks.map(({ stack, changes }) => [stack, changes])),
            new Map(deployed.stacks.map(({ stack }) => [stack, {}])),
        );
        assert.deepEqual(deployed.stacks.map(({ stack }) => stack).sort(), [...STACKS].sort());
    });

    it("makes all of a job's calls by the roles that the workflow names, and uses each of them", () => {
        assert.deepEqual([...called.keys()].sort(), [...new Set(Object.keys(workflowJobs()))].sort());
        for (const [job, calls] of called) {
            const named = runsOf(job).flatMap(({ role, env, stack }) => [
                nameOf(role),
                ...(stack.startsWith("members-") ? [env[ROLE_NAME_VARIABLE] ?? ""] : []),
            ]);
            const used = calls.filter((call) => !isOfState(call)).map(({ role }) => nameOf(role ?? "a user"));
            assert.deepEqual([...new Set(used)].sort(), [...new Set(named)].sort(), job);
        }
    });

    it("gets into every account of the members stacks in each job that has those", () => {
        const { managementAccount, loggingAccount, securityAccount, memberAccounts } = organization.ids;
        for (const job of ["preview", "plan-then", "deploy-then", "drift"]) {
            const accounts = (called.get(job) ?? [])
                .filter(({ role }) => nameOf(role ?? "").includes("-members-"))
                .map(({ account }) => account);
            assert.deepEqual(
                [...new Set(accounts)].sort(),
                [managementAccount, loggingAccount, securityAccount, ...memberAccounts].sort(),
                job,
            );
        }
    });

    it("makes no call that the role which makes it may not, in any job", async () => {
        const args = rolesArgs(bootstrap);
        for (const [job, calls] of called) {
            const uses = await usesOf(
                args,
                calls.filter((call) => !isOfState(call)),
            );
            // A first plan asks AWS who it is, and nothing else.
            assert.ok(job === "plan-first" || uses.length > 0, job);
            assert.deepEqual(await refused(uses), [], job);
        }
    });

    it("reads the state by the one role in jobs that look, and by each stack's own in those that deploy", async () => {
        const { state } = bootstrap;
        assert.ok(state);
        const roles = stateRoles(stateArgs(bootstrap, state));
        const asked = new Set<string>();
        for (const [job, calls] of called) {
            const named = runsOf(job).map((run) => nameOf(run.state?.role ?? ""));
            const itsCalls = calls.filter(isOfState);
            const used = itsCalls.map((call) => nameOf(call.role ?? ""));
            assert.deepEqual([...new Set(used)].sort(), [...new Set(named)].sort(), job);
            const needed = new Map(
                itsCalls
                    .flatMap((call) => neededForState(call, state))
                    .map((each) => [JSON.stringify(each), each]),
            );
            const denied: string[] = [];
            for (const { role: name, action, resource } of needed.values()) {
                asked.add(action);
                const role = roles.find((each) => each.name === name) ?? assert.fail(name);
                if (!(await mayWithState(role, state, action, resource))) {
                    denied.push(`${name}: ${action} ${resource}`);
                }
            }
            assert.deepEqual(denied, [], job);
        }
        assert.deepEqual(
            CALLED_FOR.state.filter((action) => !asked.has(action)),
            [],
        );
    });

    it("writes of a stack's state what that stack's role may and no other, and nothing in jobs that look", async () => {
        const { state } = bootstrap;
        assert.ok(state);
        const roles = stateRoles(stateArgs(bootstrap, state));
        for (const [job, keys] of written) {
            const deployed = job.startsWith("deploy-") ? runsOf(job).map(({ stack }) => stack) : [];
            assert.equal(keys.length > 0, deployed.length > 0, keys.join("\n"));
            const writers = new Set<string>();
            for (const key of keys) {
                const writing: string[] = [];
                for (const role of roles) {
                    if (await mayWithState(role, state, "s3:PutObject", `arn:aws:s3:::${BUCKET}/${key}`)) {
                        writing.push(role.name);
                    }
                }
                assert.equal(writing.length, 1, `${job} writes ${key}, as may ${writing.join(", ")}`);
                writers.add(writing[0] ?? "");
            }
            assert.deepEqual(
                [...writers].sort(),
                deployed.map((stack) => `security-logging-state-update-${stack}`).sort(),
                job,
            );
        }
    });

    it("has which role it was in neither plan nor state", async () => {
        for (const { stack } of runsOf("preview")) {
            const plan = readFileSync(path.join(organization.folder, `${stack}.plan.json`), "utf8");
            const state = await organization.run(["stack", "export", "--stack", stack], backend);
            for (const text of [plan, state.output]) {
                assert.match(text, /pulumi:providers:aws/);
                assert.doesNotMatch(text, /deploy-members-(preview|update)/);
            }
        }
    });

    it("touches one stack only with a change that is that stack's", async () => {
        const settings = stackSettings("members-core");
        await configure("members-core", { ...settings, regions: ["us-east-1", "eu-west-1"] });
        await organization.emulator.forgetCalls();
        for (const name of ["security", "management"]) {
            assert.match(await succeeds(runOf(deployJobOf(name), name), ["deploy", name]), /unchanged/);
        }
        assert.deepEqual(writes(await organization.emulator.recordedCalls()).filter(isOfDeployment), []);
        await succeeds(runOf("plan-then", "members-core"));
        // A rule, a target and a queue for each of the three core accounts.
        assert.match(await succeeds(runOf("deploy-then", "members-core")), /\+ 9 created/);
    });

    it("fails the nightly look when somebody has changed something by hand", async () => {
        const events = new EventBridgeClient(
            clientOptions(organization.emulator, organization.ids.securityAccount),
        );
        const rule = { Name: "security-logging-forward-write-events" };
        await events.send(new DisableRuleCommand(rule));
        const { code, output } = await attempt(runOf("drift", "members-core"));
        await events.send(new EnableRuleCommand(rule));
        assert.notEqual(code, 0, output);
        assert.match(output, /forwarder-\d+-us-east-1-rule/);
    });

    it("warns in a preview, and deploys nothing, where a stack's settings disagree with those of the one that it builds on", async () => {
        const settings = stackSettings("members-core");
        await configure("members-core", { ...settings, bus: { readOnlyEvents: true } });
        const mistake =
            'bus.readOnlyEvents is true: the stack "organization/security-logging/security" (stacks.security) was deployed ' +
            "with false. Write the same in the files of both stacks, and deploy that one first.";
        const shown = await succeeds(runOf("preview", "members-core"));
        assert.ok(shown.includes(`A deployment would be refused: ${mistake}`), shown);
        await organization.emulator.forgetCalls();
        const { code, output } = await attempt(runOf("deploy-then", "members-core"), [
            "deploy",
            "members-core",
        ]);
        assert.notEqual(code, 0);
        assert.match(output, /1 mistake in the settings of this stack \(nothing was deployed\)/);
        assert.ok(output.includes(mistake), output);
        assert.deepEqual(writes(await organization.emulator.recordedCalls()).filter(isOfDeployment), []);
    });

    it("refuses what the policies refuse, before anything is deployed", async () => {
        await configure("logging", { ...stackSettings("logging"), archive: { lock: { days: 30 } } });
        const { code, output } = await attempt(runOf("preview", "logging"));
        assert.notEqual(code, 0);
        assert.match(output, /\[mandatory\].* bucket-object-lock /);
    });

    it("says how it is called", async () => {
        assert.match((await pipeline(["--help"])).output, /^Usage: /);
        assert.equal((await pipeline(["deploy"])).code, 2);
        assert.equal((await pipeline(["destroy", "logging"])).code, 2);
    });

    const deployJobOf = (name: string): string =>
        runsOf("deploy-first").some(({ stack }) => stack === name) ? "deploy-first" : "deploy-then";

    const nameOf = (roleArn: string): string => roleArn.replace(/^.*\//, "");

    /** The state itself is written to the same emulator. */
    const isOfDeployment = ({ service }: { readonly service: string }): boolean =>
        !["s3", "kms", "sts"].includes(service);
});

/** The roles of the bootstrap, made by hand: deploymentRoles.test.ts has the engine make them. */
async function makeRoles(organization: TestOrganization, settings: BootstrapSettings): Promise<void> {
    const { state } = settings;
    const { managementAccount, loggingAccount, securityAccount, memberAccounts } = organization.ids;
    for (const account of [managementAccount, loggingAccount, securityAccount, ...memberAccounts]) {
        const client = new IAMClient(clientOptions(organization.emulator, account));
        const roles = [
            ...deploymentRoles({ ...rolesArgs(settings), account }),
            ...(state?.account === account ? stateRoles(stateArgs(settings, state)) : []),
        ];
        for (const { name: RoleName, trust, permissions } of roles) {
            await client.send(
                new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) }),
            );
            await client.send(
                new PutRolePolicyCommand({
                    RoleName,
                    PolicyName: "own",
                    PolicyDocument: JSON.stringify(permissions),
                }),
            );
        }
        client.destroy();
    }
}

const isOfState = ({ role }: RecordedCall): boolean => role?.includes("-state-") === true;

/** What a call that Pulumi makes for the state takes: S3's are recorded without their objects, taken here to be the state. */
function neededForState(
    { service, action, role }: RecordedCall,
    { bucketName, keyArn }: StateBucket,
): readonly { readonly role: string; readonly action: string; readonly resource: string }[] {
    const name = role?.replace(/^.*\//, "") ?? "";
    const [, stack = "logging"] = /-state-update-(.+)$/.exec(name) ?? [];
    const bucket = `arn:aws:s3:::${bucketName}`;
    const object = `${bucket}/.pulumi/stacks/security-logging/${stack}.json`;
    const needed = (resource: string, ...actions: readonly string[]) =>
        actions.map((each) => ({ role: name, action: each, resource }));
    switch (`${service}:${action}`) {
        case "s3:ListObjectsV2":
        case "s3:ListObjects":
            return needed(bucket, "s3:ListBucket");
        case "s3:HeadObject":
        case "s3:GetObject":
            return needed(object, "s3:GetObject");
        case "s3:PutObject":
        case "s3:DeleteObject":
            return needed(object, `s3:${action}`);
        case "s3:CopyObject":
            return needed(object, "s3:GetObject", "s3:PutObject");
        default:
            return needed(service === "kms" ? keyArn : bucket, `${service}:${action}`);
    }
}

/** Whether a role that has the state may, in the account of the bucket and the key. */
async function mayWithState(
    role: StateRole,
    { account }: StateBucket,
    action: string,
    resource: string,
): Promise<boolean> {
    const decision = await decide({
        principal: `arn:aws:iam::${account}:role/${role.name}`,
        action,
        resource,
        account,
        context: action.startsWith("s3:") ? { "aws:ResourceAccount": account } : {},
        identityPolicy: role.permissions,
        ...(action.startsWith("kms:")
            ? { resourcePolicy: policyDocument(accountAdministersKey("aws", account)) }
            : {}),
    });
    return decision === "Allowed";
}
