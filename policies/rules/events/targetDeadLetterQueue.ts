import { EVENT_TARGET } from "../../resources";
import { resourceRule } from "../../rule";
import { given } from "../../unknown";

export const targetDeadLetterQueue = resourceRule({
    name: "event-target-dead-letter-queue",
    description: "An event target must have a queue for what cannot be delivered.",
    severity: "high",
    remediationSteps: "Set deadLetterConfig to a standard queue in the rule's account and region.",
    url: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html",
    resource: EVENT_TARGET,
    *check(target) {
        const { deadLetterConfig } = target;
        if (!deadLetterConfig || !given(deadLetterConfig, "arn")) {
            yield {
                problem: "An event that cannot be delivered is dropped",
                property: "deadLetterConfig",
                found: deadLetterConfig?.arn,
                write: "deadLetterConfig: { arn: <the ARN of a queue> }",
            };
        }
    },
});
