import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { inputTransformerMistake } from "../../aws/inputTransformer";
import { DeadLetterAlarms } from "../../components/deadLetterAlarms";
import { alarmsOfOtherRegions } from "../../events/deadLetterAlarm";
import * as org from "../documents/organization";
import { json } from "../mocks";
import { assertFamily, make } from "./component";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const TOPIC = `arn:aws:sns:eu-west-1:${org.SECURITY}:the-alerts`;
const DEAD_LETTERS = `arn:aws:sqs:eu-west-1:${org.SECURITY}:the-bus-dlq`;

const makeAlarms = () =>
    make(
        org.SECURITY,
        (options) =>
            new DeadLetterAlarms(
                "alarms",
                {
                    place: { partition: "aws", region: "eu-west-1", account: org.SECURITY },
                    busName: "the-bus",
                    queues: {
                        "eu-west-1": { region: "eu-west-1", queueName: "the-letters" },
                        "us-east-1": { region: "us-east-1", queueName: "the-letters" },
                        bus: { region: "eu-west-1", queueName: "the-bus-dlq" },
                    },
                    busRuleNames: ["to-siem"],
                    alarmNamePrefix: "the-alarms",
                    ruleName: "the-rule",
                    undeliverableQueueArn: DEAD_LETTERS,
                    topicArn: pulumi.output(TOPIC),
                },
                options,
            ),
    );

describe("DeadLetterAlarms", () => {
    it("are one family: an alarm a queue and a rule, and the rule that tells of those elsewhere", async () => {
        const made = await makeAlarms();
        assertFamily(made, "security-logging:components:DeadLetterAlarms", "alarms", org.SECURITY);
        assert.deepEqual(
            made.custom.map(({ name }) => name),
            [
                "alarms-bus-alarm",
                "alarms-eu-west-1-alarm",
                "alarms-lost-to-siem-alarm",
                "alarms-rule",
                "alarms-target",
                "alarms-us-east-1-alarm",
            ],
        );
    });

    it("go off at the first message, and tell the topic where it is", async () => {
        const made = await makeAlarms();
        const { alarmDescription: _, ...inputs } = made.the(ALARM, "alarms-eu-west-1-alarm").inputs;
        const watched = {
            region: "eu-west-1",
            namespace: "AWS/SQS",
            metricName: "ApproximateNumberOfMessagesVisible",
            statistic: "Maximum",
            period: 300,
            evaluationPeriods: 1,
            comparisonOperator: "GreaterThanThreshold",
            threshold: 0,
            treatMissingData: "notBreaching",
        };
        assert.deepEqual(inputs, {
            ...watched,
            name: "the-alarms-eu-west-1",
            dimensions: { QueueName: "the-letters" },
            alarmActions: [TOPIC],
        });
        const elsewhere = made.the(ALARM, "alarms-us-east-1-alarm").inputs;
        assert.equal(elsewhere["region"], "us-east-1");
        assert.equal(elsewhere["alarmActions"], undefined, "CloudWatch takes no topic of another region");
    });

    it("go off where a rule of the bus cannot even leave an event in its dead-letter queue", async () => {
        const { inputs } = (await makeAlarms()).the(ALARM, "alarms-lost-to-siem-alarm");
        assert.equal(inputs["namespace"], "AWS/Events");
        assert.equal(inputs["metricName"], "InvocationsFailedToBeSentToDlq");
        assert.deepEqual(inputs["dimensions"], { EventBusName: "the-bus", RuleName: "to-siem" });
        assert.deepEqual(inputs["alarmActions"], [TOPIC]);
    });

    it("tell the topic of alarms in other regions, which come over the bus", async () => {
        const made = await makeAlarms();
        assert.deepEqual(
            json(made.the("aws:cloudwatch/eventRule:EventRule", "alarms-rule"), "eventPattern"),
            alarmsOfOtherRegions("the-alarms", org.SECURITY, "eu-west-1"),
        );
        const { inputs } = made.the("aws:cloudwatch/eventTarget:EventTarget", "alarms-target");
        assert.equal(inputs["arn"], TOPIC);
        assert.deepEqual(inputs["deadLetterConfig"], { arn: DEAD_LETTERS });
        const { inputPaths, inputTemplate: template } = inputs["inputTransformer"] as {
            inputPaths: Record<string, string>;
            inputTemplate: string;
        };
        assert.equal(inputTransformerMistake({ inputPaths, template }), undefined);
        const message = JSON.parse(template) as Record<string, string>;
        assert.equal(message["severity"], "high");
        assert.match(message["alert"] ?? "", /could not be delivered: the alarm <alarm> in <region>/);
    });
});
