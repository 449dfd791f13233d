import * as kinesis from "@pulumi/aws/kinesis";
import * as pulumi from "@pulumi/pulumi";
import { deliveryStreamArn } from "../../aws/arn";
import { putToFirehose } from "../../documents/targetRole";
import { firehosePermissions, firehoseTrust } from "../../documents/firehose";
import { serviceRole } from "../../resources/serviceRole";
import { DeliveredEventsBucket } from "./deliveredEventsBucket";
import { type BusRuleArgs, busRule } from "../../resources/busRule";
import { targetRole } from "../../resources/targetRole";

/** What an {@link EventFirehose} is made from. */
export interface EventFirehoseArgs extends BusRuleArgs {
    readonly streamName: string;
    readonly bucketName: string;
    /** Days after which delivered events expire from the bucket. */
    readonly expireAfterDays: number;
    /** The role by which EventBridge delivers to the stream. */
    readonly roleName: string;
    /** The role by which the stream delivers to the bucket. */
    readonly bucketRoleName: string;
    /** The key's alias, with its `alias/` in front. */
    readonly keyAlias: string;
}

/** What Firehose collects before it puts an object: whichever comes first. */
const BUFFERING = { seconds: 300, megabytes: 64 };

/**
 * A Firehose stream that gathers events from the central bus into compressed objects in a bucket, both encrypted with
 * one key of their own. Each event is a line of JSON.
 *
 * @see https://docs.aws.amazon.com/firehose/latest/dev/encryption.html
 */
export class EventFirehose extends pulumi.ComponentResource {
    readonly arn: pulumi.Output<string>;
    readonly bucketArn: pulumi.Output<string>;

    constructor(name: string, args: EventFirehoseArgs, options?: pulumi.ComponentResourceOptions) {
        super("security-logging:components:EventFirehose", name, {}, options);
        const { account, region } = args.place;
        const arn = deliveryStreamArn(args.place, args.streamName);

        const bucket = new DeliveredEventsBucket(`${name}-events`, args, { parent: this });
        const bucketRoleArn = serviceRole(
            `${name}-events`,
            {
                roleName: args.bucketRoleName,
                description: `Firehose assumes it to put events into the bucket ${args.bucketName}`,
                trust: firehoseTrust({ account, deliveryStreamArn: arn }),
                permissionsBoundary: args.permissionsBoundary,
                permissions: {
                    name: "put-events",
                    document: bucket.keyArn.apply((keyArn) =>
                        firehosePermissions({ ...args.place, bucketName: args.bucketName, keyArn }),
                    ),
                },
            },
            { parent: this },
        );
        const stream = new kinesis.FirehoseDeliveryStream(
            `${name}-stream`,
            {
                name: args.streamName,
                region,
                destination: "extended_s3",
                serverSideEncryption: {
                    enabled: true,
                    keyType: "CUSTOMER_MANAGED_CMK",
                    keyArn: bucket.keyArn,
                },
                extendedS3Configuration: {
                    bucketArn: bucket.bucketArn,
                    roleArn: bucketRoleArn,
                    kmsKeyArn: bucket.keyArn,
                    compressionFormat: "GZIP",
                    bufferingInterval: BUFFERING.seconds,
                    bufferingSize: BUFFERING.megabytes,
                    prefix: "events/!{timestamp:yyyy/MM/dd/HH}/",
                    errorOutputPrefix: "errors/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd/HH}/",
                    // EventBridge puts no line break between events.
                    processingConfiguration: {
                        enabled: true,
                        processors: [
                            {
                                type: "AppendDelimiterToRecord",
                                parameters: [{ parameterName: "Delimiter", parameterValue: "\\n" }],
                            },
                        ],
                    },
                },
            },
            { parent: this },
        );
        const roleArn = targetRole(name, args, args.roleName, putToFirehose({ deliveryStreamArn: arn }), {
            parent: this,
        });
        busRule(name, args, { arn: stream.arn, roleArn }, { parent: this });

        this.arn = stream.arn;
        this.bucketArn = bucket.bucketArn;
        this.registerOutputs({ arn: this.arn, bucketArn: this.bucketArn });
    }
}
