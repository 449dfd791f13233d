import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as kinesis from "@pulumi/aws/kinesis";
import * as pulumi from "@pulumi/pulumi";
import { deliveryStreamArn, logGroupArn } from "../../aws/arn";
import { putToFirehose } from "../../documents/targetRole";
import { logGroupKeyPolicy } from "../../documents/logGroup";
import { firehosePermissions, firehoseTrust } from "../../documents/firehose";
import { roleWithPolicy } from "../../resources/roleWithPolicy";
import { DeliveredEventsBucket } from "./deliveredEventsBucket";
import { type BusRuleArgs, busRule } from "../../resources/busRule";
import { targetRole } from "../../resources/targetRole";

/** What an {@link EventFirehose} is made from. */
export interface EventFirehoseArgs extends BusRuleArgs {
    readonly streamName: string;
    readonly bucketName: string;
    /** Days after which delivered events expire from the bucket. */
    readonly expireAfterDays: number;
    /** Where S3 logs who uses the bucket. It resolves once S3 may deliver this bucket's access logs there. */
    readonly accessLogBucketName: pulumi.Input<string>;
    /** The role by which EventBridge delivers to the stream. */
    readonly roleName: string;
    /** The role by which the stream delivers to the bucket. */
    readonly bucketRoleName: string;
    /** The key's alias, with its `alias/` in front. */
    readonly keyAlias: string;
    /** The log group that Firehose logs to what it could not deliver, and why. */
    readonly errorLogGroupName: string;
}

/** What Firehose collects before it puts an object: whichever comes first. */
const BUFFERING = { seconds: 300, megabytes: 64 };

/** Of the numbers that CloudWatch Logs offers, the one that is a year. */
const ERROR_LOG_RETENTION_DAYS = 365;

/** The log stream's name, which Firehose's console gives it as well. */
const ERROR_LOG_STREAM = "DestinationDelivery";

/**
 * A Firehose stream that gathers events from the central bus into compressed objects in a bucket, and logs what it could
 * not deliver to a log group, all encrypted with one key of their own. Each event is a line of JSON. The log group stays
 * with the bucket when the target goes.
 *
 * @see https://docs.aws.amazon.com/firehose/latest/dev/encryption.html
 * @see https://docs.aws.amazon.com/firehose/latest/dev/monitoring-with-cloudwatch-logs.html
 */
export class EventFirehose extends pulumi.ComponentResource {
    readonly arn: pulumi.Output<string>;
    readonly bucketArn: pulumi.Output<string>;

    constructor(name: string, args: EventFirehoseArgs, options?: pulumi.ComponentResourceOptions) {
        super("security-logging:components:EventFirehose", name, {}, options);
        const { account, region } = args.place;
        const arn = deliveryStreamArn(args.place, args.streamName);

        const errorLogGroupArn = logGroupArn(args.place, args.errorLogGroupName);
        const bucket = new DeliveredEventsBucket(
            `${name}-events`,
            { ...args, keyPolicy: logGroupKeyPolicy({ ...args.place, logGroupArn: errorLogGroupArn }) },
            { parent: this },
        );
        const errorLog = this.errorLog(name, args, bucket.keyArn);
        const bucketRoleArn = roleWithPolicy(
            `${name}-events`,
            {
                roleName: args.bucketRoleName,
                description: `Firehose assumes it to put events into the bucket ${args.bucketName}`,
                trust: firehoseTrust({ account, deliveryStreamArn: arn }),
                permissionsBoundary: args.permissionsBoundary,
                permissions: {
                    name: "put-events",
                    document: bucket.keyArn.apply((keyArn) =>
                        firehosePermissions({
                            ...args.place,
                            bucketName: args.bucketName,
                            keyArn,
                            errorLogGroupArn,
                        }),
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
                    cloudwatchLoggingOptions: {
                        enabled: true,
                        logGroupName: errorLog.logGroupName,
                        logStreamName: errorLog.name,
                    },
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

    /** The log stream for Firehose's errors. Firehose does not make one itself. */
    private errorLog(
        name: string,
        { place: { region }, errorLogGroupName }: EventFirehoseArgs,
        keyArn: pulumi.Input<string>,
    ): cloudwatch.LogStream {
        const kept = { parent: this, retainOnDelete: true };
        const logGroup = new cloudwatch.LogGroup(
            `${name}-error-log-group`,
            {
                name: errorLogGroupName,
                region,
                kmsKeyId: keyArn,
                retentionInDays: ERROR_LOG_RETENTION_DAYS,
            },
            kept,
        );
        return new cloudwatch.LogStream(
            `${name}-error-log-stream`,
            { name: ERROR_LOG_STREAM, region, logGroupName: errorLogGroupName },
            { ...kept, dependsOn: logGroup },
        );
    }
}
