/** The roles by which events get into the log group that the trail delivers to, and out of it. */
import { arn, logGroupArn, type Place } from "../aws/arn";
import { policyDocument, type PolicyDocument } from "../aws/policyDocument";

/**
 * Who may assume the role by which CloudTrail writes to the log group.
 *
 * It has no condition on the source: CloudTrail sends neither `aws:SourceArn` nor `aws:SourceAccount` when it assumes
 * this role, so that with a condition on them nothing is delivered. Nobody else's trail can use it, because naming it
 * in a trail takes `iam:PassRole` on it, which IAM gives to principals of its own account only.
 * @see https://github.com/prowler-cloud/prowler/issues/4714
 */
export function logDeliveryTrust(): PolicyDocument {
    return policyDocument({
        Sid: "CloudTrailAssumesRole",
        Effect: "Allow",
        Principal: { Service: "cloudtrail.amazonaws.com" },
        Action: "sts:AssumeRole",
    });
}

export interface LogDeliveryPermissionsArgs {
    /** Where the trail and the log group are. */
    readonly place: Place;
    readonly logGroupName: string;
    /** `o-` and 10 to 32 characters. */
    readonly organizationId: string;
}

/**
 * What CloudTrail may do by its role: write the log streams of the trail's own account and those of the organization's
 * members, nothing else.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html
 */
export function logDeliveryPermissions(args: LogDeliveryPermissionsArgs): PolicyDocument {
    const { place, logGroupName, organizationId } = args;
    const group = logGroupArn(place, logGroupName);
    return policyDocument({
        Sid: "WriteTheTrailsLogStreams",
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: [
            `${group}:log-stream:${place.account}_CloudTrail_${place.region}*`,
            `${group}:log-stream:${organizationId}_*`,
        ],
    });
}

/**
 * Who may assume the role by which a log group's events get into a stream: CloudWatch Logs, for log groups of this
 * account and region. What they may put, {@link putToStream} and {@link putToFirehose} say.
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/logs/SubscriptionFilters.html
 */
export function logSubscriptionTrust({ partition, region, account }: Place): PolicyDocument {
    return policyDocument({
        Sid: "CloudWatchLogsAssumesRole",
        Effect: "Allow",
        Principal: { Service: "logs.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
            StringEquals: { "aws:SourceAccount": account },
            ArnLike: { "aws:SourceArn": arn({ partition, service: "logs", region, account, resource: "*" }) },
        },
    });
}
