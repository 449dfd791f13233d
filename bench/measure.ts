/** Measuring whole runs of other programs: how long they take, and how much memory their processes hold together. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, readdirSync } from "node:fs";

const SAMPLE_MS = 250;
const PAGE_BYTES = 4096;

export interface Measured {
    readonly seconds: number;
    /** The most processes there were at once, the first one included. */
    readonly processes: number;
    /** The most resident memory that all of them held at once, in megabytes; undefined where there is no /proc. */
    readonly megabytes: number | undefined;
    readonly code: number | null;
    readonly output: string;
}

/** Runs a program to its end and measures it and all processes that it started. */
export async function measure(
    program: string,
    args: readonly string[],
    options: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<Measured> {
    const begin = performance.now();
    const child = spawn(program, args, {
        cwd: options.cwd,
        env: { ...process.env, ...options.env },
        stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
    let processes = 0;
    let bytes = 0;
    const sampling = setInterval(() => {
        const family = familyOf(child.pid ?? 0);
        processes = Math.max(processes, family.length);
        bytes = Math.max(
            bytes,
            family.reduce((sum, process) => sum + process.bytes, 0),
        );
    }, SAMPLE_MS);
    const [code] = (await once(child, "close")) as [number | null];
    clearInterval(sampling);
    return {
        seconds: (performance.now() - begin) / 1000,
        processes,
        megabytes: bytes === 0 ? undefined : bytes / 1e6,
        code,
        output,
    };
}

interface Process {
    readonly id: number;
    readonly parent: number;
    readonly bytes: number;
}

/** A process and all that descend from it. */
function familyOf(ancestor: number): readonly Process[] {
    const all = processes();
    const family = all.filter(({ id }) => id === ancestor);
    for (const member of family) {
        family.push(...all.filter(({ parent }) => parent === member.id));
    }
    return family;
}

function processes(): readonly Process[] {
    if (!existsSync("/proc/self/stat")) {
        return [];
    }
    return readdirSync("/proc")
        .filter((name) => /^\d+$/.test(name))
        .flatMap((name) => {
            try {
                // The command's name, in parentheses, may hold spaces; what follows it does not.
                const fields = readFileSync(`/proc/${name}/stat`, "utf8")
                    .replace(/^.*\) /s, "")
                    .split(" ");
                return [
                    { id: Number(name), parent: Number(fields[1]), bytes: Number(fields[21]) * PAGE_BYTES },
                ];
            } catch {
                // It ended between the two looks.
                return [];
            }
        });
}

/** The middle one of several figures. */
export function median(figures: readonly number[]): number {
    const sorted = [...figures].sort((one, other) => one - other);
    return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
