/** Who may do what with the results of queries: their bucket, and the key that they are encrypted with. */
import { bucketArn, type AccountId, type Partition } from "../aws/arn";
import { policyDocument, type PolicyDocument } from "../aws/policyDocument";
import { accountAdministersKey } from "./keyAdministration";
import { denyOldTls, denyPlaintext } from "./transport";

/**
 * Policy of the bucket of results, at most 20 KB. It lets nobody in: who may search is granted by IAM policies of the
 * bucket's own account.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
 */
export function queryResultsBucketPolicy(partition: Partition, bucketName: string): PolicyDocument {
    const bucket = bucketArn(partition, bucketName);
    const everything = [bucket, `${bucket}/*`];
    return policyDocument(denyPlaintext("s3", everything), denyOldTls(everything));
}

/**
 * Policy of the key of results, at most 32 KB. It leaves to IAM policies of the key's own account who may use the key:
 * Athena encrypts with its caller's permissions, and no service needs any.
 * @see https://docs.aws.amazon.com/athena/latest/ug/encrypting-query-results-stored-in-s3.html
 */
export const queryResultsKeyPolicy = (partition: Partition, account: AccountId): PolicyDocument =>
    policyDocument(accountAdministersKey(partition, account));
