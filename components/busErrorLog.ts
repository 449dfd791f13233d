import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import { type Place, logGroupArn } from "../aws/arn";
import { logGroupPolicyForDelivery } from "../documents/logGroup";
import { encryptedLogGroup } from "../resources/encryptedLogGroup";

/** What a {@link BusErrorLog} is made from. */
export interface BusErrorLogArgs {
    /** Where the bus lives: its logs go to a log group of its own account and region. */
    readonly place: Place;
    /** ARN of the bus, once it is there. It says itself what it logs. */
    readonly busArn: pulumi.Input<string>;
    readonly logGroupName: string;
    /** The alias of the log group's key, with its `alias/` in front. */
    readonly keyAlias: string;
    /** Of the delivery's source and destination, and of the resource policy that lets it in. At most 60 characters. */
    readonly deliveryName: string;
}

/** Of the numbers that CloudWatch Logs offers, the one that is a year. */
const RETENTION_DAYS = 365;

/**
 * Where EventBridge logs what goes wrong on a bus: a log group, encrypted with a key of its own, and the delivery to it.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-logs.html
 */
export class BusErrorLog extends pulumi.ComponentResource {
    constructor(name: string, args: BusErrorLogArgs, options?: pulumi.ComponentResourceOptions) {
        super("security-logging:components:BusErrorLog", name, {}, options);
        const { place, deliveryName } = args;
        const { region } = place;
        const group = encryptedLogGroup(name, { ...args, retentionDays: RETENTION_DAYS }, { parent: this });
        const policy = new cloudwatch.LogResourcePolicy(
            `${name}-log-policy`,
            {
                policyName: deliveryName,
                region,
                policyDocument: JSON.stringify(
                    logGroupPolicyForDelivery({
                        ...place,
                        logGroupArn: logGroupArn(place, args.logGroupName),
                    }),
                ),
            },
            { parent: this },
        );
        const source = new cloudwatch.LogDeliverySource(
            `${name}-source`,
            { name: deliveryName, region, logType: "ERROR_LOGS", resourceArn: args.busArn },
            { parent: this },
        );
        const destination = new cloudwatch.LogDeliveryDestination(
            `${name}-destination`,
            {
                name: deliveryName,
                region,
                deliveryDestinationConfiguration: { destinationResourceArn: group.arn },
            },
            { parent: this },
        );
        new cloudwatch.LogDelivery(
            `${name}-delivery`,
            { region, deliverySourceName: source.name, deliveryDestinationArn: destination.arn },
            { parent: this, dependsOn: policy },
        );
        this.registerOutputs({});
    }
}
