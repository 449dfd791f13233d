/**
 * Amazon Resource Names, built from the partition so that the same program runs in the commercial,
 * the GovCloud and the China partitions.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */

/** The group of regions an account lives in. ARNs of one partition mean nothing in another. */
export type Partition = "aws" | "aws-us-gov" | "aws-cn";

/** A 12-digit AWS account id. */
export type AccountId = string;

/** What names a resource: everything between `arn:` and the end. Left out is left empty, as in S3's and IAM's ARNs. */
export interface ArnParts {
    readonly partition: Partition;
    readonly service: string;
    readonly region?: string;
    readonly account?: AccountId;
    readonly resource: string;
}

/** Joins the parts into an ARN. */
export function arn({ partition, service, region = "", account = "", resource }: ArnParts): string {
    return ["arn", partition, service, region, account, resource].join(":");
}

/** Where a regional resource lives. */
export interface Place {
    readonly partition: Partition;
    readonly region: string;
    readonly account: AccountId;
}

export const bucketArn = (partition: Partition, bucket: string): string =>
    arn({ partition, service: "s3", resource: bucket });

export const roleArn = (partition: Partition, account: AccountId, role: string): string =>
    arn({ partition, service: "iam", account, resource: `role/${role}` });

/** A customer managed policy, as against one of AWS's own. */
export const policyArn = (partition: Partition, account: AccountId, policy: string): string =>
    arn({ partition, service: "iam", account, resource: `policy/${policy}` });

export const accountRootArn = (partition: Partition, account: AccountId): string =>
    arn({ partition, service: "iam", account, resource: "root" });

export const trailArn = (place: Place, name: string): string =>
    arn({ ...place, service: "cloudtrail", resource: `trail/${name}` });

export const busArn = (place: Place, name: string): string =>
    arn({ ...place, service: "events", resource: `event-bus/${name}` });

/** A rule on the default bus has no bus in its ARN; a rule on any other bus has. */
export const ruleArn = (place: Place, name: string, bus = "default"): string =>
    arn({
        ...place,
        service: "events",
        resource: bus === "default" ? `rule/${name}` : `rule/${bus}/${name}`,
    });

export const eventArchiveArn = (place: Place, name: string): string =>
    arn({ ...place, service: "events", resource: `archive/${name}` });

export const topicArn = (place: Place, name: string): string =>
    arn({ ...place, service: "sns", resource: name });

export const queueArn = (place: Place, name: string): string =>
    arn({ ...place, service: "sqs", resource: name });

export const streamArn = (place: Place, name: string): string =>
    arn({ ...place, service: "kinesis", resource: `stream/${name}` });

export const deliveryStreamArn = (place: Place, name: string): string =>
    arn({ ...place, service: "firehose", resource: `deliverystream/${name}` });

export const logGroupArn = (place: Place, name: string): string =>
    arn({ ...place, service: "logs", resource: `log-group:${name}` });

/** Dashboards are of an account, and of no region. */
export const dashboardArn = (partition: Partition, account: AccountId, name: string): string =>
    arn({ partition, service: "cloudwatch", account, resource: `dashboard/${name}` });

export const alarmArn = (place: Place, name: string): string =>
    arn({ ...place, service: "cloudwatch", resource: `alarm:${name}` });
