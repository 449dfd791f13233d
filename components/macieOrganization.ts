import * as macie2 from "@pulumi/aws/macie2";
import * as pulumi from "@pulumi/pulumi";
import type { AccountId } from "../aws/arn";
import { homeRegionFirst, type OrganizationServiceArgs } from "../resources/organizationService";

/** An account of the organization, as Macie wants it named. */
export interface MacieMember {
    readonly account: AccountId;
    /** The e-mail address that the account has in the organization. */
    readonly email: string;
}

/** What Macie of an organization is made from. */
export interface MacieOrganizationArgs extends OrganizationServiceArgs {
    /** The account that owns the organization. */
    readonly managementAccount: AccountId;
    /** Accounts that are in the organization already: Macie enables by itself only those that join. */
    readonly members: readonly MacieMember[];
    /** Name of the bucket that discovery results are exported to. */
    readonly bucketName: pulumi.Input<string>;
}

/**
 * Macie for the accounts of an organization, those that join later included, in every region. It discovers nothing until
 * a job or automated discovery is switched on: that is billed by the gigabyte and left to those who know the buckets.
 *
 * The administrator enables it for members, but not for the management account, which has to enable it itself before it
 * becomes a member.
 *
 * @see https://docs.aws.amazon.com/macie/latest/user/accounts-mgmt-ao.html
 * @see https://docs.aws.amazon.com/macie/latest/user/accounts-mgmt-ao-integrate.html
 */
export class MacieOrganization extends pulumi.ComponentResource {
    constructor(name: string, args: MacieOrganizationArgs, options?: pulumi.ComponentResourceOptions) {
        super("security-logging:components:MacieOrganization", name, {}, options);
        homeRegionFirst(args, (region, after) => this.setUp(`${name}-${region}`, region, args, after));
        this.registerOutputs({});
    }

    private setUp(
        name: string,
        region: string,
        args: MacieOrganizationArgs,
        after: readonly pulumi.Resource[],
    ): pulumi.Resource {
        const administered = { parent: this, provider: args.administratorProvider };
        const session = new macie2.Account(
            `${name}-session`,
            { region, status: "ENABLED", findingPublishingFrequency: "FIFTEEN_MINUTES" },
            { ...administered, dependsOn: [...after] },
        );
        const delegation = new macie2.OrganizationAdminAccount(
            `${name}-administrator`,
            { region, adminAccountId: args.administrator },
            { parent: this, provider: args.managementProvider, dependsOn: session },
        );
        const configuration = new macie2.OrganizationConfiguration(
            `${name}-organization`,
            { region, autoEnable: true },
            { ...administered, dependsOn: delegation },
        );
        for (const { account, email } of args.members) {
            const enabled =
                account === args.managementAccount
                    ? [this.managementSession(name, region, args, delegation)]
                    : [];
            new macie2.Member(
                `${name}-member-${account}`,
                { region, accountId: account, email, status: "ENABLED" },
                { ...administered, dependsOn: [configuration, ...enabled] },
            );
        }
        new macie2.ClassificationExportConfiguration(
            `${name}-export`,
            {
                region,
                s3Destination: { bucketName: args.bucketName, keyPrefix: "macie", kmsKeyArn: args.keyArn },
            },
            { ...administered, dependsOn: configuration },
        );
        return configuration;
    }

    private managementSession(
        name: string,
        region: string,
        { managementProvider }: MacieOrganizationArgs,
        delegation: pulumi.Resource,
    ): macie2.Account {
        return new macie2.Account(
            `${name}-management-session`,
            { region, status: "ENABLED", findingPublishingFrequency: "FIFTEEN_MINUTES" },
            { parent: this, provider: managementProvider, dependsOn: delegation },
        );
    }
}
