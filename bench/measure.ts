/** Measuring whole runs of other programs: how long they take, and how much memory their processes hold together. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { killTree } from "../tests/endToEnd/processTree";

const SAMPLE_MS = 250;

/** As much of a failed program's output as tells why it failed. */
const CHARACTERS_OF_A_FAILURE = 3000;

/** Of the kernel's clock for processes: the same on every machine with Linux. */
const TICKS_PER_SECOND = 100;

/** Where there is no /proc, only time is measured. */
const HAS_PROC = existsSync("/proc/meminfo");

export interface Measured {
    readonly seconds: number;
    /** The most processes there were at once, the first one included. */
    readonly processes: number | undefined;
    /**
     * The most resident memory, in megabytes, that all of them had at once, summed. Pages that processes share, as
     * those of one executable, count once for each.
     */
    readonly resident: number | undefined;
    /** The most, in megabytes, by which the whole machine's available memory was less than at the start. */
    readonly taken: number | undefined;
    /** How many seconds of a processor all of them took together; less those of processes that ended between two looks. */
    readonly processorSeconds: number | undefined;
    /** What the program printed to its standard output. */
    readonly stdout: string;
}

export interface MeasureOptions {
    readonly cwd: string;
    /** Added to this process's own environment. */
    readonly env?: Readonly<Record<string, string>>;
    /** Megabytes: with less than that available on the machine, the program is ended. @default it goes on */
    readonly leaveAvailable?: number;
}

/** Says that a program needed more memory than it was to have. */
export class TooMuchMemory extends Error {}

/** Says that the user wants no more of it. */
export class Interrupted extends Error {}

/**
 * Runs a program to its end and measures it and all processes that it starts.
 * @throws TooMuchMemory, Interrupted, or Error with the end of what it printed if it fails
 */
export async function measure(
    program: string,
    args: readonly string[],
    { cwd, env = {}, leaveAvailable = 0 }: MeasureOptions,
): Promise<Measured> {
    const availableBefore = availableMegabytes();
    const begin = performance.now();
    const child = spawn(program, args, {
        cwd,
        env: { ...process.env, ...env },
        stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let all = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
        stdout += text;
        all += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => (all += text));

    const most = { processes: 0, resident: 0, taken: 0 };
    const processorSeconds = new Map<number, number>();
    let ended: Error | undefined;
    const end = (reason: Error): void => {
        if (ended === undefined && child.pid !== undefined) {
            ended = reason;
            // Without Terraform, its providers would go on: nothing else ends them.
            void killTree(child.pid);
        }
    };
    const interrupt = (): void => end(new Interrupted(`${program} was ended: interrupted`));
    const sample = (): void => {
        const family = familyOf(child.pid ?? 0);
        const available = availableMegabytes();
        most.processes = Math.max(most.processes, family.length);
        most.resident = Math.max(
            most.resident,
            family.reduce((sum, { resident }) => sum + resident, 0),
        );
        most.taken = Math.max(most.taken, availableBefore - available);
        for (const member of family) {
            processorSeconds.set(member.id, member.processorSeconds);
        }
        if (available < leaveAvailable) {
            end(
                new TooMuchMemory(
                    `${program} was ended: its ${family.length} processes left less than ${leaveAvailable} MB of ` +
                        "memory available",
                ),
            );
        }
    };
    process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
    const sampling = HAS_PROC ? setInterval(sample, SAMPLE_MS) : undefined;
    try {
        const [code] = (await once(child, "close")) as [number | null];
        const seconds = (performance.now() - begin) / 1000;
        if (ended !== undefined) {
            throw ended;
        }
        if (code !== 0) {
            const last = all.slice(-CHARACTERS_OF_A_FAILURE);
            throw new Error(
                `${[program, ...args].join(" ")} failed with exit code ${String(code)}:\n${last}`,
            );
        }
        return {
            seconds,
            stdout,
            ...(HAS_PROC
                ? {
                      ...most,
                      processorSeconds: [...processorSeconds.values()].reduce((sum, each) => sum + each, 0),
                  }
                : {
                      processes: undefined,
                      resident: undefined,
                      taken: undefined,
                      processorSeconds: undefined,
                  }),
        };
    } finally {
        clearInterval(sampling);
        process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
    }
}

interface Process {
    readonly id: number;
    readonly parent: number;
    /** Megabytes. */
    readonly resident: number;
    readonly processorSeconds: number;
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
    return readdirSync("/proc")
        .filter((name) => /^\d+$/.test(name))
        .flatMap((name) => {
            try {
                const status = readFileSync(`/proc/${name}/status`, "utf8");
                return [
                    {
                        id: Number(name),
                        parent: numberAfter("PPid", status),
                        resident: megabytes(numberAfter("VmRSS", status)),
                        processorSeconds: processorSecondsIn(readFileSync(`/proc/${name}/stat`, "utf8")),
                    },
                ];
            } catch {
                // It ended between the two looks.
                return [];
            }
        });
}

function availableMegabytes(): number {
    return HAS_PROC ? megabytes(numberAfter("MemAvailable", readFileSync("/proc/meminfo", "utf8"))) : 0;
}

/**
 * The time in user and in kernel mode, fields 14 and 15 of /proc/<pid>/stat; the second is a name in brackets that may hold
 * spaces.
 * @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
function processorSecondsIn(stat: string): number {
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** The number of a line such as `VmRSS:   1234 kB`; 0 if there is none, as for a process that has just ended. */
function numberAfter(name: string, text: string): number {
    return Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(text)?.[1] ?? 0);
}

const megabytes = (kibibytes: number): number => (kibibytes * 1024) / 1e6;

/** The middle one of several figures, the lower one of two. */
export function median(figures: readonly number[]): number {
    const sorted = [...figures].sort((one, other) => one - other);
    return sorted[Math.floor((sorted.length - 1) / 2)] ?? NaN;
}
