import * as cloudtrail from "@pulumi/aws/cloudtrail";
import type * as pulumi from "@pulumi/pulumi";
import { type AdvancedEventSelector, type ReadOrWrite, managementEventSelector } from "../aws/eventSelectors";
import type { InsightType } from "../aws/insights";

/** What every trail is made from. */
export interface TrailArgs {
    readonly trailName: string;
    /** The archive's bucket, as {@link LogArchive.bucketName} gives it: once CloudTrail may deliver there. */
    readonly bucketName: pulumi.Input<string>;
    /** What the trail puts in front of AWSLogs in every key. @default nothing */
    readonly keyPrefix?: string;
    /** The archive's key, as {@link TrailKey.arn} gives it. */
    readonly keyArn: pulumi.Input<string>;
    /** True records every region, those enabled later included; false records the trail's own region alone. */
    readonly multiRegion: boolean;
    readonly managementEvents: ReadOrWrite;
    /** Further advanced event selectors, for data events and network activity events. */
    readonly furtherSelectors: readonly AdvancedEventSelector[];
    readonly insights: readonly InsightType[];
    /**
     * The topic that is told of every log file, in whatever account it is: by its ARN, or by its name where it is in
     * the trail's own account and region. It must let CloudTrail publish for this trail already.
     * @default nobody is told
     */
    readonly topic?: pulumi.Input<string>;
}

/** What an organization trail alone can have. */
type OrganizationOnly = Pick<
    cloudtrail.TrailArgs,
    "isOrganizationTrail" | "cloudWatchLogsGroupArn" | "cloudWatchLogsRoleArn"
>;

/**
 * A trail that records management events and proves its log files. It is protected, and kept when its stack goes.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/best-practices-security.html
 */
export function protectedTrail(
    name: string,
    args: TrailArgs & OrganizationOnly,
    options: pulumi.CustomResourceOptions,
): cloudtrail.Trail {
    const { cloudWatchLogsGroupArn, cloudWatchLogsRoleArn } = args;
    return new cloudtrail.Trail(
        `${name}-trail`,
        {
            name: args.trailName,
            s3BucketName: args.bucketName,
            ...(args.keyPrefix === undefined || args.keyPrefix === "" ? {} : { s3KeyPrefix: args.keyPrefix }),
            kmsKeyId: args.keyArn,
            isOrganizationTrail: args.isOrganizationTrail,
            isMultiRegionTrail: args.multiRegion,
            includeGlobalServiceEvents: true,
            enableLogging: true,
            enableLogFileValidation: true,
            advancedEventSelectors: [
                managementEventSelector(args.managementEvents),
                ...args.furtherSelectors,
            ],
            insightSelectors: args.insights.map((insightType) => ({ insightType })),
            ...(args.topic === undefined ? {} : { snsTopicName: args.topic }),
            ...(cloudWatchLogsGroupArn === undefined ? {} : { cloudWatchLogsGroupArn }),
            ...(cloudWatchLogsRoleArn === undefined ? {} : { cloudWatchLogsRoleArn }),
        },
        { ...options, protect: true, retainOnDelete: true },
    );
}
