/** What takes long to make and is the same every time: made once per machine, outside the checkout. */
import { createHash } from "node:crypto";
import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import * as path from "node:path";
import { isRunning } from "./processes";
import type { Log } from "./progress";

const POLL_MS = 500;

/** `$XDG_CACHE_HOME` or `~/.cache`, and below it this project's own folder. Deleting it is safe at any time. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
    const root = env["XDG_CACHE_HOME"] || path.join(homedir(), ".cache");
    return path.join(root, "aws-organization-security-logging");
}

/**
 * A name for what is made from these inputs: other inputs, other name.
 * The inputs are told apart by position, so that ["ab", "c"] is not ["a", "bc"].
 */
export function cacheKey(inputs: readonly string[]): string {
    return createHash("sha256").update(JSON.stringify(inputs)).digest("hex").slice(0, 16);
}

/** The folder of that name in the cache, if it is there. */
export async function cachedFolder(name: string): Promise<string | undefined> {
    const folder = path.join(cacheFolder(), name);
    return (await exists(folder)) ? folder : undefined;
}

/**
 * The folder of that name in the cache, made first if it is not there. It is made under another name and renamed
 * when complete: an interrupted `make` leaves nothing that could be taken for a finished one.
 * @param name Relative to the cache folder, as in `toolchain/3fe1...`.
 * @param make Fills the empty folder it is given. Nothing in there may depend on the folder's own path.
 */
export async function cached(name: string, log: Log, make: (into: string) => Promise<void>): Promise<string> {
    const made = await cachedFolder(name);
    if (made !== undefined) {
        return made;
    }
    const folder = path.join(cacheFolder(), name);
    await mkdir(path.dirname(folder), { recursive: true });
    return withLock(`${folder}.lock`, log, async () => {
        if (!(await exists(folder))) {
            const unfinished = `${folder}.unfinished`;
            // An interrupted run's, if it is there: nobody else makes it while the lock is held.
            await rm(unfinished, { recursive: true, force: true });
            await mkdir(unfinished);
            await make(unfinished);
            await rename(unfinished, folder);
        }
        return folder;
    });
}

/**
 * Does the work while no other process does work under the same lock. A lock whose holder has died is taken over.
 * @param lock Path of a file that exists as long as the lock is held, and holds the holder's process id.
 */
export async function withLock<T>(lock: string, log: Log, work: () => Promise<T>): Promise<T> {
    let told = false;
    while (!(await take(lock))) {
        const holder = Number(await readFile(lock, "utf8").catch(() => ""));
        if (holder > 0 && !isRunning(holder)) {
            await rm(lock, { force: true });
            continue;
        }
        if (!told && holder > 0) {
            told = true;
            log(`waiting for process ${holder}, which is making the same (it holds ${lock})`);
        }
        await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    try {
        return await work();
    } finally {
        await rm(lock, { force: true });
    }
}

async function take(lock: string): Promise<boolean> {
    try {
        await writeFile(lock, String(process.pid), { flag: "wx" });
        return true;
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "EEXIST") {
            return false;
        }
        throw error;
    }
}

async function exists(file: string): Promise<boolean> {
    return stat(file).then(
        () => true,
        () => false,
    );
}
