/** Statements that keep requests on an encrypted connection, shared by every bucket, queue and topic of this project. */
import { bucketArn, type Partition } from "../aws/arn";
import { policyDocument, type PolicyDocument, type Statement } from "../aws/policyDocument";

/** What is denied of each service. A topic's policy may not name actions by a wildcard, and publishing is what carries data. */
const OVER_TLS_ONLY = { s3: "s3:*", sqs: "sqs:*", sns: "sns:Publish" } as const;

/**
 * Denies every request that arrives without TLS; of topics, every message.
 * @param service the service of the resource.
 * @param resources ARNs that the policy this statement goes into is attached to.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
 */
export function denyPlaintext(service: keyof typeof OVER_TLS_ONLY, resources: readonly string[]): Statement {
    return {
        Sid: "DenyPlaintext",
        Effect: "Deny",
        Principal: "*",
        Action: OVER_TLS_ONLY[service],
        Resource: resources,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
    };
}

/**
 * Denies requests to S3 over TLS 1.0 and 1.1. AWS endpoints refuse both since 2024; auditors ask for it in the policy.
 * A request over plain HTTP has no TLS version, so that this statement does not replace `denyPlaintext`.
 * @param resources ARNs of the bucket and of its objects.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html
 */
export function denyOldTls(resources: readonly string[]): Statement {
    return {
        Sid: "DenyOldTls",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: resources,
        Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } },
    };
}

/**
 * Policy of a bucket that only principals of its own account use, by their IAM policies, at most 20 KB: over TLS only.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
 */
export function tlsOnlyBucketPolicy(partition: Partition, bucketName: string): PolicyDocument {
    const bucket = bucketArn(partition, bucketName);
    const everything = [bucket, `${bucket}/*`];
    return policyDocument(denyPlaintext("s3", everything), denyOldTls(everything));
}
