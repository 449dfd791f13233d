/** Statements about log groups of CloudWatch Logs. */
import { arn, logGroupArn } from "../../../aws/arn";
import { allow, find, writeInHomeRegion, type HomeAccount, type Permissions } from "./statements";

/** What would read or lose what is kept in them. */
export const READING_OF_LOG_GROUPS = [
    "logs:DeleteLog*",
    "logs:Disassociate*",
    "logs:FilterLogEvents",
    "logs:GetLog*",
    "logs:GetQuery*",
    "logs:Start*",
    "logs:Unmask",
];

/** Which services may write to log groups. */
export const logGroupPolicies = (args: HomeAccount): Permissions => ({
    read: [find("logs:DescribeResourcePolicies")],
    write: [writeInHomeRegion(args, "logs:DeleteResourcePolicy", "logs:PutResourcePolicy")],
});

/** A log group, as its tags are authorized. */
const logGroupNamed = (args: HomeAccount, name: string): string =>
    logGroupArn({ ...args, region: args.homeRegion }, name);

/**
 * A log group, as all but its tags is authorized.
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_LogGroup.html
 */
export const inLogGroupNamed = (args: HomeAccount, name: string): string => `${logGroupNamed(args, name)}:*`;

export const logStreamsOf = (args: HomeAccount, name: string): string =>
    `${logGroupNamed(args, name)}:log-stream:*`;

/** Streams in log groups, which are not deleted. Their ARNs are the group's with more at the end. */
export const logStreams = (args: HomeAccount, name: string): Permissions => ({
    read: [allow("ReadLogStreams", ["logs:DescribeLogStreams"], inLogGroupNamed(args, name))],
    write: [allow("WriteLogStreams", ["logs:CreateLogStream"], inLogGroupNamed(args, name))],
});

/** Log groups, which are not deleted either. */
export function logGroups(args: HomeAccount, name: string): Permissions {
    // Of names with a star at their end, the first form is the second too.
    const own = [logGroupNamed(args, name), ...(name.endsWith("*") ? [] : [inLogGroupNamed(args, name)])];
    return {
        read: [find("logs:DescribeLogGroups"), allow("ReadLogGroups", ["logs:ListTagsForResource"], own)],
        write: [
            allow(
                "WriteLogGroups",
                [
                    "logs:AssociateKmsKey",
                    "logs:CreateLogGroup",
                    "logs:PutRetentionPolicy",
                    "logs:TagResource",
                    "logs:UntagResource",
                ],
                own,
            ),
        ],
    };
}

/** The delivery of what a service logs; deliveries themselves have no names but ids. */
export function logDeliveries(args: HomeAccount, name: string): Permissions {
    const logs = (resource: string): string =>
        arn({ ...args, region: args.homeRegion, service: "logs", resource });
    // Its source, its destination and itself.
    const own = [`delivery-source:${name}`, `delivery-destination:${name}`, "delivery:*"].map(logs);
    return {
        read: [
            allow(
                "ReadLogDeliveries",
                [
                    "logs:GetDelivery",
                    "logs:GetDeliveryDestination",
                    "logs:GetDeliverySource",
                    "logs:ListTagsForResource",
                ],
                own,
            ),
        ],
        write: [
            allow(
                "WriteLogDeliveries",
                [
                    "logs:CreateDelivery",
                    "logs:DeleteDelivery",
                    "logs:DeleteDeliveryDestination",
                    "logs:DeleteDeliverySource",
                    "logs:PutDeliveryDestination",
                    "logs:PutDeliverySource",
                    "logs:TagResource",
                    "logs:UntagResource",
                ],
                own,
            ),
        ],
    };
}
