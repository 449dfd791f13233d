import { type Detection, callsOf } from "../detection";
import { DATA_DESTRUCTION, DATA_FROM_CLOUD_STORAGE } from "../techniques";
import { alertedCalls } from "../verdicts";

export const bucketChanged: Detection = {
    name: "bucket-changed",
    title: "Another bucket of the logging, or S3 of a core account, was changed",
    description:
        "Findings, results or copies of events are deleted or read by others, or an access point or a job of S3's leads past what a bucket allows.",
    severity: "high",
    techniques: [DATA_FROM_CLOUD_STORAGE, DATA_DESTRUCTION],
    sparesNobody: false,
    calls({ namePrefix, loggingAccount, securityAccount, managementAccount, resultsBucket }) {
        return [
            {
                ...callsOf("s3", alertedCalls("bucket-changed", "s3", "another bucket")),
                $or: [
                    // Of the logging account, whose archive has detections of its own.
                    { requestParameters: { bucketName: [resultsBucket] } },
                    {
                        requestParameters: { bucketName: [{ prefix: `${namePrefix}-` }] },
                        recipientAccountId: [securityAccount],
                    },
                ],
            },
            // What names no bucket, or names it in the body of the request.
            {
                ...callsOf("s3", [
                    ...alertedCalls("bucket-changed", "s3", "way into a bucket"),
                    ...alertedCalls("bucket-changed", "s3", "service of a core account"),
                ]),
                recipientAccountId: [loggingAccount, securityAccount, ...managementAccount],
            },
        ];
    },
};
