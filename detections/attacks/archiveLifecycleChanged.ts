import { type Detection, callsOf } from "../detection";
import { LIFECYCLE_DELETION } from "../techniques";
import { alertedCalls } from "../verdicts";

export const archiveLifecycleChanged: Detection = {
    name: "archive-lifecycle-changed",
    title: "The archive's lifecycle was changed",
    description: "S3 itself deletes log files as soon as their lock allows, without any call that deletes.",
    severity: "critical",
    techniques: [LIFECYCLE_DELETION],
    sparesNobody: true,
    calls: ({ archiveBuckets }) => [
        callsOf("s3", alertedCalls("archive-lifecycle-changed", "s3"), { bucketName: archiveBuckets }),
    ],
};
