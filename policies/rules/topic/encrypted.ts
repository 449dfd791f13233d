import { TOPIC } from "../../resources";
import { resourceRule } from "../../rule";
import { given, known } from "../../unknown";

const KEY_OF_AWS = /(^|:)alias\/aws\//;

export const encrypted = resourceRule({
    name: "topic-encrypted",
    description: "A topic must encrypt its messages with a customer managed key.",
    severity: "medium",
    remediationSteps:
        "Set kmsMasterKeyId to a key of your own whose policy lets the publishing services use it: no service can use " +
        "the key that AWS manages for SNS.",
    url: "https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html",
    resource: TOPIC,
    *check(topic) {
        const key = known(topic, "kmsMasterKeyId");
        if (!given(topic, "kmsMasterKeyId")) {
            yield {
                problem: "Messages are not encrypted",
                property: "kmsMasterKeyId",
                found: key,
                write: "kmsMasterKeyId: <the ARN of a customer managed key>",
            };
        } else if (KEY_OF_AWS.test(key ?? "")) {
            yield {
                problem: "Messages are encrypted with a key that AWS manages",
                property: "kmsMasterKeyId",
                found: key,
                write: "kmsMasterKeyId: <the ARN of a customer managed key>",
            };
        }
    },
});
