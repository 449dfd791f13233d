import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import * as path from "node:path";
import {
    CloudTrailClient,
    DescribeTrailsCommand,
    GetInsightSelectorsCommand,
    GetTrailStatusCommand,
} from "@aws-sdk/client-cloudtrail";
import { DescribeEventBusCommand, EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { GetBucketPolicyCommand, S3Client } from "@aws-sdk/client-s3";
import type { OutputMap } from "@pulumi/pulumi/automation";
import type { PolicyDocument } from "../../aws/policyDocument";
import { clientOptions } from "../../local/emulator/clients";
import { deployed, proveLocalFlow } from "../../local/proof";
import { flows } from "../../operate/flow";
import { SEARCH_TABLES } from "../../search";
import { type StackSettings, TestOrganization, preview, resourcesOf, up, writes } from "./harness";
import type { Stack } from "./stack";

const POLICIES = path.resolve(__dirname, "..", "..", "policies");
const PRESET = path.join(POLICIES, "presets", "without-organization.json");
const TRAIL = "security-logging-trail";

describe("accounts without an Organization, each with a trail of its own", function () {
    this.timeout(900_000);

    const stacks = new Map<string, Stack>();
    const outputs = new Map<string, OutputMap>();
    let organization: TestOrganization;
    /** All accounts that log together: those of the emulator's organization but the one that owns it. */
    let members: readonly string[];

    const stackNamed = (name: string): Stack => stacks.get(name) ?? assert.fail(`there is no stack ${name}`);

    const deploy = async (settings: Readonly<Record<string, StackSettings>>): Promise<void> => {
        const { loggingAccount, securityAccount, memberAccounts } = organization.ids;
        await Promise.all(
            Object.entries(settings).map(async ([name, its]) => {
                const stack = await organization.stack(name, {
                    organization: { loggingAccount, securityAccount },
                    regions: ["us-east-1", "eu-west-1"],
                    trail: { scope: "account" },
                    members: { accounts: memberAccounts },
                    notifications: { enabled: true },
                    ...its,
                });
                await up(stack);
                stacks.set(name, stack);
                outputs.set(name, await stack.outputs());
            }),
        );
    };

    before(async () => {
        organization = await TestOrganization.start();
        const { loggingAccount, securityAccount, memberAccounts } = organization.ids;
        members = [loggingAccount, securityAccount, ...memberAccounts].sort();
        await deploy({ logging: { role: "logging" }, security: { role: "security" } });
        await deploy({
            members: {
                role: "members",
                members: { accounts: memberAccounts, coreAccounts: true },
                stacks: {
                    logging: organization.reference("logging"),
                    security: organization.reference("security"),
                },
            },
        });
    });

    after(() => organization.stop());

    it("changes nothing when deployed again, and makes no call that writes", async () => {
        await organization.emulator.forgetCalls();
        for (const stack of stacks.values()) {
            const { counts } = await up(stack);
            assert.deepEqual(Object.keys(counts), ["same"], stack.name);
        }
        assert.deepEqual(writes(await organization.emulator.recordedCalls()), []);
    });

    it("changes nothing after a refresh either", async () => {
        for (const stack of stacks.values()) {
            const { urns } = await preview(stack, { refresh: true });
            assert.deepEqual(
                [...urns].filter(([change]) => change !== "refresh" && change !== "read"),
                [],
                stack.name,
            );
        }
    });

    it("records every account by its own trail of all regions, which delivers to the one archive", async () => {
        const logging = outputs.get("logging") ?? {};
        for (const account of members) {
            const trails = new CloudTrailClient(clientOptions(organization.emulator, account));
            const { trailList = [] } = await trails.send(new DescribeTrailsCommand({}));
            assert.equal(trailList.length, 1, account);
            const [trail] = trailList;
            assert.equal(trail?.TrailARN, `arn:aws:cloudtrail:us-east-1:${account}:trail/${TRAIL}`);
            assert.equal(trail.IsOrganizationTrail, false);
            assert.equal(trail.IsMultiRegionTrail, true);
            assert.equal(trail.LogFileValidationEnabled, true);
            assert.equal(trail.S3BucketName, logging["archiveBucket"]?.value);
            assert.equal(trail.KmsKeyId, logging["archiveKeyArn"]?.value);
            assert.equal(trail.SnsTopicARN, logging["notificationTopicArn"]?.value);
            const status = await trails.send(new GetTrailStatusCommand({ Name: TRAIL }));
            assert.equal(status.IsLogging, true);
            const { InsightSelectors: insights } = await trails.send(
                new GetInsightSelectorsCommand({ TrailName: TRAIL }),
            );
            assert.equal(insights?.length, 2);
        }
        assert.deepEqual(
            (outputs.get("members")?.["trailArns"]?.value as readonly string[]).slice().sort(),
            members.map((account) => `arn:aws:cloudtrail:us-east-1:${account}:trail/${TRAIL}`),
        );
    });

    it("makes no trail in an account that is not listed", async () => {
        const trails = new CloudTrailClient(clientOptions(organization.emulator));
        assert.deepEqual((await trails.send(new DescribeTrailsCommand({}))).trailList, []);
    });

    it("lets each trail write in its own account's folder of the archive", async () => {
        const s3 = new S3Client(clientOptions(organization.emulator, organization.ids.loggingAccount));
        const Bucket = String(outputs.get("logging")?.["archiveBucket"]?.value);
        const { Policy: text = "" } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
        const policy = JSON.parse(text) as PolicyDocument;
        assert.deepEqual(
            policy.Statement.filter(({ Action }) => Action === "s3:PutObject").map(
                ({ Resource }) => Resource,
            ),
            members.map((account) => `arn:aws:s3:::${Bucket}/AWSLogs/${account}/*`),
        );
    });

    it("has a central bus that takes events of the listed accounts alone", async () => {
        const { securityAccount } = organization.ids;
        const events = new EventBridgeClient(clientOptions(organization.emulator, securityAccount));
        const { Policy: text = "" } = await events.send(
            new DescribeEventBusCommand({ Name: "security-events" }),
        );
        const policy = JSON.parse(text) as PolicyDocument;
        assert.deepEqual(
            policy.Statement.map(({ Principal }) => Principal),
            [{ AWS: members.map((account) => `arn:aws:iam::${account}:root`) }],
        );
    });

    it("brings the write events of every account and region to the central bus, and no read-only one", async () => {
        const system = deployed({ ...outputs.get("security"), ...outputs.get("members") });
        assert.equal(system.origins.length, members.length * 2);
        const results = await proveLocalFlow(organization.emulator, system, () => undefined);
        assert.ok(flows(results), JSON.stringify(results, undefined, 2));
    });

    it("searches the folder that has one for each account", async () => {
        const tables = await resourcesOf(stackNamed("logging"), "aws:glue/catalogTable:CatalogTable");
        assert.equal(tables.length, SEARCH_TABLES.length);
        const archive = `s3://${String(outputs.get("logging")?.["archiveBucket"]?.value)}/AWSLogs/`;
        for (const { outputs: table } of tables) {
            assert.match(JSON.stringify(table?.["storageDescriptor"]), new RegExp(`"location":"${archive}"`));
        }
    });

    it("has nothing deployed that the policies refuse, by the preset or with the accounts named", async () => {
        const named = path.join(organization.folder, "named.json");
        const preset = JSON.parse(readFileSync(PRESET, "utf8")) as Readonly<Record<string, unknown>>;
        const scoped = ["bucket", "key", "event-bus"].map((kind) => [
            `${kind}-policy-organization-scoped`,
            { enforcementLevel: "mandatory", allowedExternalAccounts: members },
        ]);
        await writeFile(named, JSON.stringify({ ...preset, ...Object.fromEntries(scoped) }));
        for (const stack of stacks.keys()) {
            for (const config of [PRESET, named]) {
                const { code, output } = await organization.run([
                    ...["policy", "analyze", "--stack", stack],
                    ...["--policy-pack", POLICIES, "--policy-pack-config", config],
                ]);
                assert.equal(code, 0, output);
                assert.doesNotMatch(output, /\[mandatory\]|can't run policy/);
            }
        }
        const { output } = await organization.run([
            ...["policy", "analyze", "--stack", "members"],
            ...["--policy-pack", POLICIES],
        ]);
        assert.match(output, /\[mandatory\].*trail-organization/, "no rule was run");
    });

    it("refuses to be destroyed: it names each trail, says that it is protected, and deletes nothing", async () => {
        const trails = await resourcesOf(stackNamed("members"), "aws:cloudtrail/trail:Trail");
        assert.equal(trails.length, members.length);
        assert.ok(trails.every(({ protect, retainOnDelete }) => protect === true && retainOnDelete === true));
        await organization.emulator.forgetCalls();
        const { code, output } = await organization.run(["destroy", "--yes", "--stack", "members"]);
        assert.notEqual(code, 0);
        assert.match(
            output,
            /AccountTrail\$aws:cloudtrail\/trail:Trail::[\w-]+" cannot be deleted\s+because it is protected/,
        );
        assert.deepEqual(writes(await organization.emulator.recordedCalls()), []);
    });
});
