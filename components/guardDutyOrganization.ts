import * as guardduty from "@pulumi/aws/guardduty";
import * as pulumi from "@pulumi/pulumi";
import { GUARDDUTY_FEATURES, type GuardDutyFeature, RUNTIME_AGENTS } from "../aws/guardDuty";
import { homeRegionFirst, type OrganizationServiceArgs } from "../resources/organizationService";

/** What GuardDuty of an organization is made from. */
export interface GuardDutyOrganizationArgs extends OrganizationServiceArgs {
    /** What is analysed besides the foundational sources. */
    readonly features: readonly GuardDutyFeature[];
    /** ARN of the bucket that findings are exported to. */
    readonly bucketArn: pulumi.Input<string>;
}

/**
 * GuardDuty for every account of an organization, those that join later included, in every region: the administrator's
 * detector, the delegation to it, and the organization's configuration.
 *
 * The detector comes first, since naming an administrator makes one where there is none, and a region has one only. The
 * home region comes before all others: GuardDuty makes its service-linked role with the first call, and refuses calls
 * that come meanwhile. Within a region, features are set one after the other, because each is a change of the one
 * configuration.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_organizations.html
 */
export class GuardDutyOrganization extends pulumi.ComponentResource {
    /** The administrator's detectors, by region. */
    readonly detectorIds: pulumi.Output<Record<string, string>>;

    constructor(name: string, args: GuardDutyOrganizationArgs, options?: pulumi.ComponentResourceOptions) {
        super("security-logging:components:GuardDutyOrganization", name, {}, options);

        const detectorIds: Record<string, pulumi.Output<string>> = {};
        homeRegionFirst(args, (region, after) => {
            const { detector, ready } = this.setUp(`${name}-${region}`, region, args, after);
            detectorIds[region] = detector.id;
            return ready;
        });
        this.detectorIds = pulumi.output(detectorIds);
        this.registerOutputs({ detectorIds: this.detectorIds });
    }

    private setUp(
        name: string,
        region: string,
        args: GuardDutyOrganizationArgs,
        after: readonly pulumi.Resource[],
    ): { readonly detector: guardduty.Detector; readonly ready: pulumi.Resource } {
        const administered = { parent: this, provider: args.administratorProvider };
        const detector = new guardduty.Detector(
            `${name}-detector`,
            { region, enable: true, findingPublishingFrequency: "FIFTEEN_MINUTES" },
            { ...administered, dependsOn: [...after] },
        );
        const delegation = new guardduty.OrganizationAdminAccount(
            `${name}-administrator`,
            { region, adminAccountId: args.administrator },
            { parent: this, provider: args.managementProvider, dependsOn: detector },
        );
        const configuration = new guardduty.OrganizationConfiguration(
            `${name}-organization`,
            { region, detectorId: detector.id, autoEnableOrganizationMembers: "ALL" },
            { ...administered, dependsOn: delegation },
        );
        let last: pulumi.Resource = configuration;
        for (const feature of GUARDDUTY_FEATURES) {
            const enabled = args.features.includes(feature);
            // The organization's configuration is about its members: the administrator's own detector is set by itself.
            last = new guardduty.OrganizationConfigurationFeature(
                `${name}-members-${feature}`,
                {
                    region,
                    detectorId: detector.id,
                    name: feature,
                    autoEnable: enabled ? "ALL" : "NONE",
                    ...(feature === "RUNTIME_MONITORING" && {
                        additionalConfigurations: RUNTIME_AGENTS.map((agent) => ({
                            name: agent,
                            autoEnable: enabled ? "ALL" : "NONE",
                        })),
                    }),
                },
                { ...administered, dependsOn: last },
            );
            last = new guardduty.DetectorFeature(
                `${name}-administrator-${feature}`,
                {
                    region,
                    detectorId: detector.id,
                    name: feature,
                    status: enabled ? "ENABLED" : "DISABLED",
                    ...(feature === "RUNTIME_MONITORING" && {
                        additionalConfigurations: RUNTIME_AGENTS.map((agent) => ({
                            name: agent,
                            status: enabled ? "ENABLED" : "DISABLED",
                        })),
                    }),
                },
                { ...administered, dependsOn: last },
            );
        }
        new guardduty.PublishingDestination(
            `${name}-export`,
            {
                region,
                detectorId: detector.id,
                destinationArn: args.bucketArn,
                kmsKeyArn: args.keyArn,
            },
            { ...administered, dependsOn: last },
        );
        return { detector, ready: last };
    }
}
