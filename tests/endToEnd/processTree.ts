import { readFile, readdir } from "node:fs/promises";
import { run } from "../../local/processes";
import { endNow } from "../runner/leftovers";

/** The ids of the processes that a process started, and of those that they started in turn. */
async function descendantsOf(pid: number): Promise<readonly number[]> {
    const all = await parents();
    const childrenOf = (parent: number): number[] =>
        [...all].flatMap(([child, itsParent]) => (itsParent === parent ? [child, ...childrenOf(child)] : []));
    return childrenOf(pid);
}

/** Ends a process and its descendants at once, without a chance to tidy up. */
export async function killTree(pid: number): Promise<void> {
    // Listed first: the children of a process that is gone are somebody else's.
    for (const each of [pid, ...(await descendantsOf(pid))]) {
        endNow(each);
    }
}

/** The parent of every process that runs. */
async function parents(): Promise<ReadonlyMap<number, number>> {
    if (process.platform === "linux") {
        // Read from /proc because minimal images come without ps.
        const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
        const stats = await Promise.all(
            ids.map((id) => readFile(`/proc/${id}/stat`, "utf8").catch(() => "")),
        );
        // The program's name, in parentheses, may itself hold spaces and parentheses; state and parent follow it.
        return new Map(
            stats.flatMap((stat) => {
                const [, id, parent] = /^(\d+) .*\) \S (\d+) /s.exec(stat) ?? [];
                return id === undefined ? [] : [[Number(id), Number(parent)] as const];
            }),
        );
    }
    const listed = await run("ps", ["-A", "-o", "pid=,ppid="]);
    return new Map(
        listed
            .trim()
            .split("\n")
            .map((line) => line.trim().split(/\s+/).map(Number) as [number, number]),
    );
}
