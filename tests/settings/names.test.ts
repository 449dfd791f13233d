import assert from "node:assert/strict";
import fc from "fast-check";
import { bucketNameMistake } from "../../aws/bucketName";
import { busNameMistake } from "../../aws/busName";
import { trailNameMistake } from "../../aws/trailName";
import { names, parseSettings, type Names } from "../../settings";
import { HOME_REGIONS, validSettings } from "./generated";
import { VALID } from "./valid";

/** AWS's limits on the length of each name, in characters. ARNs have none that could be met. */
const MAX_LENGTHS: Partial<Record<keyof Names, number>> = {
    archiveBucket: 63,
    accessLogBucket: 63,
    keyAlias: 256,
    searchDatabase: 255,
    searchWorkgroup: 128,
    searchPolicy: 128,
    resultsBucket: 63,
    resultsKeyAlias: 256,
    trail: 128,
    notificationTopic: 256,
    notificationKeyAlias: 256,
    notificationQueue: 80,
    notificationDeadLetterQueue: 80,
    logGroup: 512,
    logGroupKeyAlias: 256,
    logDeliveryRole: 64,
    logSubscription: 512,
    logSubscriptionRole: 64,
    // The number and the slug of an alarm follow, within the 255 characters of an alarm's name.
    cisAlarmPrefix: 200,
    cisMetricNamespace: 255,
    alarmTopic: 256,
    alarmTopicKeyAlias: 256,
    bus: 256,
    busKeyAlias: 256,
    busArchive: 48,
    busDeadLetterQueue: 80,
    busDashboard: 255,
    busErrorLogGroup: 512,
    busErrorLogKeyAlias: 256,
    busErrorDelivery: 60,
    alertTopic: 256,
    alertKeyAlias: 256,
    // With a detection's name of 25 characters and "-failed" behind it, a rule's 64.
    detectionRulePrefix: 31,
    // With the name of a piece of news of 16 characters behind it, a rule's 64.
    newsRulePrefix: 48,
    guardrails: 128,
    resourceControl: 128,
    exemptRoles: 128,
    forwarderRole: 64,
    forwarderRule: 64,
    // With the suffix of 31 characters behind it, 128.
    forwarderStackSetPrefix: 97,
    forwarderSetRule: 64,
    // With the longest name of a region behind it, 64.
    forwarderSetRolePrefix: 50,
    deadLetterQueue: 80,
    // With a rule's name of 64 characters and "-lost-" between, 255.
    deadLetterAlarmPrefix: 185,
    deadLetterAlarmRule: 64,
    forwarderDeadLetterQueue: 80,
    heartbeatRole: 64,
    heartbeatSchedule: 64,
    heartbeatRule: 64,
    heartbeatLogGroup: 512,
    heartbeatKeyAlias: 256,
    metricNamespace: 255,
    // With an account's id and a region's name behind it, 255.
    silenceAlarmPrefix: 225,
    findingsBucket: 63,
    findingsAccessLogBucket: 63,
    findingsKeyAlias: 256,
};

function assertWithinLimits(named: Names): void {
    for (const [key, name] of Object.entries(named) as [keyof Names, string][]) {
        const limit = MAX_LENGTHS[key];
        assert.ok(limit !== undefined || key.endsWith("Arn"), `${key} needs a limit in this test`);
        assert.ok(name.length <= (limit ?? 2048), `${key} "${name}" has ${name.length} characters`);
    }
    assert.equal(bucketNameMistake(named.archiveBucket), undefined);
    assert.equal(bucketNameMistake(named.accessLogBucket), undefined);
    assert.equal(bucketNameMistake(named.findingsBucket), undefined);
    assert.equal(bucketNameMistake(named.findingsAccessLogBucket), undefined);
    assert.equal(bucketNameMistake(named.resultsBucket), undefined);
    assert.match(named.searchDatabase, /^[a-z0-9_]+$/);
    assert.equal(trailNameMistake(named.trail), undefined);
    assert.equal(busNameMistake(named.bus), undefined);
}

