import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { claimFolder } from "../../local/soleRun";

/** Claims a folder, says so, and goes on until its standard input closes. */
const HOLDER = `
    require("ts-node/register/transpile-only");
    require(${JSON.stringify(path.resolve(__dirname, "../../local/soleRun"))})
        .claimFolder(process.argv[1])
        .then(() => { console.log("claimed"); process.stdin.resume(); });
`;

describe("a local organization's folder", () => {
    let folder: string;
    let holder: ChildProcess | undefined;

    beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), "sole-run-"))));
    afterEach(() => {
        holder?.kill("SIGKILL");
        holder = undefined;
        rmSync(folder, { recursive: true, force: true });
    });

    const startHolder = async (): Promise<ChildProcess> => {
        holder = spawn(process.execPath, ["-e", HOLDER, folder], { stdio: ["pipe", "pipe", "inherit"] });
        await once(holder.stdout ?? assert.fail(), "data");
        return holder;
    };

    it("is refused to a second process while the first runs, and is free once that has ended", async () => {
        const first = await startHolder();
        await assert.rejects(claimFolder(folder), {
            message:
                `Another \`npm run local\` (process ${first.pid}) is at work on the local organization in ${folder}: wait until it has ` +
                "ended. SECURITY_LOGGING_LOCAL=<folder> has a second one run beside it.",
        });
        const ended = once(first, "exit");
        first.stdin?.end();
        await ended;
        assert.ok(!existsSync(path.join(folder, "run.json")));
        await claimFolder(folder);
    });

    it("is free after a process that was killed", async () => {
        const first = await startHolder();
        const ended = once(first, "exit");
        first.kill("SIGKILL");
        await ended;
        await claimFolder(folder);
        assert.equal(
            (JSON.parse(readFileSync(path.join(folder, "run.json"), "utf8")) as { pid: number }).pid,
            process.pid,
        );
    });

    it("is free where the process of that id is another by now", async () => {
        writeFileSync(
            path.join(folder, "run.json"),
            JSON.stringify({ pid: process.pid, command: "node local" }),
        );
        await claimFolder(folder);
    });
});
