/** What a test run has left behind: processes that know its temporary folder, and files in it. */
import { readdir, readFile, rm } from "node:fs/promises";
import * as path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { run } from "../../local/processes";

const POLL_MS = 200;

/** A process that is still there. */
export interface Leftover {
    readonly pid: number;
    /** Its command line, cut to what fits on a line. */
    readonly command: string;
}

/**
 * The processes that were started with this temporary folder, however far from their parents they have come: it is in
 * the environment of all, and in the command line of those that get an environment of their own.
 */
export async function processesOf(folder: string): Promise<readonly Leftover[]> {
    const all = process.platform === "linux" ? await fromProc(folder) : await fromPs(folder);
    return all.filter(({ pid }) => pid !== process.pid);
}

/** The processes that are still there after `patienceMs` milliseconds, in which they may end by themselves. */
export async function remaining(folder: string, patienceMs: number): Promise<readonly Leftover[]> {
    const begin = Date.now();
    let left = await processesOf(folder);
    while (left.length > 0 && Date.now() - begin < patienceMs) {
        await pause(POLL_MS);
        left = await processesOf(folder);
    }
    return left;
}

/** Ends all processes of the folder, and removes it. */
export async function cleanUp(folder: string): Promise<void> {
    for (let left = await processesOf(folder); left.length > 0; left = await processesOf(folder)) {
        for (const { pid } of left) {
            endNow(pid);
        }
        await pause(POLL_MS);
    }
    // A process that has just ended may have written once more while its files were being removed.
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** Ends a process without a chance to tidy up, if it is still there. */
export function endNow(pid: number): void {
    try {
        process.kill(pid, "SIGKILL");
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ESRCH") {
            throw error;
        }
    }
}

const MAX_SHOWN = 160;

const shown = (command: string): string => command.trim().slice(0, MAX_SHOWN);

async function fromProc(folder: string): Promise<readonly Leftover[]> {
    const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
    const found = await Promise.all(
        ids.map(async (id) => {
            // A process that has ended meanwhile, or is another user's, cannot be read.
            const read = (file: string): Promise<string> =>
                readFile(path.join("/proc", id, file), "utf8").catch(() => "");
            const [environment, command] = await Promise.all([read("environ"), read("cmdline")]);
            return `${environment}\0${command}`.includes(folder)
                ? [{ pid: Number(id), command: shown(command.replaceAll("\0", " ")) }]
                : [];
        }),
    );
    return found.flat();
}

async function fromPs(folder: string): Promise<readonly Leftover[]> {
    // With the environment behind each command, of one's own processes.
    const listed = await run("ps", ["-A", "-E", "-ww", "-o", "pid=,command="]);
    return listed
        .split("\n")
        .filter((line) => line.includes(folder))
        .map((line) => ({
            pid: Number.parseInt(line, 10),
            command: shown(line.trim().replace(/^\d+\s+/, "")),
        }));
}
