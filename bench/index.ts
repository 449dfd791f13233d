/** The command `npm run bench`: the figures of docs/performance.md. */
import "../nodeVersion";
import { writeFile } from "node:fs/promises";
import { cpus, totalmem } from "node:os";
import { Argument, Command, InvalidArgumentError } from "commander";
import { calls } from "./calls";
import { devRegions } from "./devStack";
import { type ForwardersOptions, forwarders } from "./forwarders";
import { Interrupted } from "./measure";
import { policies } from "./policies";
import { reading, type ReadingOptions } from "./reading";
import { type ScaleOptions, scale } from "./scale";
import { start } from "./start";
import { validation } from "./validation";

const EXIT_INTERRUPTED = 130;

const BENCHMARKS = ["start", "calls", "policies", "validation", "reading", "forwarders", "scale"] as const;

interface Options extends ForwardersOptions, ScaleOptions, ReadingOptions {
    readonly json?: string;
}

const say = (line: string): void => void process.stderr.write(`${line}\n`);

async function bench(named: readonly (typeof BENCHMARKS)[number][], options: Options): Promise<void> {
    const chosen = named.length === 0 ? BENCHMARKS : named;
    const results: Record<string, unknown> = {
        machine: {
            processors: cpus().length,
            memoryGiB: Math.round(totalmem() / 2 ** 30),
            platform: `${process.platform}-${process.arch}`,
            node: process.version,
        },
    };
    if (chosen.includes("start")) {
        results["start"] = await start();
    }
    if (chosen.includes("calls")) {
        const counted = await calls(say);
        results["calls"] = counted;
        if (counted.needlessWrites.length > 0) {
            process.exitCode = 1;
        }
    }
    if (chosen.includes("policies")) {
        results["policies"] = await policies(say);
    }
    if (chosen.includes("validation")) {
        results["validation"] = await validation(say);
    }
    if (chosen.includes("reading")) {
        results["reading"] = await reading(options, say);
    }
    if (chosen.includes("forwarders")) {
        results["forwarders"] = await forwarders(options, say);
    }
    if (chosen.includes("scale")) {
        results["scale"] = await scale(options, say);
    }
    if (options.json !== undefined) {
        await writeFile(options.json, `${JSON.stringify(results, undefined, 2)}\n`);
    }
}

function upTo(most: number, least = 1): (text: string) => number {
    return (text) => {
        const value = Number(text);
        if (!Number.isInteger(value) || value < least || value > most) {
            throw new InvalidArgumentError(`write a whole number from ${least} to ${most}.`);
        }
        return value;
    };
}

/** Whole numbers with commas between them; none of them where the text is empty. */
function listUpTo(most: number): (text: string) => readonly number[] {
    return (text) => (text === "" ? [] : text.split(",").map(upTo(most)));
}

const REGIONS = devRegions().length;

/** As many as the emulator makes accounts for in reasonable time. */
const MOST_ACCOUNTS = 5000;

new Command("npm run bench --")
    .description(
        "Measures this program on this machine, against the emulator. Let nothing else run meanwhile.",
    )
    .addArgument(
        new Argument("[which...]", "what to measure; all of it if nothing is named").choices(BENCHMARKS),
    )
    .option("--json <file>", "also write the figures, those of every single run, to a file")
    .option("--read-megabytes <count>", "reading: the size of the packed file", upTo(100_000), 20)
    .option("--runs <count>", "forwarders: how often each is deployed", upTo(99), 3)
    .option("--regions <count>", "forwarders, scale: in how many regions", upTo(REGIONS), REGIONS)
    .option(
        "--terraform-plugins <folder>",
        "forwarders: take Terraform's released AWS provider from there, as `terraform providers mirror` lays it down or unpacked",
    )
    .option(
        "--accounts <counts>",
        "scale: accounts of one stack, by providers",
        listUpTo(MOST_ACCOUNTS),
        [4, 10, 25, 50],
    )
    .option(
        "--shards <counts>",
        "scale: into how many stacks, side by side, --shard-accounts are divided",
        listUpTo(MOST_ACCOUNTS),
        [5, 10],
    )
    .option("--shard-accounts <count>", "scale: accounts of several stacks", upTo(MOST_ACCOUNTS), 50)
    .option(
        "--set-accounts <counts>",
        "scale: accounts of a StackSet",
        listUpTo(MOST_ACCOUNTS),
        [4, 50, 200, 1000],
    )
    .option(
        "--switch-accounts <count>",
        "scale: accounts that the engine's switches are tried with; 0: none",
        upTo(MOST_ACCOUNTS, 0),
        10,
    )
    .addHelpText(
        "after",
        "\nstart       seconds from the start of the program's process to its first resource" +
            "\ncalls       API calls of deploying 5 accounts x 2 regions, beside those of a bare SDK script" +
            "\npolicies    time and memory of the policy pack over up to 150 accounts x 17 regions, and time by rule" +
            "\nvalidation  time and memory of validating 100,000 log files that lie in memory" +
            "\nreading     time and memory of reading a packed file of records aloud" +
            "\nforwarders  time and memory of 4 accounts x 17 regions, beside Terraform's if there is one" +
            "\n            (about 20 minutes; memory is measured on Linux only)" +
            "\nscale       time, memory, state and calls of ever more accounts, by providers in one stack or several," +
            "\n            with the engine's switches, and by a StackSet (about an hour)" +
            "\n\nExit codes: 0 measured; 1 something failed, or a second deployment or a preview made a call that writes; 130\ninterrupted.",
    )
    .action(bench)
    .parseAsync()
    .catch((error: unknown) => {
        say(error instanceof Error ? error.message : String(error));
        process.exitCode = error instanceof Interrupted ? EXIT_INTERRUPTED : 1;
    });
