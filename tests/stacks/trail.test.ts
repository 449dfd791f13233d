import assert from "node:assert/strict";
import { mock } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import { json, valueOf } from "../mocks";
import {
    LOGGING,
    MANAGEMENT,
    SECURITY,
    STACKS,
    accountsOf,
    componentsOf,
    deployed,
    settingsOf,
} from "./organization";

const TRAIL = "aws:cloudtrail/trail:Trail";
const trailArn = `arn:aws:cloudtrail:eu-west-1:${MANAGEMENT}:trail/security-logging-trail`;

const outputsOf = (outputs: object): Promise<unknown> => valueOf(pulumi.output(outputs));

describe("the role logging, with notifications", () => {
    const TOPIC = `arn:aws:sns:eu-west-1:${LOGGING}:security-logging-log-files`;

    it("makes the topic and its queue, for the trail that the management stack will make", async () => {
        const made = await deployed(
            settingsOf("logging", { notifications: { enabled: true, subscriberAccounts: [SECURITY] } }),
        );
        assert.deepEqual(componentsOf(made), [
            "LogArchive archive",
            "TrailKey archive-key",
            "DeliveryNotifications notifications",
            "ArchiveSearch search",
        ]);
        assert.deepEqual(accountsOf(made), [LOGGING]);
        const policy = JSON.stringify(
            json(made.the("aws:sns/topic:Topic", "notifications-topic-topic"), "policy"),
        );
        assert.ok(policy.includes(trailArn), policy);
        assert.ok(policy.includes(`arn:aws:iam::${SECURITY}:root`), policy);
        const outputs = (await outputsOf(made.result)) as Record<string, unknown>;
        assert.equal(outputs["notificationTopicArn"], TOPIC);
        assert.equal(
            outputs["notificationQueueUrl"],
            `https://sqs.eu-west-1.amazonaws.com/${LOGGING}/security-logging-log-files`,
        );
    });

    it("makes neither where there is a topic already", async () => {
        const made = await deployed(
            settingsOf("logging", { notifications: { enabled: true, existingTopicArn: TOPIC } }),
        );
        assert.deepEqual(made.ofType("aws:sns/topic:Topic"), []);
        assert.deepEqual(made.ofType("aws:sqs/queue:Queue"), []);
    });
});

describe("the role management, with notifications", () => {
    const topicOf = async (notifications: object): Promise<unknown> =>
        (await deployed(settingsOf("management", { notifications }))).the(TRAIL, "organization-trail-trail")
            .inputs["snsTopicName"];

    it("takes the topic from the logging stack", async () => {
        const { notificationTopicArn } = STACKS["acme/security-logging/logging"];
        assert.equal(await topicOf({ enabled: true }), notificationTopicArn);
        assert.equal(await topicOf({ enabled: false }), undefined);
    });

    it("takes a topic that is there already: by its name in the trail's account and region, by its ARN elsewhere", async () => {
        const existing = (account: string, region = "eu-west-1") => ({
            enabled: true,
            existingTopicArn: `arn:aws:sns:${region}:${account}:there`,
        });
        assert.equal(await topicOf(existing(MANAGEMENT)), "there");
        assert.equal(await topicOf(existing(LOGGING)), `arn:aws:sns:eu-west-1:${LOGGING}:there`);
        assert.equal(
            await topicOf(existing(MANAGEMENT, "us-east-1")),
            `arn:aws:sns:us-east-1:${MANAGEMENT}:there`,
        );
    });
});

describe("the role management, with a delegated administrator", () => {
    const REGISTRATION = "aws:cloudtrail/organizationDelegatedAdminAccount:OrganizationDelegatedAdminAccount";
    const TOPIC = `arn:aws:sns:eu-west-1:${MANAGEMENT}:there`;

    for (const [delegatedAdministrator, account] of [
        ["loggingAccount", LOGGING],
        ["securityAccount", SECURITY],
    ] as const) {
        it(`has the trail changed by the ${delegatedAdministrator}, and owned by the management account`, async () => {
            const made = await deployed(
                settingsOf("management", {
                    trail: { delegatedAdministrator },
                    notifications: { enabled: true, existingTopicArn: TOPIC },
                }),
            );
            assert.deepEqual([...accountsOf(made)].sort(), [MANAGEMENT, account].sort());
            const registration = made.the(REGISTRATION, "organization-trail-administrator");
            assert.deepEqual(registration.inputs, { accountId: account });
            assert.equal(registration.provider, `account-${MANAGEMENT}`);
            const trail = made.the(TRAIL, "organization-trail-trail");
            assert.equal(trail.provider, `account-${account}`);
            assert.equal(
                trail.inputs["snsTopicName"],
                TOPIC,
                "a name is taken for a topic of the administrator's",
            );
        });
    }
});

