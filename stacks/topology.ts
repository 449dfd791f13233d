import { writeFileSync } from "node:fs";
import { getRegions as getRegionsOfAccount } from "@pulumi/aws/account/getRegions";
import { getRegions } from "@pulumi/aws/getRegions";
import { getOrganizationalUnitDescendantAccounts } from "@pulumi/aws/organizations/getOrganizationalUnitDescendantAccounts";
import { isActive } from "../aws/accountState";
import { log } from "@pulumi/pulumi";
import type { AccountId } from "../aws/arn";
import {
    type OrganizationSettings,
    type Settings,
    SettingsError,
    coreAccountsOf,
    hasOrganization,
    names,
} from "../settings";
import { assumedRoleName } from "../settings/access";
import type { Accounts } from "./accounts";
import { type AccountRegions, accountsIn } from "./forwarding";
import { allFound, checkAccess, ownOutputs, reasonOf, refuse, unreachable } from "./preconditions";

/** Where events are forwarded from, by what brings the forwarders there. */
export interface ForwardingTopology {
    /** By a provider for each account. */
    readonly byProviders: readonly AccountRegions[];
    /** Those of them that cannot be entered, which the engine leaves as they are. */
    readonly skipped: readonly AccountId[];
    /** By a StackSet, where there is one. */
    readonly byStackSet?: {
        readonly regions: readonly string[];
        /** The accounts that are in its units now. */
        readonly accounts: readonly AccountId[];
        /** Those of them that had a forwarder by a provider, which stays until the set is known to be current there. */
        readonly replacing: readonly AccountId[];
    };
}

/**
 * Which accounts this stack forwards events from, and from which of their regions: what the settings list, and what
 * they leave to be looked up (the accounts under an organizational unit, the regions an account has enabled). A StackSet has
 * the same regions in all accounts: those that the settings list, or that the account has enabled by which the set is made.
 * That is the management account, without whose regions no other account can have a stack there; or the security account, without
 * whose dead-letter queues no other account can have a forwarder there.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-opt-in-regions.html
 *
 * Forwarders that an earlier deployment made by providers stay, as they are, in accounts where the StackSet was not current when
 * the last deployment ended, as far as the stack's outputs tell: an operation on a set that fails, or may fail in some accounts,
 * is no reason to stop forwarding from them.
 *
 * Looked up before any resource is made, because how many resources there are depends on it.
 */
export async function forwardingTopology(
    settings: Settings,
    accounts: Accounts,
): Promise<ForwardingTopology> {
    const { listed, found } = await forwardingAccounts(settings, accounts);
    const ofSet =
        hasOrganization(settings) && settings.members.deployment === "stackSet"
            ? stackSetAccount(settings)
            : undefined;
    const byProviders = ofSet === undefined ? [...new Set([...listed, ...found])].sort() : listed;
    const replaced = ofSet === undefined ? [] : await notSuperseded(found, settings);
    const replacing = replaced.map(({ account }) => account);
    const skipped = await skippedOf([...byProviders, ...replacing], settings, accounts);
    const all = ofSet === undefined ? byProviders : [...new Set([...byProviders, ofSet])];
    const regions = await regionsOfAccounts(all, settings, accounts, skipped);
    const regionsOf = (account: AccountId): readonly string[] => regions.get(account) ?? [];
    return {
        byProviders: [
            ...byProviders.map((account) => ({ account, regions: regionsOf(account) })),
            ...replaced,
        ],
        skipped,
        ...(ofSet === undefined
            ? {}
            : { byStackSet: { regions: regionsOf(ofSet), accounts: found, replacing } }),
    };
}

/**
 * Of accounts in the units of a StackSet, those with a forwarder by a provider in which the set was not current in all regions
 * when the stack was deployed last, and where that forwarder forwards from.
 */
async function notSuperseded(
    accounts: readonly AccountId[],
    settings: Settings,
): Promise<readonly AccountRegions[]> {
    const { forwarding, supersededByStackSet = [] } = await outputsBefore();
    const { forwarderRule } = names(settings);
    const replaced = accountsIn(forwarding ?? [])
        .filter(
            ({ account, ruleName = forwarderRule }) =>
                ruleName === forwarderRule &&
                accounts.includes(account) &&
                !supersededByStackSet.includes(account),
        )
        .map(({ account, regions }) => ({ account, regions }));
    if (replaced.length > 0) {
        void log.warn(
            `The forwarders by providers stay in the accounts ${replaced.map(({ account }) => account).join(", ")} until the ` +
                "StackSet is current in all their regions. The next deployment deletes those where it is when this one ends. " +
                '"npx security-logging forwarders" shows where it is not, and why; with --retry it has CloudFormation try ' +
                'again, which "pulumi up --refresh" then sees.',
        );
    }
    return replaced;
}

/**
 * The regions of an account that the settings ask for.
 * @throws SettingsError if they cannot be looked up
 */
export async function regionsOfAccount(
    account: AccountId,
    settings: Settings,
    accounts: Accounts,
): Promise<readonly string[]> {
    return (await regionsOfAccounts([account], settings, accounts)).get(account) ?? [];
}

/**
 * The regions of each account that the settings ask for: those that they list, or those that the account has enabled, which
 * the management account is asked for where this stack has its credentials, and the account itself where not.
 * @param skipped accounts that cannot be entered: instead of them the outputs of the stack are asked, from when it was
 * deployed last. Of an account that those do not tell of either the stack has nothing
 * @throws SettingsError that names all accounts whose regions cannot be looked up
 */
