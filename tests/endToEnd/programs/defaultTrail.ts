/** A trail as a component library makes it when it is given no arguments: a bucket, its policy, and the defaults. */
import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity";
import { Trail } from "@pulumi/aws/cloudtrail";
import { LogGroup } from "@pulumi/aws/cloudwatch";
import { Bucket, BucketPolicy } from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";

const bucket = new Bucket("logs", {});
const policy = new BucketPolicy("logs", {
    bucket: bucket.id,
    policy: pulumi.jsonStringify({
        Version: "2012-10-17",
        Statement: [
            {
                Sid: "AWSCloudTrailAclCheck",
                Effect: "Allow",
                Principal: { Service: "cloudtrail.amazonaws.com" },
                Action: "s3:GetBucketAcl",
                Resource: bucket.arn,
            },
            {
                Sid: "AWSCloudTrailWrite",
                Effect: "Allow",
                Principal: { Service: "cloudtrail.amazonaws.com" },
                Action: "s3:PutObject",
                Resource: pulumi.interpolate`${bucket.arn}/AWSLogs/${getCallerIdentityOutput().accountId}/*`,
                Condition: { StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" } },
            },
        ],
    }),
});
new LogGroup("trail", {});
new Trail("trail", { name: "trail", s3BucketName: bucket.id }, { dependsOn: [policy] });
