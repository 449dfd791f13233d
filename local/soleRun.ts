/** That one run at a time starts, deploys to or empties the local organization of a folder. */
import { readFileSync, rmSync } from "node:fs";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { LOCAL_FOLDER } from "./folder";
import { commandLine } from "./processes";

/** Who has claimed a folder. */
interface Claim {
    readonly pid: number;
    /** The process's command line, since its id may be another's later. */
    readonly command: string | undefined;
}

/**
 * Claims the folder for this process, until it ends.
 * @throws Error if another process that still runs has claimed it
 */
export async function claimFolder(folder = LOCAL_FOLDER): Promise<void> {
    const file = path.join(folder, "run.json");
    const own = `${file}.${process.pid}`;
    const claim: Claim = { pid: process.pid, command: await commandLine(process.pid) };
    await mkdir(folder, { recursive: true });
    await writeFile(own, JSON.stringify(claim));
    try {
        while (!(await linked(own, file))) {
            const holder = await holderOf(file);
            if (holder !== undefined) {
                throw new Error(
                    `Another \`npm run local\` (process ${holder}) is at work on the local organization in ${folder}: wait until it has ` +
                        "ended. SECURITY_LOGGING_LOCAL=<folder> has a second one run beside it.",
                );
            }
            await rm(file, { force: true });
        }
    } finally {
        await rm(own, { force: true });
    }
    process.once("exit", () => release(file));
}

/** Gives a file another name, whole or not at all; false where there is one of that name. */
const linked = (file: string, name: string): Promise<boolean> =>
    link(file, name).then(
        () => true,
        (error: unknown) => {
            if ((error as NodeJS.ErrnoException).code === "EEXIST") {
                return false;
            }
            throw error;
        },
    );

/** The process that has claimed, if it still runs. */
async function holderOf(file: string): Promise<number | undefined> {
    const text = await readFile(file, "utf8").catch(() => undefined);
    if (text === undefined) {
        return undefined;
    }
    const { pid, command } = JSON.parse(text) as Claim;
    return command !== undefined && (await commandLine(pid)) === command ? pid : undefined;
}

function release(file: string): void {
    try {
        const { pid } = JSON.parse(readFileSync(file, "utf8")) as Claim;
        if (pid === process.pid) {
            rmSync(file);
        }
    } catch {
        // It is gone, with the folder.
    }
}
