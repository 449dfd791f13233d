import { type Detection, callsOf } from "../detection";
import { DATA_DESTRUCTION, INDICATOR_REMOVAL } from "../techniques";
import { alertedCalls } from "../verdicts";

export const archiveLockChanged: Detection = {
    name: "archive-lock-changed",
    title: "The archive's lock or versioning was changed",
    description: "Log files that arrive from now on can be deleted or overwritten sooner, or at once.",
    severity: "critical",
    techniques: [DATA_DESTRUCTION, INDICATOR_REMOVAL],
    sparesNobody: true,
    calls: ({ archiveBuckets }) => [
        callsOf("s3", alertedCalls("archive-lock-changed", "s3"), { bucketName: archiveBuckets }),
    ],
};
