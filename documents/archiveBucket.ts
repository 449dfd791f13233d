/** Who may do what with the bucket that CloudTrail archives the organization's events in. */
import { bucketArn, type AccountId, type Partition } from "../aws/arn";
import { policyDocument, type PolicyDocument, type Statement } from "../aws/policyDocument";
import { denyOldTls, denyPlaintext } from "./transport";

export interface ArchiveBucketPolicyArgs {
    readonly partition: Partition;
    readonly bucketName: string;
    /** ARN of the organization trail. It holds the management account's id, whoever created the trail. */
    readonly trailArn: string;
    /** `o-` and 10 to 32 characters. */
    readonly organizationId: string;
    readonly managementAccount: AccountId;
    /** ARNs of the organization's IAM principals that read the archive, in whatever account. May be empty. */
    readonly readers: readonly string[];
}

/**
 * Policy of the archive bucket, at most 20 KB.
 *
 * The trail must be created after it: CloudTrail checks it and answers InsufficientS3BucketPolicyException.
 *
 * It does not demand an encryption header of CloudTrail. Digest files have been delivered with SSE-S3, where
 * log files had SSE-KMS, and AWS's own pages differ on what holds now, so that a rule on
 * `s3:x-amz-server-side-encryption` could silently cost the proof that log files are unaltered. The
 * bucket's default encryption covers whatever comes without a header. Nor does it name the key: that is not known
 * before it exists, and a policy that is known from the first preview on can be checked there.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 */
export function archiveBucketPolicy(args: ArchiveBucketPolicyArgs): PolicyDocument {
    const bucket = bucketArn(args.partition, args.bucketName);
    const everything = [bucket, `${bucket}/*`];
    return policyDocument(
        {
            Sid: "CloudTrailChecksAcl",
            Effect: "Allow",
            Principal: { Service: "cloudtrail.amazonaws.com" },
            Action: "s3:GetBucketAcl",
            Resource: bucket,
            Condition: { StringEquals: { "aws:SourceArn": args.trailArn } },
        },
        // An organization trail writes below the organization's prefix. AWS asks for the management account's as
        // well, so that nothing is lost should the trail become one of that account alone.
        cloudTrailWrites("CloudTrailWritesManagement", `${bucket}/AWSLogs/${args.managementAccount}/*`, args),
        cloudTrailWrites("CloudTrailWritesOrganization", `${bucket}/AWSLogs/${args.organizationId}/*`, args),
        args.readers.length > 0 ? readersRead(everything, args) : undefined,
        denyPlaintext("s3", everything),
        denyOldTls(everything),
        nobodyEmpties(everything),
    );
}

function cloudTrailWrites(sid: string, objects: string, { trailArn }: ArchiveBucketPolicyArgs): Statement {
    return {
        Sid: sid,
        Effect: "Allow",
        Principal: { Service: "cloudtrail.amazonaws.com" },
        Action: "s3:PutObject",
        Resource: objects,
        Condition: {
            StringEquals: { "aws:SourceArn": trailArn, "s3:x-amz-acl": "bucket-owner-full-control" },
        },
    };
}

function readersRead(everything: readonly string[], args: ArchiveBucketPolicyArgs): Statement {
    return {
        Sid: "ReadersRead",
        Effect: "Allow",
        Principal: { AWS: args.readers },
        // One statement for bucket and objects, because the list of readers is what fills the 20 KB.
        Action: ["s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket", "s3:GetBucketLocation"],
        Resource: everything,
        // A reader whose account leaves the organization stops being one.
        Condition: { StringEquals: { "aws:PrincipalOrgID": args.organizationId } },
    };
}

/**
 * Object Lock keeps versions; this also keeps a delete marker from hiding them, and takes the way around
 * GOVERNANCE mode from everyone. Lifecycle rules still expire objects: bucket policies do not apply to them.
 * Versioning needs no statement, S3 does not suspend it on a locked bucket. Changing this policy stays possible
 * on purpose, or no one could ever repair it: such a call is what the alerts are for.
 */
function nobodyEmpties(everything: readonly string[]): Statement {
    return {
        Sid: "NobodyEmpties",
        Effect: "Deny",
        Principal: "*",
        Action: [
            "s3:BypassGovernanceRetention",
            "s3:DeleteBucket",
            "s3:DeleteObject",
            "s3:DeleteObjectVersion",
        ],
        Resource: everything,
    };
}