async function regionsOfAccounts(
    all: readonly AccountId[],
    settings: Settings,
    accounts: Accounts,
    skipped: readonly AccountId[] = [],
): Promise<ReadonlyMap<AccountId, readonly string[]>> {
    const { regions } = settings;
    if (regions !== "enabled") {
        return new Map(all.map((account) => [account, regions]));
    }
    const known = hasOrganization(settings)
        ? await regionsByManagementAccount(all, settings, accounts)
        : new Map<AccountId, readonly string[]>();
    const before = skipped.some((account) => !known.has(account))
        ? accountsIn((await outputsBefore()).forwarding ?? [])
        : [];
    const regionsOf = async (account: AccountId): Promise<readonly string[]> =>
        known.get(account) ??
        (skipped.includes(account)
            ? (before.find((each) => each.account === account)?.regions ?? [])
            : await regionsByItself(account, accounts));
    const found = await allFound(
        all.map(async (account) => [account, await regionsOf(account)] as const),
        (reason, index) =>
            `regions is "enabled": those of the account ${all[index] ?? ""} cannot be looked up (${reason}). Allow ` +
            `${assumedRoleName(settings.access)} to call ec2:DescribeRegions there, or list the regions.`,
    );
    return new Map(found);
}

/** The service that tells the management account of members, where the organization trusts it. */
const ACCOUNT_API = "account.amazonaws.com";

/**
 * The regions that accounts have enabled, as far as the account API tells the management account. It takes trusted access, which
 * nothing else here does, and which is looked for first: the provider shows each refusal of this API as an error of its own.
 * @see https://docs.aws.amazon.com/accounts/latest/reference/API_ListRegions.html
 * @see https://docs.aws.amazon.com/accounts/latest/reference/using-orgs-trusted-access.html
 */
async function regionsByManagementAccount(
    all: readonly AccountId[],
    { access, organization: { managementAccount } }: OrganizationSettings,
    accounts: Accounts,
): Promise<ReadonlyMap<AccountId, readonly string[]>> {
    const known = new Map<AccountId, readonly string[]>();
    if (access.callerAccount !== managementAccount) {
        return known;
    }
    const options = { provider: accounts.provider(managementAccount) };
    try {
        const { awsServiceAccessPrincipals } = await accounts.organization(managementAccount);
        if (!awsServiceAccessPrincipals.includes(ACCOUNT_API)) {
            throw new Error("trusted access is off");
        }
        const asked = await Promise.allSettled(
            all.map(async (account) => {
                const { regions } = await getRegionsOfAccount(
                    {
                        // It may not name itself.
                        ...(account === managementAccount ? {} : { accountId: account }),
                        regionOptStatusContains: ["ENABLED", "ENABLED_BY_DEFAULT"],
                    },
                    options,
                );
                known.set(account, regions.map(({ regionName }) => regionName).sort());
            }),
        );
        for (const each of asked) {
            if (each.status === "rejected") {
                throw each.reason;
            }
        }
    } catch (error) {
        void log.info(
            `The management account is not told the regions of all accounts (${reasonOf(error)}): they are looked up inside ` +
                `each. With trusted access for ${ACCOUNT_API}, and account:ListRegions, none is entered for it.`,
        );
    }
    return known;
}

async function regionsByItself(account: AccountId, accounts: Accounts): Promise<readonly string[]> {
    const { names } = await getRegions({}, { provider: accounts.provider(account) });
    return [...names].sort();
}

/**
 * Which accounts are skipped, since the program does not get into them: those that gitops/pipeline.sh has the engine exclude.
 * Found are others that would have to be, the program ends and tells the script, before anything is deployed.
 *
 * @throws SettingsError that names all accounts it does not get into, unless they are skipped
 */
async function skippedOf(
    all: readonly AccountId[],
    settings: Settings,
    accounts: Accounts,
): Promise<readonly AccountId[]> {
    const { access, members } = settings;
    if (members.unreachable === "fail") {
        await checkAccess(settings, accounts, all);
        return [];
    }
    const kept = [...coreAccountsOf(settings), access.callerAccount];
    const skipped = all.filter(
        (account) => !kept.includes(account) && (access.skipping?.accounts.includes(account) ?? false),
    );
    const refused = await unreachable(
        accounts,
        all.filter((account) => !skipped.includes(account)),
    );
    refuse(settings, new Map([...refused].filter(([account]) => kept.includes(account))));
    if (refused.size > 0) {
        const [first = ""] = refused.values();
        const which = [...refused.keys()].sort();
        if (access.skipping !== undefined) {
            writeFileSync(access.skipping.reportFile, [...skipped, ...which].join("\n"));
        }
        throw new SettingsError([
            `members.unreachable is "skip": the accounts ${which.join(", ")} cannot be entered (${first}). ` +
                "gitops/pipeline.sh leaves them as they are and deploys the others, which Pulumi by itself does not.",
        ]);
    }
    if (skipped.length > 0) {
        void log.warn(`Skipped, since they cannot be entered: the accounts ${skipped.join(", ")}.`);
    }
    return skipped;
}

/** What the stack showed when it was deployed last, of what is asked for here. */
const outputsBefore = async (): Promise<{
    readonly forwarding?: unknown;
    readonly supersededByStackSet?: readonly AccountId[];
}> => ownOutputs();

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
