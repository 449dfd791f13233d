import type { Output } from "@pulumi/pulumi";
import { isActive } from "../aws/accountState";
import { hasMacie } from "../aws/macie";
import { FindingsBucket } from "../components/findingsBucket";
import { GuardDutyOrganization } from "../components/guardDutyOrganization";
import { MacieOrganization, type MacieMember } from "../components/macieOrganization";
import type { OrganizationServiceArgs } from "../resources/organizationService";
import { type OrganizationSettings, names } from "../settings";
import type { Accounts } from "./accounts";
import { regionsOfAccount } from "./topology";

/** What the management stack shows of threat detection. */
export interface ThreatDetectionOutputs {
    /** The bucket of the findings, in the security account. */
    readonly findingsBucket?: Output<string>;
}

/**
 * GuardDuty and Macie for the organization, as far as the settings ask for them.
 *
 * They are administered by the security account, but it is the management account that names it, between two steps in
 * the security account. So this belongs to the management stack, which goes into both.
 */
export async function threatDetection(
    settings: OrganizationSettings,
    accounts: Accounts,
): Promise<ThreatDetectionOutputs> {
    const { partition, organization, guardDuty, macie, homeRegion, findings, archive } = settings;
    if (!guardDuty.enabled && !macie.enabled) {
        return {};
    }
    const all = await regionsOfAccount(organization.securityAccount, settings, accounts);
    const regions = {
        ...(guardDuty.enabled && { guardduty: all }),
        ...(macie.enabled && { macie: all.filter(hasMacie) }),
    };
    const named = names(settings);
    const administratorProvider = accounts.provider(organization.securityAccount);
    const bucket = new FindingsBucket(
        "findings",
        {
            partition,
            account: organization.securityAccount,
            bucketName: named.findingsBucket,
            accessLogBucketName: named.findingsAccessLogBucket,
            keyAlias: named.findingsKeyAlias,
            regions,
            expireAfterDays: findings.expireAfterDays,
            accessLogDays: archive.accessLogDays,
        },
        { provider: administratorProvider },
    );
    const organizationWide: Omit<OrganizationServiceArgs, "regions"> = {
        administrator: organization.securityAccount,
        administratorProvider,
        managementProvider: accounts.provider(organization.managementAccount),
        homeRegion,
        keyArn: bucket.keyArn,
    };
    if (regions.guardduty !== undefined) {
        new GuardDutyOrganization("guardduty", {
            ...organizationWide,
            regions: regions.guardduty,
            features: guardDuty.features,
            bucketArn: bucket.bucketArn,
        });
    }
    if (regions.macie !== undefined) {
        new MacieOrganization("macie", {
            ...organizationWide,
            regions: regions.macie,
            managementAccount: organization.managementAccount,
            members: macie.existingAccounts ? await otherAccounts(settings, accounts) : [],
            bucketName: bucket.bucketName,
        });
    }
    return { findingsBucket: bucket.bucketName };
}

/** The active accounts of the organization besides the one that administers Macie. */
async function otherAccounts(
    { organization }: OrganizationSettings,
    accounts: Accounts,
): Promise<readonly MacieMember[]> {
    const { accounts: all } = await accounts.organization(organization.managementAccount);
    return all
        .filter((account) => account.id !== organization.securityAccount && isActive(account))
        .map(({ id, email }) => ({ account: id, email }))
        .sort((one, other) => one.account.localeCompare(other.account));
}