describe("the role management, with CloudWatch Logs", () => {
    const enabled = (more: object = {}) =>
        deployed(settingsOf("management", { cloudWatchLogs: { enabled: true, ...more } }));

    it("makes the log group in the management account, and the trail once CloudTrail may write there", async () => {
        const made = await enabled({ retentionDays: 545 });
        assert.deepEqual(componentsOf(made), [
            "OrganizationTrail organization-trail",
            "TrailLogGroup trail-log-group",
        ]);
        assert.deepEqual(accountsOf(made), [MANAGEMENT]);
        const trail = made.the(TRAIL, "organization-trail-trail");
        assert.equal(
            trail.inputs["cloudWatchLogsGroupArn"],
            `arn:aws:logs:eu-west-1:${MANAGEMENT}:log-group:security-logging-trail:*`,
        );
        assert.equal(
            trail.inputs["cloudWatchLogsRoleArn"],
            `arn:aws:iam::${MANAGEMENT}:role/security-logging-log-delivery`,
        );
        const permissions = "trail-log-group-delivery-role-policy";
        assert.ok(made.waitsFor(trail, made.the("aws:iam/rolePolicy:RolePolicy", permissions)));
        const group = made.the("aws:cloudwatch/logGroup:LogGroup", "trail-log-group-log-group");
        assert.equal(group.inputs["retentionInDays"], 545);
        assert.equal(
            ((await outputsOf(made.result)) as Record<string, unknown>)["logGroupName"],
            "security-logging-trail",
        );
    });

    it("subscribes what it is told", async () => {
        const subscription = `arn:aws:kinesis:eu-west-1:${MANAGEMENT}:stream/events`;
        const made = await enabled({ subscription });
        const type = "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter";
        assert.equal(made.the(type, "trail-log-group-subscription").inputs["destinationArn"], subscription);
    });

    it("makes the CIS alarms, and a topic that CloudWatch publishes to and the security account subscribes to", async () => {
        const made = await enabled({ cisAlarms: { enabled: true } });
        assert.deepEqual(componentsOf(made), [
            "ServiceTopic alarm-topic",
            "CisAlarms cis-alarms",
            "OrganizationTrail organization-trail",
            "TrailLogGroup trail-log-group",
        ]);
        const topic = made.the("aws:sns/topic:Topic", "alarm-topic-topic");
        const policy = JSON.stringify(json(topic, "policy"));
        const alarms = `arn:aws:cloudwatch:eu-west-1:${MANAGEMENT}:alarm:security-logging-cis-*`;
        for (const part of ["cloudwatch.amazonaws.com", alarms, `arn:aws:iam::${SECURITY}:root`]) {
            assert.ok(policy.includes(part), policy);
        }
        const topicArn = `arn:aws:sns:eu-west-1:${MANAGEMENT}:security-logging-alarms`;
        for (const alarm of made.ofType("aws:cloudwatch/metricAlarm:MetricAlarm")) {
            assert.deepEqual(alarm.inputs["alarmActions"], [topicArn]);
            assert.match(String(alarm.inputs["name"]), /^security-logging-cis-4\./);
        }
        assert.equal(
            ((await outputsOf(made.result)) as Record<string, unknown>)["cisAlarmTopicArn"],
            topicArn,
        );
    });

    it("mails the CIS alarms to those who are named, and warns where it is nobody", async () => {
        const warn = mock.method(pulumi.log, "warn", () => Promise.resolve());
        const warnedOf = async (cisAlarms: object): Promise<readonly unknown[]> => {
            warn.mock.resetCalls();
            await enabled({ cisAlarms: { enabled: true, ...cisAlarms } });
            return warn.mock.calls.map((call) => (call.arguments as unknown[])[0]);
        };
        try {
            const emails = ["one@example.com"];
            const made = await enabled({ cisAlarms: { enabled: true, emails } });
            assert.deepEqual(
                made
                    .ofType("aws:sns/topicSubscription:TopicSubscription")
                    .map(({ inputs }) => inputs["endpoint"]),
                emails,
            );
            assert.deepEqual(await warnedOf({ emails }), []);
            assert.deepEqual(await warnedOf({ topicArn: `arn:aws:sns:eu-west-1:${SECURITY}:alerts` }), []);
            assert.match(String(await warnedOf({})), /cloudWatchLogs\.cisAlarms\.emails.*cisAlarmTopicArn/);
        } finally {
            warn.mock.restore();
        }
    });

    it("sends the CIS alarms to a topic that is there already", async () => {
        const topicArn = `arn:aws:sns:eu-west-1:${SECURITY}:alerts`;
        const made = await enabled({ cisAlarms: { enabled: true, topicArn } });
        assert.deepEqual(made.ofType("aws:sns/topic:Topic"), []);
        for (const alarm of made.ofType("aws:cloudwatch/metricAlarm:MetricAlarm")) {
            assert.deepEqual(alarm.inputs["alarmActions"], [topicArn]);
        }
    });
});
