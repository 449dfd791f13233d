import Table from "cli-table3";
import type { Price } from "../aws/prices";
import { type CostLine, totalOf } from "./costEstimate";
import { NO_LINES_BETWEEN_ROWS } from "./flowTable";

const dollars = (amount: number): string => `$${grouped(amount, 2)}`;

/** A number as one reads it, with no more digits behind the point than it takes. */
const grouped = (value: number, digits: number): string =>
    value.toLocaleString("en-US", {
        minimumFractionDigits: digits === 2 ? 2 : 0,
        maximumFractionDigits: digits,
    });

const unitPrice = ({ dollars: amount, per, unit }: Price): string =>
    amount === 0 ? "free" : `$${amount} / ${per === 1 ? "" : `${grouped(per, 0)} `}${unit}`;

/** The lines as a table, dearest first, with their sum. */
export function costTable(lines: readonly CostLine[]): string {
    const table = new Table({
        head: ["what", "a month", "price", "dollars a month"],
        style: { head: [], border: [] },
        chars: NO_LINES_BETWEEN_ROWS,
        colAligns: ["left", "right", "left", "right"],
    });
    const sorted = [...lines].sort((one, other) => other.dollars - one.dollars);
    for (const { what, quantity, price, dollars: amount } of sorted) {
        table.push([what, grouped(quantity, quantity < 100 ? 1 : 0), unitPrice(price), dollars(amount)]);
    }
    table.push(["total", "", "", dollars(totalOf(lines))]);
    return table.toString();
}
