import Table from "cli-table3";
import type { Adoption, StackAdoption } from "./adoption";
import { changeInWords } from "./adoptionSteps";
import { NO_LINES_BETWEEN_ROWS } from "./flowTable";

/** What an adoption means, for people. */
export const adoptionTable = ({ findings, settings, stacks }: Adoption): string =>
    [
        ...findings.map(({ weight, text }) => `${weight.toUpperCase()}: ${text}`),
        ...Object.entries(settings).map(([name, text]) => `\n# in Pulumi.${name}.yaml\n${text.trimEnd()}`),
        ...stacks.map((stack) => `\n${stackTable(stack)}`),
    ].join("\n");

function stackTable({ stack, adopted, made, refused, waits }: StackAdoption): string {
    if (waits !== undefined) {
        return `${stack}: not known yet. ${waits}`;
    }
    if (refused.length > 0) {
        return `${stack}:\n${refused.map((text) => `REFUSED: ${text}`).join("\n")}`;
    }
    if (adopted.length === 0) {
        return `${stack}: nothing is there that its state does not have.`;
    }
    const table = new Table({
        head: ["is imported", "as", "the next deployment changes"],
        style: { head: [], border: [] },
        chars: NO_LINES_BETWEEN_ROWS,
    });
    for (const { name, id, changes } of [...adopted].sort((one, other) => (one.name < other.name ? -1 : 1))) {
        table.push([id, name, changes.length === 0 ? "nothing" : changes.flatMap(changeInWords).join("\n")]);
    }
    const others = Object.entries(made).map(
        ([type, count]) => `${count} ${type.slice(type.indexOf(":") + 1)}`,
    );
    return [
        `${stack}:`,
        table.toString(),
        ...(others.length === 0 ? [] : [`It makes besides: ${others.sort().join(", ")}.`]),
    ].join("\n");
}

/** Whether nothing keeps the import back. */
export const isAdoptable = ({ findings, stacks }: Adoption): boolean =>
    findings.every(({ weight }) => weight !== "mistake") &&
    stacks.every(({ refused }) => refused.length === 0);
