import { type Detection, callsOf } from "../detection";
import { DATA_DESTRUCTION, INDICATOR_REMOVAL } from "../techniques";

export const archiveDeleted: Detection = {
    name: "archive-deleted",
    title: "A bucket of the archive was deleted",
    description: "What was recorded is gone, or CloudTrail has nowhere to deliver to.",
    severity: "critical",
    techniques: [DATA_DESTRUCTION, INDICATOR_REMOVAL],
    sparesNobody: true,
    calls: ({ archiveBuckets }) => [callsOf("s3", ["DeleteBucket"], { bucketName: archiveBuckets })],
};
