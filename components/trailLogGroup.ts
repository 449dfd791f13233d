import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as lambda from "@pulumi/aws/lambda";
import * as pulumi from "@pulumi/pulumi";
import { type Place, logGroupArn } from "../aws/arn";
import { logDestinationKind } from "../aws/logDestination";
import { putToFirehose, putToStream } from "../documents/targetRole";
import { logDeliveryPermissions, logDeliveryTrust, logSubscriptionTrust } from "../documents/trailLogGroup";
import { encryptedLogGroup, type EncryptedLogGroupArgs } from "../resources/encryptedLogGroup";
import { roleWithPolicy } from "../resources/roleWithPolicy";

/** What a {@link TrailLogGroup} is made from. */
export interface TrailLogGroupArgs extends EncryptedLogGroupArgs {
    /** Where the trail is: CloudTrail takes only a log group of its own account and region. */
    readonly place: Place;
    readonly organizationId: string;
    /** Days for which events are kept. The archive keeps them for longer and for less. */
    readonly retentionDays: number;
    /** The role by which CloudTrail writes. */
    readonly deliveryRoleName: string;
    /** The ARN of a Lambda function, a Kinesis stream or a Firehose stream that gets every event; none if undefined. */
    readonly subscription: string | undefined;
    readonly subscriptionName: string;
    /** The role by which CloudWatch Logs writes to a stream. */
    readonly subscriptionRoleName: string;
    /**
     * ARN of the managed policy that bounds both roles.
     * @default none
     */
    readonly permissionsBoundary?: string;
}

/**
 * The log group that an organization trail delivers to besides the archive, encrypted with a key of its own, with the
 * role that CloudTrail writes by.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/send-cloudtrail-events-to-cloudwatch-logs.html
 */
export class TrailLogGroup extends pulumi.ComponentResource {
    readonly logGroupName: pulumi.Output<string>;
    /** As a trail takes it, with `:*` at its end. */
    readonly logGroupArn: pulumi.Output<string>;
    /** Resolves once the role may write: AWS refuses a trail whose role may not. */
    readonly deliveryRoleArn: pulumi.Output<string>;

    constructor(name: string, args: TrailLogGroupArgs, options?: pulumi.ComponentResourceOptions) {
        super("security-logging:components:TrailLogGroup", name, {}, options);
        const group = encryptedLogGroup(name, args, { parent: this });
        if (args.subscription !== undefined) {
            this.subscribe(name, args, group, args.subscription);
        }

        this.logGroupName = group.name;
        this.logGroupArn = group.arn.apply((made) => `${made}:*`);
        this.deliveryRoleArn = roleWithPolicy(
            `${name}-delivery`,
            {
                roleName: args.deliveryRoleName,
                description: "CloudTrail assumes it to write events to the log group",
                trust: logDeliveryTrust(),
                permissionsBoundary: args.permissionsBoundary,
                permissions: { name: "write-to-the-log-group", document: logDeliveryPermissions(args) },
            },
            { parent: this },
        );
        this.registerOutputs({
            logGroupName: this.logGroupName,
            logGroupArn: this.logGroupArn,
            deliveryRoleArn: this.deliveryRoleArn,
        });
    }

    private subscribe(
        name: string,
        args: TrailLogGroupArgs,
        group: cloudwatch.LogGroup,
        destination: string,
    ): void {
        const kind = logDestinationKind(destination);
        if (kind === undefined) {
            throw new Error(`a log group cannot deliver to ${destination}`);
        }
        const filter = {
            name: args.subscriptionName,
            region: args.place.region,
            logGroup: group.name,
            // Every event.
            filterPattern: "",
            destinationArn: destination,
        };
        if (kind === "lambda") {
            new cloudwatch.LogSubscriptionFilter(`${name}-subscription`, filter, {
                parent: this,
                // CloudWatch Logs tries the function when it is subscribed.
                dependsOn: this.permission(name, args, destination),
            });
        } else {
            const roleArn = roleWithPolicy(
                `${name}-subscription`,
                {
                    roleName: args.subscriptionRoleName,
                    description: "CloudWatch Logs assumes it to pass events on to a stream",
                    trust: logSubscriptionTrust(args.place),
                    permissionsBoundary: args.permissionsBoundary,
                    permissions: {
                        name: "put-records-into-the-stream",
                        document:
                            kind === "kinesis"
                                ? putToStream({ streamArn: destination, place: args.place })
                                : putToFirehose({ deliveryStreamArn: destination }),
                    },
                },
                { parent: this },
            );
            new cloudwatch.LogSubscriptionFilter(
                `${name}-subscription`,
                { ...filter, roleArn },
                { parent: this },
            );
        }
    }

    private permission(name: string, args: TrailLogGroupArgs, functionArn: string): lambda.Permission {
        const { place, logGroupName } = args;
        return new lambda.Permission(
            `${name}-subscription-permission`,
            {
                statementId: args.subscriptionName,
                region: place.region,
                action: "lambda:InvokeFunction",
                function: functionArn,
                principal: "logs.amazonaws.com",
                sourceAccount: place.account,
                sourceArn: `${logGroupArn(place, logGroupName)}:*`,
            },
            { parent: this },
        );
    }
}
