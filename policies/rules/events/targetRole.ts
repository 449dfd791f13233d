import { EVENT_TARGET } from "../../resources";
import { resourceRule } from "../../rule";
import { given } from "../../unknown";

const BUS_ARN = /^arn:[^:]+:events:[^:]*:\d{12}:event-bus\//;

export const targetRole = resourceRule({
    name: "event-target-role",
    description: "An event target that is another bus must have a role.",
    severity: "high",
    remediationSteps:
        "Set roleArn to a role that EventBridge can assume and that may put events on that bus only.",
    url: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html",
    resource: EVENT_TARGET,
    *check(target) {
        if (!given(target, "roleArn") && BUS_ARN.test(target.arn ?? "")) {
            yield {
                problem: "EventBridge has no permission to put events on the other bus",
                property: "roleArn",
                found: target.roleArn,
                write: "roleArn: <the ARN of a role for this target>",
            };
        }
    },
});
