import * as cloudtrail from "@pulumi/aws/cloudtrail";
import * as organizations from "@pulumi/aws/organizations";
import type { input as inputs } from "@pulumi/aws/types";
import * as pulumi from "@pulumi/pulumi";
import type { DataEventSelector, SelectorOperator } from "../aws/dataEventSelectors";

/** The kinds of unusual activity that CloudTrail Insights looks for. */
export type InsightType = "ApiCallRateInsight" | "ApiErrorRateInsight";

/** Which management events a trail records. */
export type ManagementEvents = "all" | "write" | "read";

/** What an {@link OrganizationTrail} is made from. */
export interface OrganizationTrailArgs {
    readonly trailName: string;
    /** The archive's bucket, as {@link LogArchive.bucketName} gives it: once CloudTrail may deliver there. */
    readonly bucketName: pulumi.Input<string>;
    /** The archive's key, as {@link TrailKey.arn} gives it. */
    readonly keyArn: pulumi.Input<string>;
    /** True records every region, those enabled later included; false records the trail's own region alone. */
    readonly multiRegion: boolean;
    readonly managementEvents: ManagementEvents;
    /** Further advanced event selectors, for data events. */
    readonly dataEvents: readonly DataEventSelector[];
    readonly insights: readonly InsightType[];
    /**
     * Whether this component turns on CloudTrail's trusted access in AWS Organizations. False where the
     * organization's own program does, since two owners of it undo each other.
     */
    readonly manageTrustedAccess: boolean;
}

/**
 * The organization trail, in the management account: it records every account of the organization, those that
 * join later included, and no member can stop it.
 *
 * It is protected, and kept when its stack goes.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/creating-trail-organization.html
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
                    ...args.dataEvents.map(dataEventSelector),
                ],
                insightSelectors: args.insights.map((insightType) => ({ insightType })),
            },
            { parent: this, protect: true, retainOnDelete: true, dependsOn: trustedAccess },
        );

        this.arn = trail.arn;
        this.trailName = trail.name;
        this.registerOutputs({ arn: this.arn, trailName: this.trailName });
    }
}

/** How the provider writes the operators that CloudTrail names in the singular. */
const PROVIDERS_OPERATORS = {
    equals: "equals",
    notEquals: "notEquals",
    startsWith: "startsWiths",
    notStartsWith: "notStartsWiths",
    endsWith: "endsWiths",
    notEndsWith: "notEndsWiths",
} as const satisfies Record<
    SelectorOperator,
    keyof inputs.cloudtrail.TrailAdvancedEventSelectorFieldSelector
>;

/** A selector of data events as the provider writes it. */
function dataEventSelector({
    name,
    fieldSelectors,
}: DataEventSelector): inputs.cloudtrail.TrailAdvancedEventSelector {
    return {
        name,
        fieldSelectors: fieldSelectors.map(({ field, ...conditions }) => ({
            field,
            ...Object.fromEntries(
                Object.entries(conditions).map(([operator, values]) => [
                    PROVIDERS_OPERATORS[operator as SelectorOperator],
                    values,
                ]),
            ),
        })),
    };
}

/** The advanced event selector of management events; one that names no `readOnly` takes reads and writes. */
export function managementEventSelector(
    events: ManagementEvents,
): inputs.cloudtrail.TrailAdvancedEventSelector {
    const category = { field: "eventCategory", equals: ["Management"] };
    switch (events) {
        case "all":
            return { name: "Management events", fieldSelectors: [category] };
        case "write":
            return {
                name: "Write management events",
                fieldSelectors: [category, { field: "readOnly", equals: ["false"] }],
            };
        case "read":
            return {
                name: "Read management events",
                fieldSelectors: [category, { field: "readOnly", equals: ["true"] }],
            };
    }
}
