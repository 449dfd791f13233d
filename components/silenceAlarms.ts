import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import type { AccountId } from "../aws/arn";
import { HEARTBEAT_METRIC, dimensionsOf } from "../events/heartbeat";

/** What {@link SilenceAlarms} are made from. */
export interface SilenceAlarmsArgs {
    /** The region of the alarms, where the heartbeats are counted. */
    readonly region: string;
    /** The account whose heartbeats are watched. */
    readonly account: AccountId;
    /** The regions of that account that are watched, each by an alarm of its own. */
    readonly regions: readonly string[];
    /** What the alarms' names start with; account and region follow. */
    readonly alarmNamePrefix: string;
    /** The namespace that {@link HeartbeatMonitor} counts in. */
    readonly metricNamespace: string;
    /** Minutes from one heartbeat to the next. */
    readonly everyMinutes: number;
    /** Minutes without a heartbeat before the alarm: a multiple of `everyMinutes`. */
    readonly silentMinutes: number;
    /**
     * The topic that is told of silence, and of its end.
     * @default nobody is told
     */
    readonly topicArn?: pulumi.Input<string>;
}

/**
 * Alarms that go off when an account's heartbeats from a region no longer arrive: whatever it is, its events do not
 * arrive either. They are where the heartbeats are counted, in the security account.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export class SilenceAlarms extends pulumi.ComponentResource {
    constructor(name: string, args: SilenceAlarmsArgs, options?: pulumi.ComponentResourceOptions) {
        super("security-logging:components:SilenceAlarms", name, {}, options);
        const periods = args.silentMinutes / args.everyMinutes;
        const told =
            args.topicArn === undefined ? {} : { alarmActions: [args.topicArn], okActions: [args.topicArn] };
        for (const region of args.regions) {
            new cloudwatch.MetricAlarm(
                `${name}-${region}-alarm`,
                {
                    name: `${args.alarmNamePrefix}-${args.account}-${region}`,
                    region: args.region,
                    alarmDescription:
                        `No heartbeat of account ${args.account} in ${region} has reached the central bus for ` +
                        `${args.silentMinutes} minutes, so that its events may not either: see docs/targets.md`,
                    namespace: args.metricNamespace,
                    metricName: HEARTBEAT_METRIC,
                    dimensions: dimensionsOf(args.account, region),
                    statistic: "Sum",
                    period: args.everyMinutes * 60,
                    evaluationPeriods: periods,
                    datapointsToAlarm: periods,
                    comparisonOperator: "LessThanThreshold",
                    threshold: 1,
                    // No heartbeat is no data point.
                    treatMissingData: "breaching",
                    ...told,
                },
                { parent: this },
            );
        }
        this.registerOutputs({});
    }
}
