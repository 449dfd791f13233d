import { z } from "zod";
import type { QueryOptions } from "../../operate/query";
import type { NamedValue } from "../../operate/queryValues";
import { commandFile, type Outcome } from "../commandFile";
import { shared } from "../options";
import { instant } from "../schemas";
import { namedValue, time } from "../values";

interface Options extends Omit<QueryOptions, "to" | "parameters"> {
    readonly to?: Date;
    readonly parameter?: readonly NamedValue[];
    readonly csv?: true;
}

const output = z.union([
    z.object({
        query: z.string(),
        id: z.string().describe("Athena's id of the query."),
        from: instant,
        to: instant,
        values: z.array(z.string()).describe("The values of its question marks, as SQL writes them."),
        columns: z.array(z.string()),
        rows: z
            .array(z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])))
            .describe("The rows, by the names of the columns."),
        more: z.boolean().describe("Whether there are more rows than --limit."),
        location: z.string().optional().describe("Where all rows are, as CSV."),
        bytesScanned: z.number(),
        dollars: z.number().describe("What that costs, at Athena's price in us-east-1."),
    }),
    z
        .object({
            queries: z.array(
                z.object({
                    name: z.string(),
                    description: z.string(),
                    parameters: z.array(z.object({ name: z.string(), description: z.string() })),
                    cost: z.string(),
                }),
            ),
        })
        .describe("Without a name: the queries there are."),
]);

export const command = commandFile<Options, typeof output>({
    description:
        "Runs a saved query over the archive by Athena, in the deployed search; without a name, lists the queries. It " +
        "scans log files, which costs money, and changes nothing. It uses the stack of role logging or organization.",
    define: (command) =>
        command
            .argument("[name]", "the query (default: lists them)")
            .option(
                "--parameter <name=value>",
                "a value that the query takes; once for each",
                (text: string, before: readonly NamedValue[] | undefined) => [
                    ...(before ?? []),
                    namedValue(text),
                ],
            )
            .addOption(shared.stack())
            .addOption(shared.role())
            .addOption(shared.profile())
            .addOption(shared.from().default(time("24h"), "24h"))
            .addOption(shared.to())
            .addOption(shared.limit().default(undefined))
            .option("--csv", "the rows as CSV"),
    examples: [
        ["query", "which queries there are, and what they take"],
        ["query root-use --parameter account=111122223333 --from 7d", "what root did in a week"],
        [
            "query principal-activity --parameter account=111122223333 --parameter principal=alice --csv",
            "what somebody did since yesterday, for a spreadsheet",
        ],
        [
            "query logging-changes --parameter account=111122223333 --role arn:aws:iam::444455556666:role/Searcher",
            "by a role that has the searchers' policy",
        ],
    ],
    remark:
        "Times count as days in UTC under which CloudTrail delivered log files: an event of the last minutes of a day can be\n" +
        "under the next. Whose calls these are has to be allowed what the searchers' policy allows (docs/search.md). Interrupted,\n" +
        "it has Athena stop.",
    exitCodes: {
        0: "the query succeeded, whether or not it found anything",
        1: "it failed, was cancelled, or could not be started",
    },
    output,
    run: async (options, [name]) => (name === undefined ? list() : answer(name, options)),
});

async function list(): Promise<Outcome<z.input<typeof output>>> {
    const { queryList } = await import("../../operate/queryTable");
    const { namedParameters } = await import("../../operate/queryValues");
    const { parameterKey, SAVED_QUERIES } = await import("../../search");
    return {
        json: {
            queries: SAVED_QUERIES.map((query) => ({
                name: query.name,
                description: query.description,
                parameters: namedParameters(query).map((parameter) => ({
                    name: parameterKey(parameter),
                    description: parameter.description,
                })),
                cost: query.cost,
            })),
        },
        text: queryList(),
    };
}

async function answer(
    name: string,
    { to = new Date(), parameter: parameters = [], csv, ...options }: Options,
): Promise<Outcome<z.input<typeof output>>> {
    const { costText, runQuery } = await import("../../operate/query");
    const { rowsCsv, rowsTable } = await import("../../operate/queryTable");
    const found = await runQuery(name, { ...options, to, parameters });
    const { query, id, values, columns, rows, more, location, bytesScanned, dollars } = found;
    return {
        json: {
            query: query.name,
            id,
            from: options.from.toISOString(),
            to: to.toISOString(),
            values: [...values],
            columns: [...columns],
            rows: rows.map((row) =>
                Object.fromEntries(columns.map((column, index) => [column, row[index] ?? null])),
            ),
            more,
            ...(location === undefined ? {} : { location }),
            bytesScanned,
            dollars,
        },
        text: csv ? rowsCsv(found) : rows.length === 0 ? "" : rowsTable(found),
        notes: [
            rows.length === 0 ? "Nothing was found." : rows.length === 1 ? "1 row." : `${rows.length} rows.`,
            ...(more ? ["There are more: raise --limit, or leave it out."] : []),
            `${costText(bytesScanned)} at Athena's price in us-east-1.`,
            ...(location === undefined ? [] : [`All rows: ${location}`]),
        ],
    };
}