describe("names", () => {
    it("say what each thing is, where it is", () => {
        assert.deepEqual(names(parseSettings({ ...VALID, homeRegion: "eu-west-1" })), {
            archiveBucket: "security-logging-archive-222222222222-eu-west-1",
            accessLogBucket: "security-logging-access-logs-222222222222-eu-west-1",
            keyAlias: "alias/security-logging-archive",
            searchDatabase: "security_logging",
            searchWorkgroup: "security-logging-search",
            searchPolicy: "security-logging-search",
            resultsBucket: "security-logging-results-222222222222-eu-west-1",
            resultsKeyAlias: "alias/security-logging-results",
            trail: "security-logging-trail",
            notificationTopic: "security-logging-log-files",
            notificationKeyAlias: "alias/security-logging-log-files",
            notificationQueue: "security-logging-log-files",
            notificationDeadLetterQueue: "security-logging-log-files-dlq",
            logGroup: "security-logging-trail",
            logGroupKeyAlias: "alias/security-logging-log-group",
            logDeliveryRole: "security-logging-log-delivery",
            logSubscription: "security-logging-subscription",
            logSubscriptionRole: "security-logging-log-subscription",
            cisAlarmPrefix: "security-logging-cis-",
            cisMetricNamespace: "security-logging/cis",
            alarmTopic: "security-logging-alarms",
            alarmTopicKeyAlias: "alias/security-logging-alarms",
            bus: "security-events",
            busArn: "arn:aws:events:eu-west-1:333333333333:event-bus/security-events",
            busKeyAlias: "alias/security-logging-bus",
            busArchive: "security-logging-bus-archive",
            busDeadLetterQueue: "security-logging-bus-dlq",
            busDeadLetterQueueArn: "arn:aws:sqs:eu-west-1:333333333333:security-logging-bus-dlq",
            busDashboard: "security-logging-bus",
            busErrorLogGroup: "/aws/vendedlogs/security-logging-bus-errors",
            busErrorLogKeyAlias: "alias/security-logging-bus-errors",
            busErrorDelivery: "security-logging-bus-errors",
            alertTopic: "security-logging-alerts",
            alertTopicArn: "arn:aws:sns:eu-west-1:333333333333:security-logging-alerts",
            alertKeyAlias: "alias/security-logging-alerts",
            detectionRulePrefix: "security-logging-detect-",
            newsRulePrefix: "security-logging-news-",
            guardrails: "security-logging-guardrails",
            resourceControl: "security-logging-resource-control",
            exemptRoles: "security-logging-exempt-roles",
            forwarderRole: "security-logging-forwarder",
            forwarderRule: "security-logging-forward-write-events",
            forwarderStackSetPrefix: "security-logging-forwarders",
            forwarderSetRule: "security-logging-forward-events",
            forwarderSetRolePrefix: "security-logging-forwarder-",
            deadLetterQueue: "security-logging-dead-letters",
            deadLetterAlarmPrefix: "security-logging-dead-letters",
            deadLetterAlarmRule: "security-logging-dead-letter-alarms",
            forwarderDeadLetterQueue: "security-logging-forwarder-dlq",
            heartbeatRole: "security-logging-heartbeat",
            heartbeatSchedule: "security-logging-heartbeat",
            heartbeatRule: "security-logging-heartbeats",
            heartbeatRuleArn:
                "arn:aws:events:eu-west-1:333333333333:rule/security-events/security-logging-heartbeats",
            heartbeatLogGroup: "/aws/events/security-logging/heartbeats",
            heartbeatKeyAlias: "alias/security-logging-heartbeats",
            metricNamespace: "security-logging",
            silenceAlarmPrefix: "security-logging-silence",
            findingsBucket: "security-logging-findings-333333333333-eu-west-1",
            findingsAccessLogBucket: "security-logging-finding-log-333333333333-eu-west-1",
            findingsKeyAlias: "alias/security-logging-findings",
        });
    });

    it("are those that the settings give", () => {
        const named = names(
            parseSettings({
                ...VALID,
                archive: { bucketName: "my-archive" },
                trail: { name: "my-trail" },
                bus: { name: "my-bus" },
            }),
        );
        assert.equal(named.archiveBucket, "my-archive");
        assert.equal(named.trail, "my-trail");
        assert.equal(named.busArn, "arn:aws:events:us-east-1:333333333333:event-bus/my-bus");
    });

    it("have ARNs of the home region's partition", () => {
        const named = names(parseSettings({ ...VALID, homeRegion: "cn-north-1", regions: ["cn-north-1"] }));
        for (const [key, arn] of Object.entries<string>({ ...named }).filter(([key]) =>
            key.endsWith("Arn"),
        )) {
            assert.ok(arn.startsWith("arn:aws-cn:"), `${key} is ${arn}`);
        }
    });

    it("keep within AWS's limits in every known region under the longest prefix", () => {
        for (const homeRegion of HOME_REGIONS) {
            assertWithinLimits(
                names(
                    parseSettings({
                        ...VALID,
                        homeRegion,
                        ...(homeRegion === "cn-north-1" && { regions: [homeRegion] }),
                        namePrefix: "p".repeat(23),
                    }),
                ),
            );
        }
    });

    it("keep within AWS's limits for any valid settings", () => {
        fc.assert(fc.property(validSettings, (raw) => assertWithinLimits(names(parseSettings(raw)))));
    });
});
