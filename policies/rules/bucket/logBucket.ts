import type { BucketArgs } from "@pulumi/aws/s3";
import { coversAction, readPolicyDocument, servicePrincipals } from "../../policyDocument";
import { BUCKET, BUCKET_POLICY, TRAIL } from "../../resources";
import type { Stack, StackResource } from "../../stack";

/**
 * Whether CloudTrail delivers log files to a bucket: a trail of the stack does, or the bucket's policy lets one do so
 * that another stack makes. It stays a log bucket if access logs are sent there too.
 */
export const isLogBucket = (bucket: StackResource<BucketArgs>, stack: Stack): boolean =>
    stack.referringTo(bucket, BUCKET, TRAIL, "s3BucketName").length > 0 ||
    stack
        .referringTo(bucket, BUCKET, BUCKET_POLICY, "bucket")
        .some(({ props }) => letsCloudTrailWrite(props.policy));

function letsCloudTrailWrite(policy: unknown): boolean {
    const document = readPolicyDocument(policy);
    // What is wrong with a malformed one is for the rules about policies to say.
    return (
        document.malformed === undefined &&
        document.statements.some(
            (statement) =>
                statement.effect === "Allow" &&
                servicePrincipals(statement).includes("cloudtrail.amazonaws.com") &&
                coversAction(statement, "s3:PutObject"),
        )
    );
}
