/** How long the program takes from the start of its process to the first resource that it registers. */
import * as path from "node:path";
import type { FirstResource } from "./firstResource";
import { measure, median } from "./measure";
import { printTable } from "./table";

const RUNS = 7;
const CHECKOUT = path.resolve(__dirname, "..");

/** All in milliseconds. */
export interface Start {
    readonly emptyProcess: readonly number[];
    readonly runs: readonly FirstResource[];
}

/** Starts the program several times with the local organization's settings, and prints the medians. */
export async function start(): Promise<Start> {
    const emptyProcess: number[] = [];
    const runs: FirstResource[] = [];
    for (let run = 0; run < RUNS; run++) {
        emptyProcess.push(Number(await output(["--print", "performance.now()"])));
        runs.push(
            JSON.parse(
                await output([
                    ...["--require", "ts-node/register/transpile-only"],
                    path.join(__dirname, "firstResource.ts"),
                ]),
            ) as FirstResource,
        );
    }
    const seconds = (milliseconds: readonly number[]): string[] =>
        [median(milliseconds), Math.min(...milliseconds), Math.max(...milliseconds)].map((figure) =>
            (figure / 1000).toFixed(2),
        );
    printTable(
        ["seconds from the start of the process", `median of ${RUNS}`, "least", "most"],
        [
            ["until Node.js runs anything", ...seconds(emptyProcess)],
            ["until the program is loaded", ...seconds(runs.map(({ loaded }) => loaded))],
            ["until the first resource", ...seconds(runs.map(({ registered }) => registered))],
        ],
    );
    return { emptyProcess, runs };
}

async function output(args: readonly string[]): Promise<string> {
    return (await measure(process.execPath, args, { cwd: CHECKOUT })).stdout;
}
