/** Runs the tests that are written in the emulator's language, all in one process. */
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import * as path from "node:path";
import { ensurePython } from "../../../local/emulator/python";
import { run } from "../../../local/processes";

const FILES = readdirSync(__dirname)
    .filter((file) => file.endsWith("_test.py"))
    .map((file) => path.parse(file).name);

interface Outcome {
    readonly file: string;
    readonly test: string;
    readonly failure: string | null;
}

describe("local/emulator", function () {
    this.timeout(300_000);
    let outcomes: readonly Outcome[];

    before(async () => {
        const { python } = await ensurePython(() => undefined);
        const said = await run(python, [path.join(__dirname, "run.py"), ...FILES]);
        outcomes = said
            .trim()
            .split("\n")
            .map((line) => JSON.parse(line) as Outcome);
    });

    for (const file of FILES) {
        it(`passes ${file}.py`, () => {
            const own = outcomes.filter((outcome) => outcome.file === file);
            assert.notEqual(own.length, 0, "no test was run");
            const failed = own.filter(({ failure }) => failure !== null);
            assert.deepEqual(
                failed.map(({ test, failure }) => `${test}\n${failure}`),
                [],
            );
        });
    }
});
