import { type Detection, callsOf } from "../detection";
import { DATA_FROM_CLOUD_STORAGE, DISABLE_CLOUD_LOGS } from "../techniques";
import { alertedCalls } from "../verdicts";

export const archiveSettingsChanged: Detection = {
    name: "archive-settings-changed",
    title: "The archive's encryption, access log, replication or another setting was changed",
    description:
        "Log files lose their key, reading them leaves no trace, or they are copied, listed or told elsewhere.",
    severity: "high",
    techniques: [DISABLE_CLOUD_LOGS, DATA_FROM_CLOUD_STORAGE],
    sparesNobody: true,
    calls: ({ archiveBuckets }) => [
        callsOf("s3", alertedCalls("archive-settings-changed", "s3"), { bucketName: archiveBuckets }),
    ],
};
