/** Who may do what with the bucket that CloudTrail archives the members' events in. */
import { bucketArn, type Partition } from "../aws/arn";
import { accountsFolder } from "../aws/logPlace";
import { type Membership, ofMembers, type OwnedTrail } from "../aws/membership";
import { oneOrAll, policyDocument, type PolicyDocument, type Statement } from "../aws/policyDocument";
import { nobodyEmpties, onlyServicesWrite } from "./evidence";
import { denyOldTls, denyPlaintext } from "./transport";

export interface ArchiveBucketPolicyArgs {
    readonly partition: Partition;
    readonly bucketName: string;
    /** The organization trail, or the trail of each account. */
    readonly trails: readonly OwnedTrail[];
    readonly membership: Membership;
    /** ARNs of the members' IAM principals that read the archive, in whatever account. May be empty. */
    readonly readers: readonly string[];
    /** The trails' key prefix. @default none */
    readonly prefix?: string | undefined;
    /** Statements of others, which are added as they are. @default none */
    readonly policyStatements?: readonly Statement[];
}

/** The longest policy of a bucket that S3 takes, in bytes. */
export const MAX_BUCKET_POLICY_BYTES = 20 * 1024;

/**
 * Policy of the archive bucket, at most {@link MAX_BUCKET_POLICY_BYTES}.
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
            Condition: { StringEquals: { "aws:SourceArn": oneOrAll(args.trails.map((trail) => trail.arn)) } },
        },
        ...args.trails.flatMap((trail) => trailWrites(bucket, trail, args)),
        args.readers.length > 0 ? readersRead(everything, args) : undefined,
        denyPlaintext("s3", everything),
        denyOldTls(everything),
        // Versioning needs no statement: S3 does not suspend it on a locked bucket.
        nobodyEmpties(everything),
        onlyServicesWrite(`${bucket}/*`),
        ...(args.policyStatements ?? []),
    );
}

/** Each account's trail writes below that account's prefix only, so that none can write in another's name. */
function trailWrites(
    bucket: string,
    { account, arn }: OwnedTrail,
    { membership, prefix }: ArchiveBucketPolicyArgs,
): readonly Statement[] {
    const own = `${bucket}/${accountsFolder({ prefix })}${account}/*`;
    return "accounts" in membership
        ? [cloudTrailWrites(`Writes${account}`, own, arn)]
        : [
              // An organization trail writes below the organization's prefix. AWS asks for the management account's
              // as well, so that nothing is lost should the trail become one of that account alone.
              cloudTrailWrites("CloudTrailWritesManagement", own, arn),
              cloudTrailWrites(
                  "CloudTrailWritesOrganization",
                  `${bucket}/${accountsFolder({ prefix, ...membership })}*`,
                  arn,
              ),
          ];
}

function cloudTrailWrites(sid: string, objects: string, trailArn: string): Statement {
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
        // A reader whose account is no member any more stops being one.
        Condition: { StringEquals: ofMembers(args.membership) },
    };
}
