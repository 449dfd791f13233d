/** Which accounts and regions forward their events, which do not, and why. */
import type { AccountId } from "../../aws/arn";
import type { SetInstance } from "../forwarderSet";
import { causeOf } from "../stackSetCauses";
import { type Told } from "../told";
import { counted, ok, some, unknown } from "./check";
import {
    type AccountsAlike,
    type Coverage,
    type Covering,
    type RegionsAlike,
    type State,
    type StatusAccount,
    type StatusCheck,
    worst,
} from "./model";
import type { OrganizationAccount } from "./organization";
import type { RuleFound } from "./rules";

/** What a stack covers, by the forwarders that it brings. */
export interface StackCoverage {
    readonly stack: string;
    /** Units whose accounts it is for. */
    readonly units: readonly string[];
    /** The accounts and regions that are to have a forwarder. */
    readonly covers: readonly {
        readonly account: AccountId;
        readonly regions: readonly string[];
        readonly way: Covering["way"];
    }[];
}

/** What is known, from which the coverage follows. */
export interface CoverageFacts {
    /** All accounts: those of the organization, where it told them. */
    readonly accounts: Told<readonly OrganizationAccount[]>;
    readonly core: readonly AccountId[];
    readonly stacks: readonly StackCoverage[];
    /** Whether these are all stacks that there are, so that an account that none covers is uncovered. */
    readonly all: boolean;
    readonly found: (stack: string, account: AccountId, region: string) => RuleFound;
}

/** Better first: of two forwarders of an account and region, one that forwards is enough. */
const BEST = ["forwarding", "unknown", "wrongPattern", "wrongTarget", "disabled", "missing"] as const;

/** What is told of each account, put together where it is the same. */
export function coverageOf(facts: CoverageFacts): Coverage {
    const { stacks, core, found } = facts;
    const told = "told" in facts.accounts ? facts.accounts.told : undefined;
    const covering = new Map<AccountId, { readonly by: Covering; readonly regions: readonly string[] }[]>();
    for (const { stack, covers } of stacks) {
        for (const { account, regions, way } of covers) {
            covering.set(account, [...(covering.get(account) ?? []), { by: { stack, way }, regions }]);
        }
    }
    const shown = (told ?? [...covering.keys()].map((id) => unseen(id)))
        .filter(({ id }) => facts.all || covering.has(id))
        .sort((one, other) => (one.id < other.id ? -1 : 1));
    const groups = new Map<
        string,
        { readonly alike: Omit<AccountsAlike, "accounts">; readonly accounts: AccountId[] }
    >();
    for (const account of shown) {
        const alike = alikeOf(account, covering.get(account.id) ?? [], facts, found);
        const key = JSON.stringify(alike);
        const group = groups.get(key) ?? { alike, accounts: [] };
        group.accounts.push(account.id);
        groups.set(key, group);
    }
    return {
        accounts: shown.map((account) => statusAccount(account, core)),
        complete: told !== undefined && facts.all,
        regions: [...new Set([...covering.values()].flat().flatMap(({ regions }) => regions))].sort(),
        groups: [...groups.values()]
            .map(({ alike, accounts }) => ({ accounts, ...alike }))
            .sort((one, other) => other.accounts.length - one.accounts.length),
    };
}

/** An account that stacks name and no organization told of. */
const unseen = (id: AccountId): OrganizationAccount => ({
    id,
    status: "",
    active: true,
    under: [],
    units: [],
});

const statusAccount = (
    { id, name, status, units }: OrganizationAccount,
    core: readonly AccountId[],
): StatusAccount => ({
    id,
    ...(name === undefined ? {} : { name }),
    ...(units.length === 0 ? {} : { unit: units.join("/") }),
    ...(status === "" ? {} : { status }),
    core: core.includes(id),
});

