/** Other programs: running them, and telling whether one still runs. */
import { spawn } from "node:child_process";
import { constants } from "node:fs";
import { access, readFile } from "node:fs/promises";
import * as path from "node:path";

/** As much of a failed program's output as tells why it failed without flooding a terminal. */
const LINES_OF_A_FAILURE = 30;

export interface RunOptions {
    readonly cwd?: string;
    /** Added to this process's own environment. */
    readonly env?: Readonly<Record<string, string>>;
    /** Milliseconds after which it is ended and taken to have failed. @default as long as it takes */
    readonly timeoutMs?: number;
}

/**
 * Runs a program to its end.
 * @returns What it printed to its standard output.
 * @throws Error with the end of what it printed, if it cannot be started or fails.
 */
export async function run(
    program: string,
    args: readonly string[],
    options: RunOptions = {},
): Promise<string> {
    const child = spawn(program, args, {
        cwd: options.cwd,
        env: { ...process.env, ...options.env },
        stdio: ["ignore", "pipe", "pipe"],
        timeout: options.timeoutMs,
    });
    let stdout = "";
    let all = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
        stdout += text;
        all += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
        all += text;
    });
    const command = [program, ...args].join(" ");
    const code = await new Promise<number | null>((resolve, reject) => {
        child.once("error", (error) => reject(new Error(`\`${command}\` cannot be run: ${error.message}`)));
        child.once("close", resolve);
    });
    if (code !== 0) {
        const end = all.trimEnd().split("\n").slice(-LINES_OF_A_FAILURE).join("\n");
        throw new Error(`\`${command}\` failed (exit code ${code}):\n${end}`);
    }
    return stdout;
}

/** The full path of an executable on PATH, or undefined. */
export async function onPath(
    program: string,
    searched = process.env["PATH"] ?? "",
): Promise<string | undefined> {
    for (const folder of searched.split(path.delimiter).filter((entry) => entry !== "")) {
        const candidate = path.join(folder, program);
        if (await isExecutable(candidate)) {
            return candidate;
        }
    }
    return undefined;
}

async function isExecutable(file: string): Promise<boolean> {
    return access(file, constants.X_OK).then(
        () => true,
        () => false,
    );
}

/** Whether a process of that id runs, of any user. */
export function isRunning(pid: number): boolean {
    try {
        process.kill(pid, 0);
        return true;
    } catch (error) {
        return (error as NodeJS.ErrnoException).code === "EPERM";
    }
}

/** The command line of a running process, its arguments joined by spaces, or undefined if there is none. */
export async function commandLine(pid: number): Promise<string | undefined> {
    if (process.platform === "linux") {
        // Read from /proc because minimal images come without ps.
        const content = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
        return content === "" ? undefined : content.replaceAll("\0", " ").trim();
    }
    const printed = await run("ps", ["-ww", "-o", "args=", "-p", String(pid)]).catch(() => "");
    return printed === "" ? undefined : printed.trim();
}
