import Table from "cli-table3";
import { alarming } from "./emphasis";
import type { OriginResult } from "./flow";

/** For tables whose rows need no line between them. */
export const NO_LINES_BETWEEN_ROWS = { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" };

/** The results as a table: a row a region, a column an account, in each cell how long the write event took, or the error. */
export function flowTable(results: readonly OriginResult[]): string {
    const accounts = [...new Set(results.map(({ origin }) => origin.account))].sort();
    const regions = [...new Set(results.map(({ origin }) => origin.region))].sort();
    const table = new Table({
        head: ["region", ...accounts],
        style: { head: [], border: [] },
        chars: NO_LINES_BETWEEN_ROWS,
    });
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

function cell(result: OriginResult | undefined): string {
    if (result === undefined) {
        return "";
    }
    if (result.error !== undefined) {
        // What AWS calls it; the whole of it would make the column too wide.
        return alarming(result.error.split(":")[0] ?? "");
    }
    if (result.readOnlyArrived) {
        return alarming("READ-ONLY ARRIVED");
    }
    return result.latency === undefined ? alarming("MISSING") : `${result.latency} ms`;
}
