/** Looks at the forwarders of all accounts: by their rules, or by the instances of StackSets. */
import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { type AccountId, roleArn } from "../../aws/arn";
import { ruleState } from "../../aws/ruleState";
import { writeEventPattern } from "../../events/patterns";
import { coreAccountsOf, hasOrganization, names, type Settings } from "../../settings";
import { forwardedEvents } from "../../stacks/forwardedEvents";
import type { ForwardedAccount } from "../../stacks/members";
import type { ClientOptions } from "../clients";
import { forwarderSetOf, instancesOf, type SetInstance } from "../forwarderSet";
import type { Narrowing } from "../narrowing";
import { progressTeller } from "../tell";
import { ifTold, type Told, told } from "../told";
import { UsageError } from "../usageError";
import { unknown } from "./check";
import { coverageOf, instanceFound, type StackCoverage } from "./coverage";
import type { Coverage, Covering } from "./model";
import { lookAtOrganization, type OrganizationAccount } from "./organization";
import { type ExpectedRule, lookAtRules, RuleAsker, type RuleFound } from "./rules";
import type { StackInState } from "./state";

/** What is looked at, and how. */
export interface CoverageOptions extends Narrowing {
    /** Whether the accounts of StackSets are entered, or their instances believed. */
    readonly entersSets: boolean;
    /** Whether these are all stacks of the project that cover accounts. */
    readonly allStacks: boolean;
}

/** What was found, and whether the organization told its accounts. */
export interface CoverageLook {
    readonly coverage: Coverage;
    readonly accounts: Told<readonly OrganizationAccount[]>;
}

/**
 * Looks at every account and region that stacks forward from.
 * @param stacks of role members or organization
 * @throws UsageError if an account or a region is named that is none of theirs
 */
export async function lookAtCoverage(
    stacks: readonly StackInState[],
    settings: Settings,
    clients: ClientOptions,
    options: CoverageOptions,
): Promise<CoverageLook> {
    const [accounts, sets] = await Promise.all([
        accountsOf(settings, clients),
        Promise.all(stacks.map((stack) => instancesOfSet(stack, clients))),
    ]);
    const coverages = stacks.map((stack) => stackCoverage(stack, ifTold(accounts)));
    checkNarrowing(options, coverages, ifTold(accounts) ?? []);
    const narrowed = coverages.map((coverage) => narrowedTo(options, coverage));
    const found = new Map<string, FoundIn>();
    const asker = new RuleAsker(clients);
    try {
        for (const [index, stack] of stacks.entries()) {
            const covers = narrowed[index]?.covers ?? [];
            const rules = await rulesOf(stack, covers, accounts, options, asker);
            const set = setFound(sets[index], ifTold(accounts) ?? []);
            found.set(stack.name, (account, region) => rules(account, region) ?? set(account, region));
        }
    } finally {
        asker.close();
    }
    const all = options.allStacks && options.account === undefined && options.region === undefined;
    const coverage = coverageOf({
        accounts: narrowedAccounts(accounts, options.account),
        core: coreAccountsOf(settings),
        stacks: narrowed,
        all,
        found: (stack, account, region) =>
            found.get(stack)?.(account, region) ?? { state: "unknown", cause: "it was not looked at" },
    });
    return { coverage, accounts };
}

/** What was found in an account and region; undefined if nothing was looked at there. */
type FoundIn = (account: AccountId, region: string) => RuleFound | undefined;

/** Looks at the rules in those accounts that are entered. */
async function rulesOf(
    { name, settings }: StackInState,
    covers: StackCoverage["covers"],
    accounts: Told<readonly OrganizationAccount[]>,
    { entersSets }: CoverageOptions,
    asker: RuleAsker,
): Promise<FoundIn> {
    const inactive = new Set((ifTold(accounts) ?? []).filter(({ active }) => !active).map(({ id }) => id));
    const rules = covers
        .filter(({ account, way }) => (way === "providers" || entersSets) && !inactive.has(account))
        .flatMap(({ account, regions, way }) =>
            regions.map((region) => expectedRule(settings, account, region, way)),
        );
    const tell = progressTeller();
    const found = await lookAtRules(rules, asker.ask, (done) => {
        tell(`${name}: looked at ${done} of ${rules.length} accounts and regions`);
    });
    return (account, region) => found.get({ account, region });
}

/** The rule that is to forward from an account and region, as the stack would make it. */
function expectedRule(
    settings: Settings,
    account: AccountId,
    region: string,
    way: Covering["way"],
): ExpectedRule {
    const named = names(settings);
    const { partition, bus } = settings;
    const byProvider = way === "providers";
    const events = byProvider ? forwardedEvents(settings, account) : { readOnlyEvents: bus.readOnlyEvents };
    return {
        account,
        region,
        ruleName: byProvider ? named.forwarderRule : named.forwarderSetRule,
        roleArn: roleArn(
            partition,
            account,
            byProvider ? named.forwarderRole : `${named.forwarderSetRolePrefix}${region}`,
        ),
        busArn: named.busArn,
        pattern: JSON.stringify(writeEventPattern(events)),
        state: ruleState(bus.readOnlyEvents),
    };
}

