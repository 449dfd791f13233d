import { alertedBy, harmless, refusedBy, verdictsOf } from "./verdict";

const EMPTIES = refusedBy("the bucket's policy", "it denies everybody to delete, and to end a retention");
const WRITES = refusedBy("the bucket's policy", "it denies everybody but services of AWS to write");

/** What changes a bucket besides its policy, lifecycle, lock and versions. */
const SETTINGS = `
    CreateBucketMetadataTableConfiguration DeleteBucketMetadataTableConfiguration DeleteBucketWebsite
    PutAccelerateConfiguration PutAnalyticsConfiguration PutBucketAbac PutBucketCORS PutBucketLogging
    PutBucketNotification PutBucketRequestPayment PutBucketWebsite PutEncryptionConfiguration
    PutIntelligentTieringConfiguration PutInventoryConfiguration PutMetricsConfiguration PutReplicationConfiguration
    UpdateBucketMetadataAnnotationTableConfiguration UpdateBucketMetadataInventoryTableConfiguration
    UpdateBucketMetadataJournalTableConfiguration`;
const POLICY = `
    DeleteBucketPolicy PutBucketAcl PutBucketOwnershipControls PutBucketPolicy PutBucketPublicAccessBlock`;
const LOCK = "PutBucketObjectLockConfiguration PutBucketVersioning";

export const s3 = verdictsOf(
    "s3",
    [["archive"], alertedBy("archive-deleted"), "DeleteBucket"],
    [["archive"], alertedBy("archive-policy-changed"), POLICY],
    [["archive"], alertedBy("archive-lifecycle-changed"), "PutLifecycleConfiguration"],
    [["archive"], alertedBy("archive-lock-changed"), LOCK],
    [["archive"], alertedBy("archive-settings-changed"), SETTINGS],
    [
        ["another bucket"],
        alertedBy("bucket-changed"),
        `DeleteBucket PutLifecycleConfiguration ${POLICY} ${LOCK} ${SETTINGS}`,
    ],
    [["archive", "another bucket"], harmless("AWS refuses a name that is taken"), "CreateBucket"],
    [
        ["archive", "another bucket"],
        harmless(
            "no call of S3's: Fault Injection Service pauses replication, and nothing here is replicated",
        ),
        "PauseReplication",
    ],
    [
        ["archive", "another bucket"],
        harmless(
            "the output of a command is written, which the policy of the archive denies; a role that may write does it",
        ),
        "ssm:SendCommand",
    ],
    // Of objects CloudTrail has data events only, which stay off the bus.
    [["objects of the archive"], EMPTIES, "BypassGovernanceRetention DeleteObject DeleteObjectVersion"],
    [["objects of the archive"], WRITES, "PutObject ReplicateDelete ReplicateObject"],
    [
        ["objects of the archive"],
        // https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
        refusedBy("AWS", "ACLs are off, and every object is the bucket's owner's"),
        "ObjectOwnerOverrideToBucketOwner PutObjectAcl PutObjectVersionAcl",
    ],
    [
        ["objects of the archive"],
        // https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
        harmless(
            "a retention gets longer: for a shorter one it takes the bypass, which the bucket's policy denies",
        ),
        "PutObjectRetention",
    ],
    [
        ["objects of the archive"],
        harmless("what a version holds stays, and S3's access log has the call"),
        `AbortMultipartUpload DeleteObjectAnnotation DeleteObjectVersionAnnotation InitiateReplication PutObjectAnnotation
        PutObjectLegalHold PutObjectVersionAnnotation ReplicateObjectAnnotation ReplicateTags RestoreObject
        UpdateObjectEncryption`,
    ],
    [
        ["objects of another bucket"],
        harmless("copies and results, which can be had again; S3's access log has the call"),
        `AbortMultipartUpload BypassGovernanceRetention DeleteObject DeleteObjectAnnotation DeleteObjectVersion
        DeleteObjectVersionAnnotation InitiateReplication ObjectOwnerOverrideToBucketOwner PutObject PutObjectAcl
        PutObjectAnnotation PutObjectLegalHold PutObjectRetention PutObjectVersionAcl PutObjectVersionAnnotation
        ReplicateDelete ReplicateObject ReplicateObjectAnnotation ReplicateTags RestoreObject UpdateObjectEncryption`,
    ],
    [
        ["way into a bucket"],
        alertedBy("bucket-changed"),
        `AssociateAccessGrantsIdentityCenter CreateAccessGrant CreateAccessGrantsInstance CreateAccessGrantsLocation
        CreateAccessPoint CreateAccessPointForObjectLambda CreateMultiRegionAccessPoint
        PutAccessGrantsInstanceResourcePolicy PutAccessPointConfigurationForObjectLambda PutAccessPointPolicy
        PutAccessPointPolicyForObjectLambda PutMultiRegionAccessPointPolicy UpdateAccessGrantsLocation UpdateJobStatus`,
    ],
    [
        ["way into a bucket"],
        harmless("a way is closed, or one that is there is taken sooner or elsewhere: opening it alerted"),
        `DeleteAccessGrant DeleteAccessGrantsInstance DeleteAccessGrantsInstanceResourcePolicy DeleteAccessGrantsLocation
        DeleteAccessPoint DeleteAccessPointForObjectLambda DeleteAccessPointPolicy
        DeleteAccessPointPolicyForObjectLambda DeleteMultiRegionAccessPoint DissociateAccessGrantsIdentityCenter
        SubmitMultiRegionAccessPointRoutes UpdateJobPriority`,
    ],
    [
        ["way into a bucket"],
        harmless("what is done to an object by it is judged by its bucket's policy as well"),
        `s3-object-lambda:AbortMultipartUpload s3-object-lambda:DeleteObject s3-object-lambda:DeleteObjectVersion
        s3-object-lambda:PutObject s3-object-lambda:PutObjectAcl s3-object-lambda:PutObjectLegalHold
        s3-object-lambda:PutObjectRetention s3-object-lambda:PutObjectVersionAcl s3-object-lambda:RestoreObject
        s3-object-lambda:WriteGetObjectResponse`,
    ],
    [
        ["service of a core account"],
        alertedBy("bucket-changed"),
        "CreateJob PutAccessPointPublicAccessBlock PutAccountPublicAccessBlock",
    ],
    [
        ["service of a core account"],
        harmless("metrics of S3 about buckets, without what is in them"),
        "CreateStorageLensGroup PutStorageLensConfiguration",
    ],
);
