/** What CloudTrail calls the calls that an action of IAM's lets somebody make. */

/**
 * Actions that let somebody make calls of other names, or of more than one: of S3 the call that deletes a setting takes the
 * action that puts it. CloudTrail has recorded newer calls under the names of older ones; both are here, in case it stops.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
    "s3:PutAccelerateConfiguration": ["PutBucketAccelerateConfiguration", "PutAccelerateConfiguration"],
    "s3:PutAccountPublicAccessBlock": ["PutAccountPublicAccessBlock", "DeleteAccountPublicAccessBlock"],
    "s3:PutAnalyticsConfiguration": ["PutBucketAnalyticsConfiguration", "DeleteBucketAnalyticsConfiguration"],
    "s3:PutBucketCORS": ["PutBucketCors", "DeleteBucketCors"],
    "s3:PutBucketObjectLockConfiguration": ["PutBucketObjectLockConfiguration", "PutObjectLockConfiguration"],
    "s3:PutBucketOwnershipControls": ["PutBucketOwnershipControls", "DeleteBucketOwnershipControls"],
    "s3:PutBucketPublicAccessBlock": ["PutBucketPublicAccessBlock", "DeleteBucketPublicAccessBlock"],
    "s3:PutEncryptionConfiguration": ["PutBucketEncryption", "DeleteBucketEncryption"],
    "s3:PutIntelligentTieringConfiguration": [
        "PutBucketIntelligentTieringConfiguration",
        "DeleteBucketIntelligentTieringConfiguration",
    ],
    "s3:PutInventoryConfiguration": ["PutBucketInventoryConfiguration", "DeleteBucketInventoryConfiguration"],
    "s3:PutLifecycleConfiguration": [
        "PutBucketLifecycle",
        "PutBucketLifecycleConfiguration",
        "DeleteBucketLifecycle",
        "DeleteBucketLifecycleConfiguration",
    ],
    "s3:PutMetricsConfiguration": ["PutBucketMetricsConfiguration", "DeleteBucketMetricsConfiguration"],
    "s3:PutReplicationConfiguration": ["PutBucketReplication", "DeleteBucketReplication"],
};

/** Services that are not called in records as they are in actions. */
const OTHER_SOURCES: Readonly<Record<string, string>> = { cloudwatch: "monitoring" };

/** The names of the calls, in CloudTrail's records, that an action such as `s3:PutBucketPolicy` lets somebody make. */
export const eventNamesOf = (action: string): readonly string[] =>
    OTHER_NAMES[action] ?? [action.slice(action.indexOf(":") + 1)];

/** The source that CloudTrail's records have of a service's calls, such as `s3.amazonaws.com`. */
export const eventSourceOf = (service: string): string =>
    `${OTHER_SOURCES[service] ?? service}.amazonaws.com`;
