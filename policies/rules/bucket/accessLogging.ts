import { BUCKET, BUCKET_LOGGING } from "../../resources";
import { stackRule } from "../../rule";
import { isAccessLogDestination } from "./accessLogDestination";
import { isLogBucket } from "./logBucket";

export const accessLogging = stackRule({
    name: "bucket-access-logging",
    description: "A log bucket must log who reads it, and to a bucket without Object Lock.",
    severity: "medium",
    remediationSteps:
        "Add a BucketLogging to another bucket of the same account and region, encrypted with AES256 and without " +
        "Object Lock.",
    url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html",
    resource: BUCKET,
    *check(bucket, stack) {
        if (isAccessLogDestination(bucket, stack) && bucket.props.objectLockEnabled === true) {
            yield {
                problem: "S3 delivers no access logs to a bucket under Object Lock",
                property: "objectLockEnabled",
                found: true,
                write: "objectLockEnabled: false",
            };
        }
        if (
            isLogBucket(bucket, stack) &&
            stack.referringTo(bucket, BUCKET, BUCKET_LOGGING, "bucket").length === 0
        ) {
            yield {
                problem: "Nobody can tell who read the logs",
                property: "a BucketLogging of the bucket",
                found: undefined,
                write: "one whose targetBucket is a bucket for access logs",
            };
        }
    },
});
