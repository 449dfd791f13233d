import { getRegions } from "@pulumi/aws/getRegions";
import { getOrganizationalUnitDescendantAccounts } from "@pulumi/aws/organizations/getOrganizationalUnitDescendantAccounts";
import type { output as outputs } from "@pulumi/aws/types";
import type { AccountId } from "../aws/arn";
import { type OrganizationSettings, type Settings, coreAccountsOf, hasOrganization } from "../settings";
import type { Accounts } from "./accounts";

/** One account and the regions whose events it forwards. */
export interface AccountRegions {
    readonly account: AccountId;
    readonly regions: readonly string[];
}

/**
 * Which accounts this stack forwards events from, and from which of their regions: what the settings list, and what
 * they leave to be looked up (the accounts under an organizational unit, the regions an account has enabled).
 *
 * Looked up before any resource is made, because how many resources there are depends on it.
 */
export async function forwardingTopology(
    settings: Settings,
    accounts: Accounts,
): Promise<readonly AccountRegions[]> {
    const forwarding = await forwardingAccounts(settings, accounts);
    return Promise.all(
        forwarding.map(async (account) => ({
            account,
            regions: await regionsOf(account, settings, accounts),
        })),
    );
}

async function forwardingAccounts(settings: Settings, accounts: Accounts): Promise<readonly AccountId[]> {
    const { members } = settings;
    const discovered = hasOrganization(settings)
        ? await Promise.all(
              members.organizationalUnits.map((unit) => activeAccountsUnder(unit, settings, accounts)),
          )
        : [];
    const all = new Set([...members.accounts, ...discovered.flat()]);
    // The core accounts may sit in a listed unit too; whether they forward is for `members.coreAccounts` to say.
    for (const account of coreAccountsOf(settings)) {
        if (members.coreAccounts) {
            all.add(account);
        } else {
            all.delete(account);
        }
    }
    return [...all].sort();
}

async function activeAccountsUnder(
    unit: string,
    { organization }: OrganizationSettings,
    accounts: Accounts,
): Promise<readonly AccountId[]> {
    const found = await getOrganizationalUnitDescendantAccounts(
        { parentId: unit },
        { provider: accounts.provider(organization.managementAccount) },
    );
    return found.accounts.filter(isActive).map(({ id }) => id);
}

/** Organizations now calls `state` what it called `status`; which of the two is filled in varies. */
export function isActive(
    account: Pick<outputs.organizations.GetOrganizationalUnitDescendantAccountsAccount, "state" | "status">,
): boolean {
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    return account.state === "ACTIVE" || account.status === "ACTIVE";
}

/** The regions of an account that the settings ask for: those that they list, or those that it has enabled. */
export async function regionsOf(
    account: AccountId,
    settings: Settings,
    accounts: Accounts,
): Promise<readonly string[]> {
    if (settings.regions !== "enabled") {
        return settings.regions;
    }
    const { names } = await getRegions({}, { provider: accounts.provider(account) });
    return [...names].sort();
}
