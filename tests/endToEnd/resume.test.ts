import assert from "node:assert/strict";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import * as path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { EventBridgeClient, ListRulesCommand } from "@aws-sdk/client-eventbridge";
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { RecordedCall } from "../../local/emulator";
import { clientOptions } from "../../local/emulator/clients";
import { TestOrganization, resourcesOf, up, writes } from "./harness";
import type { Stack } from "./stack";
import { killTree } from "./processTree";

const REGIONS = ["us-east-1", "eu-west-1"];
const ACCOUNTS = 5;

/**
 * Whether the deployment is where it spends nearly all of its time: roles, key and trail are made, queues and
 * lifecycle rules are being waited for.
 */
function isHalfWay(calls: readonly RecordedCall[]): boolean {
    const count = (wanted: string): number => calls.filter(({ action }) => action === wanted).length;
    return count("CreateRole") >= ACCOUNTS && count("PutInsightSelectors") >= 1;
}

/** What can be made twice: AWS takes the second request for the first. */
const REPEATABLE = [
    "aws:sqs/queue:Queue",
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
];

/** Whether a state, as it is written down, waits for nothing but what can be made twice. */
async function waitsForQueues(file: string): Promise<boolean> {
    try {
        const { checkpoint } = JSON.parse(await readFile(file, "utf8")) as {
            checkpoint: { latest?: { pending_operations?: { resource: { type: string } }[] } };
        };
        const pending = checkpoint.latest?.pending_operations ?? [];
        return pending.length > 0 && pending.every(({ resource }) => REPEATABLE.includes(resource.type));
    } catch {
        // It is being written.
        return false;
    }
}

describe("an `up` that was killed half-way", function () {
    this.timeout(900_000);

    let organization: TestOrganization | undefined;
    let stack: Stack;

    const started = (): TestOrganization => {
        assert.ok(organization);
        return organization;
    };

    before(async () => {
        organization = await TestOrganization.start();
        stack = await organization.stack("all", {
            role: "organization",
            members: { organizationalUnits: [organization.ids.workloadsUnitId] },
            regions: REGIONS,
        });
        const engine = organization.spawn(["up", "--yes", "--skip-preview", "--stack", "all"]);
        let output = "";
        engine.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
        const ended = once(engine, "exit");
        while (!isHalfWay(await organization.emulator.recordedCalls())) {
            assert.equal(engine.exitCode, null, `the engine ended before it could be killed:\n${output}`);
            await pause(100);
        }
        assert.ok(engine.pid !== undefined);
        // A state in a file, other than one in Pulumi Cloud or S3, is half written while it is being written.
        const state = path.join(organization.folder, ".pulumi/stacks/security-logging/all.json");
        process.kill(engine.pid, "SIGSTOP");
        while (!(await waitsForQueues(state))) {
            assert.equal(engine.exitCode, null, `the engine ended before it could be killed:\n${output}`);
            process.kill(engine.pid, "SIGCONT");
            await pause(20);
            process.kill(engine.pid, "SIGSTOP");
        }
        await killTree(engine.pid);
        await ended;
    });

    after(() => organization?.stop());

    it("leaves a lock, of which the next one says how to remove it", async () => {
        const { code, output } = await started().run(["up", "--yes", "--skip-preview", "--stack", "all"]);
        assert.notEqual(code, 0);
        assert.match(output, /currently locked by 1 lock.*`pulumi cancel`/s);
    });

    it("is completed by the next one", async () => {
        const { pending_operations: pending = [] } = await stack.state();
        assert.ok(pending.length > 0, "nothing was under way when it was killed");

        await stack.cancel();
        const { counts } = await up(stack);
        assert.ok((counts.same ?? 0) > 0 && (counts.create ?? 0) > 0, JSON.stringify(counts));
        assert.deepEqual(Object.keys((await up(stack)).counts), ["same"]);
    });

    it("has made nothing that the state does not know", async () => {
        const { emulator, ids } = started();
        const calls = writes(await emulator.recordedCalls());
        assert.equal(
            calls.filter(({ action }) => action === "CreateKey").length,
            (await idsInState("aws:kms/key:Key")).length,
        );

        const s3 = new S3Client(clientOptions(emulator, ids.loggingAccount));
        const { Buckets: buckets = [] } = await s3.send(new ListBucketsCommand({}));
        assert.deepEqual(buckets.map(({ Name }) => Name).sort(), await idsInState("aws:s3/bucket:Bucket"));

        const queues: string[] = [];
        const rules: string[] = [];
        const { managementAccount, loggingAccount, securityAccount, memberAccounts } = ids;
        for (const account of [managementAccount, loggingAccount, securityAccount, ...memberAccounts]) {
            for (const region of REGIONS) {
                const options = clientOptions(emulator, account, region);
                const { QueueUrls = [] } = await new SQSClient(options).send(new ListQueuesCommand({}));
                queues.push(...QueueUrls);
                const { Rules = [] } = await new EventBridgeClient(options).send(new ListRulesCommand({}));
                rules.push(...Rules.map(({ Arn = "" }) => Arn));
            }
        }
        assert.deepEqual(queues.sort(), await idsInState("aws:sqs/queue:Queue"));
        const onDefaultBuses = (await resourcesOf(stack, "aws:cloudwatch/eventRule:EventRule"))
            .filter(({ outputs }) => outputs?.["eventBusName"] === "default")
            .map(({ outputs }) => outputs?.["arn"]);
        assert.deepEqual(rules.sort(), onDefaultBuses.sort());
    });

    it("takes over, by `pulumi import`, a role that was made but not written down", async () => {
        const [role] = await resourcesOf(stack, "aws:iam/role:Role");
        assert.ok(role?.id !== undefined && role.parent !== undefined && role.provider !== undefined);
        const name = role.urn.split("::").at(-1) ?? "";
        // What a kill between AWS's answer and the engine's note of it leaves behind.
        await started().run(["state", "delete", role.urn, "--target-dependents", "--yes", "--stack", "all"]);

        const refused = await started().run(["up", "--yes", "--skip-preview", "--stack", "all"]);
        assert.notEqual(refused.code, 0);
        assert.match(refused.output, /EntityAlreadyExists/);

        const imported = await started().run([
            ...["import", role.type, name, role.id, "--stack", "all", "--yes"],
            ...["--parent", `parent=${role.parent}`],
            ...["--provider", `provider=${role.provider.slice(0, role.provider.lastIndexOf("::"))}`],
            ...["--protect=false", "--generate-code=false", "--skip-preview"],
        ]);
        assert.equal(imported.code, 0, imported.output);
        await up(stack);
        assert.deepEqual(Object.keys((await up(stack)).counts), ["same"]);
        assert.equal((await resourcesOf(stack, "aws:iam/role:Role")).length, ACCOUNTS);
    });

    async function idsInState(type: string): Promise<readonly (string | undefined)[]> {
        return (await resourcesOf(stack, type)).map(({ id }) => id).sort();
    }
});
