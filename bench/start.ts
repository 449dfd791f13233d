/** How long the program takes from the start of its process to the first resource that it registers. */
import * as path from "node:path";
import { median, measure } from "./measure";

const RUNS = 7;
const CHECKOUT = path.resolve(__dirname, "..");

/** Starts the program several times with the local organization's settings, and prints the median. */
export async function start(): Promise<void> {
    const milliseconds: number[] = [];
    for (let run = 0; run < RUNS; run++) {
        const { code, output } = await measure(
            process.execPath,
            ["--require", "ts-node/register/transpile-only", path.join(__dirname, "firstResource.ts")],
            { cwd: CHECKOUT, env: {} },
        );
        if (code !== 0) {
            throw new Error(`the program did not start:\n${output}`);
        }
        milliseconds.push(Number(output));
    }
    const list = milliseconds.map((figure) => figure.toFixed(0)).join(", ");
    process.stdout.write(
        `Start to first resource: median ${(median(milliseconds) / 1000).toFixed(2)} s of ${RUNS} runs (${list} ms)\n`,
    );
}
