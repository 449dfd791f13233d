import assert from "node:assert/strict";
import { HeartbeatMonitor } from "../../components/heartbeatMonitor";
import { SilenceAlarms, type SilenceAlarmsArgs } from "../../components/silenceAlarms";
import * as org from "../documents/organization";
import { valueOf } from "../mocks";
import { assertDelivers, BUS_RULE } from "../resources/busRule";
import { assertFamily, make } from "./component";

const NAMESPACE = "the-namespace";

const makeMonitor = () =>
    make(
        org.SECURITY,
        (options) =>
            new HeartbeatMonitor(
                "monitor",
                {
                    ...BUS_RULE,
                    logGroupName: "/aws/events/beats",
                    keyAlias: "alias/the-key",
                    metricNamespace: NAMESPACE,
                },
                options,
            ),
    );

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const TOPIC = `arn:aws:sns:us-east-1:${org.SECURITY}:alerts`;

const makeAlarms = (changed: Partial<SilenceAlarmsArgs> = {}) =>
    make(
        org.SECURITY,
        (options) =>
            new SilenceAlarms(
                "silence",
                {
                    region: "us-east-1",
                    account: org.MEMBER,
                    regions: ["eu-west-1", "us-east-1"],
                    alarmNamePrefix: "the-silence",
                    metricNamespace: NAMESPACE,
                    everyMinutes: 5,
                    silentMinutes: 15,
                    ...changed,
                },
                options,
            ),
    );

describe("HeartbeatMonitor", () => {
    it("is one family", async () =>
        assertFamily(
            await makeMonitor(),
            "security-logging:components:HeartbeatMonitor",
            "monitor",
            org.SECURITY,
        ));

    it("counts the heartbeats that a rule writes to its log group, by account and region", async () => {
        const made = await makeMonitor();
        assertDelivers(made, "monitor-events", {
            arn: `arn:aws:logs:us-east-1:${org.SECURITY}:log-group:/aws/events/beats`,
        });
        assert.deepEqual(
            made.the("aws:cloudwatch/logMetricFilter:LogMetricFilter", "monitor-filter").inputs,
            {
                name: "Heartbeats",
                region: "us-east-1",
                logGroupName: "/aws/events/beats",
                pattern: '{ $.detail.recipientAccountId = "*" }',
                metricTransformation: {
                    namespace: NAMESPACE,
                    name: "Heartbeats",
                    value: "1",
                    unit: "Count",
                    dimensions: { Account: "$.detail.recipientAccountId", Region: "$.detail.awsRegion" },
                },
            },
        );
        assert.equal(await valueOf(made.result.logGroupName), "/aws/events/beats");
    });
});

describe("SilenceAlarms", () => {
    it("are one family, an alarm a region", async () => {
        const made = await makeAlarms();
        assertFamily(made, "security-logging:components:SilenceAlarms", "silence", org.SECURITY);
        assert.deepEqual(made.namesOfType(ALARM), ["silence-eu-west-1-alarm", "silence-us-east-1-alarm"]);
    });

    it("go off when no heartbeat is counted for fifteen minutes, and where none is counted at all", async () => {
        const { alarmDescription, ...inputs } = (await makeAlarms()).the(
            ALARM,
            "silence-eu-west-1-alarm",
        ).inputs;
        assert.deepEqual(inputs, {
            name: `the-silence-${org.MEMBER}-eu-west-1`,
            region: "us-east-1",
            namespace: NAMESPACE,
            metricName: "Heartbeats",
            dimensions: { Account: org.MEMBER, Region: "eu-west-1" },
            statistic: "Sum",
            period: 300,
            evaluationPeriods: 3,
            datapointsToAlarm: 3,
            comparisonOperator: "LessThanThreshold",
            threshold: 1,
            treatMissingData: "breaching",
        });
        assert.match(
            String(alarmDescription),
            new RegExp(`account ${org.MEMBER} in eu-west-1 .* 15 minutes`),
        );
    });

    it("wait longer where they are told to", async () => {
        const { inputs } = (await makeAlarms({ silentMinutes: 60 })).the(ALARM, "silence-eu-west-1-alarm");
        assert.equal(inputs["evaluationPeriods"], 12);
        assert.equal(inputs["datapointsToAlarm"], 12);
    });

    it("tell a topic of silence and of its end, if there is one", async () => {
        const { inputs } = (await makeAlarms({ topicArn: TOPIC })).the(ALARM, "silence-eu-west-1-alarm");
        assert.deepEqual(inputs["alarmActions"], [TOPIC]);
        assert.deepEqual(inputs["okActions"], [TOPIC]);
    });
});
