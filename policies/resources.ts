/** The resources that the rules look at. */
import type * as cloudtrail from "@pulumi/aws/cloudtrail";
import type * as cloudwatch from "@pulumi/aws/cloudwatch";
import type * as athena from "@pulumi/aws/athena";
import type * as guardduty from "@pulumi/aws/guardduty";
import type * as kinesis from "@pulumi/aws/kinesis";
import type * as kms from "@pulumi/aws/kms";
import type * as macie2 from "@pulumi/aws/macie2";
import type * as s3 from "@pulumi/aws/s3";
import type * as sns from "@pulumi/aws/sns";
import type * as sqs from "@pulumi/aws/sqs";
import { resourceType } from "./resourceType";

/** The stack itself. There is always one, so that rules about a whole stack are rules about this. */
export const STACK = resourceType<object>("pulumi:pulumi:Stack");

export const TRAIL = resourceType<cloudtrail.TrailArgs>("aws:cloudtrail/trail:Trail", ["arn", "id", "name"]);

// The provider has moved the S3 resources twice; programs that have not followed are checked as well.
export const BUCKET = resourceType<s3.BucketArgs>(
    ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"],
    ["bucket", "id", "arn"],
);
export const BUCKET_POLICY = resourceType<s3.BucketPolicyArgs>("aws:s3/bucketPolicy:BucketPolicy");
export const BUCKET_PUBLIC_ACCESS_BLOCK = resourceType<s3.BucketPublicAccessBlockArgs>(
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
);
export const BUCKET_VERSIONING = resourceType<s3.BucketVersioningArgs>([
    "aws:s3/bucketVersioning:BucketVersioning",
    "aws:s3/bucketVersioningV2:BucketVersioningV2",
]);
export const BUCKET_ENCRYPTION = resourceType<s3.BucketServerSideEncryptionConfigurationArgs>([
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
]);
export const BUCKET_OBJECT_LOCK = resourceType<s3.BucketObjectLockConfigurationArgs>([
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
    "aws:s3/bucketObjectLockConfigurationV2:BucketObjectLockConfigurationV2",
]);
export const BUCKET_LIFECYCLE = resourceType<s3.BucketLifecycleConfigurationArgs>([
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
]);
export const BUCKET_LOGGING = resourceType<s3.BucketLoggingArgs>([
    "aws:s3/bucketLogging:BucketLogging",
    "aws:s3/bucketLoggingV2:BucketLoggingV2",
]);
export const BUCKET_OWNERSHIP = resourceType<s3.BucketOwnershipControlsArgs>(
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
);

export const KEY = resourceType<kms.KeyArgs>("aws:kms/key:Key", ["arn", "id", "keyId"]);
const KEY_POLICY = resourceType<kms.KeyPolicyArgs>("aws:kms/keyPolicy:KeyPolicy");
/** What has a key's policy: the key, or a resource of its own. */
export const WITH_KEY_POLICY = resourceType<Pick<kms.KeyArgs, "policy">>([
    ...KEY.tokens,
    ...KEY_POLICY.tokens,
]);

export const EVENT_BUS = resourceType<cloudwatch.EventBusArgs>("aws:cloudwatch/eventBus:EventBus", [
    "arn",
    "id",
    "name",
]);
export const EVENT_BUS_POLICY = resourceType<cloudwatch.EventBusPolicyArgs>(
    "aws:cloudwatch/eventBusPolicy:EventBusPolicy",
);
export const EVENT_RULE = resourceType<cloudwatch.EventRuleArgs>("aws:cloudwatch/eventRule:EventRule", [
    "arn",
    "id",
]);
export const EVENT_TARGET = resourceType<cloudwatch.EventTargetArgs>(
    "aws:cloudwatch/eventTarget:EventTarget",
);

export const TOPIC = resourceType<sns.TopicArgs>("aws:sns/topic:Topic", ["arn", "id"]);
const TOPIC_POLICY = resourceType<sns.TopicPolicyArgs>("aws:sns/topicPolicy:TopicPolicy");
/** What has a topic's policy: the topic, or a resource of its own. */
export const WITH_TOPIC_POLICY = resourceType<Pick<sns.TopicPolicyArgs, "policy">>([
    ...TOPIC_POLICY.tokens,
    ...TOPIC.tokens,
]);
export const QUEUE = resourceType<sqs.QueueArgs>("aws:sqs/queue:Queue", ["arn", "id", "url"]);
const QUEUE_POLICY = resourceType<sqs.QueuePolicyArgs>("aws:sqs/queuePolicy:QueuePolicy");
/** What has a queue's policy: the queue, or a resource of its own. */
export const WITH_QUEUE_POLICY = resourceType<Pick<sqs.QueueArgs, "policy">>([
    ...QUEUE.tokens,
    ...QUEUE_POLICY.tokens,
]);

export const LOG_GROUP = resourceType<cloudwatch.LogGroupArgs>("aws:cloudwatch/logGroup:LogGroup", [
    "arn",
    "id",
    "name",
]);
export const STREAM = resourceType<kinesis.StreamArgs>("aws:kinesis/stream:Stream");
export const DELIVERY_STREAM = resourceType<kinesis.FirehoseDeliveryStreamArgs>(
    "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",
);
export const ALARM = resourceType<cloudwatch.MetricAlarmArgs>("aws:cloudwatch/metricAlarm:MetricAlarm");
export const WORKGROUP = resourceType<athena.WorkgroupArgs>("aws:athena/workgroup:Workgroup");
export const DETECTOR = resourceType<guardduty.DetectorArgs>("aws:guardduty/detector:Detector");
export const GUARDDUTY_ORGANIZATION = resourceType<guardduty.OrganizationConfigurationArgs>(
    "aws:guardduty/organizationConfiguration:OrganizationConfiguration",
);
export const MACIE_ACCOUNT = resourceType<macie2.AccountArgs>("aws:macie2/account:Account");
export const MACIE_ORGANIZATION = resourceType<macie2.OrganizationConfigurationArgs>(
    "aws:macie2/organizationConfiguration:OrganizationConfiguration",
);
