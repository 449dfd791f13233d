/** A log archive as a landing zone makes it, whose accounts prepare the bucket themselves: any of them may do so. */
import {
    Bucket,
    BucketPolicy,
    BucketPublicAccessBlock,
    BucketServerSideEncryptionConfiguration,
    BucketVersioning,
} from "@pulumi/aws/s3";

const NAME = "landing-zone-logs";
const ARN = `arn:aws:s3:::${NAME}`;

const bucket = new Bucket("logs", { bucket: NAME });
new BucketVersioning("logs", { bucket: bucket.id, versioningConfiguration: { status: "Enabled" } });
new BucketServerSideEncryptionConfiguration("logs", {
    bucket: bucket.id,
    rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
});
new BucketPublicAccessBlock("logs", {
    bucket: bucket.id,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
});
new BucketPolicy("logs", {
    bucket: bucket.id,
    policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
            {
                Sid: "DenyPlaintext",
                Effect: "Deny",
                Principal: "*",
                Action: "s3:*",
                Resource: [ARN, `${ARN}/*`],
                Condition: { Bool: { "aws:SecureTransport": "false" } },
            },
            {
                Sid: "ServicesWrite",
                Effect: "Allow",
                Principal: { Service: ["cloudtrail.amazonaws.com", "config.amazonaws.com"] },
                Action: ["s3:GetBucketAcl", "s3:PutObject"],
                Resource: [ARN, `${ARN}/*`],
            },
            {
                Sid: "OrganizationPrepares",
                Effect: "Allow",
                Principal: "*",
                Action: ["s3:GetBucketLocation", "s3:PutBucketVersioning"],
                Resource: ARN,
                Condition: { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } },
            },
        ],
    }),
});
