/** What the Firehose stream of a target may do with its bucket and its error log. */
import { bucketArn, type AccountId, type Partition } from "../aws/arn";
import { serviceEndpoint } from "../aws/endpoint";
import { policyDocument, type PolicyDocument } from "../aws/policyDocument";
import { serviceTrust } from "./serviceTrust";

export interface FirehoseTrustArgs {
    /** The account of the role and of the stream. */
    readonly account: AccountId;
    /** ARN of the one Firehose stream that delivers by the role. It need not exist yet. */
    readonly deliveryStreamArn: string;
}

/**
 * Who may assume the role by which events are delivered to the bucket: Firehose, for the one stream.
 * @see https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html
 */
export function firehoseTrust({ account, deliveryStreamArn }: FirehoseTrustArgs): PolicyDocument {
    return serviceTrust({
        sid: "FirehoseAssumesRole",
        service: "firehose.amazonaws.com",
        account,
        source: { ArnEquals: { "aws:SourceArn": deliveryStreamArn } },
    });
}

export interface FirehosePermissionsArgs {
    readonly partition: Partition;
    readonly region: string;
    /** Name of the bucket that is delivered to. */
    readonly bucketName: string;
    /** ARN of the bucket's key. */
    readonly keyArn: string;
    /** ARN of the log group whose streams Firehose logs its errors to. */
    readonly errorLogGroupArn: string;
}

/**
 * What the role may do: put objects into the bucket, encrypt them with its key by way of S3 only, and log why it could
 * not. To read what was delivered is not among it.
 * @see https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#using-iam-s3
 */
export function firehosePermissions({
    partition,
    region,
    bucketName,
    keyArn,
    errorLogGroupArn,
}: FirehosePermissionsArgs): PolicyDocument {
    const bucket = bucketArn(partition, bucketName);
    return policyDocument(
        {
            Sid: "FindBucket",
            Effect: "Allow",
            Action: ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
            Resource: bucket,
        },
        {
            Sid: "PutEvents",
            Effect: "Allow",
            Action: ["s3:PutObject", "s3:AbortMultipartUpload"],
            Resource: `${bucket}/*`,
        },
        {
            Sid: "EncryptEvents",
            Effect: "Allow",
            // S3 decrypts the parts of an upload when it puts them together.
            Action: ["kms:GenerateDataKey", "kms:Decrypt"],
            Resource: keyArn,
            Condition: {
                StringEquals: { "kms:ViaService": serviceEndpoint({ partition, region }, "s3") },
                // With a Bucket Key, the context is the bucket; where it does not apply, the object.
                StringLike: { "kms:EncryptionContext:aws:s3:arn": [bucket, `${bucket}/*`] },
            },
        },
        {
            Sid: "LogErrors",
            Effect: "Allow",
            Action: "logs:PutLogEvents",
            Resource: `${errorLogGroupArn}:log-stream:*`,
        },
    );
}
