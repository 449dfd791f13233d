/** Test files that run in one process of mocha, with a log and a temporary folder of their own. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir, open, readdir, readFile } from "node:fs/promises";
import * as path from "node:path";
import { cleanUp, remaining } from "./leftovers";

const CHECKOUT = path.resolve(__dirname, "..", "..");
const MOCHA = path.join(CHECKOUT, "node_modules", "mocha", "bin", "mocha.js");

/** In which what has been told to end may still be ending. */
const PATIENCE_MS = 10_000;

/** Where Node.js and its loaders keep what they have compiled, which is meant to stay. */
const COMPILED = /^(v8|node)-compile-cache/;

export interface Job {
    /** What it is called in the report: its file, or what its files have in common. */
    readonly name: string;
    /** Paths from the checkout's root. */
    readonly files: readonly string[];
}

/** How a job ended. */
export interface Outcome {
    readonly job: Job;
    readonly passed: number;
    readonly failed: number;
    readonly skipped: number;
    readonly milliseconds: number;
    /** What failed, a line each: titles of tests, and what the job left behind. */
    readonly failures: readonly string[];
    /** Why tests were skipped, a line each. */
    readonly reasons: readonly string[];
    /** Path of all that it printed. */
    readonly logFile: string;
}

/** A job that is running. */
export interface RunningJob {
    readonly outcome: Promise<Outcome>;
    /** Ends it, and all that it started, at once. */
    end(): Promise<void>;
}

/**
 * Starts a job.
 * @param scratch an existing folder, below which the job gets its temporary folder
 * @param logs an existing folder for the job's log
 */
export function start(job: Job, scratch: string, logs: string): RunningJob {
    const id = job.name.replace(/^tests\//, "").replace(/\W+/g, "-");
    const folder = path.join(scratch, id);
    const logFile = path.join(logs, `${id}.log`);
    const begin = Date.now();
    let child: ChildProcess | undefined;
    let ended = false;

    const outcome = async (): Promise<Outcome> => {
        await mkdir(folder);
        const log = await open(logFile, "w");
        if (!ended) {
            child = spawn(process.execPath, [MOCHA, "--no-color", ...job.files], {
                cwd: CHECKOUT,
                // A group of its own: an interruption is for the runner, which then ends the whole group.
                detached: true,
                stdio: ["ignore", log.fd, log.fd],
                env: { ...process.env, TMPDIR: folder },
            });
            await once(child, "close");
        }
        await log.close();
        const left = ended ? [] : await leftBehind(folder);
        await cleanUp(folder);
        return {
            ...outcomeIn(job, await readFile(logFile, "utf8"), left),
            milliseconds: Date.now() - begin,
            logFile,
        };
    };
    return {
        outcome: outcome(),
        end: async () => {
            ended = true;
            if (child?.pid !== undefined && child.exitCode === null && child.signalCode === null) {
                process.kill(-child.pid, "SIGKILL");
            }
            await cleanUp(folder);
        },
    };
}

/** What is left of a job that has ended by itself, a line each. */
async function leftBehind(folder: string): Promise<readonly string[]> {
    const processes = (await remaining(folder, PATIENCE_MS)).map(
        ({ pid, command }) => `left process ${pid} running: ${command}`,
    );
    const files = (await readdir(folder))
        .filter((name) => !COMPILED.test(name))
        .sort()
        .map((name) => `left ${name} in its temporary folder`);
    return [...processes, ...files];
}

/** Reads the lines that tests/reporter.ts ends with. A process that ended before has failed once, at least. */
function outcomeIn(
    job: Job,
    log: string,
    left: readonly string[],
): Omit<Outcome, "milliseconds" | "logFile"> {
    const [, passed, failed, skipped = "0"] =
        /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/m.exec(log) ?? [];
    const counted = passed === undefined ? ["ended before its tests did"] : [];
    const failures = [...linesAfter("FAILED ", log), ...counted, ...left];
    return {
        job,
        passed: Number(passed ?? 0),
        failed: Number(failed ?? 0) + counted.length + left.length,
        skipped: Number(skipped),
        failures,
        reasons: linesAfter("skipped: ", log),
    };
}

const linesAfter = (mark: string, log: string): readonly string[] =>
    log
        .split("\n")
        .map((line) => line.trim())
        .filter((line) => line.startsWith(mark))
        .map((line) => line.slice(mark.length));
