import assert from "node:assert/strict";
import { duration, withProgress } from "../../local/progress";

describe("local/progress", () => {
    it("writes durations in whole seconds, and minutes where there are some", () => {
        assert.equal(duration(0), "0s");
        assert.equal(duration(59_999), "59s");
        assert.equal(duration(90_000), "1m30s");
    });

    it("passes on what the work gives or throws, and says nothing of short work", async () => {
        const lines: string[] = [];
        const log = (line: string): number => lines.push(line);
        assert.equal(await withProgress(log, "working", () => Promise.resolve(7)), 7);
        await assert.rejects(
            withProgress(log, "working", () => Promise.reject(new Error("no"))),
            /no/,
        );
        assert.deepEqual(lines, []);
    });
});
