import * as cloudtrail from "@pulumi/aws/cloudtrail";
import * as organizations from "@pulumi/aws/organizations";
import * as pulumi from "@pulumi/pulumi";
import type { AccountId } from "../aws/arn";
import { type TrailArgs, protectedTrail } from "../resources/protectedTrail";

/** What an {@link OrganizationTrail} is made from. */
export interface OrganizationTrailArgs extends TrailArgs {
    /**
     * Whether this component turns on CloudTrail's trusted access in AWS Organizations. False where the
     * organization's own program does, since two owners of it undo each other.
     */
    readonly manageTrustedAccess: boolean;
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
        const trail = protectedTrail(
            name,
            {
                ...args,
                isOrganizationTrail: true,
                ...(args.logGroup === undefined
                    ? {}
                    : {
                          cloudWatchLogsGroupArn: args.logGroup.arn,
                          cloudWatchLogsRoleArn: args.logGroup.roleArn,
                      }),
            },
            {
                parent: this,
                dependsOn: [...trustedAccess, ...registration],
                ...(args.administrator === undefined ? {} : { provider: args.administrator.provider }),
            },
        );

        this.arn = trail.arn;
        this.trailName = trail.name;
        this.registerOutputs({ arn: this.arn, trailName: this.trailName });
    }
}
