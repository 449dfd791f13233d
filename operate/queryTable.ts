/** Rows of a query for people and for spreadsheets, and the queries that there are. */
import Table from "cli-table3";
import { parameterKey, SAVED_QUERIES } from "../search";
import type { Cell, Rows } from "./athenaQuery";
import { NO_LINES_BETWEEN_ROWS } from "./flowTable";
import { namedParameters } from "./queryValues";

/** The longest value that a table shows whole, in characters. */
const WIDEST = 60;

/** A value on one line that cannot steer a terminal: callers of AWS choose their user agents and names. */
function shownCell(value: Cell): string {
    const text = value === null ? "" : String(value).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "?");
    return text.length > WIDEST ? `${text.slice(0, WIDEST)}... (${text.length} characters)` : text;
}

/** The rows as a table. What is long is cut, and its length said. */
export function rowsTable({ columns, rows }: Rows): string {
    const table = new Table({
        head: [...columns],
        style: { head: [], border: [] },
        chars: NO_LINES_BETWEEN_ROWS,
    });
    table.push(...rows.map((row) => row.map(shownCell)));
    return table.toString();
}

/**
 * The rows as CSV, with nothing changed or left out: a field in quotes is empty, one without is no value.
 * @see https://www.rfc-editor.org/rfc/rfc4180
 */
export const rowsCsv = ({ columns, rows }: Rows): string =>
    [columns, ...rows]
        .map((row) =>
            row.map((value) => (value === null ? "" : `"${String(value).replaceAll('"', '""')}"`)).join(","),
        )
        .join("\n");

/** The queries, a paragraph each: what it answers, and which parameters it takes. */
export const queryList = (): string =>
    SAVED_QUERIES.map((query) =>
        [
            query.name,
            `    ${query.description}`,
            ...namedParameters(query).map(
                (parameter) => `    --parameter ${parameterKey(parameter)}=...  ${parameter.description}`,
            ),
            `    Cost: ${query.cost}`,
        ].join("\n"),
    ).join("\n");
