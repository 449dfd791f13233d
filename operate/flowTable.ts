import Table from "cli-table3";
import { alarming } from "./emphasis";
import type { OriginResult } from "./flow";

/** For tables whose rows need no line between them. */
export const NO_LINES_BETWEEN_ROWS = { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" };

/** How many accounts have room side by side. */
const COLUMNS = 8;

/** How many accounts or regions of a row are named, in a table of more accounts than that. */
const NAMED = 5;

/**
 * The results as a table. Of a few accounts: a row a region, a column an account, in each cell how long the write event took, or
 * the error. Of more: one row for all whose events arrived, and one for those of which the same is told.
 */
export function flowTable(results: readonly OriginResult[]): string {
    const accounts = valuesOf(results, "account");
    return accounts.length <= COLUMNS ? wholeTable(results, accounts) : groupedTable(results);
}

const valuesOf = (results: readonly OriginResult[], key: "account" | "region"): readonly string[] =>
    [...new Set(results.map(({ origin }) => origin[key]))].sort();

function wholeTable(results: readonly OriginResult[], accounts: readonly string[]): string {
    const regions = valuesOf(results, "region");
    const table = newTable(["region", ...accounts]);
    for (const region of regions) {
        table.push([
            region,
            ...accounts.map((account) =>
                cell(results.find(({ origin }) => origin.account === account && origin.region === region)),
            ),
        ]);
    }
    return table.toString();
}

function groupedTable(results: readonly OriginResult[]): string {
    const well = results.filter((result) => problemOf(result) === undefined);
    const times = well.flatMap(({ latency }) => latency ?? []);
    const table = newTable(["accounts", "regions", "result"]);
    if (well.length > 0) {
        const [least, most] = times.reduce(
            ([low, high], time) => [Math.min(low, time), Math.max(high, time)],
            [Infinity, 0],
        );
        table.push([
            `${valuesOf(well, "account").length} accounts`,
            `${valuesOf(well, "region").length} regions`,
            `${well.length} arrived, in ${least} to ${most} ms`,
        ]);
    }
    for (const [problem, alike] of unwell(results)) {
        table.push([
            some(valuesOf(alike, "account"), "accounts"),
            some(valuesOf(alike, "region"), "regions"),
            alarming(problem),
        ]);
    }
    return table.toString();
}

/** What did not arrive as it should: accounts with the same problem in the same regions together. */
function unwell(
    results: readonly OriginResult[],
): readonly (readonly [problem: string, results: readonly OriginResult[]])[] {
    const byAccount = new Map<string, OriginResult[]>();
    for (const result of results) {
        const problem = problemOf(result);
        if (problem !== undefined) {
            const key = JSON.stringify([problem, result.origin.account]);
            byAccount.set(key, [...(byAccount.get(key) ?? []), result]);
        }
    }
    const alike = new Map<string, OriginResult[]>();
    for (const [key, of] of byAccount) {
        const [problem = ""] = JSON.parse(key) as readonly string[];
        const where = JSON.stringify([problem, valuesOf(of, "region")]);
        alike.set(where, [...(alike.get(where) ?? []), ...of]);
    }
    return [...alike].map(([key, of]) => [(JSON.parse(key) as readonly [string])[0], of]);
}

const some = (all: readonly string[], what: string): string =>
    all.length <= NAMED ? all.join(", ") : `${all.length} ${what}: ${all.slice(0, NAMED).join(", ")}, ...`;

const newTable = (head: readonly string[]) =>
    new Table({ head: [...head], style: { head: [], border: [] }, chars: NO_LINES_BETWEEN_ROWS });

/** What an origin's events are called that did not arrive as they should; undefined if they did. */
function problemOf({ error, readOnlyArrived, latency }: OriginResult): string | undefined {
    if (error !== undefined) {
        // What AWS calls it; the whole of it would make the column too wide.
        return error.split(":")[0] ?? "";
    }
    if (readOnlyArrived) {
        return "READ-ONLY ARRIVED";
    }
    return latency === undefined ? "MISSING" : undefined;
}

function cell(result: OriginResult | undefined): string {
    if (result === undefined) {
        return "";
    }
    const problem = problemOf(result);
    return problem === undefined ? `${result.latency ?? ""} ms` : alarming(problem);
}

/** Why no events could be caused, each reason once, with the accounts and regions that it is of. */
export function errorsInWords(
    results: readonly OriginResult[],
    explain: (error: string) => string,
): readonly string[] {
    const byReason = new Map<string, OriginResult[]>();
    for (const result of results) {
        if (result.error !== undefined) {
            const reason = explain(result.error).replaceAll(result.origin.account, "<account>");
            byReason.set(reason, [...(byReason.get(reason) ?? []), result]);
        }
    }
    return [...byReason].map(([reason, of]) => {
        const accounts = valuesOf(of, "account");
        const where = `${some(accounts, "accounts")} in ${some(valuesOf(of, "region"), "regions")}`;
        return `${where}: ${accounts.length === 1 ? reason.replaceAll("<account>", accounts.join()) : reason}`;
    });
}
