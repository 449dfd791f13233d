import { BUCKET, BUCKET_ENCRYPTION } from "../../resources";
import { stackRule } from "../../rule";
import { given } from "../../unknown";
import { isAccessLogDestination } from "./accessLogDestination";
import { isLogBucket } from "./logBucket";

const KMS_ALGORITHMS = ["aws:kms", "aws:kms:dsse"];

export const encryption = stackRule({
    name: "bucket-encryption",
    description:
        "A log bucket must encrypt with a customer managed key; one that receives access logs must use S3's own keys.",
    severity: "high",
    remediationSteps:
        "Add a BucketServerSideEncryptionConfiguration with sseAlgorithm aws:kms and the ARN of your key. S3 delivers " +
        "access logs only to a bucket with AES256.",
    url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html",
    resource: BUCKET,
    *check(bucket, stack) {
        const [configuration] = stack.referringTo(bucket, BUCKET, BUCKET_ENCRYPTION, "bucket");
        const standard = configuration?.props.rules?.[0]?.applyServerSideEncryptionByDefault;
        const algorithm = standard?.sseAlgorithm;
        if (!isLogBucket(bucket, stack)) {
            if (
                isAccessLogDestination(bucket, stack) &&
                algorithm !== undefined &&
                algorithm !== null &&
                algorithm !== "AES256"
            ) {
                yield {
                    problem: "S3 cannot deliver access logs to a bucket under a KMS key",
                    property: "applyServerSideEncryptionByDefault.sseAlgorithm",
                    found: algorithm,
                    write: 'sseAlgorithm: "AES256"',
                };
            }
            return;
        }
        if (algorithm === undefined || algorithm === null || !KMS_ALGORITHMS.includes(algorithm)) {
            yield {
                problem: "Log files are not encrypted with a KMS key by default",
                property: "applyServerSideEncryptionByDefault.sseAlgorithm",
                found: algorithm,
                write: 'sseAlgorithm: "aws:kms"',
            };
        } else if (!standard || !given(standard, "kmsMasterKeyId")) {
            yield {
                problem: "Log files are encrypted with a key that AWS manages",
                property: "applyServerSideEncryptionByDefault.kmsMasterKeyId",
                found: undefined,
                write: "kmsMasterKeyId: <the ARN of a customer managed key>",
            };
        }
    },
});
