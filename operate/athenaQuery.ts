/** Queries of Athena: started with their values, followed to their end, their rows read. */
import {
    type AthenaClient,
    type ColumnInfo,
    GetQueryExecutionCommand,
    GetQueryResultsCommand,
    type QueryExecution,
    type Row,
    StartQueryExecutionCommand,
    StopQueryExecutionCommand,
} from "@aws-sdk/client-athena";
import type { Literal } from "../search";
import { explainText } from "./explain";

/** What of the client is needed. */
export type QueryClient = Pick<AthenaClient, "send">;

/** A query with its values, and where it runs. */
export interface QueryPlan {
    readonly workgroup: string;
    readonly database: string;
    readonly sql: string;
    /** The values of the question marks, in their order. */
    readonly values: readonly Literal[];
}

/** How far a query is. */
export interface QueryProgress {
    /** As Athena names it: QUEUED, RUNNING, SUCCEEDED, FAILED or CANCELLED. */
    readonly state: string;
    readonly bytesScanned: number;
}

/** A query that succeeded. */
export interface FinishedQuery extends QueryProgress {
    /** Where Athena put all rows, as CSV. Undefined if it does not say. */
    readonly location?: string;
}

/** A value of a row; null where there is none. */
export type Cell = string | number | boolean | null;

export interface Rows {
    readonly columns: readonly string[];
    readonly rows: readonly (readonly Cell[])[];
    /** Whether there are more than were asked for. */
    readonly more: boolean;
}

/** A query that failed or was cancelled. The message is for the person who asked. */
export class QueryError extends Error {
    override readonly name = "QueryError";

    constructor(
        message: string,
        readonly bytesScanned: number,
    ) {
        super(message);
    }
}

/** @returns the query's id */
export async function startQuery(client: QueryClient, plan: QueryPlan): Promise<string> {
    const { QueryExecutionId: id = "" } = await client.send(
        new StartQueryExecutionCommand({
            WorkGroup: plan.workgroup,
            QueryExecutionContext: { Database: plan.database },
            QueryString: plan.sql,
            ...(plan.values.length === 0 ? {} : { ExecutionParameters: [...plan.values] }),
        }),
    );
    return id;
}

/** Has Athena stop: what it has scanned by then is billed. */
export async function stopQuery(client: QueryClient, id: string): Promise<void> {
    await client.send(new StopQueryExecutionCommand({ QueryExecutionId: id }));
}

/**
 * Follows a query until it has ended.
 * @param pause waits between two looks
 * @throws QueryError if it failed or was cancelled
 */
export async function followQuery(
    client: QueryClient,
    id: string,
    pause: () => Promise<unknown>,
    onProgress: (progress: QueryProgress) => void,
): Promise<FinishedQuery> {
    for (;;) {
        const { QueryExecution: execution = {} } = await client.send(
            new GetQueryExecutionCommand({ QueryExecutionId: id }),
        );
        const progress = {
            state: execution.Status?.State ?? "QUEUED",
            bytesScanned: execution.Statistics?.DataScannedInBytes ?? 0,
        };
        onProgress(progress);
        switch (progress.state) {
            case "SUCCEEDED": {
                const location = execution.ResultConfiguration?.OutputLocation;
                return { ...progress, ...(location === undefined ? {} : { location }) };
            }
            case "FAILED":
            case "CANCELLED":
                throw new QueryError(whyEnded(id, execution), progress.bytesScanned);
        }
        await pause();
    }
}

function whyEnded(id: string, { Status: status }: QueryExecution): string {
    const reason = status?.StateChangeReason ?? status?.AthenaError?.ErrorMessage;
    const ended = status?.State === "CANCELLED" ? "was cancelled" : "failed";
    return `The query ${id} ${ended}${reason === undefined ? ", and Athena does not say why" : `: ${explainText(reason)}`}`;
}

/**
 * Reads the rows of a query that succeeded.
 * @param limit the most rows that are read @default all
 */
export async function rowsOf(client: QueryClient, id: string, limit = Infinity): Promise<Rows> {
    let columns: readonly ColumnInfo[] = [];
    const rows: Cell[][] = [];
    let token: string | undefined;
    do {
        const page = await client.send(
            new GetQueryResultsCommand({
                QueryExecutionId: id,
                ...(token === undefined ? {} : { NextToken: token }),
            }),
        );
        const { Rows: found = [], ResultSetMetadata: { ColumnInfo: info = [] } = {} } = page.ResultSet ?? {};
        const first = token === undefined;
        columns = first ? info : columns;
        for (const row of first && isHeader(found[0], info) ? found.slice(1) : found) {
            rows.push(columns.map((column, index) => cell(column, row.Data?.[index]?.VarCharValue)));
        }
        token = page.NextToken;
    } while (token !== undefined && rows.length <= limit);
    return {
        columns: columns.map(({ Name: name = "" }) => name),
        rows: rows.slice(0, limit),
        more: rows.length > limit,
    };
}

/** The first row of a SELECT has the names of the columns. */
const isHeader = (row: Row | undefined, columns: readonly ColumnInfo[]): boolean =>
    row !== undefined && columns.every(({ Name: name }, index) => row.Data?.[index]?.VarCharValue === name);

/** A value as its column's type has it, where JSON has such a type. */
function cell({ Type: type = "" }: ColumnInfo, value: string | undefined): Cell {
    if (value === undefined) {
        return null;
    }
    if (type === "boolean") {
        return value === "true";
    }
    const number = /^(tinyint|smallint|integer|bigint|float|double)$/.test(type) ? Number(value) : NaN;
    return Number.isFinite(number) && Math.abs(number) <= Number.MAX_SAFE_INTEGER ? number : value;
}
