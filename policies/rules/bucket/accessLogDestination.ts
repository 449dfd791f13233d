import type { BucketArgs } from "@pulumi/aws/s3";
import { BUCKET, BUCKET_LOGGING } from "../../resources";
import type { Stack, StackResource } from "../../stack";

/** Whether the stack sends a bucket's server access logs to this one. S3 delivers them to no locked bucket. */
export const isAccessLogDestination = (bucket: StackResource<BucketArgs>, stack: Stack): boolean =>
    stack.referringTo(bucket, BUCKET, BUCKET_LOGGING, "targetBucket").length > 0;
