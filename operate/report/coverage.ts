/** Accounts and regions: a table of few accounts, small pictures of many, and what is alike told once. */
import { type Inserted, type Markup, markup } from "../../html/markup";
import { counted, firstOf, grouped, htmlTable, section } from "../../html/page";
import type { AccountsAlike, Coverage, StatusAccount } from "../status/model";
import { colourOf, type Shown, sign, stateMark, stateOfForwarding } from "./state";

/** Up to so many accounts have a row each. */
const MOST_ROWS = 40;
/** Up to so many are drawn. */
const MOST_DRAWN = 2500;
/** Up to so many kinds of accounts are told, and accounts named in all of them together. */
const MOST_GROUPS = 100;
const MOST_NAMED = 4000;

const IN_JSON = "in the JSON of this status";

/** An account, and how it is in each region. */
interface Row {
    readonly account: StatusAccount;
    readonly group: AccountsAlike;
    readonly inRegion: ReadonlyMap<string, Shown>;
}

export function coverageSection(coverage: Coverage): Markup {
    const { accounts, regions, groups, complete } = coverage;
    const rows = rowsOf(coverage);
    return section(
        "Accounts and regions",
        markup`<p>${counted(accounts.length, "account")}, ${counted(regions.length, "region")}.${
            complete
                ? undefined
                : " These are the accounts that were chosen, or that the stacks name: which others there are was not asked, or could not be."
        } ${legend(rows)}</p>`,
        regions.length === 0
            ? undefined
            : accounts.length <= MOST_ROWS
              ? matrix(rows, regions)
              : smallMultiples(rows, regions),
        markup`<h3>Accounts that are alike</h3>`,
        firstOf(
            byBadness(groups),
            MOST_GROUPS,
            (first) =>
                first.map((group) => groupDetails(group, coverage, Math.min(groups.length, MOST_GROUPS))),
            IN_JSON,
        ),
    );
}

const BADNESS = ["failed", "unknown", "warning", "ok"] as const;

const byBadness = (groups: readonly AccountsAlike[]): readonly AccountsAlike[] =>
    BADNESS.flatMap((state) => groups.filter((group) => group.state === state));

/** A row an account: by units, and in those by their ids, as an organization is thought of. */
function rowsOf({ accounts, regions, groups }: Coverage): readonly Row[] {
    const groupOf = new Map(groups.flatMap((group) => group.accounts.map((id) => [id, group] as const)));
    return accounts
        .flatMap((account): readonly Row[] => {
            const group = groupOf.get(account.id);
            return group === undefined ? [] : [{ account, group, inRegion: inRegions(group, regions) }];
        })
        .sort(
            ({ account: one }, { account: other }) =>
                (one.unit ?? "").localeCompare(other.unit ?? "") || one.id.localeCompare(other.id),
        );
}

function inRegions(group: AccountsAlike, regions: readonly string[]): ReadonlyMap<string, Shown> {
    const told = new Map(
        group.regions.flatMap(({ regions: alike, state }) =>
            alike.map((region) => [region, stateOfForwarding(state)] as const),
        ),
    );
    const otherwise: Shown = group.uncovered === undefined || group.state === "ok" ? "none" : group.state;
    return new Map(regions.map((region) => [region, told.get(region) ?? otherwise]));
}

/** What a state says of an account and region. */
const IN_WORDS = {
    ok: "forwarding",
    failed: "not forwarding",
    unknown: "not known",
    warning: "not covered",
    none: "not to be forwarded",
} as const satisfies Readonly<Record<Shown, string>>;

/** What the signs mean, of those that there are. */
function legend(rows: readonly Row[]): Markup {
    const there = new Set(rows.flatMap(({ inRegion }) => [...inRegion.values()]));
    return markup`<span class="legend">${(["ok", "failed", "unknown", "warning", "none"] as const)
        .filter((state) => there.has(state))
        .map(
            (state) => markup`<span><i class="swatch ${state}"></i>${sign(state)} ${IN_WORDS[state]}</span> `,
        )}</span>`;
}

/** A row an account, a column a region. */
const matrix = (rows: readonly Row[], regions: readonly string[]): Markup =>
    markup`<div class="wide" tabindex="0" role="region" aria-label="Accounts and regions"><table class="matrix">
<thead><tr><th scope="col">Account</th><th scope="col">Unit</th>${regions.map((region) => markup`<th scope="col" class="region"><span>${region}</span></th>`)}</tr></thead><tbody>
${rows.map(
    ({ account, inRegion }) =>
        markup`<tr><th scope="row">${nameOf(account)}</th><td class="soft">${account.unit}</td>${regions.map(
            (region) => {
                const state = inRegion.get(region) ?? "none";
                return markup`<td class="cell ${state}" title="${account.id} ${region}: ${IN_WORDS[state]}">${sign(state)}</td>`;
            },
        )}</tr>\n`,
)}</tbody></table></div>
`;