const hasSet = ({ settings }: StackInState): boolean =>
    hasOrganization(settings) && settings.members.deployment === "stackSet";

/** The instances of a stack's StackSet; undefined if it has none. */
async function instancesOfSet(
    { settings }: StackInState,
    clients: ClientOptions,
): Promise<Told<readonly SetInstance[]> | undefined> {
    if (!hasOrganization(settings) || settings.members.deployment !== "stackSet") {
        return undefined;
    }
    const set = forwarderSetOf(settings);
    const client = new CloudFormationClient(clients(set.account, settings.homeRegion));
    try {
        return await told(instancesOf(client, set));
    } finally {
        client.destroy();
    }
}

/** What the instances of a set tell, without entering an account. */
function setFound(
    set: Told<readonly SetInstance[]> | undefined,
    accounts: readonly OrganizationAccount[],
): FoundIn {
    if (set === undefined) {
        return () => undefined;
    }
    if ("untold" in set) {
        const cause = unknown("", set.untold).result;
        return () => ({ state: "unknown", cause });
    }
    const active = accounts.filter((each) => each.active).map(({ id }) => id);
    const by = new Map<AccountId, SetInstance[]>();
    for (const instance of set.told) {
        const of = by.get(instance.account) ?? [];
        of.push(instance);
        by.set(instance.account, of);
    }
    return (account, region) => {
        const of = by.get(account) ?? [];
        return instanceFound(
            of.find((each) => each.region === region),
            of,
            active,
        );
    };
}

/** All accounts; without an organization, those of the settings. */
function accountsOf(
    settings: Settings,
    clients: ClientOptions,
): Promise<Told<readonly OrganizationAccount[]>> {
    if (hasOrganization(settings)) {
        const { managementAccount } = settings.organization;
        return told(lookAtOrganization(managementAccount, settings.homeRegion, clients));
    }
    const accounts = "accounts" in settings.membership ? settings.membership.accounts : [];
    return Promise.resolve({
        told: accounts.map((id) => ({ id, status: "", active: true, under: [], units: [] })),
    });
}

/** What a stack covers: by its outputs, and by a StackSet every account that is in its units now. */
function stackCoverage(
    stack: StackInState,
    accounts: readonly OrganizationAccount[] | undefined,
): StackCoverage {
    const { name, settings, outputs } = stack;
    const forwarding = (outputs["forwarding"] ?? []) as readonly ForwardedAccount[];
    const { forwarderSetRule } = names(settings);
    const units = hasOrganization(settings) ? settings.members.organizationalUnits : [];
    const covers = forwarding.map(({ account, regions, ruleName }) => ({
        account,
        regions,
        way: ruleName === forwarderSetRule ? ("stackSet" as const) : ("providers" as const),
    }));
    if (accounts === undefined || !hasSet(stack)) {
        return { stack: name, units, covers };
    }
    const ofSet = covers.filter(({ way }) => way === "stackSet").flatMap(({ regions }) => regions);
    const regions = settings.regions === "enabled" ? [...new Set(ofSet)] : settings.regions;
    const core = coreAccountsOf(settings);
    const now = accounts
        .filter(
            ({ id, active, under }) =>
                active && !core.includes(id) && units.some((unit) => under.includes(unit)),
        )
        .map(({ id: account }) => ({ account, regions, way: "stackSet" as const }));
    return { stack: name, units, covers: [...covers.filter(({ way }) => way === "providers"), ...now] };
}

/** Without what is left out; an account of which nothing is left is not looked at. */
const narrowedTo = (
    { account: accounts, region: names }: Narrowing,
    { covers, ...stack }: StackCoverage,
): StackCoverage => ({
    ...stack,
    covers: covers
        .filter(({ account }) => accounts?.includes(account) ?? true)
        .map((cover) => ({
            ...cover,
            regions: cover.regions.filter((region) => names?.includes(region) ?? true),
        }))
        .filter(({ regions }) => regions.length > 0 || names === undefined),
});

const narrowedAccounts = (
    accounts: Told<readonly OrganizationAccount[]>,
    only: readonly AccountId[] | undefined,
): Told<readonly OrganizationAccount[]> =>
    "untold" in accounts ? accounts : { told: accounts.told.filter(({ id }) => only?.includes(id) ?? true) };

/** @throws UsageError if an account or a region is named that is none of the system's */
function checkNarrowing(
    { account = [], region = [] }: Narrowing,
    stacks: readonly StackCoverage[],
    accounts: readonly OrganizationAccount[],
): void {
    const covers = stacks.flatMap((stack) => stack.covers);
    const known = new Set([...covers.map((each) => each.account), ...accounts.map(({ id }) => id)]);
    const regions = new Set(covers.flatMap((each) => each.regions));
    const stranger = account.find((id) => !known.has(id));
    if (stranger !== undefined) {
        throw new UsageError(`--account ${stranger} is none of the organization's, nor of the stacks'.`);
    }
    const nowhere = region.find((name) => !regions.has(name));
    if (nowhere !== undefined) {
        throw new UsageError(
            `--region ${nowhere} is none that the stacks forward from. Those are ${[...regions].sort().join(", ")}.`,
        );
    }
}
