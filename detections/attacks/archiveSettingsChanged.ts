import { type Detection, callsOf } from "../detection";
import { DATA_FROM_CLOUD_STORAGE, DISABLE_CLOUD_LOGS } from "../techniques";

export const archiveSettingsChanged: Detection = {
    name: "archive-settings-changed",
    title: "The archive's encryption, access log or replication was changed",
    description: "Log files lose their key, reading them leaves no trace, or they are copied elsewhere.",
    severity: "high",
    techniques: [DISABLE_CLOUD_LOGS, DATA_FROM_CLOUD_STORAGE],
    sparesNobody: true,
    calls: ({ archiveBuckets }) => [
        callsOf(
            "s3",
            [
                "PutBucketEncryption",
                "DeleteBucketEncryption",
                "PutBucketLogging",
                "PutBucketReplication",
                "DeleteBucketReplication",
            ],
            { bucketName: archiveBuckets },
        ),
    ],
};
