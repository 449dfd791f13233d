import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import type { Place } from "../aws/arn";
import { alarmsOfOtherRegions } from "../events/deadLetterAlarm";
import { type RuleOnBusArgs, busRule } from "../resources/busRule";

/** What {@link DeadLetterAlarms} are made from. */
export interface DeadLetterAlarmsArgs extends Pick<
    RuleOnBusArgs,
    "place" | "busName" | "ruleName" | "undeliverableQueueArn"
> {
    /** The dead-letter queues that alarm, by what each is called in the names of its alarm. All in the place's account. */
    readonly queues: Readonly<Record<string, { readonly region: string; readonly queueName: string }>>;
    /** The rules on the bus that alarm when they cannot leave an event even in their dead-letter queue, by their names. */
    readonly busRuleNames: readonly string[];
    /** What the alarms' names start with. */
    readonly alarmNamePrefix: string;
    /** The topic that is told, as {@link AlertTopic.arn} gives it: once rules and alarms may publish. */
    readonly topicArn: pulumi.Input<string>;
}

/** Seconds of a period: SQS tells CloudWatch of a queue every minute. */
const PERIOD_SECONDS = 300;

/**
 * Alarms that go off when an event could not be delivered: when a message is in a dead-letter queue, and when a rule of the
 * bus could not even leave it there. Those in the region of the topic tell it themselves; those of other regions come as
 * events over the central bus, whose rule tells it.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/dead-letter-queues-alarms-cloudwatch.html
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html
 */
export class DeadLetterAlarms extends pulumi.ComponentResource {
    constructor(name: string, args: DeadLetterAlarmsArgs, options?: pulumi.ComponentResourceOptions) {
        super("security-logging:components:DeadLetterAlarms", name, {}, options);
        const { place, topicArn } = args;
        const alarm = (
            what: string,
            region: string,
            watched: Pick<
                cloudwatch.MetricAlarmArgs,
                "alarmDescription" | "namespace" | "metricName" | "dimensions" | "statistic"
            >,
        ): void => {
            new cloudwatch.MetricAlarm(
                `${name}-${what}-alarm`,
                {
                    name: `${args.alarmNamePrefix}-${what}`,
                    region,
                    ...watched,
                    period: PERIOD_SECONDS,
                    evaluationPeriods: 1,
                    comparisonOperator: "GreaterThanThreshold",
                    threshold: 0,
                    // A queue that nothing happens to tells nothing after some hours.
                    treatMissingData: "notBreaching",
                    ...(region === place.region ? { alarmActions: [topicArn] } : {}),
                },
                { parent: this },
            );
        };

        for (const [what, { region, queueName }] of Object.entries(args.queues)) {
            alarm(what, region, {
                alarmDescription: `Events that could not be delivered are in the queue ${queueName} in ${region}: see docs/operate.md`,
                namespace: "AWS/SQS",
                metricName: "ApproximateNumberOfMessagesVisible",
                dimensions: { QueueName: queueName },
                statistic: "Maximum",
            });
        }
        for (const ruleName of args.busRuleNames) {
            alarm(`lost-${ruleName}`, place.region, {
                alarmDescription:
                    `The rule ${ruleName} could not deliver events, and not leave them in its dead-letter queue ` +
                    "either: they are lost to its target. See docs/operate.md",
                namespace: "AWS/Events",
                metricName: "InvocationsFailedToBeSentToDlq",
                dimensions: pulumi.output(args.busName).apply((EventBusName) => ({
                    EventBusName,
                    RuleName: ruleName,
                })),
                statistic: "Sum",
            });
        }
        this.tellOfOtherRegions(name, args);
        this.registerOutputs({});
    }

    private tellOfOtherRegions(name: string, args: DeadLetterAlarmsArgs): void {
        const { place, topicArn } = args;
        busRule(
            name,
            {
                ...args,
                description: "Tells of alarms of dead-letter queues in other regions",
                eventPattern: alarmsOfOtherRegions(args.alarmNamePrefix, place.account, place.region),
                readOnlyEvents: false,
                inputTransformer: message(place),
            },
            { arn: topicArn },
            { parent: this },
        );
    }
}

/** The message of an alarm of another region, in the form of an alert: JSON, the first field a sentence for people. */
const message = ({ account }: Place) => ({
    inputPaths: { alarm: "$.detail.alarmName", region: "$.region", time: "$.time" },
    template: JSON.stringify(
        {
            alert:
                "HIGH: Events could not be delivered: the alarm <alarm> in <region> went off at <time>. They are in the " +
                `dead-letter queue there, in the account ${account}: see docs/operate.md.`,
            detection: "dead-letters",
            severity: "high",
            outcome: "undelivered",
            account,
            region: "<region>",
            time: "<time>",
        },
        undefined,
        2,
    ),
});
