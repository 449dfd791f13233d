import { TRAIL } from "../../resources";
import { resourceRule } from "../../rule";
import { known } from "../../unknown";
import { leavesOutObjects, recordsObjectsWritten, selectorsProperty } from "./selectors";

/** The name of no bucket, as names cannot have such characters. */
const ANY_BUCKET = "?";

export const ownBucketExcluded = resourceRule({
    name: "trail-own-bucket-excluded",
    description: "A trail that records data events must leave out those of its own log files.",
    severity: "high",
    remediationSteps:
        "Add a condition on resources.ARN with notStartsWiths and the ARN of the bucket's objects to the selector. " +
        "Each log file that is delivered is an event otherwise, which is delivered in another log file, without end, " +
        "and each is billed. Basic event selectors cannot leave out a bucket: use advanced ones.",
    url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html",
    resource: TRAIL,
    *check(trail) {
        const property = selectorsProperty(trail);
        // Most trails record no data events: then it does not matter that the bucket's name is not known yet.
        if (property === undefined || !recordsObjectsWritten(trail, "")) {
            return;
        }
        // A selector of every bucket takes the trail's own too, whatever its name will be.
        const everyBucket = recordsObjectsWritten(trail, ANY_BUCKET) && !leavesOutObjects(trail);
        const bucket = everyBucket ? known(trail, "s3BucketName") : trail.s3BucketName;
        const objects = bucket ?? ANY_BUCKET;
        const prefix = trail.s3KeyPrefix ? `${trail.s3KeyPrefix}/` : "";
        if (recordsObjectsWritten(trail, `${objects}/${prefix}AWSLogs/`)) {
            yield {
                problem: "Each log file that the trail delivers makes another event of it",
                property,
                found: trail[property],
                write: `{ field: "resources.ARN", notStartsWiths: ["arn:aws:s3:::${bucket ?? "<the trail's bucket>"}/"] } in the selector of S3 objects`,
            };
        }
    },
});
