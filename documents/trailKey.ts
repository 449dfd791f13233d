/** Who may do what with the KMS key that the archive is encrypted with. */
import { arn, bucketArn, type AccountId, type Partition } from "../aws/arn";
import { type Membership, ofMembers, type OwnedTrail } from "../aws/membership";
import {
    type Conditions,
    oneOrAll,
    policyDocument,
    type PolicyDocument,
    type Statement,
} from "../aws/policyDocument";
import { accountAdministersKey } from "./keyAdministration";

export interface TrailKeyPolicyArgs {
    readonly partition: Partition;
    /** The account that owns the key. */
    readonly keyAccount: AccountId;
    /** Name of the archive bucket. */
    readonly bucketName: string;
    /** The organization trail, or the trail of each account. */
    readonly trails: readonly OwnedTrail[];
    readonly membership: Membership;
    /** ARNs of the members' IAM principals that read the archive, in whatever account. May be empty. */
    readonly readers: readonly string[];
    /** Statements of others, which are added as they are. @default none */
    readonly keyStatements?: readonly Statement[];
}

/**
 * Policy of the archive's key, at most 32 KB.
 *
 * The trail must be created after it: CloudTrail checks it and answers InsufficientEncryptionPolicyException.
 *
 * S3 calls KMS for CloudTrail and for readers, and the encryption context of that call tells what it is about.
 * CloudTrail has S3 put the trail's ARN into it, `aws:cloudtrail:arn`, and AWS documents CloudTrail's and its
 * readers' permissions by that. An S3 Bucket Key, however, is made once for many objects, so that S3 documents
 * its context as the bucket's ARN, `aws:s3:arn`. Each permission is therefore given twice, once by either context:
 * it holds with and without a Bucket Key, for objects from before and after one is switched on, and for
 * nothing but the members' trails and this bucket.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
 */
export function trailKeyPolicy(args: TrailKeyPolicyArgs): PolicyDocument {
    const trails = oneOrAll(
        args.trails.map(({ account }) =>
            arn({
                partition: args.partition,
                service: "cloudtrail",
                region: "*",
                account,
                resource: "trail/*",
            }),
        ),
    );
    const bucketContext = {
        StringEquals: { "kms:EncryptionContext:aws:s3:arn": bucketArn(args.partition, args.bucketName) },
    };
    const readers = args.readers.length > 0;
    return policyDocument(
        accountAdministersKey(args.partition, args.keyAccount),
        cloudTrailEncrypts("CloudTrailEncrypts", args, {
            StringLike: { "kms:EncryptionContext:aws:cloudtrail:arn": trails },
        }),
        cloudTrailEncrypts("CloudTrailEncryptsByBucketKey", args, bucketContext),
        {
            Sid: "CloudTrailDescribesKey",
            Effect: "Allow",
            Principal: { Service: "cloudtrail.amazonaws.com" },
            Action: "kms:DescribeKey",
            Resource: "*",
            Condition: { StringEquals: { "aws:SourceArn": sourceArns(args) } },
        },
        readers
            ? readersDecrypt("ReadersDecrypt", args, {
                  Null: { "kms:EncryptionContext:aws:cloudtrail:arn": "false" },
              })
            : undefined,
        readers ? readersDecrypt("ReadersDecryptByBucketKey", args, bucketContext) : undefined,
        nobodyDestroys,
        ...(args.keyStatements ?? []),
    );
}

const sourceArns = ({ trails }: TrailKeyPolicyArgs): string | readonly string[] =>
    oneOrAll(trails.map((trail) => trail.arn));

function cloudTrailEncrypts(sid: string, args: TrailKeyPolicyArgs, context: Conditions): Statement {
    return {
        Sid: sid,
        Effect: "Allow",
        Principal: { Service: "cloudtrail.amazonaws.com" },
        // S3 decrypts the Bucket Key it has to encrypt the next object with it.
        Action: ["kms:GenerateDataKey*", "kms:Decrypt"],
        Resource: "*",
        Condition: {
            ...context,
            StringEquals: { ...context["StringEquals"], "aws:SourceArn": sourceArns(args) },
        },
    };
}

function readersDecrypt(sid: string, args: TrailKeyPolicyArgs, context: Conditions): Statement {
    return {
        Sid: sid,
        Effect: "Allow",
        Principal: { AWS: args.readers },
        Action: "kms:Decrypt",
        Resource: "*",
        Condition: {
            ...context,
            StringEquals: { ...context["StringEquals"], ...ofMembers(args.membership) },
        },
    };
}

/**
 * An archive without its key is no archive, and no Object Lock protects a key. As with the bucket, changing
 * this policy stays possible: it is a second step, and a loud one.
 */
const nobodyDestroys: Statement = {
    Sid: "NobodyDestroys",
    Effect: "Deny",
    Principal: "*",
    Action: ["kms:DisableKey", "kms:ScheduleKeyDeletion"],
    Resource: "*",
};
