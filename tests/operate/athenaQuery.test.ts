import assert from "node:assert/strict";
import {
    GetQueryExecutionCommand,
    GetQueryResultsCommand,
    type QueryExecution,
    StartQueryExecutionCommand,
    StopQueryExecutionCommand,
} from "@aws-sdk/client-athena";
import type { JsonObject } from "../../events/record";
import {
    followQuery,
    type QueryClient,
    type QueryPlan,
    type QueryProgress,
    rowsOf,
    startQuery,
    stopQuery,
} from "../../operate/athenaQuery";
import { rowsCsv, rowsTable } from "../../operate/queryTable";
import { costText } from "../../operate/query";
import { queryNamed, valuesOf } from "../../operate/queryValues";
import { answer, withLiterals } from "../search/athena";
import { ACCOUNT, objectRead } from "../search/records";

/** What Athena answers, and what it was asked. */
interface World {
    readonly looks?: readonly QueryExecution[];
    /** Rows of text, as they come in pages; those of the first begin with the columns' names. */
    readonly pages?: readonly (readonly (readonly (string | undefined)[])[])[];
    readonly columns?: readonly (readonly [name: string, type: string])[];
}

function athena({ looks = [], pages = [], columns = [] }: World): QueryClient & { readonly asked: object[] } {
    const asked: object[] = [];
    const left = [...looks];
    const respond = (command: unknown): object => {
        if (command instanceof StartQueryExecutionCommand) {
            asked.push(command.input);
            return { QueryExecutionId: "q-1" };
        }
        if (command instanceof StopQueryExecutionCommand) {
            asked.push(command.input);
            return {};
        }
        if (command instanceof GetQueryExecutionCommand) {
            return { QueryExecution: left.shift() ?? assert.fail("looked at once more") };
        }
        assert.ok(command instanceof GetQueryResultsCommand);
        const at = Number(command.input.NextToken ?? 0);
        return {
            ...(at + 1 < pages.length ? { NextToken: String(at + 1) } : {}),
            ResultSet: {
                Rows: pages[at]?.map((row) => ({
                    Data: row.map((text) => (text === undefined ? {} : { VarCharValue: text })),
                })),
                ResultSetMetadata: { ColumnInfo: columns.map(([Name, Type]) => ({ Name, Type })) },
            },
        };
    };
    return {
        asked,
        send: (command: unknown) => Promise.resolve(respond(command)),
    };
}

const PLAN: QueryPlan = {
    workgroup: "search",
    database: "logs",
    sql: "SELECT 1",
    values: [],
};

const at = (
    State: "QUEUED" | "RUNNING" | "SUCCEEDED" | "FAILED" | "CANCELLED",
    bytes: number,
    reason?: string,
) => ({
    Status: { State, ...(reason === undefined ? {} : { StateChangeReason: reason }) },
    Statistics: { DataScannedInBytes: bytes },
    ResultConfiguration: { OutputLocation: "s3://results/q-1.csv" },
});

const follow = async (looks: readonly QueryExecution[]) => {
    const told: QueryProgress[] = [];
    const finished = await followQuery(
        athena({ looks }),
        "q-1",
        () => Promise.resolve(),
        (each) => told.push(each),
    );
    return { finished, told };
};