function alikeOf(
    account: OrganizationAccount,
    covering: readonly { readonly by: Covering; readonly regions: readonly string[] }[],
    { core, stacks }: CoverageFacts,
    found: CoverageFacts["found"],
): Omit<AccountsAlike, "accounts"> {
    const by = covering.map((each) => each.by);
    if (!account.active) {
        return uncovered(by, "suspended", `the account is ${account.status}: it has no events`, "ok");
    }
    if (by.length === 0) {
        return whyUncovered(account, core, stacks);
    }
    const regions = new Map<string, { readonly state: RuleFound; readonly by: Covering }>();
    for (const each of covering) {
        for (const region of each.regions) {
            const [before, now] = [regions.get(region), found(each.by.stack, account.id, region)];
            if (before === undefined || BEST.indexOf(now.state) < BEST.indexOf(before.state.state)) {
                regions.set(region, { state: now, by: each.by });
            }
        }
    }
    if (regions.size === 0) {
        return uncovered(
            by,
            "skipped",
            "the account could not be entered when the stack was deployed, and was left as it was",
            "failed",
        );
    }
    const alike = new Map<
        string,
        { readonly told: Omit<RegionsAlike, "regions">; readonly regions: string[] }
    >();
    for (const [region, { state, by: covers }] of regions) {
        const told = { ...state, ...remedyOf(state, covers) };
        const key = JSON.stringify(told);
        const group = alike.get(key) ?? { told, regions: [] };
        group.regions.push(region);
        alike.set(key, group);
    }
    const groups = [...alike.values()].map(({ told, regions: of }) => ({ regions: of.sort(), ...told }));
    return { by, regions: groups, state: worst(groups.map(({ state }) => stateOf(state))) };
}

const stateOf = (state: RegionsAlike["state"]): State =>
    state === "forwarding" ? "ok" : state === "unknown" ? "unknown" : "failed";

const uncovered = (
    by: readonly Covering[],
    why: NonNullable<AccountsAlike["uncovered"]>["why"],
    because: string,
    state: State,
): Omit<AccountsAlike, "accounts"> => ({ by, uncovered: { why, because }, regions: [], state });

function whyUncovered(
    { id, under }: OrganizationAccount,
    core: readonly AccountId[],
    stacks: readonly StackCoverage[],
): Omit<AccountsAlike, "accounts"> {
    if (core.includes(id)) {
        return uncovered(
            [],
            "excluded",
            "it is a core account, and members.coreAccounts is true in no stack",
            "failed",
        );
    }
    const of = stacks.find(({ units }) => units.some((unit) => under.includes(unit)));
    return of === undefined
        ? uncovered(
              [],
              "notInUnits",
              "no stack names it in members.accounts, or one of its units in members.organizationalUnits",
              "warning",
          )
        : uncovered(
              [],
              "new",
              `it joined the units of the stack ${of.stack} since that was deployed`,
              "failed",
          );
}

/** What to do; what brought the forwarder there says what has it put back. */
function remedyOf({ state }: RuleFound, { stack, way }: Covering): { readonly remedy?: string } {
    switch (state) {
        case "forwarding":
            return {};
        case "unknown":
            return way === "stackSet"
                ? { remedy: `npx security-logging forwarders --stack ${stack} tells more of it.` }
                : {};
        case "missing":
            return {
                remedy:
                    way === "stackSet"
                        ? `Run npx security-logging forwarders --stack ${stack} --retry.`
                        : `Have it made again: pulumi up --refresh --stack ${stack}.`,
            };
        case "wrongPattern":
            return {
                remedy:
                    `If the program or its settings have changed since, deploy the stack ${stack}. Otherwise see who changed the rule: ` +
                    `npx security-logging lookup --from 7d --account <account> --event-source events.amazonaws.com; and have it put ` +
                    `back: ${way === "stackSet" ? "undo the change in the account" : `pulumi up --refresh --stack ${stack}`}.`,
            };
        default:
            return {
                remedy:
                    "See who changed it: npx security-logging lookup --from 7d --account <account> --event-source events.amazonaws.com. " +
                    (way === "stackSet"
                        ? "Undo the change in the account: the set writes its own values only once its template changes."
                        : `Have what was deployed put back: pulumi up --refresh --stack ${stack}.`),
            };
    }
}

