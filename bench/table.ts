import Table from "cli-table3";

/** Prints a table to standard output, without lines between its rows. */
export function printTable(
    head: readonly string[],
    rows: readonly (readonly (string | number | undefined)[])[],
): void {
    const table = new Table({
        head: [...head],
        style: { head: [], border: [] },
        chars: { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" },
    });
    table.push(...rows.map((row) => row.map((cell) => cell ?? "not measured")));
    process.stdout.write(`${table.toString()}\n`);
}
