import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { recordsIn } from "../../operate/recordsIn";
import { fixture } from "../events/fixtures";

const one = fixture("stop-logging-by-root");
const other = fixture("insight-api-call-rate-end");
const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

describe("the records in a file", () => {
    for (const [what, content, records] of [
        ["a log file", json({ Records: [one, other] }), [one, other]],
        ["a packed log file, as the archive has them", gzipSync(json({ Records: [one] })), [one]],
        ["one record", json(one), [one]],
        ["a list of records", json([one, other]), [one, other]],
        ["an event of EventBridge", json({ source: "aws.cloudtrail", detail: one }), [one]],
        [
            "events of EventBridge, one a line",
            Buffer.concat([
                json({ detail: one }),
                Buffer.from("\n"),
                json({ detail: other }),
                Buffer.from("\n"),
            ]),
            [one, other],
        ],
        [
            "records of a log file that is printed for people",
            Buffer.from(JSON.stringify({ Records: [one] }, null, 2)),
            [one],
        ],
    ] as const) {
        it(`are those of ${what}`, () => assert.deepEqual(recordsIn(content), records));
    }

    for (const [what, content, message] of [
        ["a file that has none", json({ Records: [] }), /it holds no CloudTrail record/],
        [
            "a digest file",
            json({ digestStartTime: "2026-01-01T00:00:00Z", logFiles: [] }),
            /it holds no CloudTrail record/,
        ],
        ["what is no JSON", Buffer.from("who did it?"), /JSON/],
        ["an empty file", Buffer.from(""), /it holds no CloudTrail record/],
    ] as const) {
        it(`are not found in ${what}`, () => assert.throws(() => recordsIn(content), message));
    }
});
