import assert from "node:assert/strict";
import { CIS_ALARMS } from "../../aws/cisAlarms";
import { CisAlarms } from "../../components/cisAlarms";
import * as org from "../documents/organization";
import { assertFamily, make } from "./component";

const TOPIC = `arn:aws:sns:eu-west-1:${org.MANAGEMENT}:alarms`;
const FILTER = "aws:cloudwatch/logMetricFilter:LogMetricFilter";
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";

const makeAlarms = () =>
    make(
        org.MANAGEMENT,
        (options) =>
            new CisAlarms(
                "cis",
                {
                    region: "eu-west-1",
                    logGroupName: "the-group",
                    namePrefix: "logging-cis-",
                    metricNamespace: "logging/cis",
                    topicArn: TOPIC,
                },
                options,
            ),
    );

describe("CisAlarms", () => {
    it("are a filter and an alarm for each recommendation", async () => {
        const made = await makeAlarms();
        assertFamily(made, "security-logging:components:CisAlarms", "cis", org.MANAGEMENT);
        assert.equal(made.ofType(FILTER).length, CIS_ALARMS.length);
        assert.equal(made.ofType(ALARM).length, CIS_ALARMS.length);
        assert.equal(made.custom.length, 2 * CIS_ALARMS.length);
    });

    it("count the events of the log group by the benchmark's pattern", async () => {
        const { pattern } = CIS_ALARMS.find(({ slug }) => slug === "root-user") ?? assert.fail();
        assert.deepEqual((await makeAlarms()).the(FILTER, "cis-root-user-filter").inputs, {
            name: "logging-cis-4.3-root-user",
            region: "eu-west-1",
            logGroupName: "the-group",
            pattern,
            metricTransformation: { name: "root-user", namespace: "logging/cis", value: "1" },
        });
    });

    it("alarm at the first event, and not without any", async () => {
        const made = await makeAlarms();
        const alarm = made.the(ALARM, "cis-root-user-alarm");
        assert.deepEqual(alarm.inputs, {
            name: "logging-cis-4.3-root-user",
            region: "eu-west-1",
            alarmDescription: "Use of the root user (CIS AWS Foundations Benchmark 4.3)",
            namespace: "logging/cis",
            metricName: "root-user",
            statistic: "Sum",
            period: 300,
            evaluationPeriods: 1,
            comparisonOperator: "GreaterThanOrEqualToThreshold",
            threshold: 1,
            treatMissingData: "notBreaching",
            alarmActions: [TOPIC],
        });
        assert.ok(made.waitsFor(alarm, made.the(FILTER, "cis-root-user-filter")));
    });
});
