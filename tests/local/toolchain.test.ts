import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { ensureToolchain, FORCING_VARIABLE, type Source } from "../../local/toolchain";
import { verify } from "../../local/toolchain/download";
import type { Tools, Way } from "../../local/toolchain/tools";
import { compareVersions, ENGINE_VERSION, OLDEST_GO, PLUGIN_VERSION } from "../../local/toolchain/versions";

const MODULES = path.resolve(__dirname, "../../local/toolchain");

/** A way of which it is settled beforehand whether its tools are there and whether they can be had. */
function way(name: string, is: { ready?: boolean; obtainable?: boolean }, asked: string[] = []): Way {
    const tools: Tools = { pulumi: `/${name}/pulumi`, env: {} };
    return {
        ready() {
            asked.push(`${name} ready`);
            return Promise.resolve(is.ready === true ? tools : undefined);
        },
        obtain() {
            asked.push(`${name} obtain`);
            if (is.obtainable !== true) {
                return Promise.reject(new Error(`${name} is not to be had\nfor details, see elsewhere`));
            }
            return Promise.resolve(tools);
        },
    };
}

function ways(path: Way, download: Way, built: Way): Map<Source, Way> {
    return new Map<Source, Way>([
        ["path", path],
        ["download", download],
        ["built", built],
    ]);
}

const quiet = (): void => undefined;

describe("local/toolchain", () => {
    it("takes the first that is there, and gets none", async () => {
        const asked: string[] = [];
        const all = ways(
            way("path", { obtainable: true }, asked),
            way("download", { obtainable: true }, asked),
            way("built", { ready: true }, asked),
        );
        const toolchain = await ensureToolchain({ log: quiet, env: {}, ways: all });
        assert.equal(toolchain.source, "built");
        assert.equal(toolchain.pulumi, "/built/pulumi");
        assert.deepEqual(asked, ["path ready", "download ready", "built ready"]);
    });

    it("gets the first that can be had, and says in a line why not the ones before it", async () => {
        const lines: string[] = [];
        const all = ways(
            way("path", {}),
            way("download", { obtainable: true }),
            way("built", { obtainable: true }),
        );
        const toolchain = await ensureToolchain({ log: (line) => lines.push(line), env: {}, ways: all });
        assert.equal(toolchain.source, "download");
        assert.deepEqual(lines, ["toolchain: not path: path is not to be had"]);
    });

    it("goes on to the next way when a look at what is there fails", async () => {
        const broken: Way = { ...way("path", {}), ready: () => Promise.reject(new Error("broken")) };
        const all = ways(broken, way("download", { ready: true }), way("built", {}));
        assert.equal((await ensureToolchain({ log: quiet, env: {}, ways: all })).source, "download");
    });

    it("gives every way's reason when none works", async () => {
        const all = ways(way("path", {}), way("download", {}), way("built", {}));
        await assert.rejects(
            ensureToolchain({ log: quiet, env: {}, ways: all }),
            /path: path is not.*download: download is not.*built: built is not/s,
        );
    });

    it("tries only the way that is forced", async () => {
        const asked: string[] = [];
        const all = ways(
            way("path", { ready: true }, asked),
            way("download", { ready: true }, asked),
            way("built", { obtainable: true }, asked),
        );
        const env = { [FORCING_VARIABLE]: "built" };
        assert.equal((await ensureToolchain({ log: quiet, env, ways: all })).source, "built");
        assert.deepEqual(asked, ["built ready", "built obtain"]);
    });

    it("rejects a forced way that does not exist", async () => {
        const all = ways(way("path", { ready: true }), way("download", {}), way("built", {}));
        await assert.rejects(
            ensureToolchain({ log: quiet, env: { [FORCING_VARIABLE]: "brew" }, ways: all }),
            /SECURITY_LOGGING_TOOLCHAIN is "brew": set it to one of path, download, built/,
        );
    });
});

describe("local/toolchain/versions", () => {
    it("compares by number and not by letter", () => {
        assert.ok(compareVersions("1.9", "1.25.11") < 0);
        assert.ok(compareVersions("1.26.0", "1.25.11") > 0);
        assert.equal(compareVersions("1.25", "1.25.0"), 0);
    });

    it("agrees with the go.mod files", () => {
        const engine = readFileSync(path.join(MODULES, "engine", "go.mod"), "utf8");
        const provider = readFileSync(path.join(MODULES, "provider", "go.mod"), "utf8");
        assert.ok(engine.includes(`github.com/pulumi/pulumi/pkg/v3 v${ENGINE_VERSION}`));
        for (const module of [engine, provider]) {
            const required = /^go (.*)$/m.exec(module)?.[1] ?? "";
            assert.equal(compareVersions(required, OLDEST_GO), 0);
        }
    });

    it("takes the plugin's version from the installed SDK", () => {
        const { dependencies } = JSON.parse(
            readFileSync(path.resolve(__dirname, "../../package.json"), "utf8"),
        ) as {
            dependencies: Record<string, string>;
        };
        assert.equal(PLUGIN_VERSION, dependencies["@pulumi/aws"]);
    });
});

describe("local/toolchain/download", () => {
    const content = Buffer.from("archive");
    const sum = createHash("sha256").update(content).digest("hex");

    it("accepts what the published checksum is of", () => {
        verify("a.tar.gz", content, `${"0".repeat(64)}  b.tar.gz\n${sum}  a.tar.gz\n`);
    });

    it("rejects anything else, and what no checksum is published for", () => {
        assert.throws(
            () => verify("b.tar.gz", content, `${"0".repeat(64)}  b.tar.gz\n`),
            /b\.tar\.gz has the SHA-256/,
        );
        assert.throws(() => verify("a.tar.gz", content, `${sum}  b.tar.gz\n`), /none is published/);
    });
});
