/** The state of the system for people: what is well in a line each, what is not in full with what to do. */
import Table from "cli-table3";
import { alarming } from "../emphasis";
import { NO_LINES_BETWEEN_ROWS } from "../flowTable";
import { counted } from "./check";
import type { State, Status, StatusCheck } from "./model";

const LABELS: Readonly<Record<State, string>> = {
    ok: "ok",
    warning: "WARNING",
    failed: "FAILED",
    unknown: "UNKNOWN",
};

const labelOf = (state: State): string => (state === "ok" ? LABELS.ok : alarming(LABELS[state]));

/** How wide a column may be before the rest is left for below the table. */
const WIDEST = 72;

const short = (text: string): string => (text.length <= WIDEST ? text : `${text.slice(0, WIDEST - 3)}...`);

/** A row for each thing that was looked at, by section; below, what is not well, in full, the worst first. */
export function statusTable({ sections }: Pick<Status, "sections">): string {
    const table = new Table({
        head: ["", "what", "", "result"],
        style: { head: [], border: [] },
        chars: NO_LINES_BETWEEN_ROWS,
    });
    for (const { name, checks } of sections) {
        table.push(
            ...checks.map(({ what, result, state }, index) => [
                index === 0 ? name : "",
                short(what),
                labelOf(state),
                short(result),
            ]),
        );
    }
    const unwell = (["failed", "unknown", "warning"] as const).flatMap((wanted) =>
        sections.flatMap(({ checks }) => checks.filter(({ state }) => state === wanted)),
    );
    return [table.toString(), ...unwell.map(inFull)].join("\n");
}

/** A check that is not well, with what to do. */
export const inFull = ({ what, result, state, remedy }: StatusCheck): string =>
    `${labelOf(state)} ${what}: ${result}${remedy === undefined ? "" : `\n    ${remedy}`}`;

/** The answer in a sentence. */
export function verdict({ whole, sections, milliseconds, calls }: Status): string {
    const states = sections.flatMap(({ checks }) => checks.map(({ state }) => state));
    const count = (state: State): number => states.filter((each) => each === state).length;
    const looked = `${counted(states.length, "check")}, ${counted(calls, "call")} of AWS's, ${(milliseconds / 1000).toFixed(1)} s`;
    const warnings = count("warning");
    return whole
        ? `The system is whole${warnings === 0 ? "" : `, with ${counted(warnings, "warning")}`} (${looked}).`
        : `The system is not whole: ${count("failed")} failed, ${count("unknown")} could not be told, ${counted(warnings, "warning")} (${looked}).`;
}
