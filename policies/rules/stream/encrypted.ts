import { STREAM } from "../../resources";
import { resourceRule } from "../../rule";
import { given, known } from "../../unknown";

/** The key that AWS manages for Kinesis, by the names that a stream can be given for it. */
const AWS_MANAGED = /(^|:)alias\/aws\/kinesis$/;

export const encrypted = resourceRule({
    name: "stream-encrypted",
    description: "A Kinesis stream must be encrypted with a customer managed key.",
    severity: "medium",
    remediationSteps:
        'Set encryptionType to "KMS" and kmsKeyId to the ARN of a key of your own, which its writers and readers may use.',
    url: "https://docs.aws.amazon.com/streams/latest/dev/server-side-encryption.html",
    resource: STREAM,
    *check(stream) {
        if (stream.encryptionType !== "KMS") {
            yield {
                problem: "Records are not encrypted",
                property: "encryptionType",
                found: stream.encryptionType,
                write: 'encryptionType: "KMS"',
            };
        } else if (!given(stream, "kmsKeyId") || AWS_MANAGED.test(known(stream, "kmsKeyId") ?? "")) {
            yield {
                problem: "Records are encrypted with a key that AWS manages",
                property: "kmsKeyId",
                found: stream.kmsKeyId,
                write: "kmsKeyId: <the ARN of a customer managed key>",
            };
        }
    },
});
