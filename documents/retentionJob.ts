/** Who may do what in a job of S3 Batch Operations that locks the objects which an archive has from before its lock. */
import { bucketArn, type Partition } from "../aws/arn";
import { policyDocument, type PolicyDocument } from "../aws/policyDocument";

/**
 * Trust of the job's role. AWS documents no condition that tells one job from another; who may pass the role is told by
 * iam:PassRole.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-iam-role-policies.html
 */
export const retentionJobTrust = (): PolicyDocument =>
    policyDocument({
        Sid: "BatchOperationsAssumes",
        Effect: "Allow",
        Principal: { Service: "batchoperations.s3.amazonaws.com" },
        Action: "sts:AssumeRole",
    });

/**
 * What the job's role may do: look at the lock and set retentions, have S3 list the objects, and write the report. It can end no
 * retention early: that is s3:BypassGovernanceRetention.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-retention-date.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-batch-replication-policies.html for generated lists
 */
export function retentionJobPermissions(args: {
    readonly partition: Partition;
    readonly bucketName: string;
    readonly reportBucketName: string;
}): PolicyDocument {
    const bucket = bucketArn(args.partition, args.bucketName);
    const reports = bucketArn(args.partition, args.reportBucketName);
    return policyDocument(
        {
            Sid: "ListObjects",
            Effect: "Allow",
            Action: ["s3:GetBucketObjectLockConfiguration", "s3:PutInventoryConfiguration"],
            Resource: bucket,
        },
        { Sid: "Lock", Effect: "Allow", Action: "s3:PutObjectRetention", Resource: `${bucket}/*` },
        {
            Sid: "Report",
            Effect: "Allow",
            Action: ["s3:GetBucketLocation", "s3:PutObject"],
            Resource: [reports, `${reports}/*`],
        },
    );
}
