import assert from "node:assert/strict";
import { begin, end, tableRow, withTable } from "../../docs/table";

describe("a generated table", () => {
    it("comes in place of the old one, and the rest of the page is kept", () => {
        const page = `before\n${begin("things")}\nold\n${end("things")}\nafter\n`;
        assert.equal(
            withTable(page, "things", "new"),
            `before\n${begin("things")}\n\nnew\n\n${end("things")}\nafter\n`,
        );
    });

    it("cannot come to a page that has no place for it", () => {
        assert.throws(() => withTable("nothing", "things", "new"), /has no place for the table/);
        assert.throws(() => withTable(`${end("things")}\n${begin("things")}`, "things", "new"));
    });

    it("has cells with bars that do not end them", () => {
        assert.equal(tableRow(["a|b", "c"]), "| a\\|b | c |");
    });
});
