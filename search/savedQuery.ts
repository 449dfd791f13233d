import { readFileSync } from "node:fs";
import * as path from "node:path";
import { DETECTED_CALLS, detectedCalls } from "./detectedCalls";
import type { SearchTable } from "./table";

/** What a parameter stands for: an account, a day of the time that is asked about, or any text. */
export type ParameterKind = "account" | "firstDay" | "daysBefore" | "lastDay" | "text";

/** A value that a query is run with. Athena takes them as SQL literals: in single quotes. */
export interface QueryParameter {
    readonly name: string;
    readonly kind: ParameterKind;
    /** What it is, with an example. */
    readonly description: string;
}

/** A query in search/queries/. */
export interface QueryDefinition {
    /** The name of its file, without `.sql`, and its name in the workgroup. */
    readonly name: string;
    /** What its rows are, and what is left out of them. At most 1,024 characters. */
    readonly description: string;
    readonly table: SearchTable;
    /** The values of its question marks, in their order. */
    readonly parameters: readonly QueryParameter[];
    /** What it scans, which is what Athena bills. */
    readonly cost: string;
}

/** A parameter's name as one word, for command lines: "first day" is `first-day`. */
export const parameterKey = ({ name }: QueryParameter): string => name.replaceAll(" ", "-");

/** A query with its text. */
export interface SavedQuery extends QueryDefinition {
    readonly sql: string;
}

/** Reads a query's text, and puts on top of it what its user has to know. */
export function savedQuery(definition: QueryDefinition): SavedQuery {
    const text = readFileSync(path.join(__dirname, "queries", `${definition.name}.sql`), "utf8").replace(
        DETECTED_CALLS,
        detectedCalls,
    );
    const { description, parameters, cost } = definition;
    const header = [
        description,
        ...parameters.map((parameter, index) => `${index + 1}. ${parameter.name}: ${parameter.description}`),
        `Cost: ${cost}`,
    ];
    return { ...definition, sql: `${header.map((line) => `-- ${line}\n`).join("")}${text}` };
}
