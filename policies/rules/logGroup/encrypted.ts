import { LOG_GROUP } from "../../resources";
import { resourceRule } from "../../rule";
import { given } from "../../unknown";

export const encrypted = resourceRule({
    name: "log-group-encrypted",
    description: "A log group must be encrypted with a customer managed key.",
    severity: "medium",
    remediationSteps:
        "Set kmsKeyId to the ARN of a key whose policy lets CloudWatch Logs use it for this log group. What was " +
        "logged before stays encrypted as it is.",
    url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
    resource: LOG_GROUP,
    *check(logGroup) {
        if (!given(logGroup, "kmsKeyId")) {
            yield {
                problem: "Logs are encrypted with a key that AWS owns",
                property: "kmsKeyId",
                found: logGroup.kmsKeyId,
                write: "kmsKeyId: <the ARN of a customer managed key>",
            };
        }
    },
});