/** How an instance of a StackSet is, without entering its account; undefined is one that is not there. */
export function instanceFound(
    instance: SetInstance | undefined,
    ofAccount: readonly SetInstance[],
    active: readonly AccountId[],
): RuleFound {
    if (instance === undefined) {
        return { state: "missing", cause: "the set has no instance there" };
    }
    const cause = causeOf(instance, { instances: ofAccount, accounts: active });
    if (cause !== undefined) {
        return { state: "unknown", cause: `the set's instance is ${instance.status}: ${cause.because}` };
    }
    return instance.drift === "DRIFTED"
        ? { state: "unknown", cause: "somebody changed what the set made there" }
        : { state: "forwarding" };
}

/** How many accounts are named in a line. */
const NAMED = 5;

/** A line for all that forwards, and one for all else of which the same is told. */
export function coverageChecks(coverage: Coverage, accounts: Told<unknown>): readonly StatusCheck[] {
    const lines = new Map<
        string,
        {
            readonly check: Omit<StatusCheck, "what">;
            readonly accounts: AccountId[];
            readonly regions: Set<string>;
        }
    >();
    const add = (
        check: Omit<StatusCheck, "what">,
        of: readonly AccountId[],
        regions: readonly string[],
    ): void => {
        const key = JSON.stringify(check);
        const line = lines.get(key) ?? { check, accounts: [], regions: new Set() };
        line.accounts.push(...of);
        regions.forEach((region) => line.regions.add(region));
        lines.set(key, line);
    };
    const forwarding = { accounts: 0, origins: 0, regions: new Set<string>() };
    for (const group of coverage.groups) {
        const { uncovered: why, state } = group;
        if (why !== undefined) {
            add(
                { result: `${NOT_COVERED[why.why]}: ${why.because}`, state, ...UNCOVERED_REMEDIES[why.why] },
                group.accounts,
                [],
            );
        }
        for (const { regions, state: is, cause = is, remedy } of group.regions) {
            if (is === "forwarding") {
                forwarding.accounts += group.accounts.length;
                forwarding.origins += group.accounts.length * regions.length;
                regions.forEach((region) => forwarding.regions.add(region));
            } else {
                add(
                    { result: cause, state: stateOf(is), ...(remedy === undefined ? {} : { remedy }) },
                    group.accounts,
                    regions,
                );
            }
        }
    }
    return [
        ...("untold" in accounts ? [unknown("accounts of the organization", accounts.untold)] : []),
        ...(forwarding.origins === 0
            ? []
            : [
                  ok(
                      `${counted(forwarding.accounts, "account")} in ${counted(forwarding.regions.size, "region")}`,
                      `forwarding from ${forwarding.origins} accounts and regions`,
                  ),
              ]),
        ...[...lines.values()].map(({ check, accounts: of, regions }) => ({
            what:
                counted(of.length, "account") +
                (regions.size === 0 ? "" : ` in ${some([...regions].sort(), NAMED)}`) +
                ` (${some(of, NAMED)})`,
            ...check,
        })),
    ];
}

const NOT_COVERED = {
    suspended: "not covered",
    excluded: "NOT COVERED",
    notInUnits: "not covered",
    new: "NOT COVERED YET",
    skipped: "SKIPPED",
} as const;

const UNCOVERED_REMEDIES: Readonly<
    Record<NonNullable<AccountsAlike["uncovered"]>["why"], { readonly remedy?: string }>
> = {
    suspended: {},
    excluded: { remedy: "Set members.coreAccounts to true in one members stack, and deploy it." },
    notInUnits: {
        remedy: "Leave it so if that is meant. Otherwise name its unit in members.organizationalUnits of a members stack, and deploy that.",
    },
    new: { remedy: "Deploy the stack: npx security-logging deploy." },
    skipped: { remedy: "Once the account can be entered, deploy the stack again (docs/operate.md)." },
};
