/**
 * Runs saved queries without Athena, on DuckDB and, where it is started, on Trino, which has to give the same rows. What Athena
 * does by a table's definition is done here by the same definition: the location template finds the log files and tells their
 * partitions, the columns say what is taken from a record. The SQL is run by DuckDB, whose dialect differs from Athena's (Trino's) in the few points that are translated below.
 */
import { DuckDBInstance, type DuckDBConnection, type Json } from "@duckdb/node-api";
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { gunzipSync } from "node:zlib";
import type { JsonObject } from "../../events/record";
import {
    type Archive,
    type ColumnType,
    PARTITION_KEYS,
    type SearchTable,
    SEARCH_TABLES,
    location,
    projection,
} from "../../search";
import { BUCKET, ORGANIZATION, writeLogFiles } from "./logFiles";
import type { Trino } from "./trino";

export const ARCHIVE: Archive = {
    partition: "aws",
    place: { bucket: BUCKET, organizationId: ORGANIZATION },
    expireAfterDays: 1825,
    accounts: [],
};

export type Row = Readonly<Record<string, Json>>;

/** Trino, once it is started: every query is then asked of it, too. */
let trino: Trino | undefined;

/** Tables stay in Trino's memory: those of each query have names of their own. */
let asked = 0;

export const useTrino = (started: Trino | undefined): void => void (trino = started);

/**
 * A query's text with its values in place of its question marks, as Athena puts them there.
 * @see https://docs.aws.amazon.com/athena/latest/ug/querying-with-prepared-statements.html
 */
export function withLiterals(sql: string, literals: readonly string[]): string {
    const left = [...literals];
    const text = sql
        .split("\n")
        .filter((line) => !line.trimStart().startsWith("--"))
        .join("\n")
        .replaceAll("?", () => left.shift() ?? assert.fail("more question marks than values"));
    assert.deepEqual(left, [], "values without a question mark");
    return text;
}

/**
 * The rows that a query answers with, over log files that hold these records.
 * @throws AssertionError if Trino's are others
 */
export const answer = (
    sql: string,
    values: readonly string[],
    records: readonly JsonObject[],
    archive: Archive = ARCHIVE,
): Promise<readonly Row[]> =>
    answerOver(sql, values, archive, (folder) => {
        writeLogFiles(folder, records, archive.place);
    });

/**
 * The same over a bucket that is filled otherwise.
 * @param fill puts the bucket's objects into a folder, by their keys
 */
export async function answerOver(
    sql: string,
    values: readonly string[],
    archive: Archive,
    fill: (folder: string) => void,
): Promise<readonly Row[]> {
    const folder = mkdtempSync(path.join(tmpdir(), "archive-"));
    const instance = await DuckDBInstance.create(":memory:");
    const connection = await instance.connect();
    try {
        fill(folder);
        const loaded = SEARCH_TABLES.map((table) => ({ table, rows: rowsOf(table, archive, folder) }));
        for (const { table, rows } of loaded) {
            await load(connection, table, rows, folder);
        }
        await connection.run(TRINO_FUNCTIONS);
        const result = await connection.runAndReadAll(inDuckDb(sql), [...values]);
        const rows = result.getRowObjectsJson();
        if (trino !== undefined) {
            asked += 1;
            const tables = loaded
                .filter(({ table }) => new RegExp(`\\bFROM ${table.name}\\b`).test(sql))
                .map(({ table, rows: all }) => trinoTable(`${table.name}_${asked}`, table, all));
            const own = sql.replaceAll(/\bFROM (cloudtrail\w*)/g, `FROM $1_${asked}`);
            assert.deepEqual(
                (await trino.ask(...tables, executed(own, values))).map(texts),
                rows.map(texts),
                "Trino",
            );
        }
        return rows;
    } finally {
        connection.closeSync();
        instance.closeSync();
        rmSync(folder, { recursive: true });
    }
}

/**
 * Trino answers json_extract_scalar with NULL for objects and lists, and has json_format for what a cast to VARCHAR is
 * here. Both DuckDB and Trino know the regular expressions.
 */
const TRINO_FUNCTIONS = `
    CREATE MACRO json_extract_scalar(json, path) AS
        CASE WHEN json_type(json, path) IN ('OBJECT', 'ARRAY') THEN NULL ELSE json_extract_string(json, path) END;
    CREATE MACRO json_format(json) AS CAST(json AS VARCHAR);
    CREATE MACRO regexp_like(text, pattern) AS regexp_matches(text, pattern);
`;

const inDuckDb = (sql: string): string =>
    sql.replaceAll("ARRAY(JSON)", "JSON[]").replaceAll(/\$\["([^"]+)"\]/g, '$$."$1"');

