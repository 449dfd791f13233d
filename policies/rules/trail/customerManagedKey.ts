import { TRAIL } from "../../resources";
import { resourceRule } from "../../rule";
import { given } from "../../unknown";

export const customerManagedKey = resourceRule({
    name: "trail-customer-managed-key",
    description: "A trail must encrypt its log files with a customer managed key.",
    severity: "medium",
    remediationSteps:
        "Set kmsKeyId to the ARN of a customer managed key whose policy lets CloudTrail use it for this trail. Log " +
        "files written before stay encrypted as they are.",
    url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/encrypting-cloudtrail-log-files-with-aws-kms.html",
    resource: TRAIL,
    *check(trail) {
        // CloudTrail refuses keys that AWS manages, so that any key is a customer managed one.
        if (!given(trail, "kmsKeyId")) {
            yield {
                problem: "Trail does not encrypt its log files with a customer managed key",
                property: "kmsKeyId",
                found: trail.kmsKeyId,
                write: "kmsKeyId: <the ARN of a customer managed key>",
            };
        }
    },
});
