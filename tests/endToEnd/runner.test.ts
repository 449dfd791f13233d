/** What a run of tests leaves behind when it fails, and when it is interrupted: nothing. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { start } from "../runner/job";
import { processesOf } from "../runner/leftovers";

const CHECKOUT = path.resolve(__dirname, "..", "..");
const JOB = { name: "tests/things", files: ["tests/runner/fixtures/leavesThings.ts"] };

describe("a run of tests", function () {
    // The first suite may have the emulator installed.
    this.timeout(300_000);

    let scratch: string;

    beforeEach(async () => {
        scratch = await mkdtemp(path.join(tmpdir(), "runner-"));
    });
    afterEach(async () => {
        delete process.env["NEVER_END"];
        await rm(scratch, { recursive: true, force: true });
    });

    const folder = (): string => path.join(scratch, "things");

    const hasLeftThem = async (log: string): Promise<void> => {
        while (!(await readFile(log, "utf8").catch(() => "")).includes("left them")) {
            await pause(100);
        }
    };

    it("that fails is told with its tests, and with what it left, of which nothing stays", async () => {
        const { passed, failed, failures, logFile } = await start(JOB, scratch, scratch).outcome;
        assert.equal(passed, 2);
        assert.deepEqual(
            failures.map((failure) => failure.replace(/ \d+/, " N").replace(/-\w+ in/, "-X in")),
            [
                "things that are left > fail",
                "left process N running: sleep 600",
                "left left-X in its temporary folder",
                "left local-aws-X in its temporary folder",
            ],
        );
        assert.equal(failed, failures.length);
        assert.match(await readFile(logFile, "utf8"), /AssertionError .*on purpose/);
        assert.deepEqual(await processesOf(folder()), []);
        assert.equal(existsSync(folder()), false);
    });

    it("that is ended leaves nothing either", async () => {
        process.env["NEVER_END"] = "1";
        const job = start(JOB, scratch, scratch);
        await hasLeftThem(path.join(scratch, "things.log"));
        const before = await processesOf(folder());
        assert.ok(
            before.some(({ command }) => command.includes("serve.py")),
            "there is an emulator",
        );
        assert.ok(
            before.some(({ command }) => command === "sleep 600"),
            "there is a process of its own group",
        );
        await job.end();
        await job.outcome;
        assert.deepEqual(await processesOf(folder()), []);
        assert.equal(existsSync(folder()), false);
    });

    it("that is interrupted as a whole ends with 130, and leaves no process and no file", async () => {
        const child = spawn(
            process.execPath,
            ["--require", "ts-node/register/transpile-only", "tests/runner/index.ts", "tests/endToEnd/tap"],
            { cwd: CHECKOUT, env: { ...process.env, TMPDIR: scratch }, stdio: "ignore" },
        );
        const ended = once(child, "exit");
        while ((await processesOf(scratch)).every(({ command }) => !command.includes("serve.py"))) {
            assert.equal(child.exitCode, null, "it ended by itself");
            await pause(50);
        }
        child.kill("SIGINT");
        const [code] = (await ended) as [number | null];
        assert.equal(code, 130);
        assert.deepEqual(await processesOf(scratch), []);
        assert.deepEqual(
            (await readdir(scratch)).filter((name) => name.startsWith("security-logging-tests-")),
            [],
        );
    });
});
