import { type Detection, callsOf } from "../detection";
import { DATA_FROM_CLOUD_STORAGE, DISABLE_CLOUD_LOGS } from "../techniques";
import { alertedCalls } from "../verdicts";

export const archivePolicyChanged: Detection = {
    name: "archive-policy-changed",
    title: "Who may use the archive was changed",
    description:
        "CloudTrail can be shut out, others let in, and the denial to empty the archive taken away by the same calls.",
    severity: "critical",
    techniques: [DISABLE_CLOUD_LOGS, DATA_FROM_CLOUD_STORAGE],
    sparesNobody: true,
    calls: ({ archiveBuckets }) => [
        callsOf("s3", alertedCalls("archive-policy-changed", "s3"), { bucketName: archiveBuckets }),
    ],
};
