import { EVENT_BUS } from "../../resources";
import { resourceRule } from "../../rule";
import { given } from "../../unknown";

export const busDeadLetterQueue = resourceRule({
    name: "event-bus-dead-letter-queue",
    description:
        "An event bus under a customer managed key must have a queue for the events that the key keeps it from handling.",
    severity: "high",
    remediationSteps: "Set deadLetterConfig to a standard queue in the bus's account and region.",
    url: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-event-bus-dlq.html",
    resource: EVENT_BUS,
    *check(bus) {
        // Without a key of one's own nothing can fail that would go to the queue.
        if (!given(bus, "kmsKeyIdentifier")) {
            return;
        }
        const { deadLetterConfig } = bus;
        if (!deadLetterConfig || !given(deadLetterConfig, "arn")) {
            yield {
                problem: "Events are dropped while the bus cannot use its key",
                property: "deadLetterConfig",
                found: deadLetterConfig?.arn,
                write: "deadLetterConfig: { arn: <the ARN of a queue> }",
            };
        }
    },
});
