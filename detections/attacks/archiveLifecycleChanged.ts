import { type Detection, callsOf } from "../detection";
import { LIFECYCLE_DELETION } from "../techniques";

export const archiveLifecycleChanged: Detection = {
    name: "archive-lifecycle-changed",
    title: "The archive's lifecycle was changed",
    description: "S3 itself deletes log files as soon as their lock allows, without any call that deletes.",
    severity: "critical",
    techniques: [LIFECYCLE_DELETION],
    sparesNobody: true,
    calls: ({ archiveBuckets }) => [
        callsOf(
            "s3",
            // CloudTrail has recorded the newer call under the name of the older; both are here in case it stops.
            [
                "PutBucketLifecycle",
                "PutBucketLifecycleConfiguration",
                "DeleteBucketLifecycle",
                "DeleteBucketLifecycleConfiguration",
            ],
            { bucketName: archiveBuckets },
        ),
    ],
};
