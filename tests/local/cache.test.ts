import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { cached, cachedFolder, cacheFolder, cacheKey, withLock } from "../../local/cache";

const quiet = (): void => undefined;

describe("local/cache", () => {
    const outer = process.env["XDG_CACHE_HOME"];
    let root: string;

    beforeEach(() => {
        root = mkdtempSync(path.join(tmpdir(), "cache-test-"));
        process.env["XDG_CACHE_HOME"] = root;
    });

    afterEach(() => {
        if (outer === undefined) {
            delete process.env["XDG_CACHE_HOME"];
        } else {
            process.env["XDG_CACHE_HOME"] = outer;
        }
        rmSync(root, { recursive: true, force: true });
    });

    it("is below XDG_CACHE_HOME, or below the home directory where that is unset or empty", () => {
        assert.equal(cacheFolder({ XDG_CACHE_HOME: "/c" }), "/c/aws-organization-security-logging");
        assert.match(cacheFolder({ XDG_CACHE_HOME: "" }), /\/\.cache\/aws-organization-security-logging$/);
    });

    it("gives the same inputs the same key, and tells inputs apart by position", () => {
        assert.equal(cacheKey(["a", "b"]), cacheKey(["a", "b"]));
        assert.notEqual(cacheKey(["ab", "c"]), cacheKey(["a", "bc"]));
        assert.notEqual(cacheKey(["a", "b"]), cacheKey(["b", "a"]));
    });

    it("makes a folder once", async () => {
        let made = 0;
        const make = (into: string): Promise<void> => {
            made++;
            writeFileSync(path.join(into, "content"), "x");
            return Promise.resolve();
        };
        const first = await cached("kind/name", quiet, make);
        const second = await cached("kind/name", quiet, make);
        assert.equal(first, second);
        assert.equal(made, 1);
        assert.equal(readFileSync(path.join(first, "content"), "utf8"), "x");
        assert.equal(await cachedFolder("kind/name"), first);
    });

    it("makes a folder once for two who ask at the same time", async () => {
        let made = 0;
        const make = async (): Promise<void> => {
            made++;
            await new Promise((resolve) => setTimeout(resolve, 20));
        };
        await Promise.all([cached("name", quiet, make), cached("name", quiet, make)]);
        assert.equal(made, 1);
    });

    it("does not take what was left unfinished for finished, and starts it afresh", async () => {
        const failing = (into: string): Promise<void> => {
            writeFileSync(path.join(into, "half"), "");
            return Promise.reject(new Error("interrupted"));
        };
        await assert.rejects(cached("name", quiet, failing), /interrupted/);
        assert.equal(await cachedFolder("name"), undefined);

        const folder = await cached("name", quiet, () => Promise.resolve());
        assert.equal(existsSync(path.join(folder, "half")), false);
    });

    it("takes over the lock of a process that has died", async () => {
        const { pid } = spawnSync(process.execPath, ["--version"]);
        const lock = path.join(root, "lock");
        writeFileSync(lock, String(pid));
        assert.equal(await withLock(lock, quiet, () => Promise.resolve("done")), "done");
        assert.equal(existsSync(lock), false);
    });

    it("gives the lock back when the work fails", async () => {
        const lock = path.join(root, "lock");
        await assert.rejects(withLock(lock, quiet, () => Promise.reject(new Error("no"))));
        assert.equal(existsSync(lock), false);
    });
});
