import { BUCKET, BUCKET_VERSIONING } from "../../resources";
import { stackRule } from "../../rule";
import { isLogBucket } from "./logBucket";

export const versioning = stackRule({
    name: "bucket-versioning",
    description: "A log bucket must keep every version of its objects.",
    severity: "high",
    remediationSteps:
        "Add a BucketVersioning with the status Enabled. It cannot be taken back, only suspended.",
    url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html",
    resource: BUCKET,
    *check(bucket, stack) {
        if (!isLogBucket(bucket, stack)) {
            return;
        }
        const [versioning] = stack.referringTo(bucket, BUCKET, BUCKET_VERSIONING, "bucket");
        const status = versioning?.props.versioningConfiguration?.status;
        if (status !== "Enabled") {
            yield {
                problem: "What is overwritten or deleted is gone",
                property: "the BucketVersioning's versioningConfiguration.status",
                found: status,
                write: 'status: "Enabled"',
            };
        }
    },
});
