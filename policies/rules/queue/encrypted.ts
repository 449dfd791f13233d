import { QUEUE } from "../../resources";
import { resourceRule } from "../../rule";
import { given } from "../../unknown";

export const encrypted = resourceRule({
    name: "queue-encrypted",
    description: "A queue must encrypt its messages.",
    severity: "medium",
    remediationSteps: "Set sqsManagedSseEnabled to true, or kmsMasterKeyId to a key of your own.",
    url: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html",
    resource: QUEUE,
    *check(queue) {
        // SQS encrypts new queues unless it is told not to.
        if (queue.sqsManagedSseEnabled === false && !given(queue, "kmsMasterKeyId")) {
            yield {
                problem: "Messages are not encrypted",
                property: "sqsManagedSseEnabled",
                found: queue.sqsManagedSseEnabled,
                write: "sqsManagedSseEnabled: true",
            };
        }
    },
});
