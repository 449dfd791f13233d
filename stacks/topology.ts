import { getRegions } from "@pulumi/aws/getRegions";
import { getOrganizationalUnitDescendantAccounts } from "@pulumi/aws/organizations/getOrganizationalUnitDescendantAccounts";
import { isActive } from "../aws/accountState";
import type { AccountId } from "../aws/arn";
import { type OrganizationSettings, type Settings, coreAccountsOf, hasOrganization } from "../settings";
import { assumedRoleName } from "../settings/access";
import type { Accounts } from "./accounts";
import { allFound, checkAccess } from "./preconditions";

/** One account and the regions whose events it forwards. */
export interface AccountRegions {
    readonly account: AccountId;
    readonly regions: readonly string[];
}

/** Where events are forwarded from, by what brings the forwarders there. */
export interface ForwardingTopology {
    /** By a provider for each account. */
    readonly byProviders: readonly AccountRegions[];
    /** By a StackSet, where there is one: its regions, and the accounts that are in its units now. */
    readonly byStackSet?: { readonly regions: readonly string[]; readonly accounts: readonly AccountId[] };
}

/**
 * Which accounts this stack forwards events from, and from which of their regions: what the settings list, and what
 * they leave to be looked up (the accounts under an organizational unit, the regions an account has enabled). A StackSet has
 * the same regions in all accounts: those that the settings list, or that the account has enabled by which the set is made.
 * That is the management account, without whose regions no other account can have a stack there; or the security account, without
 * whose dead-letter queues no other account can have a forwarder there.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-opt-in-regions.html
 *
 * Looked up before any resource is made, because how many resources there are depends on it.
 */
export async function forwardingTopology(
    settings: Settings,
    accounts: Accounts,
): Promise<ForwardingTopology> {
    const { listed, found } = await forwardingAccounts(settings, accounts);
    const setRegions =
        hasOrganization(settings) && settings.members.deployment === "stackSet"
            ? (await regionsOfAccounts([stackSetAccount(settings)], settings, accounts))[0]
            : undefined;
    const byProviders = setRegions === undefined ? [...new Set([...listed, ...found])].sort() : listed;
    await checkAccess(settings, accounts, byProviders);
    const regions = await regionsOfAccounts(byProviders, settings, accounts);
    return {
        byProviders: byProviders.map((account, index) => ({ account, regions: regions[index] ?? [] })),
        ...(setRegions === undefined ? {} : { byStackSet: { regions: setRegions, accounts: found } }),
    };
}

/**
 * The regions of each account that the settings ask for.
 * @throws SettingsError that names all accounts whose regions cannot be looked up
 */
export const regionsOfAccounts = (
    all: readonly AccountId[],
    settings: Settings,
    accounts: Accounts,
): Promise<readonly (readonly string[])[]> =>
    allFound(
        all.map((account) => regionsOf(account, settings, accounts)),
        (reason, index) =>
            `regions is "enabled": those of the account ${all[index] ?? ""} cannot be looked up (${reason}). Allow ` +
            `${assumedRoleName(settings.access)} to call ec2:DescribeRegions there, or list the regions.`,
    );

/** The account by which a StackSet of forwarders is made. */
const stackSetAccount = ({ organization }: OrganizationSettings): AccountId =>
    organization.delegateStackSets ? organization.securityAccount : organization.managementAccount;

/**
 * The account that is asked for the accounts of units. A members stack whose set is a delegated administrator's needs nothing of
 * the management account; a stack that makes everything asks before there is such an administrator.
 */
const askedForUnits = (settings: OrganizationSettings): AccountId =>
    settings.role === "members" && settings.members.deployment === "stackSet"
        ? stackSetAccount(settings)
        : settings.organization.managementAccount;

/** The accounts that the settings list, and those found in their units. */
async function forwardingAccounts(
    settings: Settings,
    accounts: Accounts,
): Promise<{ readonly listed: readonly AccountId[]; readonly found: readonly AccountId[] }> {
    const { members } = settings;
    const discovered = hasOrganization(settings) ? await accountsUnderUnits(settings, accounts) : [];
    // The core accounts may sit in a listed unit too; whether they forward is for `members.coreAccounts` to say.
    const core = coreAccountsOf(settings);
    const besides = (all: readonly AccountId[]): readonly AccountId[] =>
        [...new Set(all)].filter((account) => !core.includes(account)).sort();
    return {
        listed: [...besides(members.accounts), ...(members.coreAccounts ? core : [])].sort(),
        found: besides(discovered.flat()),
    };
}

/** The active accounts under each of the units. */
async function accountsUnderUnits(
    settings: OrganizationSettings,
    accounts: Accounts,
): Promise<readonly (readonly AccountId[])[]> {
    const { members, organization } = settings;
    const units = members.organizationalUnits;
    if (units.length === 0) {
        return [];
    }
    const asked = askedForUnits(settings);
    await checkAccess(settings, accounts, [asked]);
    return allFound(
        units.map((unit) => activeAccountsUnder(unit, asked, accounts)),
        (reason, index) =>
            `members.organizationalUnits[${index}] is "${units[index] ?? ""}": its accounts cannot be looked up in the ` +
            `organization of the account ${organization.managementAccount} (${reason}). ` +
            (asked === organization.managementAccount
                ? ""
                : `The account ${asked} asks, which has to be registered as administrator of StackSets: deploy the management ` +
                  "stack with organization.delegateStackSets first. ") +
            "Write the id of a unit of this " +
            'organization: "aws organizations list-organizational-units-for-parent" tells them.',
    );
}

async function activeAccountsUnder(
    unit: string,
    asked: AccountId,
    accounts: Accounts,
): Promise<readonly AccountId[]> {
    const found = await getOrganizationalUnitDescendantAccounts(
        { parentId: unit },
        { provider: accounts.provider(asked) },
    );
    return found.accounts.filter(isActive).map(({ id }) => id);
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
