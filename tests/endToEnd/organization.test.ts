import assert from "node:assert/strict";
import * as path from "node:path";
import {
    CloudTrailClient,
    DescribeTrailsCommand,
    GetInsightSelectorsCommand,
} from "@aws-sdk/client-cloudtrail";
import {
    DescribeEventBusCommand,
    DescribeRuleCommand,
    EventBridgeClient,
    ListTargetsByRuleCommand,
    PutEventsCommand,
} from "@aws-sdk/client-eventbridge";
import {
    DeleteRolePolicyCommand,
    GetRolePolicyCommand,
    IAMClient,
    PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import {
    GetBucketEncryptionCommand,
    GetBucketVersioningCommand,
    GetObjectCommand,
    GetObjectLockConfigurationCommand,
    GetPublicAccessBlockCommand,
    ListObjectsV2Command,
    PutObjectCommand,
    S3Client,
} from "@aws-sdk/client-s3";
import { GetQueueUrlCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { clientOptions } from "../../local/emulator/clients";
import { deployed, proveLocalFlow } from "../../local/proof";
import type { CommandName } from "../../cli/commands";
import { readDeadLetters } from "../../operate/deadLetterReader";
import { checkReplay, followReplay, startReplay } from "../../operate/eventReplay";
import { flows } from "../../operate/flow";
import { findingsIn } from "../../operate/recordReader";
import { SAVED_QUERIES } from "../../search";
import { readAloud } from "../../events/readAloud";
import { AwsReader, validate } from "../../validation";
import { fixture } from "../events/fixtures";
import { jsonOf, runAs } from "./operating";
import { type StackSettings, TestOrganization, preview, resourcesOf, up, writes } from "./harness";
import type { Stack } from "./stack";

describe("an organization in one stack", function () {
    // The first suite may have the toolchain made.
    this.timeout(1_800_000);

    let organization: TestOrganization;
    let settings: StackSettings;
    let stack: Stack;

    before(async () => {
        organization = await TestOrganization.start();
        settings = {
            role: "organization",
            members: { organizationalUnits: [organization.ids.workloadsUnitId] },
            regions: ["us-east-1", "eu-west-1"],
            bus: {
                targets: [
                    { kind: "queue", name: "events" },
                    { kind: "stream", name: "siem" },
                    { kind: "firehose", name: "lake" },
                    { kind: "logGroup", name: "logs" },
                ],
            },
            heartbeat: { enabled: true },
        };
        stack = await organization.stack("all", settings);
        const { counts } = await up(stack);
        assert.ok((counts.create ?? 0) > 60, `it created ${counts.create ?? 0} resources`);
    });

    after(() => organization.stop());

    it("changes nothing when deployed again, and makes no call that writes", async () => {
        await organization.emulator.forgetCalls();
        const { counts } = await up(stack);
        assert.deepEqual(Object.keys(counts), ["same"]);
        assert.deepEqual(writes(await organization.emulator.recordedCalls()), []);
    });

    it("changes nothing after a refresh either", async () => {
        const { urns } = await preview(stack, { refresh: true });
        assert.deepEqual(
            [...urns].filter(([change]) => change !== "refresh"),
            [],
        );
    });

    it("brings the write events of every account and region to the central bus, and no read-only one", async () => {
        const system = deployed(await stack.outputs());
        assert.equal(system.origins.length, 5 * 2);
        const results = await proveLocalFlow(organization.emulator, system, () => undefined);
        assert.ok(flows(results), JSON.stringify(results, undefined, 2));
    });

    describe("where CloudTrail watches the calls", () => {
        const command = (name: CommandName, ...args: readonly string[]) =>
            runAs(organization, {}, name, args);

        /** What `pulumi` says of the stack that is selected. */
        const selected = async (): Promise<string> =>
            (await organization.run(["stack", "--show-name", "--non-interactive"])).output;
        let selectedBefore: string;

        before(async () => {
            selectedBefore = await selected();
            await organization.emulator.watchCalls(true);
        });
        after(() => organization.emulator.watchCalls(false));

        it("is proven by verify: events of every account and region, and the paths behind the bus", async () => {
            const verified = await command("verify", "--wait", "1m", "--json");
            assert.equal(verified.code, 0, verified.output);
            assert.match(verified.output, /All 15 write events arrived, and no event that is not wanted/);
            const { ok, origins } = await jsonOf<{
                readonly ok: boolean;
                readonly origins: readonly object[];
            }>("verify", verified);
            assert.deepEqual([ok, origins.length], [true, 15]);
        });

        it("is told by lookup who did what lately", async () => {
            const { code, output } = await command("lookup", "--event-name", "UntagResource");
            assert.equal(code, 0, output);
            assert.equal(output.match(/ called events UntagResource at /g)?.length, 5 * 3, output);
            const looked = await command(
                "lookup",
                "--event-name",
                "UntagResource",
                "--region",
                "us-east-1",
                "--json",
            );
            const { records } = await jsonOf<{ readonly records: readonly object[] }>("lookup", looked);
            assert.equal(records.length, 5, looked.output);
        });

        it("has no other stack selected by the commands", async () =>
            assert.equal(await selected(), selectedBefore));

        it("has it in the archive, in log files that can be read", async () => {
            const keys = await organization.emulator.deliverLogFiles();
            const { archiveBucket } = await stack.outputs();
            const Bucket = archiveBucket?.value as string;
            const s3 = new S3Client(clientOptions(organization.emulator, organization.ids.loggingAccount));
            const told: string[] = [];
            for (const Key of keys) {
                assert.ok(Key.startsWith(`AWSLogs/${organization.ids.organizationId}/`), Key);
                const { Body: body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
                told.push(
                    ...findingsIn(Buffer.from((await body?.transformToByteArray()) ?? [])).flatMap(
                        (finding) => ("record" in finding ? readAloud(finding.record) : []),
                    ),
                );
            }
            assert.ok(
                told.filter((line) => line.includes(" called events UntagResource at ")).length >= 5 * 3,
            );
        });

        it("has digests of them in the archive, by which a log file that is changed is found", async () => {
            const { emulator, ids } = organization;
            await emulator.deliverDigests();
            const [changed = ""] = await emulator.deliverLogFiles();
            const digests = await emulator.deliverDigests();
            const { archiveBucket } = await stack.outputs();
            const Bucket = archiveBucket?.value as string;
            const client = (region: string) => clientOptions(emulator, ids.loggingAccount, region);
            const reader = new AwsReader({ region: "us-east-1", client });
            const validated = () =>
                validate(
                    {
                        reader,
                        places: [{ bucket: Bucket, organizationId: ids.organizationId }],
                        from: new Date(Date.now() - 60 * 60 * 1000),
                    },
                    () => undefined,
                );
            const { totals, ...whole } = await validated();
            assert.deepEqual([whole.findings, whole.unread, whole.whole], [[], [], true]);
            assert.equal(totals.accounts, 5);
            assert.equal(totals.chains, digests.length);
            assert.deepEqual([totals.digests, totals.validDigests], [2 * digests.length, 2 * digests.length]);
            assert.ok(totals.logFiles >= 5 * 3 && totals.validLogFiles === totals.logFiles);
            assert.match(whole.caller, new RegExp(`:${ids.loggingAccount}:assumed-role/`));

            // AWS would not let it be done: the archive's policy denies it to everyone but CloudTrail.
            const s3 = new S3Client(client("us-east-1"));
            await s3.send(new PutObjectCommand({ Bucket, Key: changed, Body: "forged" }));
            const { findings } = await validated();
            assert.deepEqual(
                findings.map(({ kind, key }) => [kind, key]),
                [["log-file-altered", changed]],
            );
            reader.close();
        });
    });

    it("has a locked, versioned archive under its own key", async () => {
        const { archiveBucket, archiveKeyArn } = await stack.outputs();
        const Bucket = archiveBucket?.value as string;
        const s3 = new S3Client(clientOptions(organization.emulator, organization.ids.loggingAccount));
        const lock = await s3.send(new GetObjectLockConfigurationCommand({ Bucket }));
        const retention = lock.ObjectLockConfiguration?.Rule?.DefaultRetention;
        assert.equal(retention?.Mode, "GOVERNANCE");
        assert.equal(retention.Days, 365);
        assert.equal((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status, "Enabled");
        const encryption = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
        const rule = encryption.ServerSideEncryptionConfiguration?.Rules?.[0];
        assert.deepEqual(rule?.ApplyServerSideEncryptionByDefault, {
            SSEAlgorithm: "aws:kms",
            KMSMasterKeyID: archiveKeyArn?.value as string,
        });
        assert.equal(rule.BucketKeyEnabled, true);
        const closed = await s3.send(new GetPublicAccessBlockCommand({ Bucket }));
        assert.deepEqual(closed.PublicAccessBlockConfiguration, {
            BlockPublicAcls: true,
            IgnorePublicAcls: true,
            BlockPublicPolicy: true,
            RestrictPublicBuckets: true,
        });
    });

    it("has a validated organization trail of all regions with Insights", async () => {
        const trails = new CloudTrailClient(clientOptions(organization.emulator));
        const { trailList = [] } = await trails.send(new DescribeTrailsCommand({}));
        assert.equal(trailList.length, 1);
        const [trail] = trailList;
        assert.ok(trail);
        assert.equal(trail.IsOrganizationTrail, true);
        assert.equal(trail.IsMultiRegionTrail, true);
        assert.equal(trail.LogFileValidationEnabled, true);
        const insights = await trails.send(new GetInsightSelectorsCommand({ TrailName: trail.Name }));
        const types = insights.InsightSelectors?.map(({ InsightType }) => InsightType).sort();
        assert.deepEqual(types, ["ApiCallRateInsight", "ApiErrorRateInsight"]);
    });

    it("has a central bus that takes events of the organization alone, and a queue behind it", async () => {
        const { securityAccount, organizationId } = organization.ids;
        const events = new EventBridgeClient(clientOptions(organization.emulator, securityAccount));
        const { Policy: policy = "{}" } = await events.send(
            new DescribeEventBusCommand({ Name: "security-events" }),
        );
        const { Statement: statements } = JSON.parse(policy) as { readonly Statement: readonly unknown[] };
        assert.ok(statements.length > 0);
        for (const statement of statements) {
            assert.match(
                JSON.stringify(statement),
                new RegExp(`"aws:PrincipalOrgID":\\[?"${organizationId}"`),
            );
        }
        const targetOf = async (name: string): Promise<readonly unknown[]> => {
            const { Targets: targets = [] } = await events.send(
                new ListTargetsByRuleCommand({
                    Rule: `security-logging-to-${name}`,
                    EventBusName: "security-events",
                }),
            );
            return targets.map(({ Arn, RoleArn, DeadLetterConfig }) => [Arn, RoleArn, DeadLetterConfig?.Arn]);
        };
        const at = (service: string, resource: string): string =>
            `arn:aws:${service}:us-east-1:${securityAccount}:${resource}`;
        const deadLetters = at("sqs", "security-logging-bus-dlq");
        const role = (name: string): string =>
            `arn:aws:iam::${securityAccount}:role/security-logging-to-${name}`;
        assert.deepEqual(await targetOf("events"), [
            [at("sqs", "security-logging-events"), undefined, deadLetters],
        ]);
        assert.deepEqual(await targetOf("siem"), [
            [at("kinesis", "stream/security-logging-siem"), role("siem"), deadLetters],
        ]);
        assert.deepEqual(await targetOf("lake"), [
            [at("firehose", "deliverystream/security-logging-lake"), role("lake"), deadLetters],
        ]);
        assert.deepEqual(await targetOf("logs"), [
            [at("logs", "log-group:/aws/events/security-logging-logs"), undefined, deadLetters],
        ]);
    });

    it("brings events through Firehose into an encrypted bucket", async () => {
        const Bucket = `security-logging-lake-${organization.ids.securityAccount}-us-east-1`;
        const s3 = new S3Client(clientOptions(organization.emulator, organization.ids.securityAccount));
        const { Contents: objects = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
        assert.ok(objects.length >= 5 * 2, `${objects.length} objects`);
        const encryption = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
        const [rule] = encryption.ServerSideEncryptionConfiguration?.Rules ?? [];
        assert.equal(rule?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm, "aws:kms");
    });

    it("makes a heartbeat in every account and region, and an alarm of its silence in the security account", async () => {
        const { securityAccount } = organization.ids;
        const schedules = await resourcesOf(stack, "aws:scheduler/schedule:Schedule");
        assert.equal(schedules.length, 5 * 2);
        const alarms = (await resourcesOf(stack, "aws:cloudwatch/metricAlarm:MetricAlarm")).filter(
            ({ urn }) => urn.includes("::silence-"),
        );
        assert.equal(alarms.length, 5 * 2);
        for (const { provider } of alarms) {
            assert.ok(provider?.includes(`::account-${securityAccount}::`), provider);
        }
    });

    it("replays the bus's archive to its targets, whose events then say so", async () => {
        const { securityAccount: account } = organization.ids;
        const client = new EventBridgeClient(clientOptions(organization.emulator, account));
        const at = (resource: string): string => `arn:aws:events:us-east-1:${account}:${resource}`;
        const plan = {
            name: "drill",
            archiveName: "security-logging-bus-archive",
            archiveArn: at("archive/security-logging-bus-archive"),
            busArn: at("event-bus/security-events"),
            ruleArn: at("rule/security-events/security-logging-to-events"),
            from: new Date(Date.now() - 60 * 60 * 1000),
            to: new Date(Date.now() - 1000),
        };
        const { events } = await checkReplay(client, plan, Date.now());
        assert.ok(events >= 5 * 2, `${events} events in the archive`);
        await startReplay(client, plan);
        const told: number[] = [];
        await followReplay(
            client,
            plan,
            () => Promise.resolve(),
            (done) => told.push(done),
        );
        assert.equal(told.at(-1), 1);

        const queue = new SQSClient(clientOptions(organization.emulator, account));
        const { Messages: messages = [] } = await queue.send(
            new ReceiveMessageCommand({
                QueueUrl: deployed(await stack.outputs()).eventQueueUrl,
                MaxNumberOfMessages: 10,
            }),
        );
        assert.ok(messages.length > 0);
        for (const { Body: body = "{}" } of messages) {
            assert.equal((JSON.parse(body) as Record<string, unknown>)["replay-name"], "drill");
        }
    });

    it("gives every target a role, a dead-letter queue of its own region and a day of retries", async () => {
        const account = organization.ids.memberAccounts[0] ?? "";
        for (const region of ["us-east-1", "eu-west-1"]) {
            const events = new EventBridgeClient(clientOptions(organization.emulator, account, region));
            const Rule = "security-logging-forward-write-events";
            assert.equal((await events.send(new DescribeRuleCommand({ Name: Rule }))).State, "ENABLED");
            const { Targets: targets = [] } = await events.send(new ListTargetsByRuleCommand({ Rule }));
            assert.equal(targets.length, 1);
            assert.equal(targets[0]?.RoleArn, `arn:aws:iam::${account}:role/security-logging-forwarder`);
            assert.equal(
                targets[0].DeadLetterConfig?.Arn,
                `arn:aws:sqs:${region}:${organization.ids.securityAccount}:security-logging-dead-letters`,
            );
            assert.deepEqual(targets[0].RetryPolicy, {
                MaximumEventAgeInSeconds: 86_400,
                MaximumRetryAttempts: 185,
            });
        }
    });

    it("leaves what the bus does not get in the queue of the region in the security account, from where it is read", async () => {
        const [account = ""] = organization.ids.memberAccounts;
        const region = "eu-west-1";
        const queue = `arn:aws:sqs:${region}:${organization.ids.securityAccount}:security-logging-dead-letters`;
        const iam = new IAMClient(clientOptions(organization.emulator, account));
        const policy = {
            RoleName: "security-logging-forwarder",
            PolicyName: "put-events-on-the-central-bus",
        };
        const { PolicyDocument: document = "" } = await iam.send(new GetRolePolicyCommand(policy));
        await iam.send(new DeleteRolePolicyCommand(policy));
        const events = new EventBridgeClient(clientOptions(organization.emulator, account, region));
        await events.send(
            new PutEventsCommand({
                Entries: [
                    {
                        Source: "aws.s3",
                        DetailType: "AWS API Call via CloudTrail",
                        Detail: JSON.stringify(fixture("put-bucket-policy")),
                    },
                ],
            }),
        );
        await iam.send(new PutRolePolicyCommand({ ...policy, PolicyDocument: decodeURIComponent(document) }));

        const queues = new SQSClient(
            clientOptions(organization.emulator, organization.ids.securityAccount, region),
        );
        const { QueueUrl: url = "" } = await queues.send(
            new GetQueueUrlCommand({ QueueName: "security-logging-dead-letters" }),
        );
        for (const what of ["keep", "delete"] as const) {
            const { letters, release } = await readDeadLetters(queues, { arn: queue, url }, 10);
            assert.deepEqual(
                letters.map(({ account, region, rule, target, error, record }) => ({
                    account,
                    region,
                    rule,
                    target,
                    error,
                    what: record && "eventName" in record ? record.eventName : undefined,
                })),
                [
                    {
                        account,
                        region,
                        rule: `arn:aws:events:${region}:${account}:rule/security-logging-forward-write-events`,
                        target: `arn:aws:events:us-east-1:${organization.ids.securityAccount}:event-bus/security-events`,
                        error: "NO_PERMISSIONS",
                        what: "PutBucketPolicy",
                    },
                ],
            );
            await release(what);
        }
        assert.deepEqual((await readDeadLetters(queues, { arn: queue, url }, 10)).letters, []);
    });

    it("has nothing deployed that the policies refuse, where every value is known", async () => {
        const { code, output } = await organization.run([
            ...["policy", "analyze", "--stack", "all"],
            ...["--policy-pack", path.resolve(__dirname, "..", "..", "policies")],
        ]);
        assert.equal(code, 0, output);
        assert.doesNotMatch(output, /\[mandatory\]|can't run policy/);
        assert.match(output, /trail-cloudwatch-logs/, "no rule was run");
    });

    it("can search the archive: tables, saved queries, and a workgroup whose results are encrypted", async () => {
        const outputs = await stack.outputs();
        const tables = await resourcesOf(stack, "aws:glue/catalogTable:CatalogTable");
        const archive = `s3://${String(outputs["archiveBucket"]?.value)}/AWSLogs/${organization.ids.organizationId}/`;
        assert.deepEqual(tables.map(({ outputs: { name } = {} }) => name).sort(), [
            "cloudtrail",
            "cloudtrail_insights",
            "cloudtrail_network_activity",
        ]);
        for (const { outputs: table } of tables) {
            assert.match(JSON.stringify(table?.["storageDescriptor"]), new RegExp(`"location":"${archive}"`));
        }
        const [workgroup, ...more] = await resourcesOf(stack, "aws:athena/workgroup:Workgroup");
        assert.deepEqual(more, []);
        const configuration = JSON.stringify(workgroup?.outputs?.["configuration"]);
        assert.match(configuration, /"enforceWorkgroupConfiguration":true/);
        assert.match(configuration, /"encryptionOption":"SSE_KMS"/);
        const queries = await resourcesOf(stack, "aws:athena/namedQuery:NamedQuery");
        assert.deepEqual(
            queries.map(({ outputs: query }) => query?.["name"]).sort(),
            SAVED_QUERIES.map(({ name }) => name).sort(),
        );
    });

    it("touches only a region's resources when that region comes and goes", async () => {
        const added = "ap-southeast-2";
        await organization.configure("all", { ...settings, regions: ["us-east-1", "eu-west-1", added] });
        const coming = await up(stack);
        assert.deepEqual([...coming.urns.keys()].sort(), ["create", "update"]);
        const shown = coming.urns.get("update") ?? [];
        assert.ok(shown.length === 1 && shown[0]?.endsWith("::bus-dashboard"), shown.join());
        // For each of the five accounts a rule and a target; a schedule in its group, and an alarm; for all of them a dead-letter
        // queue and its alarm.
        assert.equal(coming.urns.get("create")?.length, 5 * 5 + 2);
        assert.ok(coming.urns.get("create")?.every((urn) => urn.includes(added)));

        // Deleting queues takes minutes that would show no more than the preview does.
        await organization.configure("all", settings);
        const going = await preview(stack, { refresh: false });
        assert.deepEqual([...going.urns.keys()].sort(), ["delete", "update"]);
        assert.deepEqual(going.urns.get("update"), shown);
        assert.deepEqual(going.urns.get("delete")?.slice().sort(), coming.urns.get("create")?.slice().sort());
    });

    it("protects the archive, its key and the trail, and keeps them should the protection be lifted", async () => {
        for (const [type, count] of [
            ["aws:s3/bucket:Bucket", 2],
            ["aws:kms/key:Key", 1],
            ["aws:cloudtrail/trail:Trail", 1],
        ] as const) {
            // Not what can be had again, as results of queries and copies of events, or is gone once it is delivered; nor who
            // has read those copies.
            const kept = (await resourcesOf(stack, type)).filter(
                ({ urn }) =>
                    !/AlertTopic|ArchiveSearch|BusErrorLog|EventStream|EventFirehose|EventLogGroup|targets-access-logs/.test(
                        urn,
                    ),
            );
            assert.equal(kept.length, count, type);
            assert.ok(
                kept.every(({ protect, retainOnDelete }) => protect === true && retainOnDelete === true),
                type,
            );
        }
    });

    it("refuses to be destroyed: it names the archive, says that it is protected, and deletes nothing", async () => {
        await organization.emulator.forgetCalls();
        // As a user would: without a preview, the engine would delete what it may before it comes to the archive.
        const { code, output } = await organization.run(["destroy", "--yes", "--stack", "all"]);
        assert.notEqual(code, 0);
        for (const named of [
            /LogArchive\$aws:s3/,
            /OrganizationTrail\$aws:cloudtrail\/trail:Trail::[\w-]+/,
        ]) {
            assert.match(
                output,
                new RegExp(`${named.source}[^"]*" cannot be deleted\\s+because it is protected`),
            );
        }
        assert.deepEqual(writes(await organization.emulator.recordedCalls()), []);
    });
});
