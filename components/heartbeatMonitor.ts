import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import { EventLogGroup, type EventLogGroupArgs } from "./busTargets/eventLogGroup";
import { HEARTBEAT_DIMENSIONS, HEARTBEAT_METRIC } from "../events/heartbeat";

/** What a {@link HeartbeatMonitor} is made from: the pattern of its delivery picks heartbeats. */
export interface HeartbeatMonitorArgs extends EventLogGroupArgs {
    /** The CloudWatch namespace of the metric. */
    readonly metricNamespace: string;
}

/**
 * Counts heartbeats where they arrive: a rule on the central bus writes them to a log group, and a metric filter there
 * counts them by account and region.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/MonitoringLogData.html
 */
export class HeartbeatMonitor extends pulumi.ComponentResource {
    readonly logGroupName: pulumi.Output<string>;

    constructor(name: string, args: HeartbeatMonitorArgs, options?: pulumi.ComponentResourceOptions) {
        super("security-logging:components:HeartbeatMonitor", name, {}, options);

        const heartbeats = new EventLogGroup(`${name}-events`, args, { parent: this });
        new cloudwatch.LogMetricFilter(
            `${name}-filter`,
            {
                name: HEARTBEAT_METRIC,
                region: args.place.region,
                logGroupName: heartbeats.logGroupName,
                // The rule has picked heartbeats already. A filter with dimensions has to be one of fields.
                pattern: `{ ${HEARTBEAT_DIMENSIONS.Account} = "*" }`,
                metricTransformation: {
                    namespace: args.metricNamespace,
                    name: HEARTBEAT_METRIC,
                    value: "1",
                    unit: "Count",
                    dimensions: { ...HEARTBEAT_DIMENSIONS },
                },
            },
            { parent: this },
        );

        this.logGroupName = heartbeats.logGroupName;
        this.registerOutputs({ logGroupName: this.logGroupName });
    }
}
