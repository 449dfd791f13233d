import Table from "cli-table3";
import type { Comparison } from "./archiveComparison";
import { NO_LINES_BETWEEN_ROWS } from "./flowTable";

/** What two archives have, for people. */
export function comparisonTable({ origins, unread }: Comparison): string {
    const table = new Table({
        head: ["account", "region", "in both", "missing here", "here alone"],
        style: { head: [], border: [] },
        chars: NO_LINES_BETWEEN_ROWS,
        colAligns: ["left", "left", "right", "right", "right"],
    });
    table.push(
        ...origins.map(({ account, region, inBoth, missing, more }) => [
            account,
            region,
            inBoth,
            missing,
            more,
        ]),
    );
    return [
        table.toString(),
        ...origins
            .filter(({ missing }) => missing > 0)
            .map(
                ({ account, region, examples }) =>
                    `Missing of ${account} in ${region}: ${examples.join(", ")}`,
            ),
        ...unread.map((what) => `Not read: ${what}`),
    ].join("\n");
}
