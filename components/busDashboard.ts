import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import { busDashboard, type BusDashboardArgs as DashboardContent } from "../documents/dashboard";

/** What a {@link BusDashboard} is made from. */
export interface BusDashboardArgs extends DashboardContent {
    readonly dashboardName: string;
}

/**
 * A dashboard of the central bus: events, failures, throttles, dead letters of all regions, alerts, and heartbeats where
 * there are any.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Dashboards.html
 */
export class BusDashboard extends pulumi.ComponentResource {
    constructor(name: string, args: BusDashboardArgs, options?: pulumi.ComponentResourceOptions) {
        super("security-logging:components:BusDashboard", name, {}, options);
        const { dashboardName, ...content } = args;
        new cloudwatch.Dashboard(
            `${name}-dashboard`,
            {
                dashboardName,
                region: args.place.region,
                dashboardBody: JSON.stringify(busDashboard(content)),
            },
            { parent: this },
        );
        this.registerOutputs({});
    }
}
