import assert from "node:assert/strict";
import { CloudTrailClient, StopLoggingCommand } from "@aws-sdk/client-cloudtrail";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { ListPoliciesForTargetCommand, OrganizationsClient } from "@aws-sdk/client-organizations";
import { SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { queuePolicyForTopic } from "../../documents/queue";
import type { ManagementRecord } from "../../events/record";
import { clientOptions } from "../../local/emulator/clients";
import { assumedRole, call } from "../detections/calls";
import type { TestOrganization } from "./harness";
import type { Stack } from "./stack";

/**
 * What the detections of an organization alert, and what its guardrails are attached to.
 * @param organization one that is deployed with both, in us-east-1 and eu-west-1, once the tests run
 * @param stack the stack that it is deployed by
 */
export function alertTests(organization: () => TestOrganization, stack: () => Stack): void {
    let queue: SQSClient;
    let QueueUrl: string;
    let member: string;

    before(async () => {
        const { emulator, ids } = organization();
        member = ids.memberAccounts[0] ?? "";
        queue = new SQSClient(clientOptions(emulator, ids.securityAccount));
        const { alertTopicArn } = await stack().outputs();
        const topicArn = alertTopicArn?.value as string;
        const queueArn = `arn:aws:sqs:us-east-1:${ids.securityAccount}:pager`;
        const policy = queuePolicyForTopic({ queueArn, topicArn });
        const made = await queue.send(
            new CreateQueueCommand({ QueueName: "pager", Attributes: { Policy: JSON.stringify(policy) } }),
        );
        QueueUrl = made.QueueUrl ?? "";
        await new SNSClient(clientOptions(emulator, ids.securityAccount)).send(
            new SubscribeCommand({
                TopicArn: topicArn,
                Protocol: "sqs",
                Endpoint: queueArn,
            }),
        );
    });

    /** Puts a record on the default bus of an account and region, as CloudTrail does. */
    const recorded = async (record: ManagementRecord): Promise<void> => {
        const { recipientAccountId: account, awsRegion } = record;
        const client = new EventBridgeClient(clientOptions(organization().emulator, account, awsRegion));
        const { FailedEntryCount } = await client.send(
            new PutEventsCommand({
                Entries: [
                    {
                        Source: `aws.${record.eventSource.split(".")[0] ?? ""}`,
                        DetailType: "AWS API Call via CloudTrail",
                        Detail: JSON.stringify(record),
                    },
                ],
            }),
        );
        assert.equal(FailedEntryCount ?? 0, 0);
    };

    /** The alerts that have come, which are then gone. The emulator delivers within the call that puts an event. */
    const alerts = async (): Promise<readonly Readonly<Record<string, string>>[]> => {
        const { Messages = [] } = await queue.send(
            new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 600 }),
        );
        return Messages.map(({ Body = "" }) => {
            const { Message } = JSON.parse(Body) as { readonly Message: string };
            return JSON.parse(Message) as Readonly<Record<string, string>>;
        });
    };

    it("alert of a trail that a member stops, in words", async () => {
        const { detail } = call(
            "cloudtrail",
            "StopLogging",
            { name: "audit" },
            { recipientAccountId: member },
        );
        await recorded(detail);
        const [alert, ...others] = await alerts();
        assert.deepEqual(others, []);
        assert.equal(
            alert?.["alert"],
            "CRITICAL: A trail was stopped or deleted. AssumedRole " +
                `arn:aws:sts::${member}:assumed-role/Administrator/mallory called cloudtrail.amazonaws.com StopLogging ` +
                `in account ${member}, eu-west-1, at 2026-03-04T23:41:55Z from 192.0.2.7.`,
        );
        assert.equal(alert["severity"], "critical");
        assert.match(alert["event"] ?? "", new RegExp(`^https://eu-west-1\\.console.*/${detail.eventID}$`));
    });

    it("alert of a call that is really made, which CloudTrail records", async () => {
        const { emulator } = organization();
        const trails = new CloudTrailClient(clientOptions(emulator, member));
        await emulator.watchCalls(true);
        await assert.rejects(trails.send(new StopLoggingCommand({ Name: "audit" })), /TrailNotFound/);
        await emulator.watchCalls(false);
        const [alert, ...others] = await alerts();
        assert.deepEqual(others, []);
        assert.match(
            alert?.["alert"] ?? "",
            new RegExp(
                "^CRITICAL, but the attempt failed \\(TrailNotFoundException\\): A trail was stopped or deleted\\. .* " +
                    `called cloudtrail\\.amazonaws\\.com StopLogging in account ${member},`,
            ),
        );
    });

    it("say of a failed attempt that it is one", async () => {
        const { detail } = call("organizations", "LeaveOrganization", null, {
            recipientAccountId: member,
            awsRegion: "us-east-1",
            errorCode: "AccessDenied",
        });
        await recorded(detail);
        const [alert, ...others] = await alerts();
        assert.deepEqual(others, []);
        assert.match(alert?.["alert"] ?? "", /^CRITICAL, but the attempt failed \(AccessDenied\): /);
    });

    it("leave the deployment alone, but not when it disables a forwarder or stops a trail", async () => {
        const userIdentity = assumedRole(member, "OrganizationAccountAccessRole", "security-logging");
        const by = { recipientAccountId: member, userIdentity };
        const rule = "security-logging-forward-write-events";
        await recorded(call("macie2", "DisableMacie", null, by).detail);
        assert.deepEqual(await alerts(), []);
        await recorded(call("events", "DisableRule", { name: rule }, by).detail);
        await recorded(call("cloudtrail", "StopLogging", { name: "audit" }, by).detail);
        assert.deepEqual(
            (await alerts()).map(({ detection }) => detection),
            ["rule-disabled", "trail-stopped"],
        );
    });

    it("say nothing of other calls", async () => {
        await recorded(call("iam", "CreateUser", { userName: "new" }, { recipientAccountId: member }).detail);
        assert.deepEqual(await alerts(), []);
    });

    it("are joined by news of a region that is turned on", async () => {
        const client = new EventBridgeClient(clientOptions(organization().emulator, member));
        await client.send(
            new PutEventsCommand({
                Entries: [
                    {
                        Source: "aws.account",
                        DetailType: "Region Opt-In Status Change",
                        Detail: JSON.stringify({
                            accountId: member,
                            regionName: "ap-east-1",
                            status: "ENABLED",
                        }),
                    },
                ],
            }),
        );
        const [alert, ...others] = await alerts();
        assert.deepEqual(others, []);
        assert.match(
            alert?.["alert"] ?? "",
            new RegExp(`^NEWS: The region ap-east-1 is ENABLED now in the account ${member}\\.`),
        );
    });

    it("are joined by guardrails on the unit", async () => {
        const client = new OrganizationsClient(clientOptions(organization().emulator));
        const { Policies = [] } = await client.send(
            new ListPoliciesForTargetCommand({
                TargetId: organization().ids.workloadsUnitId,
                Filter: "SERVICE_CONTROL_POLICY",
            }),
        );
        assert.ok(Policies.some(({ Name }) => Name === "security-logging-guardrails"));
    });
}
