import * as cloudtrail from "@pulumi/aws/cloudtrail";
import * as organizations from "@pulumi/aws/organizations";
import * as pulumi from "@pulumi/pulumi";
import type { AccountId } from "../aws/arn";
import { type AdvancedEventSelector, type ReadOrWrite, ofCategory, ofKind } from "../aws/eventSelectors";

/** The kinds of unusual activity that CloudTrail Insights looks for. */
export type InsightType = "ApiCallRateInsight" | "ApiErrorRateInsight";

/** What an {@link OrganizationTrail} is made from. */
export interface OrganizationTrailArgs {
    readonly trailName: string;
    /** The archive's bucket, as {@link LogArchive.bucketName} gives it: once CloudTrail may deliver there. */
    readonly bucketName: pulumi.Input<string>;
    /** The archive's key, as {@link TrailKey.arn} gives it. */
    readonly keyArn: pulumi.Input<string>;
    /** True records every region, those enabled later included; false records the trail's own region alone. */
    readonly multiRegion: boolean;
    readonly managementEvents: ReadOrWrite;
    /** Further advanced event selectors, for data events and network activity events. */
    readonly furtherSelectors: readonly AdvancedEventSelector[];
    readonly insights: readonly InsightType[];
    /**
     * Whether this component turns on CloudTrail's trusted access in AWS Organizations. False where the
     * organization's own program does, since two owners of it undo each other.
     */
    readonly manageTrustedAccess: boolean;
    /**
     * The topic that is told of every log file, in whatever account it is: by its ARN, or by its name where it is in
     * the trail's own account and region. It must let CloudTrail publish for this trail already.
     * @default nobody is told
     */
    readonly topic?: pulumi.Input<string>;
    /**
     * The log group, as {@link TrailLogGroup} gives it, that gets every event besides the archive.
     * @default the archive alone gets them
     */
    readonly logGroup?: { readonly arn: pulumi.Input<string>; readonly roleArn: pulumi.Input<string> };
    /**
     * The member account that administers the trail as CloudTrail's delegated administrator, and its provider, which
     * then makes and changes the trail. It takes no `logGroup`: that would have to be in the administrator's account.
     * @default the component's own provider does, the management account's
     */
    readonly administrator?: { readonly account: AccountId; readonly provider: pulumi.ProviderResource };
}

/**
 * The organization trail, in the management account: it records every account of the organization, those that
 * join later included, and no member can stop it.
 *
 * It is protected, and kept when its stack goes.
 *
 * A delegated administrator is registered by CloudTrail's own API, which makes the service-linked roles that the one of
 * Organizations does not. That registration is not protected: leaving the administrator out takes it back, after the
 * trail has gone back to the management account. The trail is the same throughout, and its ARN the management account's:
 * a resource that goes to another provider is replaced only if that provider is in another region.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/creating-trail-organization.html
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-delegated-administrator.html
 */
export class OrganizationTrail extends pulumi.ComponentResource {
    readonly arn: pulumi.Output<string>;
    readonly trailName: pulumi.Output<string>;

    constructor(name: string, args: OrganizationTrailArgs, options?: pulumi.ComponentResourceOptions) {
        super("security-logging:components:OrganizationTrail", name, {}, options);

        const trustedAccess = args.manageTrustedAccess
            ? [
                  new organizations.AwsServiceAccess(
                      `${name}-trusted-access`,
                      { servicePrincipal: "cloudtrail.amazonaws.com" },
                      { parent: this, protect: true, retainOnDelete: true },
                  ),
              ]
            : [];
        const registration =
            args.administrator === undefined
                ? []
                : [
                      new cloudtrail.OrganizationDelegatedAdminAccount(
                          `${name}-administrator`,
                          { accountId: args.administrator.account },
                          { parent: this, dependsOn: trustedAccess },
                      ),
                  ];
        const trail = new cloudtrail.Trail(
            `${name}-trail`,
            {
                name: args.trailName,
                s3BucketName: args.bucketName,
                kmsKeyId: args.keyArn,
                isOrganizationTrail: true,
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
                ...(args.logGroup === undefined
                    ? {}
                    : {
                          cloudWatchLogsGroupArn: args.logGroup.arn,
                          cloudWatchLogsRoleArn: args.logGroup.roleArn,
                      }),
            },
            {
                parent: this,
                protect: true,
                retainOnDelete: true,
                dependsOn: [...trustedAccess, ...registration],
                ...(args.administrator === undefined ? {} : { provider: args.administrator.provider }),
            },
        );

        this.arn = trail.arn;
        this.trailName = trail.name;
        this.registerOutputs({ arn: this.arn, trailName: this.trailName });
    }
}

/** The advanced event selector of management events; one that names no `readOnly` takes reads and writes. */
export function managementEventSelector(events: ReadOrWrite): AdvancedEventSelector {
    return {
        name: {
            all: "Management events",
            write: "Write management events",
            read: "Read management events",
        }[events],
        fieldSelectors: [ofCategory("Management"), ...ofKind(events)],
    };
}
