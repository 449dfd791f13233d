/** What nobody may do to a bucket that keeps evidence. */
import type { Statement } from "../aws/policyDocument";

/**
 * Keeps everyone from deleting objects, their versions or the bucket, and from ending a retention in GOVERNANCE mode.
 * Versioning and Object Lock keep versions; this also keeps a delete marker from hiding them. Lifecycle rules still
 * expire objects: bucket policies do not apply to them. Changing the bucket's policy stays possible on purpose, or no
 * one could ever repair it: such a call is what the alerts are for.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeletingObjectVersions.html
 */
export function nobodyEmpties(everything: readonly string[]): Statement {
    return {
        Sid: "NobodyEmpties",
        Effect: "Deny",
        Principal: "*",
        Action: [
            "s3:BypassGovernanceRetention",
            "s3:DeleteBucket",
            "s3:DeleteObject",
            "s3:DeleteObjectVersion",
        ],
        Resource: everything,
    };
}
