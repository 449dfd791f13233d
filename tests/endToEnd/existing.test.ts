import assert from "node:assert/strict";
import {
    CloudTrailClient,
    DescribeTrailsCommand,
    StopLoggingCommand,
    UpdateTrailCommand,
} from "@aws-sdk/client-cloudtrail";
import { KMSClient, ScheduleKeyDeletionCommand } from "@aws-sdk/client-kms";
import { GetBucketPolicyCommand, PutBucketPolicyCommand, S3Client } from "@aws-sdk/client-s3";
import { SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { OutputMap } from "@pulumi/pulumi/automation";
import { parse } from "yaml";
import { queuePolicyForTopic } from "../../documents/queue";
import type { RecordedCall } from "../../local/emulator";
import { clientOptions } from "../../local/emulator/clients";
import { deployed, proveLocalFlow } from "../../local/proof";
import { archiveToValidate } from "../../operate/archiveValidation";
import { flows } from "../../operate/flow";
import { preflight } from "../../operate/preflight";
import type { Preflight } from "../../operate/preflightTable";
import { parseSettings } from "../../settings";
import { AwsReader, validate } from "../../validation";
import { controlTower3 } from "../landingZones";
import { type StackSettings, TestOrganization, resourcesOf, up, writes } from "./harness";
import { setUpZone, type ThereZone } from "./landingZone";
import type { Stack } from "./stack";

describe("an organization that has Control Tower's trail and archive", function () {
    this.timeout(900_000);

    let organization: TestOrganization;
    let there: ThereZone;
    let settings: StackSettings;
    let looked: { readonly preflight: Preflight; readonly calls: readonly RecordedCall[] };
    let calls: readonly RecordedCall[];
    let logging: Stack;
    const outputs: OutputMap = {};

    const deploy = async (name: string, its: StackSettings): Promise<Stack> => {
        const stack = await organization.stack(name, { ...settings, ...its });
        await up(stack);
        Object.assign(outputs, await stack.outputs());
        return stack;
    };

    before(async () => {
        organization = await TestOrganization.start();
        there = await setUpZone(organization, controlTower3);
        const { trailArn, bucket, keyArn, prefix } = there;
        settings = {
            regions: ["us-east-1"],
            trail: { existing: trailArn },
            archive: { existing: { bucket, keyArn, prefix } },
        };
        looked = await look(organization);
        await organization.emulator.forgetCalls();
        [logging] = await Promise.all([
            deploy("logging", { role: "logging" }),
            deploy("security", { role: "security" }),
        ]);
        await deploy("members", {
            role: "members",
            members: { coreAccounts: true },
            stacks: { security: organization.reference("security") },
        });
        calls = await organization.emulator.recordedCalls();
    });

    after(() => organization.stop());

    it("is told by a preflight, which changes nothing, what is there, and proposes to use it", () => {
        assert.deepEqual(writes(looked.calls), []);
        assert.ok(looked.calls.some(({ action }) => action === "GetEventSelectors"));
        const { look: seen, findings, stacks } = looked.preflight;
        assert.deepEqual(
            seen.organizationTrails.map(({ trail }) => trail.TrailARN),
            [there.trailArn],
        );
        const said = findings.map(({ weight, text }) => `${weight}: ${text}`).join("\n");
        assert.doesNotMatch(said, /cannot be told|Not looked at|is there already/);
        assert.match(
            said,
            /note: The trail .*BaselineCloudTrail records management events of the organization: use it/,
        );
        assert.match(said, /warning: The bucket aws-controltower-logs-\d+-us-east-1 has no Object Lock/);
        assert.match(said, /mistake: The reader arn:aws:iam::\d+:role\/nobody does not exist/);
        assert.equal(findings.filter(({ weight }) => weight === "mistake").length, 1, said);
        const { config } = parse(stacks["security"] ?? "") as { readonly config: StackSettings };
        assert.equal(
            JSON.stringify([config["security-logging:trail"], config["security-logging:archive"]]),
            JSON.stringify([settings["trail"], settings["archive"]]),
        );
    });

    it("keeps them as they are: nothing that the stacks call changes trail, bucket, key, log group or trusted access", () => {
        const changed = writes(calls);
        assert.ok(changed.length > 50, `only ${changed.length} calls change anything`);
        const { names: theirs, trailArn } = there;
        // What watches over them names them: the rules of detections, and what the search reads.
        const naming = changed.filter(
            ({ service, action }) => !/^(events|athena|glue)$/.test(service) && action !== "CreatePolicy",
        );
        for (const { service, action, input } of naming) {
            const text = JSON.stringify(input);
            assert.ok(!theirs.some((name) => text.includes(name)), `${service} ${action} ${text}`);
        }
        assert.deepEqual(
            changed.filter(
                ({ service, action }) => service === "cloudtrail" || action.includes("ServiceAccess"),
            ),
            [],
        );
        assert.ok(
            changed.some(({ input }) => JSON.stringify(input).includes(trailArn)),
            "no detection names the trail",
        );
    });

    it("is told of a bucket that is not there, before anything is made", async () => {
        const mistaken = await organization.stack("mistaken", {
            ...settings,
            role: "logging",
            archive: { existing: { bucket: "no-such-bucket-of-anybody" } },
        });
        const { code, output } = await mistaken.attempt("preview");
        assert.notEqual(code, 0);
        assert.match(
            output,
            /archive\.existing\.bucket is "no-such-bucket-of-anybody": there is no such bucket \(.+\)\. Write the S3BucketName/,
        );
    });

    it("has the write events of its accounts on the central bus", async () => {
        const system = deployed(outputs);
        assert.equal(system.origins.length, 3);
        const results = await proveLocalFlow(organization.emulator, system, () => undefined);
        assert.ok(flows(results), JSON.stringify(results, undefined, 2));
    });

    describe("where CloudTrail watches the calls", () => {
        before(() => organization.emulator.watchCalls(true));
        after(() => organization.emulator.watchCalls(false));

        it("searches and validates the paths that the trail has, in which the organization's id stands twice", async () => {
            const { emulator, ids } = organization;
            await new CloudTrailClient(clientOptions(emulator)).send(new DescribeTrailsCommand({}));
            const logFiles = await emulator.deliverLogFiles();
            const digests = await emulator.deliverDigests();
            assert.ok(logFiles.length > 0 && digests.length > 0);

            const tables = await resourcesOf(logging, "aws:glue/catalogTable:CatalogTable");
            const templates = tables.map(
                ({ inputs }) =>
                    (inputs?.["parameters"] as Record<string, string>)["storage.location.template"] ?? "",
            );
            const readBy = (key: string): number =>
                templates.filter((template) =>
                    new RegExp(`^${template.replace(/\$\{\w+\}/g, "[\\w/-]+")}/[^/]+$`).test(
                        `s3://${there.bucket}/${key}`,
                    ),
                ).length;
            for (const key of logFiles) {
                const folder = `${ids.organizationId}/AWSLogs/${ids.organizationId}/`;
                assert.ok(key.startsWith(folder), key);
                assert.equal(readBy(key), 1, `${key} is in no table's ${templates.join()}`);
            }
            for (const key of digests) {
                assert.equal(readBy(key), 0, key);
            }

            const reader = new AwsReader({
                region: "us-east-1",
                client: (region) => clientOptions(emulator, ids.loggingAccount, region),
            });
            const { organizationId: id, managementAccount, loggingAccount, securityAccount } = ids;
            const { places, trail } = archiveToValidate(
                parseSettings({
                    ...settings,
                    role: "security",
                    homeRegion: "us-east-1",
                    organization: { id, managementAccount, loggingAccount, securityAccount },
                }),
            );
            const { totals, findings, unread, whole } = await validate(
                { reader, places, trail, from: new Date(Date.now() - 60 * 60 * 1000) },
                () => undefined,
            ).finally(() => {
                reader.close();
            });
            assert.deepEqual([findings, unread, whole], [[], [], true]);
            assert.equal(totals.validDigests, digests.length);
            assert.equal(totals.validLogFiles, logFiles.length);
        });

        it("is alerted of attacks on them, by whomever", async () => {
            const { emulator, ids } = organization;
            const { alertTopicArn } = outputs;
            const queue = new SQSClient(clientOptions(emulator, ids.securityAccount));
            const queueArn = `arn:aws:sqs:us-east-1:${ids.securityAccount}:pager`;
            const TopicArn = alertTopicArn?.value as string;
            const { QueueUrl } = await queue.send(
                new CreateQueueCommand({
                    QueueName: "pager",
                    Attributes: {
                        Policy: JSON.stringify(queuePolicyForTopic({ queueArn, topicArn: TopicArn })),
                    },
                }),
            );
            await new SNSClient(clientOptions(emulator, ids.securityAccount)).send(
                new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: queueArn }),
            );
            const Name = there.trailArn.split("/")[1] ?? "";
            const trails = new CloudTrailClient(clientOptions(emulator));
            const s3 = new S3Client(clientOptions(emulator, ids.loggingAccount));
            const { Policy } = await s3.send(new GetBucketPolicyCommand({ Bucket: there.bucket }));
            assert.equal(Policy, there.bucketPolicy);
            const attacks: Readonly<Record<string, () => Promise<unknown>>> = {
                "archive-policy-changed": () =>
                    s3.send(new PutBucketPolicyCommand({ Bucket: there.bucket, Policy: there.bucketPolicy })),
                "trail-narrowed": () =>
                    trails.send(new UpdateTrailCommand({ Name, IsMultiRegionTrail: false })),
                "key-destroyed": () =>
                    new KMSClient(clientOptions(emulator)).send(
                        new ScheduleKeyDeletionCommand({
                            KeyId: there.keyArn.split("/")[1],
                            PendingWindowInDays: 7,
                        }),
                    ),
                // The last that the forwarders hear of.
                "trail-stopped": () => trails.send(new StopLoggingCommand({ Name })),
            };
            for (const [detection, attack] of Object.entries(attacks)) {
                await attack();
                const { Messages = [] } = await queue.send(
                    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 600 }),
                );
                const alerts = Messages.map(
                    ({ Body = "" }) =>
                        JSON.parse((JSON.parse(Body) as { Message: string }).Message) as Record<
                            string,
                            string
                        >,
                );
                assert.deepEqual(
                    alerts.map((alert) => alert["detection"]),
                    [detection],
                );
            }
        });
    });
});

/** Looks before anything is deployed, as the command does. */
async function look({ emulator, ids }: TestOrganization) {
    await emulator.forgetCalls();
    const { organizationId, managementAccount, loggingAccount, securityAccount } = ids;
    const found = await preflight(
        {
            organization: organizationId,
            ...{ managementAccount, loggingAccount, securityAccount },
            homeRegion: "us-east-1",
            namePrefix: "security-logging",
            roleName: "OrganizationAccountAccessRole",
            reader: [
                `arn:aws:iam::${securityAccount}:role/security-analyst`,
                `arn:aws:iam::${securityAccount}:role/nobody`,
            ],
        },
        (account, region) => clientOptions(emulator, account, region),
    );
    return { preflight: found, calls: await emulator.recordedCalls() };
}
