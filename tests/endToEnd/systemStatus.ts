import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import * as path from "node:path";
import { CloudTrailClient, StopLoggingCommand } from "@aws-sdk/client-cloudtrail";
import { CloudWatchClient, SetAlarmStateCommand } from "@aws-sdk/client-cloudwatch";
import {
    DisableRuleCommand,
    EventBridgeClient,
    ListTargetsByRuleCommand,
    RemoveTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import { DisableKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { CreateAccountCommand, MoveAccountCommand, OrganizationsClient } from "@aws-sdk/client-organizations";
import { PutBucketPolicyCommand, PutObjectLockConfigurationCommand, S3Client } from "@aws-sdk/client-s3";
import { ListSubscriptionsByTopicCommand, SNSClient, UnsubscribeCommand } from "@aws-sdk/client-sns";
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { clientOptions } from "../../local/emulator/clients";
import type { Status } from "../../operate/status/model";
import type { TestOrganization } from "./harness";
import { jsonOf, runAs } from "./operating";
import type { Stack } from "./stack";

const RULE = "security-logging-forward-write-events";

/**
 * What `status` says of a system that is whole, and of each part of it that is broken. The system is broken afterwards.
 * @param organization one that is deployed by one stack, in us-east-1 and eu-west-1, once the tests run
 */
export function statusTests(organization: () => TestOrganization, stack: () => Stack): void {
    const status = async (...args: readonly string[]): Promise<Status> =>
        jsonOf<Status>("status", await runAs(organization(), {}, "status", ["--json", ...args]));

    /** What is not well, by section. */
    const unwell = ({ sections }: Status): readonly string[] =>
        sections.flatMap(({ name, checks }) =>
            checks
                .filter(({ state }) => state !== "ok")
                .map(({ what, result, state }) => `${name}: ${state}: ${what}: ${result}`),
        );

    it("is whole as it was deployed, in every account and region", async () => {
        const found = await status();
        const { managementAccount, loggingAccount, securityAccount, memberAccounts } = organization().ids;
        const accounts = [managementAccount, loggingAccount, securityAccount, ...memberAccounts].sort();
        // Nobody is subscribed to the topic of the CIS alarms.
        assert.deepEqual(unwell(found), ["alerts: warning: subscriptions of security-logging-alarms: NONE"]);
        assert.equal(found.whole, true);
        assert.deepEqual(
            found.coverage.accounts.map(({ id }) => id),
            accounts,
        );
        assert.deepEqual(found.coverage.groups, [
            {
                accounts,
                by: [{ stack: "all", way: "providers" }],
                regions: [{ regions: ["eu-west-1", "us-east-1"], state: "forwarding" }],
                state: "ok",
            },
        ]);
        const { origins, forwarding, bus, rules } = found.flows;
        assert.deepEqual([origins, forwarding, bus.state], [10, 10, "ok"]);
        assert.deepEqual(
            rules
                .filter(({ of }) => of === "target")
                .map(({ rule }) => rule)
                .sort(),
            ["events", "lake", "siem", "sign-ins"].map((name) => `security-logging-to-${name}`),
        );
        assert.deepEqual(found.archive.lock, { mode: "GOVERNANCE", days: 365 });
    });

    it("is drawn by `report` as a page that says that it is whole, of every account", async () => {
        const file = path.join(organization().folder, "report.html");
        const run = await runAs(organization(), {}, "report", ["--json", "--out", file]);
        const { whole, attention } = await jsonOf<{ whole: boolean; attention: number }>("report", run);
        assert.deepEqual([whole, attention], [true, 1]);
        const page = await readFile(file, "utf8");
        assert.match(page, /The logging is whole: 1 worth a look\./);
        const { managementAccount, loggingAccount, securityAccount, memberAccounts } = organization().ids;
        for (const account of [managementAccount, loggingAccount, securityAccount, ...memberAccounts]) {
            assert.ok(page.includes(account), account);
        }
    });

    it("goes on until it is interrupted, by --watch, a line of JSON each time", async () => {
        const { code, printed } = await runAs(
            organization(),
            {},
            "status",
            ["--watch", "1s", "--json"],
            (all) => all.split("\n").length > 2,
        );
        assert.equal(code, 130);
        const rounds = printed.trim().split("\n");
        assert.deepEqual(
            rounds.map((line) => (JSON.parse(line) as Status).whole),
            rounds.map(() => true),
        );
    });

    it("names everything that is broken, and what is not covered, and why", async () => {
        const { emulator, ids } = organization();
        const { managementAccount, loggingAccount, securityAccount, memberAccounts, workloadsUnitId } = ids;
        const [member = "", shut = ""] = memberAccounts;
        const outputs = await stack().outputs();
        const output = (name: string): string => String(outputs[name]?.value);
        const at = (account: string, region?: string) => clientOptions(emulator, account, region);

        await new CloudTrailClient(at(managementAccount)).send(
            new StopLoggingCommand({ Name: output("trailArn") }),
        );
        const archive = new S3Client(at(loggingAccount));
        const Bucket = output("archiveBucket");
        await archive.send(
            new PutObjectLockConfigurationCommand({
                Bucket,
                ObjectLockConfiguration: {
                    ObjectLockEnabled: "Enabled",
                    Rule: { DefaultRetention: { Mode: "GOVERNANCE", Days: 1 } },
                },
            }),
        );
        await archive.send(
            new PutBucketPolicyCommand({
                Bucket,
                Policy: JSON.stringify({
                    Version: "2012-10-17",
                    Statement: [
                        {
                            Effect: "Allow",
                            Principal: { AWS: `arn:aws:iam::${loggingAccount}:root` },
                            Action: "s3:GetObject",
                            Resource: `arn:aws:s3:::${Bucket}/*`,
                        },
                    ],
                }),
            }),
        );
        // moto takes no ARN here.
        const key = output("archiveKeyArn").split("/").pop() ?? "";
        await new KMSClient(at(loggingAccount)).send(new DisableKeyCommand({ KeyId: key }));

        await new EventBridgeClient(at(member, "eu-west-1")).send(new DisableRuleCommand({ Name: RULE }));
        const inSecurity = new EventBridgeClient(at(securityAccount, "eu-west-1"));
        const { Targets = [] } = await inSecurity.send(new ListTargetsByRuleCommand({ Rule: RULE }));
        await inSecurity.send(
            new RemoveTargetsCommand({ Rule: RULE, Ids: Targets.map(({ Id = "" }) => Id) }),
        );
        await new EventBridgeClient(at(securityAccount)).send(
            new DisableRuleCommand({ Name: "security-logging-to-siem", EventBusName: "security-events" }),
        );
        const queues = new SQSClient(at(securityAccount, "eu-west-1"));
        const { QueueUrl } = await queues.send(
            new GetQueueUrlCommand({ QueueName: "security-logging-dead-letters" }),
        );
        await queues.send(new SendMessageCommand({ QueueUrl, MessageBody: "{}" }));
        await new CloudWatchClient(at(securityAccount, "eu-west-1")).send(
            new SetAlarmStateCommand({
                AlarmName: "security-logging-dead-letters-eu-west-1",
                StateValue: "ALARM",
                StateReason: "a test",
            }),
        );
        const topics = new SNSClient(at(securityAccount));
        const TopicArn = output("alertTopicArn");
        const { Subscriptions = [] } = await topics.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
        const mailed = Subscriptions.find(({ Protocol }) => Protocol === "email");
        await topics.send(new UnsubscribeCommand({ SubscriptionArn: mailed?.SubscriptionArn }));

        await emulator.setAccount(shut, { assumable: false });
        const organizations = new OrganizationsClient(at(managementAccount));
        const added: string[] = [];
        for (const name of ["beside", "joined", "closed"]) {
            const { CreateAccountStatus } = await organizations.send(
                new CreateAccountCommand({ AccountName: name, Email: `${name}@example.com` }),
            );
            added.push(CreateAccountStatus?.AccountId ?? "");
        }
        const [beside = "", joined = "", closed = ""] = added;
        for (const account of [joined, closed]) {
            await organizations.send(
                new MoveAccountCommand({
                    AccountId: account,
                    SourceParentId: ids.rootId,
                    DestinationParentId: workloadsUnitId,
                }),
            );
        }
        await emulator.setAccount(closed, { state: "SUSPENDED" });

        const run = await runAs(organization(), {}, "status", ["--json"]);
        assert.equal(run.code, 1);
        const found = await jsonOf<Status>("status", run);
        assert.equal(found.whole, false);
        const told = unwell(found);
        for (const expected of [
            /^trail: failed: trail security-logging-trail: STOPPED/,
            /^archive: failed: Object Lock of \S+: GOVERNANCE, 1 days; deployed was GOVERNANCE, 365 days$/,
            /^archive: failed: policy of \S+: OTHER than deployed$/,
            new RegExp(`^key: failed: key ${key}: DISABLED$`),
            /^bus: failed: rule security-logging-to-siem to \S+: DISABLED$/,
            new RegExp(
                `^coverage: failed: 1 account in eu-west-1 \\(${member}\\): the rule ${RULE} is disabled$`,
            ),
            new RegExp(
                `^coverage: failed: 1 account in eu-west-1 \\(${securityAccount}\\): .* has no target$`,
            ),
            new RegExp(
                `^coverage: unknown: 1 account in eu-west-1, us-east-1 \\(${shut}\\): .* may not assume the role`,
            ),
            new RegExp(`^coverage: warning: 1 account \\(${beside}\\): not covered: no stack names it`),
            new RegExp(`^coverage: failed: 1 account \\(${joined}\\): NOT COVERED YET: it joined`),
            /^dead letters: failed: queue \S+:eu-west-1:\S+: 1 event NOT DELIVERED$/,
            /^alarms: failed: alarm security-logging-dead-letters-eu-west-1 of \d+ in eu-west-1: WENT OFF/,
            /^alerts: failed: addresses of the settings \(s\.\.\.@example\.com\): NOT SUBSCRIBED to security-logging-alerts$/,
        ]) {
            assert.ok(
                told.some((line) => expected.test(line)),
                `${String(expected)} is not in\n${told.join("\n")}`,
            );
        }
        const { groups, accounts } = found.coverage;
        assert.deepEqual(
            groups.find((group) => group.accounts.includes(closed))?.uncovered?.why,
            "suspended",
        );
        assert.equal(accounts.find(({ id }) => id === joined)?.unit, "Workloads");
        const text = await runAs(organization(), {}, "status", ["--no-color"]);
        assert.match(text.output, /^The system is not whole: \d+ failed, 1 could not be told, /m);
        assert.match(text.printed, /FAILED policy of [^\n]+\n {4}See who changed it/);
    });
}
