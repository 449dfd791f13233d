import assert from "node:assert/strict";
import { queryNamed, valuesOf, type NamedValue } from "../../operate/queryValues";
import { UsageError } from "../../operate/usageError";
import { SAVED_QUERIES } from "../../search";

const ACCOUNT: NamedValue = ["account", "111122223333"];

const ask = (
    name: string,
    parameters: readonly NamedValue[],
    from = "2026-03-01T08:00:00Z",
    to = "2026-03-04T12:00:00Z",
): readonly string[] => valuesOf(queryNamed(name), { parameters, from: new Date(from), to: new Date(to) });

const refuses = (act: () => unknown, told: RegExp): void =>
    assert.throws(act, (error) => {
        assert.ok(error instanceof UsageError);
        assert.match(error.message, told);
        return true;
    });

describe("the values of a saved query", () => {
    it("are literals in the order of its question marks, the days those of the time range", () => {
        assert.deepEqual(ask("object-reads", [["key", "it's"], ["bucket", "b"], ACCOUNT]), [
            "'111122223333'",
            "'2026/03/01'",
            "'2026/03/04'",
            "'b'",
            "'it''s'",
        ]);
    });

    it("begin thirty days earlier where days are compared with those before", () =>
        assert.deepEqual(ask("access-keys-from-new-addresses", [ACCOUNT]), [
            "'111122223333'",
            "'2026/01/30'",
            "'2026/03/04'",
            "'2026/03/01'",
        ]));

    it("end with the day before, where the time range ends at midnight", () =>
        assert.deepEqual(ask("root-use", [ACCOUNT], "2026-03-01", "2026-03-02"), [
            "'111122223333'",
            "'2026/03/01'",
            "'2026/03/01'",
        ]));

    it("are as many as a query has question marks, for every query", () => {
        for (const query of SAVED_QUERIES) {
            const marks = query.sql
                .split("\n")
                .filter((line) => !line.startsWith("--"))
                .join("\n")
                .split("?").length;
            assert.equal(query.parameters.length, marks - 1, query.name);
        }
    });

    it("are refused where they are missing, unknown, given twice or impossible, with what to write", () => {
        refuses(() => queryNamed("rot-use"), /no query "rot-use"\. Did you mean "root-use"\?/);
        refuses(() => queryNamed("x".repeat(100)), /no query "x+"\. `npx security-logging query` lists/);
        refuses(() => ask("root-use", []), /needs --parameter account=\.\.\.: the account's id/);
        refuses(() => ask("root-use", [["acount", "1"]]), /no parameter "acount"\. Did you mean "account"\?/);
        refuses(() => ask("root-use", [ACCOUNT, ["first-day", "x"]]), /--from and --to say which days/);
        refuses(() => ask("root-use", [ACCOUNT, ACCOUNT]), /--parameter account is given twice/);
        refuses(
            () => ask("root-use", [["account", "'111122223333'"]]),
            /the id of an account, twelve digits/,
        );
        refuses(
            () => ask("principal-activity", [ACCOUNT, ["principal", ""]]),
            /takes no value that is empty/,
        );
        refuses(
            () => ask("principal-activity", [ACCOUNT, ["principal", "'".repeat(512)]]),
            /longer than 1024/,
        );
        refuses(() => ask("root-use", [ACCOUNT], "2026-03-04", "2026-03-04"), /is not before --to/);
    });
});
