/** What nobody may do to a bucket that keeps evidence, and what only services may. */
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

/**
 * Keeps everyone but AWS's services from writing objects, in whatever account and with whatever permissions: a version
 * that somebody forged would be the current one, in front of the locked one that CloudTrail delivered, and so what
 * readers and searches find. Replication writes by a role, so that it is denied too.
 *
 * AWS's page for the key takes CloudTrail's delivery to a bucket as its example. An anonymous request has no such key:
 * nothing allows it, and the account's and the bucket's public access block keep it so.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalisawsservice
 */
export function onlyServicesWrite(objects: string): Statement {
    return {
        Sid: "OnlyServicesWrite",
        Effect: "Deny",
        Principal: "*",
        Action: ["s3:PutObject", "s3:ReplicateDelete", "s3:ReplicateObject"],
        Resource: objects,
        Condition: { Bool: { "aws:PrincipalIsAWSService": "false" } },
    };
}
