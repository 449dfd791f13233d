import { TRAIL } from "../../resources";
import { resourceRule } from "../../rule";
import { given } from "../../unknown";

export const cloudWatchLogs = resourceRule({
    name: "trail-cloudwatch-logs",
    description:
        "A trail should send its events to CloudWatch Logs as well, where metric filters can watch them.",
    severity: "low",
    // Where events reach a central event bus, a log group is a second, dearer way to the same alarms.
    level: "advisory",
    remediationSteps:
        "Set cloudWatchLogsGroupArn to the ARN of a log group, with `:*` at its end, and cloudWatchLogsRoleArn to " +
        "a role that lets CloudTrail write there.",
    url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/send-cloudtrail-events-to-cloudwatch-logs.html",
    resource: TRAIL,
    *check(trail) {
        if (!given(trail, "cloudWatchLogsGroupArn")) {
            yield {
                problem: "Trail sends nothing to CloudWatch Logs",
                property: "cloudWatchLogsGroupArn",
                found: trail.cloudWatchLogsGroupArn,
                write: "cloudWatchLogsGroupArn: <the ARN of a log group>:*",
            };
        }
    },
});