/** Numbers as text, since JSON's may not be as long as a count. */
const texts = (row: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
    Object.fromEntries(
        Object.entries(row).map(([name, value]) => [name, typeof value === "number" ? String(value) : value]),
    );

/** Runs a statement with values for its question marks, as Athena does. */
const executed = (sql: string, values: readonly string[]): string =>
    `EXECUTE IMMEDIATE ${literal(sql)}${values.length === 0 ? "" : ` USING ${values.map(literal).join(", ")}`}`;

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

function trinoTable(name: string, table: SearchTable, rows: readonly JsonObject[]): string {
    const type = trinoType({ struct: columnsOf(table) });
    return (
        `CREATE TABLE ${name} AS SELECT * FROM ` +
        `UNNEST(CAST(json_parse(${literal(JSON.stringify(rows))}) AS ARRAY(${type})))`
    );
}

function trinoType(type: ColumnType): string {
    if (typeof type === "string") {
        return type === "string" ? "VARCHAR" : type === "double" ? "DOUBLE" : "MAP(VARCHAR, VARCHAR)";
    }
    if ("array" in type) {
        return `ARRAY(${trinoType(type.array)})`;
    }
    const fields = Object.entries(type.struct).map(([name, field]) => `"${name}" ${trinoType(field)}`);
    return `ROW(${fields.join(", ")})`;
}

/** The columns of a table, and its partitions, which are columns to a query. */
const columnsOf = (table: SearchTable): SearchTable["columns"] => ({
    ...table.columns,
    ...Object.fromEntries(PARTITION_KEYS.map((key) => [key, "string" as const])),
});

/** The rows of the log files that a table's projection reaches. */
const rowsOf = (table: SearchTable, archive: Archive, folder: string): readonly JsonObject[] =>
    logFilesOf(projection(table, archive), archive, folder).flatMap(({ file, partitions }) =>
        recordsIn(file).map((record) => ({ ...valueOf({ struct: table.columns }, record), ...partitions })),
    );

async function load(
    connection: DuckDBConnection,
    table: SearchTable,
    rows: readonly JsonObject[],
    folder: string,
): Promise<void> {
    const columns = Object.entries(columnsOf(table)).map(([name, type]) => `"${name}" ${duckDbType(type)}`);
    await connection.run(`CREATE TABLE ${table.name} (${columns.join(", ")})`);
    if (rows.length > 0) {
        const file = path.join(folder, `${table.name}.json`);
        writeFileSync(file, rows.map((row) => JSON.stringify(row)).join("\n"));
        await connection.run(`COPY ${table.name} FROM '${file}' (FORMAT json)`);
    }
}

function duckDbType(type: ColumnType): string {
    if (type === "string") {
        return "VARCHAR";
    }
    if (typeof type === "string") {
        return type === "double" ? "DOUBLE" : "MAP(VARCHAR, VARCHAR)";
    }
    if ("array" in type) {
        return `${duckDbType(type.array)}[]`;
    }
    const fields = Object.entries(type.struct).map(([name, field]) => `"${name}" ${duckDbType(field)}`);
    return `STRUCT(${fields.join(", ")})`;
}

interface LogFile {
    readonly file: string;
    readonly partitions: Readonly<Record<string, string>>;
}

/** The log files in the partitions that the projection has, dates aside: those of the tests are in no other. */
function logFilesOf(
    properties: Readonly<Record<string, string>>,
    archive: Archive,
    folder: string,
): readonly LogFile[] {
    const template = properties["storage.location.template"] ?? "";
    const prefix = location(archive).replace(`s3://${archive.place.bucket}/`, "");
    const inBucket = template.replace(location(archive), prefix);
    const pattern = new RegExp(
        `^${inBucket
            .replace("${account}", "(?<account>[^/]+)")
            .replace("${region}", "(?<region>[^/]+)")
            .replace("${timestamp}", "(?<timestamp>\\d{4}/\\d{2}/\\d{2})")}$`,
    );
    const projected = (key: string, value: string): boolean =>
        properties[`projection.${key}.type`] !== "enum" ||
        (properties[`projection.${key}.values`] ?? "").split(",").includes(value);
    return readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .flatMap((entry) => {
            const found = pattern.exec(path.relative(folder, entry.parentPath))?.groups;
            return found !== undefined && Object.entries(found).every(([key, value]) => projected(key, value))
                ? [{ file: path.join(entry.parentPath, entry.name), partitions: { ...found } }]
                : [];
        });
}

/** What CloudTrailInputFormat does: every record of a log file is a row. */
function recordsIn(file: string): readonly JsonObject[] {
    const content = JSON.parse(gunzipSync(readFileSync(file)).toString("utf8")) as {
        readonly Records: readonly JsonObject[];
    };
    return content.Records;
}

/**
 * What JsonSerDe does with a value: names are compared in lower case, what is not there is NULL, what the type does not
 * name is left out, and an object or list is JSON where the type is a string.
 */
function valueOf(type: { readonly struct: SearchTable["columns"] }, value: unknown): JsonObject;
function valueOf(type: ColumnType, value: unknown): unknown;
function valueOf(type: ColumnType, value: unknown): unknown {
    if (value === undefined || value === null) {
        return null;
    }
    if (type === "string") {
        return typeof value === "string" ? value : JSON.stringify(value);
    }
    if (typeof type === "string") {
        return value;
    }
    if ("array" in type) {
        return Array.isArray(value) ? value.map((item) => valueOf(type.array, item)) : null;
    }
    const byName = new Map(
        Object.entries(value).map(([name, field]) => [name.toLowerCase(), field as unknown]),
    );
    return Object.fromEntries(
        Object.entries(type.struct).map(([name, field]) => [name, valueOf(field, byName.get(name))]),
    );
}