const nameOf = ({ name, id, core }: StatusAccount): Markup =>
    markup`${name === undefined ? undefined : markup`${name} `}<span class="id">${id}</span>${core ? markup` <span class="tag">core</span>` : undefined}`;

/** A small picture a region, in each the same square for the same account. */
function smallMultiples(rows: readonly Row[], regions: readonly string[]): readonly Inserted[] {
    const drawn = rows.length <= MOST_DRAWN ? rows : notWellFirst(rows).slice(0, MOST_DRAWN);
    const columns = Math.ceil(Math.sqrt(drawn.length * 1.8));
    return [
        markup`<p class="soft">A square is an account, in each region at the same place: by units, then by ids.${
            drawn.length < rows.length
                ? ` The ${grouped(MOST_DRAWN)} that need attention most are drawn.`
                : ""
        }</p>`,
        markup`<div class="multiples">${regions.map((region) => multiple(region, rows, drawn, columns))}</div>`,
    ];
}

const notWellFirst = (rows: readonly Row[]): readonly Row[] =>
    BADNESS.flatMap((state) => rows.filter(({ group }) => group.state === state));

function multiple(region: string, rows: readonly Row[], drawn: readonly Row[], columns: number): Markup {
    const counts = new Map<Shown, number>();
    for (const { inRegion } of rows) {
        const state = inRegion.get(region) ?? "none";
        counts.set(state, (counts.get(state) ?? 0) + 1);
    }
    const count = (state: Shown): number => counts.get(state) ?? 0;
    const rest = (["failed", "unknown", "warning"] as const).filter((state) => count(state) > 0);
    const told = rest.map((state) => `${grouped(count(state))} ${IN_WORDS[state]}`);
    const said = `${grouped(count("ok"))} of ${grouped(rows.length - count("none"))} forward`;
    return markup`<figure class="${count("failed") + count("unknown") > 0 ? "marked" : ""}"><figcaption><b>${region}</b> <span class="soft">${said}</span>${rest.map(
        (state, index) => markup` <span class="${colourOf(state)}">${told[index]}</span>`,
    )}</figcaption>
<svg viewBox="0 0 ${columns} ${Math.ceil(drawn.length / columns)}" role="img" aria-label="${[region, said, ...told].join(", ")}">${(
        ["ok", "failed", "unknown", "warning", "none"] as const
    ).map((state) =>
        squares(drawn, columns, (row) => (row.inRegion.get(region) ?? "none") === state, state),
    )}</svg></figure>
`;
}

/** The squares of a state, as one path; those side by side are one stroke. */
function squares(
    rows: readonly Row[],
    columns: number,
    isOfState: (row: Row) => boolean,
    state: Shown,
): Inserted {
    let path = "";
    for (let index = 0; index < rows.length; index++) {
        if (!isOfState(rows[index] as Row)) {
            continue;
        }
        const [x, y] = [index % columns, Math.floor(index / columns)];
        let length = 1;
        while (x + length < columns && index + 1 < rows.length && isOfState(rows[index + 1] as Row)) {
            index++;
            length++;
        }
        path += `M${x} ${y}.5h${length}`;
    }
    return path === "" ? undefined : markup`<path class="${state}" d="${path}"/>`;
}

/** Accounts of which the same is told: open where something is to be done. */
function groupDetails(group: AccountsAlike, { accounts }: Coverage, groups: number): Markup {
    const { by, uncovered, regions, state } = group;
    const known = new Map(accounts.map((account) => [account.id, account]));
    const most = Math.max(10, Math.floor(MOST_NAMED / groups));
    const covering = by.map(({ stack, way }) => `${stack}${way === "stackSet" ? " (StackSet)" : ""}`);
    const why = uncovered?.because ?? `covered by ${covering.join(", ")}`;
    const wrong = regions.filter((alike) => alike.state !== "forwarding");
    return markup`<details class="group"${state === "failed" || state === "unknown" ? markup` open` : undefined}><summary>${stateMark(state)} <b>${counted(group.accounts.length, "account")}</b> <span class="soft">${why}</span></summary>
${
    wrong.length === 0
        ? undefined
        : firstOf(
              wrong,
              20,
              (first) =>
                  htmlTable(
                      "Regions that are not forwarded",
                      ["", "Regions", "What was found", "What to do"],
                      first.map((alike) => [
                          stateMark(stateOfForwarding(alike.state)),
                          alike.regions.join(", "),
                          alike.cause ?? alike.state,
                          alike.remedy,
                      ]),
                  ),
              IN_JSON,
          )
}${firstOf(
        group.accounts,
        most,
        (first) =>
            markup`<ul class="accounts">${first.map((id) => markup`<li>${nameOf(known.get(id) ?? { id, core: false })}</li>`)}</ul>`,
        IN_JSON,
    )}</details>
`;
}
