import Table from "cli-table3";
import type { StackRun } from "./deployment";
import { alarming } from "./emphasis";
import { NO_LINES_BETWEEN_ROWS } from "./flowTable";

/** What became of each stack: a row each. */
export function stackRunTable(runs: readonly StackRun[]): string {
    const table = new Table({
        head: ["stack", "role", "result", "changes", "seconds"],
        style: { head: [], border: [] },
        chars: NO_LINES_BETWEEN_ROWS,
        colAligns: ["left", "left", "left", "left", "right"],
    });
    table.push(
        ...runs.map(({ stack, role, result, changes, seconds, skippedAccounts }) => {
            const changed = Object.entries(changes).map(([kind, count]) => `${count} ${kind}`);
            return [
                stack,
                role,
                skippedAccounts.length > 0
                    ? alarming(`${result.toUpperCase()}, BUT FOR ${skippedAccounts.length} ACCOUNTS`)
                    : result === "done"
                      ? result
                      : alarming(result.toUpperCase()),
                changed.length > 0 ? changed.join(", ") : result === "done" ? "none" : "",
                String(seconds),
            ];
        }),
    );
    return table.toString();
}
