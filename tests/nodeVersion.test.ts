import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as path from "node:path";

const PROJECT = path.join(__dirname, "..");

/** Imports the check into a process that takes itself for another version of Node.js. */
function runOn(version: string): { readonly status: number | null; readonly stderr: string } {
    const program = `
        Object.defineProperty(process.versions, "node", { value: "${version}" });
        Object.defineProperty(process, "version", { value: "v${version}" });
        require("./nodeVersion.ts");
    `;
    return spawnSync(process.execPath, ["--require", "ts-node/register/transpile-only", "--eval", program], {
        cwd: PROJECT,
        encoding: "utf8",
    });
}

describe("The version of Node.js", () => {
    it("is refused in one line where it is too old", () => {
        for (const version of ["18.20.8", "20.20.2", "22.9.0"]) {
            const { status, stderr } = runOn(version);
            assert.equal(status, 1, version);
            assert.equal(
                stderr,
                `Node.js 22.13 or newer is needed, and ${process.execPath} is v${version}: install a newer one.\n`,
            );
        }
    });

    it("is taken where it is new enough", () => {
        for (const version of ["22.13.0", "22.22.0", "24.0.0", "26.10.0"]) {
            const { status, stderr } = runOn(version);
            assert.deepEqual({ status, stderr }, { status: 0, stderr: "" }, version);
        }
    });
});
