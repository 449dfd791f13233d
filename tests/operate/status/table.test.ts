import assert from "node:assert/strict";
import { changes } from "../../../operate/status/changes";
import { isWhole, type Section, type StatusCheck, worst } from "../../../operate/status/model";
import { statusTable, verdict } from "../../../operate/status/table";

const OK: StatusCheck = { what: "trail t", result: "logging", state: "ok" };
const FAILED: StatusCheck = { what: "bus b", result: "MISSING", state: "failed", remedy: "Deploy it." };
const UNKNOWN: StatusCheck = { what: "key k", result: "may not be asked", state: "unknown" };
const LATE: StatusCheck = { what: "digests", result: "5 h ago", state: "warning", remedy: "Look." };

const sections = (...checks: readonly StatusCheck[]): readonly Section[] => [{ name: "bus", checks }];
const round = (...checks: readonly StatusCheck[]) => ({
    time: "2026-03-01T12:00:00.000Z",
    sections: sections(...checks),
});

describe("the table of a status", () => {
    it("has a line for what is well, and in full below with what to do what is not", () => {
        const long = "x".repeat(500);
        const table = statusTable({ sections: sections(OK, FAILED, { ...UNKNOWN, result: long }) });
        assert.match(table, /│ bus +│ trail t +│ ok +│ logging +│/);
        assert.match(table, /\nFAILED bus b: MISSING\n {4}Deploy it\.\n/);
        assert.ok(table.endsWith(`UNKNOWN key k: ${long}`));
        const rows = table.split("\n").filter((line) => line.startsWith("│"));
        assert.ok(rows.every((row) => row.length < 180));
        assert.equal(rows.length, 4);
    });

    it("is not whole where anything failed or could not be told; warnings leave it whole", () => {
        for (const [checks, whole] of [
            [[OK], true],
            [[OK, LATE], true],
            [[OK, UNKNOWN], false],
            [[OK, FAILED], false],
        ] as const) {
            assert.equal(isWhole(sections(...checks)), whole);
        }
        assert.equal(worst(["ok", "warning", "unknown", "failed"]), "failed");
        assert.equal(worst(["ok", "warning", "unknown"]), "unknown");
        assert.equal(worst([]), "ok");
    });

    it("ends with a sentence", () => {
        const status = { milliseconds: 1234, calls: 56 } as unknown as Parameters<typeof verdict>[0];
        assert.equal(
            verdict({ ...status, whole: true, sections: sections(OK) }),
            "The system is whole (1 check, 56 calls of AWS's, 1.2 s).",
        );
        assert.equal(
            verdict({ ...status, whole: false, sections: sections(OK, FAILED, UNKNOWN, LATE) }),
            "The system is not whole: 1 failed, 1 could not be told, 1 warning (4 checks, 56 calls of AWS's, 1.2 s).",
        );
    });
});

describe("what changed between two looks", () => {
    it("is a line for each thing that is no longer well, and for each that is well again", () => {
        assert.deepEqual(changes(round(OK, UNKNOWN), round(OK, FAILED)), [
            "2026-03-01T12:00:00.000Z FAILED bus b: MISSING Deploy it.",
            "2026-03-01T12:00:00.000Z well again: key k",
        ]);
    });

    it("is nothing where only time went by, and what is worse where it got worse", () => {
        assert.deepEqual(changes(round(LATE), round({ ...LATE, result: "6 h ago" })), []);
        assert.deepEqual(changes(round(LATE), round({ ...LATE, state: "failed", result: "4 days ago" })), [
            "2026-03-01T12:00:00.000Z FAILED digests: 4 days ago Look.",
        ]);
    });
});
