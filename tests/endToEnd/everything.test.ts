import assert from "node:assert/strict";
import * as path from "node:path";
import {
    CloudTrailClient,
    DescribeTrailsCommand,
    GetEventSelectorsCommand,
} from "@aws-sdk/client-cloudtrail";
import { CloudWatchClient, GetDashboardCommand } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
    DeleteRuleCommand,
    EventBridgeClient,
    PutEventsCommand,
    PutRuleCommand,
    PutTargetsCommand,
    RemoveTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import { GetBucketLoggingCommand, S3Client } from "@aws-sdk/client-s3";
import { CIS_ALARMS } from "../../aws/cisAlarms";
import { clientOptions } from "../../local/emulator/clients";
import { dashboardBody } from "../documents/dashboardBody";
import { alertTests } from "./alerts";
import { bootstrapSettings, bootstrapStack } from "./bootstrap";
import { everything } from "./everything";
import { type StackSettings, TestOrganization, preview, resourcesOf, up, writes } from "./harness";
import { PulumiCloud } from "./pulumiCloud";
import { readingTests } from "./reading";
import type { CommandResult, Stack } from "./stack";
import { statusTests } from "./systemStatus";

const POLICIES = path.resolve(__dirname, "..", "..", "policies");

describe("an organization with everything turned on", function () {
    this.timeout(900_000);

    let organization: TestOrganization;
    let stack: Stack;
    const settings = (more: StackSettings = {}): StackSettings => ({
        role: "organization",
        members: { organizationalUnits: [organization.ids.workloadsUnitId] },
        regions: ["us-east-1", "eu-west-1"],
        ...everything(organization.ids.workloadsUnitId),
        ...more,
    });

    before(async () => {
        organization = await TestOrganization.start();
        stack = await organization.stack("all", settings());
        await up(stack);
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

    it("has nothing that the policies refuse", async () => {
        const { code, output } = await organization.run([
            ...["policy", "analyze", "--stack", "all"],
            ...["--policy-pack", POLICIES],
        ]);
        assert.equal(code, 0, output);
        assert.doesNotMatch(output, /\[mandatory\]|can't run policy/);
        assert.doesNotMatch(output, /trail-cloudwatch-logs/, "its advice was taken");
    });

    it("has nothing that AWS refuses, and nothing that it would not deliver", async () => {
        assert.deepEqual(await organization.emulator.refusals(), []);
        assert.deepEqual(await organization.emulator.undeliverable(), []);
    });

    it("has a trail that tells the logging account's topic, and writes to a log group", async () => {
        const { managementAccount, loggingAccount } = organization.ids;
        const trails = new CloudTrailClient(clientOptions(organization.emulator));
        const { trailList = [] } = await trails.send(new DescribeTrailsCommand({}));
        assert.equal(trailList.length, 1);
        assert.equal(
            trailList[0]?.SnsTopicARN,
            `arn:aws:sns:us-east-1:${loggingAccount}:security-logging-log-files`,
        );
        assert.equal(
            trailList[0].CloudWatchLogsLogGroupArn,
            `arn:aws:logs:us-east-1:${managementAccount}:log-group:security-logging-trail:*`,
        );
        assert.equal(
            trailList[0].CloudWatchLogsRoleArn,
            `arn:aws:iam::${managementAccount}:role/security-logging-log-delivery`,
        );
    });

    it("has a trail that records data events, but not those of its own buckets", async () => {
        const trails = new CloudTrailClient(clientOptions(organization.emulator));
        const { AdvancedEventSelectors: selectors = [] } = await trails.send(
            new GetEventSelectorsCommand({ TrailName: "security-logging-trail" }),
        );
        const { archiveBucket, accessLogBucket } = await stack.outputs();
        const { loggingAccount, securityAccount } = organization.ids;
        const data = selectors.find(({ Name }) => Name === "Write data events of AWS::S3::Object");
        const resources = data?.FieldSelectors?.find(({ Field }) => Field === "resources.ARN");
        assert.deepEqual(
            resources?.NotStartsWith,
            [
                String(archiveBucket?.value),
                String(accessLogBucket?.value),
                `security-logging-results-${loggingAccount}-us-east-1`,
                `security-logging-findings-${securityAccount}-us-east-1`,
                `security-logging-finding-log-${securityAccount}-us-east-1`,
                `security-logging-target-log-${securityAccount}-us-east-1`,
                `security-logging-lake-${securityAccount}-us-east-1`,
            ].map((bucket) => `arn:aws:s3:::${bucket}/`),
        );
        assert.deepEqual(
            selectors.map(({ Name }) => Name),
            [
                "Management events selector",
                "Write data events of AWS::S3::Object",
                "Denied network activity of kms.amazonaws.com",
                "Denied network activity of s3.amazonaws.com",
            ],
        );
    });

    it("has the logging account closed to the public as a whole, as the refresh above found it in S3", async () => {
        const blocks = await resourcesOf(stack, "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock");
        assert.deepEqual(
            blocks.map(({ outputs }) => outputs?.["accountId"]),
            [organization.ids.loggingAccount],
        );
    });

    it("has S3 log who uses the bucket of a Firehose target, in the security account", async () => {
        const { securityAccount } = organization.ids;
        const s3 = new S3Client(clientOptions(organization.emulator, securityAccount));
        const { LoggingEnabled } = await s3.send(
            new GetBucketLoggingCommand({ Bucket: `security-logging-lake-${securityAccount}-us-east-1` }),
        );
        assert.deepEqual(LoggingEnabled, {
            TargetBucket: `security-logging-target-log-${securityAccount}-us-east-1`,
            TargetPrefix: `security-logging-lake-${securityAccount}-us-east-1/`,
        });
    });

    it("has the dashboard of the bus in the security account, as CloudWatch takes it", async () => {
        const { emulator, ids } = organization;
        const cloudWatch = new CloudWatchClient(clientOptions(emulator, ids.securityAccount));
        const { DashboardBody: body = "" } = await cloudWatch.send(
            new GetDashboardCommand({ DashboardName: "security-logging-bus" }),
        );
        const { widgets } = dashboardBody.parse(JSON.parse(body));
        for (const region of ["us-east-1", "eu-west-1"]) {
            assert.ok(body.includes(`"region":"${region}"`), region);
        }
        assert.ok(
            widgets.some(({ type }) => type === "log"),
            "events by account",
        );
    });

    it("has an alarm for each recommendation of the CIS benchmark, and a metric that it watches", async () => {
        for (const type of [
            "aws:cloudwatch/logMetricFilter:LogMetricFilter",
            "aws:cloudwatch/metricAlarm:MetricAlarm",
        ]) {
            const made = (await resourcesOf(stack, type)).filter(({ urn }) => urn.includes("CisAlarms"));
            assert.equal(made.length, CIS_ALARMS.length, type);
        }
    });

    describe("detections and guardrails", () =>
        alertTests(
            () => organization,
            () => stack,
        ));

    describe("reading the archive", () =>
        readingTests(
            () => organization,
            () => stack,
        ));

    it("starts deployments of the members stacks by Pulumi Cloud when an account is moved", async () => {
        const { emulator, ids } = organization;
        const bootstrap = await bootstrapStack(organization, {
            ...bootstrapSettings(organization),
            redeploy: true,
        });
        const folder = path.join(organization.folder, "bootstrap");
        const key = "security-logging-bootstrap:redeployToken";
        const set = (kind: string): Promise<CommandResult> =>
            organization.run(["config", "set", kind, key, "pul-1234", "--stack", "bootstrap"], {}, folder);
        assert.equal((await set("--plaintext")).code, 0);
        const refused = await organization.run(["preview", "--stack", "bootstrap"], {}, folder);
        assert.notEqual(refused.code, 0);
        assert.match(refused.output, /redeployToken is in plain text/);
        assert.equal((await set("--secret")).code, 0);
        await up(bootstrap);
        assert.ok(
            !JSON.stringify(await bootstrap.state()).includes("pul-1234"),
            "the state has it encrypted",
        );

        const moved = {
            eventSource: "organizations.amazonaws.com",
            eventName: "MoveAccount",
            readOnly: false,
            requestParameters: { accountId: ids.memberAccounts[0] },
        };
        await new EventBridgeClient(clientOptions(emulator)).send(
            new PutEventsCommand({
                Entries: [
                    {
                        Source: "aws.organizations",
                        DetailType: "AWS API Call via CloudTrail",
                        Detail: JSON.stringify(moved),
                    },
                ],
            }),
        );
        const cloud = await PulumiCloud.start();
        try {
            // EventBridge calls by HTTPS, which the emulator leaves to whoever looks at what it would call.
            for (const { method, url, headers, body } of await emulator.apiRequests()) {
                assert.match(url, /^https:\/\/api\.pulumi\.com\//);
                const { status } = await fetch(url.replace("https://api.pulumi.com", cloud.url), {
                    method,
                    headers,
                    body,
                });
                assert.equal(status, 202, url);
            }
            assert.deepEqual(
                [...cloud.started].sort((one, other) => (one.stack < other.stack ? -1 : 1)),
                ["members-core", "members-workloads"].map((stack) => ({
                    stack: `acme/security-logging/${stack}`,
                    authorization: "token pul-1234",
                    content: { operation: "update", inheritSettings: true },
                })),
            );
        } finally {
            await cloud.stop();
        }
    });

    it("logs what a target refuses, in the log of the bus's errors", async () => {
        const { emulator, ids } = organization;
        const events = new EventBridgeClient(clientOptions(emulator, ids.securityAccount));
        const rule = { Name: "refused", EventBusName: "security-events" };
        const Arn = `arn:aws:sqs:us-east-1:${ids.securityAccount}:nowhere`;
        await events.send(
            new PutRuleCommand({ ...rule, EventPattern: JSON.stringify({ source: ["refused"] }) }),
        );
        await events.send(
            new PutTargetsCommand({
                Rule: rule.Name,
                EventBusName: rule.EventBusName,
                Targets: [{ Id: "a", Arn }],
            }),
        );
        await events.send(
            new PutEventsCommand({
                Entries: [
                    {
                        Source: "refused",
                        DetailType: "a test",
                        Detail: "{}",
                        EventBusName: rule.EventBusName,
                    },
                ],
            }),
        );
        const logs = new CloudWatchLogsClient(clientOptions(emulator, ids.securityAccount));
        const { events: logged = [] } = await logs.send(
            new FilterLogEventsCommand({ logGroupName: "/aws/vendedlogs/security-logging-bus-errors" }),
        );
        assert.equal(logged.length, 1);
        assert.match(logged[0]?.message ?? "", /"error_code": "NO_RESOURCE"/);
        await events.send(
            new RemoveTargetsCommand({ Rule: rule.Name, EventBusName: rule.EventBusName, Ids: ["a"] }),
        );
        await events.send(new DeleteRuleCommand(rule));
    });

    it("loses what the trail delivers, and nothing else, when that is turned off", async () => {
        await organization.configure(
            "all",
            settings({ trail: {}, notifications: { enabled: false }, cloudWatchLogs: { enabled: false } }),
        );
        const { urns } = await preview(stack, { refresh: false });
        assert.deepEqual([...urns.keys()].sort(), ["delete", "update"]);
        const trail = (await resourcesOf(stack, "aws:cloudtrail/trail:Trail")).map(({ urn }) => urn);
        // What the trail's selectors are is what one detection knows them by.
        const knowing = /pulumi:pulumi:Stack|::detections-trail-selectors-changed(-failed)?-rule$/;
        assert.deepEqual(
            urns.get("update")?.filter((urn) => !knowing.test(urn)),
            trail,
        );
        const kinds = /DeliveryNotifications|TrailLogGroup|CisAlarms|alarm-topic/;
        assert.deepEqual(
            urns.get("delete")?.filter((urn) => !kinds.test(urn)),
            [],
        );
    });

    describe("npx security-logging status", () => {
        // Those that were deployed, which the test before only previewed others in place of.
        before(() => organization.configure("all", settings()));

        statusTests(
            () => organization,
            () => stack,
        );
    });
});