describe("a query of Athena", () => {
    it("is started in the workgroup and database, with its values as they are", async () => {
        const client = athena({});
        const query = queryNamed("root-use");
        const values = valuesOf(query, {
            parameters: [["account", ACCOUNT]],
            from: new Date("2026-03-04"),
            to: new Date("2026-03-05"),
        });
        assert.equal(await startQuery(client, { ...PLAN, sql: query.sql, values }), "q-1");
        await startQuery(client, PLAN);
        await stopQuery(client, "q-1");
        assert.deepEqual(client.asked, [
            {
                WorkGroup: "search",
                QueryExecutionContext: { Database: "logs" },
                QueryString: query.sql,
                ExecutionParameters: [`'${ACCOUNT}'`, "'2026/03/04'", "'2026/03/04'"],
            },
            { WorkGroup: "search", QueryExecutionContext: { Database: "logs" }, QueryString: "SELECT 1" },
            { QueryExecutionId: "q-1" },
        ]);
    });

    it("is followed to its end, with its state and what it has scanned", async () => {
        const { finished, told } = await follow([at("QUEUED", 0), at("RUNNING", 5), at("SUCCEEDED", 9)]);
        assert.deepEqual(finished, { state: "SUCCEEDED", bytesScanned: 9, location: "s3://results/q-1.csv" });
        assert.deepEqual(
            told.map(({ state, bytesScanned }) => [state, bytesScanned]),
            [
                ["QUEUED", 0],
                ["RUNNING", 5],
                ["SUCCEEDED", 9],
            ],
        );
    });

    it("that ends otherwise is told with Athena's reason, or with what to do about it", async () => {
        for (const [look, said] of [
            [at("FAILED", 7, "SYNTAX_ERROR: line 1:8"), /^The query q-1 failed: SYNTAX_ERROR: line 1:8$/],
            [at("FAILED", 7), /^The query q-1 failed, and Athena does not say why$/],
            [
                at("CANCELLED", 7, "Bytes scanned limit was exceeded"),
                /^The query q-1 was cancelled: .*search\.scanLimitGigabytes/,
            ],
            [at("FAILED", 7, "Permission denied on S3 path: s3://archive/AWSLogs"), /searchers' policy/],
        ] as const) {
            await assert.rejects(follow([look]), (error: Error & { readonly bytesScanned?: number }) => {
                assert.match(error.message, said);
                assert.equal(error.bytesScanned, 7);
                return true;
            });
        }
    });

    it("has the rows of all pages, without the names of columns, by the columns' types", async () => {
        const world = {
            columns: [
                ["eventname", "varchar"],
                ["calls", "bigint"],
                ["ok", "boolean"],
            ],
            pages: [
                [
                    ["eventname", "calls", "ok"],
                    ["StopLogging", "3", "true"],
                ],
                [
                    ["eventname", "12345678901234567890", "false"],
                    [undefined, undefined, undefined],
                ],
            ],
        } as const;
        const { rows, columns, more } = await rowsOf(athena(world), "q-1");
        assert.deepEqual(columns, ["eventname", "calls", "ok"]);
        assert.deepEqual(rows, [
            ["StopLogging", 3, true],
            ["eventname", "12345678901234567890", false],
            [null, null, null],
        ]);
        assert.equal(more, false);
        const cut = await rowsOf(athena(world), "q-1", 2);
        assert.deepEqual([cut.rows.length, cut.more], [2, true]);
        assert.deepEqual((await rowsOf(athena(world), "q-1", 3)).more, false);
    });

    it("finds what its values name, and no value is taken for SQL", async () => {
        const query = queryNamed("object-reads");
        const read = (key: string): JsonObject => objectRead(`read ${key}`, key);
        const keys = ["in/a.csv", "it's", "' OR '1'='1", "x' --", "a?b", "\\"];
        const records = keys.map(read);
        for (const key of keys) {
            const literals = valuesOf(query, {
                parameters: [
                    ["account", ACCOUNT],
                    ["bucket", "example-reports"],
                    ["key", key],
                ],
                from: new Date("2026-03-04"),
                to: new Date("2026-03-05"),
            });
            const rows = await answer(withLiterals(query.sql, literals), [], records);
            assert.deepEqual(
                rows.map(({ eventid }) => eventid),
                [`read ${key}`],
            );
        }
    });

    it("costs what it scans, of 10 MB at least", () => {
        assert.equal(costText(0), "0 bytes scanned, about $0.00005");
        assert.equal(costText(200 * 2 ** 30), "200 GB scanned, about $0.98");
        assert.equal(costText(1.5 * 2 ** 40), "1.5 TB scanned, about $7.50");
    });
});

describe("the rows of a query", () => {
    const found = {
        columns: ["useragent", "calls"],
        rows: [
            [`\u001b[31m"evil"\n${"x".repeat(100)}`, 2],
            [null, 0],
            ["", 1],
        ],
        more: false,
    };

    it("are a table that cuts what is long, says how long it is, and cannot steer a terminal", () => {
        const table = rowsTable(found);
        assert.match(table, /\?\[31m"evil"\?x+\.\.\. \(112 characters\)/);
        assert.doesNotMatch(table, /\u001b/);
        assert.equal(table.split("\n").length, 6);
    });

    it("are CSV with all that there is", () =>
        assert.equal(
            rowsCsv(found),
            `"useragent","calls"\n"\u001b[31m""evil""\n${"x".repeat(100)}","2"\n,"0"\n"","1"`,
        ));
});
