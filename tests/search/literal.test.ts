import assert from "node:assert/strict";
import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import * as fc from "fast-check";
import { literal } from "../../search";

/** Texts that mean something to SQL, and any others. */
const TEXTS = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc
        .array(
            fc.constantFrom(
                "'",
                "''",
                '"',
                "\\",
                "\\'",
                "--",
                "/*",
                "*/",
                ";",
                "?",
                "$1",
                "%",
                "\n",
                " OR ",
                "1=1",
            ),
            { maxLength: 12 },
        )
        .map((parts) => parts.join("")),
);

describe("a text as SQL writes it", () => {
    let instance: DuckDBInstance;
    let connection: DuckDBConnection;
    before(async () => {
        instance = await DuckDBInstance.create(":memory:");
        connection = await instance.connect();
    });
    after(() => {
        connection.closeSync();
        instance.closeSync();
    });

    const read = async (sql: string): Promise<unknown> => (await connection.runAndReadAll(sql)).getRowsJson();

    it("is one string to SQL, the text itself, whatever it is", () =>
        fc.assert(
            fc.asyncProperty(TEXTS, TEXTS, async (one, other) => {
                fc.pre(!`${one}${other}`.includes("\0"));
                assert.deepEqual(await read(`SELECT ${literal(one)}, ${literal(other)} -- the end`), [
                    [one, other],
                ]);
            }),
            { numRuns: 300 },
        ));
});
