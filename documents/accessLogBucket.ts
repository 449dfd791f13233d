/** Who may do what with the bucket that receives the server access logs of the archive's bucket. */
import { bucketArn, type AccountId, type Partition } from "../aws/arn";
import { policyDocument, type PolicyDocument } from "../aws/policyDocument";
import { nobodyEmpties, onlyServicesWrite } from "./evidence";
import { denyOldTls, denyPlaintext } from "./transport";

export interface AccessLogBucketPolicyArgs {
    readonly partition: Partition;
    /** Name of the bucket that receives the access logs. */
    readonly bucketName: string;
    /** Names of the buckets whose accesses are logged. At least one. */
    readonly sourceBucketNames: readonly string[];
    /** The account of all these buckets: S3 delivers access logs within one account only. */
    readonly account: AccountId;
}

/**
 * Policy of the access-log bucket, at most 20 KB.
 *
 * A bucket's ARN holds no account id, so that the source account is asked for as well as the source buckets: who
 * deletes a bucket gives up its name to anyone.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
 */
export function accessLogBucketPolicy(args: AccessLogBucketPolicyArgs): PolicyDocument {
    const bucket = bucketArn(args.partition, args.bucketName);
    const everything = [bucket, `${bucket}/*`];
    return policyDocument(
        {
            Sid: "S3WritesAccessLogs",
            Effect: "Allow",
            Principal: { Service: "logging.s3.amazonaws.com" },
            Action: "s3:PutObject",
            Resource: `${bucket}/*`,
            Condition: {
                ArnEquals: {
                    "aws:SourceArn": args.sourceBucketNames.map((name) => bucketArn(args.partition, name)),
                },
                StringEquals: { "aws:SourceAccount": args.account },
            },
        },
        denyPlaintext("s3", everything),
        denyOldTls(everything),
        nobodyEmpties(everything),
        onlyServicesWrite(`${bucket}/*`),
    );
}
