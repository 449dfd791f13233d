import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { EventBridgeClient, DisableRuleCommand, EnableRuleCommand } from "@aws-sdk/client-eventbridge";
import { CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import {
    CreateBucketCommand,
    GetObjectCommand,
    ListObjectsV2Command,
    PutBucketEncryptionCommand,
    PutBucketVersioningCommand,
    S3Client,
} from "@aws-sdk/client-s3";
import { clientOptions } from "../../local/emulator/clients";
import { withProgress } from "../../local/progress";
import { type StackSettings, TestOrganization, writes } from "./harness";
import type { CommandResult } from "./stack";

const PIPELINE = path.resolve(__dirname, "..", "..", "gitops", "pipeline.sh");
const BUCKET = "security-logging-state";
const SECRET = "a value that only the key opens";

/** What CI runs, with the state where those without Pulumi Cloud have it: a bucket, and a key for secrets. */
describe("the pipeline's commands, with the state in S3 and secrets under KMS", function () {
    this.timeout(900_000);

    let organization: TestOrganization;
    let s3: S3Client;
    let backend: Readonly<Record<string, string>>;
    let secretsProvider: string;

    /** Runs gitops/pipeline.sh as a workflow does. */
    const pipeline = (...args: readonly string[]): Promise<CommandResult> =>
        withProgress(
            (line) => console.error(`      ${line}`),
            `pipeline.sh ${args.join(" ")}`,
            async () => {
                const command = spawn(PIPELINE, args, {
                    cwd: organization.folder,
                    env: { ...process.env, ...organization.env, ...backend },
                });
                let output = "";
                for (const stream of [command.stdout, command.stderr]) {
                    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
                }
                const [code] = (await once(command, "close")) as [number | null];
                return { code, output };
            },
        );

    const succeeds = async (...args: readonly string[]): Promise<string> => {
        const { code, output } = await pipeline(...args);
        assert.equal(code, 0, output);
        return output;
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
        const security = `organization/security-logging/security`;
        const all: Readonly<Record<string, StackSettings>> = {
            logging: { role: "logging" },
            security: { role: "security" },
            management: {
                role: "management",
                stacks: { logging: "organization/security-logging/logging" },
            },
            "members-core": { role: "members", members: { coreAccounts: true }, stacks: { security } },
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
        secretsProvider = `awskms:///${key?.Arn ?? ""}?region=us-east-1`;
        backend = {
            PULUMI_BACKEND_URL: `s3://${BUCKET}?region=us-east-1&awssdk=v2`,
            PULUMI_EXPERIMENTAL: "true",
        };
    });

    after(() => organization.stop());

    it("plans and deploys the stacks in the order in which they build on each other", async () => {
        for (const name of ["logging", "security", "management", "members-core"]) {
            await configure(name, stackSettings(name));
            const plan = path.join(organization.folder, `${name}.plan.json`);
            await succeeds("preview", name, plan);
            await succeeds("deploy", name, plan);
        }
    });

    it("keeps the state in the bucket, where it is encrypted, and no state on this machine", async () => {
        const { Contents: objects = [] } = await s3.send(
            new ListObjectsV2Command({ Bucket: BUCKET, Prefix: ".pulumi/stacks/" }),
        );
        const keys = objects.map(({ Key }) => Key ?? "");
        for (const name of ["logging", "security", "management", "members-core"]) {
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

    it("finds no drift right after", async () => {
        for (const name of ["logging", "members-core"]) {
            await succeeds("drift", name);
        }
    });

    it("touches one stack only with a change that is that stack's", async () => {
        const settings = stackSettings("members-core");
        await configure("members-core", { ...settings, regions: ["us-east-1", "eu-west-1"] });
        await organization.emulator.forgetCalls();
        for (const name of ["security", "management"]) {
            assert.match(await succeeds("deploy", name), /unchanged/);
        }
        assert.deepEqual(writes(await organization.emulator.recordedCalls()).filter(isOfDeployment), []);
        const plan = path.join(organization.folder, "change.plan.json");
        await succeeds("preview", "members-core", plan);
        // A rule, a target and a queue for each of the three core accounts.
        assert.match(await succeeds("deploy", "members-core", plan), /\+ 9 created/);
    });

    it("fails the nightly look when somebody has changed something by hand", async () => {
        const events = new EventBridgeClient(
            clientOptions(organization.emulator, organization.ids.securityAccount),
        );
        const rule = { Name: "security-logging-forward-write-events" };
        await events.send(new DisableRuleCommand(rule));
        const { code, output } = await pipeline("drift", "members-core");
        await events.send(new EnableRuleCommand(rule));
        assert.notEqual(code, 0, output);
        assert.match(output, /forwarder-\d+-us-east-1-rule/);
    });

    it("refuses what the policies refuse, before anything is deployed", async () => {
        await configure("logging", { ...stackSettings("logging"), archive: { lock: { days: 30 } } });
        const { code, output } = await pipeline("preview", "logging");
        assert.notEqual(code, 0);
        assert.match(output, /\[mandatory\].* bucket-object-lock /);
    });

    it("says how it is called", async () => {
        assert.match((await pipeline("--help")).output, /^Usage: /);
        assert.equal((await pipeline("deploy")).code, 2);
        assert.equal((await pipeline("destroy", "logging")).code, 2);
    });

    /** The state itself is written to the same emulator. */
    const isOfDeployment = ({ service }: { readonly service: string }): boolean =>
        !["s3", "kms", "sts"].includes(service);
});
