import { TRAIL } from "../../resources";
import { resourceRule } from "../../rule";

export const logFileValidation = resourceRule({
    name: "trail-log-file-validation",
    description: "A trail must write digests by which a changed or deleted log file is found.",
    severity: "medium",
    remediationSteps:
        "Set enableLogFileValidation to true. Digests cover the log files written from then on; check them with " +
        "`aws cloudtrail validate-logs`.",
    url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-intro.html",
    resource: TRAIL,
    *check({ enableLogFileValidation }) {
        if (enableLogFileValidation !== true) {
            yield {
                problem: "Trail writes no digests of its log files",
                property: "enableLogFileValidation",
                found: enableLogFileValidation,
                write: "enableLogFileValidation: true",
            };
        }
    },
    remediate: () => ({ enableLogFileValidation: true }),
});
