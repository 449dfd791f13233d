import { integer } from "../../parameters";
import { LOG_GROUP } from "../../resources";
import { resourceRule } from "../../rule";

export const retention = resourceRule({
    name: "log-group-retention",
    description: "A log group must keep its events for long enough.",
    severity: "medium",
    remediationSteps:
        "Raise retentionInDays to a value that CloudWatch Logs takes, such as 365, 400 or 731; 0 keeps events for ever.",
    url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html",
    parameters: { days: integer("The fewest days.", 365, { minimum: 1, maximum: 3653 }) },
    resource: LOG_GROUP,
    *check({ retentionInDays, logGroupClass }, { parameters: { days } }) {
        // Left out, as 0, it is for ever. A group of the class DELIVERY hands events on and has no choice.
        if (logGroupClass !== "DELIVERY" && retentionInDays && retentionInDays < days) {
            yield {
                problem: "Events are gone too soon",
                property: "retentionInDays",
                found: retentionInDays,
                write: `retentionInDays: ${days} or more`,
            };
        }
    },
});
