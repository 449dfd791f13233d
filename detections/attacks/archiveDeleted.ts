import { type Detection, callsOf } from "../detection";
import { DATA_DESTRUCTION, INDICATOR_REMOVAL } from "../techniques";
import { alertedCalls } from "../verdicts";

export const archiveDeleted: Detection = {
    name: "archive-deleted",
    title: "A bucket of the archive was deleted",
    description: "What was recorded is gone, or CloudTrail has nowhere to deliver to.",
    severity: "critical",
    techniques: [DATA_DESTRUCTION, INDICATOR_REMOVAL],
    sparesNobody: true,
    calls: ({ archiveBuckets }) => [
        callsOf("s3", alertedCalls("archive-deleted", "s3"), { bucketName: archiveBuckets }),
    ],
};
