/** An example as tutorials have it: it cleans up after itself, logs and all. */
import { Trail } from "@pulumi/aws/cloudtrail";
import { Bucket, BucketPublicAccessBlock } from "@pulumi/aws/s3";
import { Key } from "@pulumi/aws/kms";

const key = new Key("logs", { deletionWindowInDays: 7 });
const bucket = new Bucket("logs", { forceDestroy: true });
new BucketPublicAccessBlock("logs", {
    bucket: bucket.id,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
});
new Trail("trail", {
    name: "trail",
    s3BucketName: bucket.id,
    kmsKeyId: key.arn,
    isMultiRegionTrail: true,
    enableLogFileValidation: true,
    eventSelectors: [
        {
            includeManagementEvents: true,
            readWriteType: "All",
            dataResources: [{ type: "AWS::S3::Object", values: ["arn:aws:s3"] }],
        },
    ],
});
