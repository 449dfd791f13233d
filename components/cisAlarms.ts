import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import { CIS_ALARMS } from "../aws/cisAlarms";

/** What {@link CisAlarms} are made from. */
export interface CisAlarmsArgs {
    /** The region of the log group. */
    readonly region: string;
    /** The log group that the trail delivers to. */
    readonly logGroupName: pulumi.Input<string>;
    /** What the names of filters and alarms start with; the control's number and its slug follow. */
    readonly namePrefix: string;
    /** The CloudWatch namespace of the metrics. */
    readonly metricNamespace: string;
    /** The topic that alarms go to, once CloudWatch may publish there. */
    readonly topicArn: pulumi.Input<string>;
}

/** Seconds over which events are counted: the benchmark's own. */
const PERIOD_SECONDS = 300;

/**
 * The metric filters and alarms of section 4 of the CIS AWS Foundations Benchmark: one event is enough for an alarm.
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html
 */
export class CisAlarms extends pulumi.ComponentResource {
    constructor(name: string, args: CisAlarmsArgs, options?: pulumi.ComponentResourceOptions) {
        super("security-logging:components:CisAlarms", name, {}, options);
        const alarmNames = CIS_ALARMS.map(({ control, slug, title, pattern }) => {
            const fullName = `${args.namePrefix}${control}-${slug}`;
            const filter = new cloudwatch.LogMetricFilter(
                `${name}-${slug}-filter`,
                {
                    name: fullName,
                    region: args.region,
                    logGroupName: args.logGroupName,
                    pattern,
                    metricTransformation: { name: slug, namespace: args.metricNamespace, value: "1" },
                },
                { parent: this },
            );
            return new cloudwatch.MetricAlarm(
                `${name}-${slug}-alarm`,
                {
                    name: fullName,
                    region: args.region,
                    alarmDescription: `${title} (CIS AWS Foundations Benchmark ${control})`,
                    namespace: args.metricNamespace,
                    metricName: filter.metricTransformation.name,
                    statistic: "Sum",
                    period: PERIOD_SECONDS,
                    evaluationPeriods: 1,
                    comparisonOperator: "GreaterThanOrEqualToThreshold",
                    threshold: 1,
                    // No event, no data: that is how it should be.
                    treatMissingData: "notBreaching",
                    alarmActions: [args.topicArn],
                },
                { parent: this },
            ).name;
        });
        this.registerOutputs({ alarmNames });
    }
}
