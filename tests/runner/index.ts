/** The command `npm test`: runs test files side by side, and counts. */
import { mkdir, mkdtemp, readFile } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import * as path from "node:path";
import { Command, InvalidArgumentError } from "commander";
import pLimit from "p-limit";
import { ensurePython } from "../../local/emulator/python";
import { duration } from "../../local/progress";
import { ensureToolchain } from "../../local/toolchain";
import { ensureBrowser } from "../browser/browser";
import { type Outcome, type RunningJob, start } from "./job";
import { isEndToEnd, isInBrowser, jobsOf, NIGHTLY, testFiles } from "./jobs";
import { cleanUp } from "./leftovers";

const LOGS = path.resolve(__dirname, "..", "..", ".local", "tests");

const EXIT_INTERRUPTED = 130;

/** Jobs for each processor: nearly all of an end-to-end test is waiting for the AWS provider, which waits for AWS. */
const JOBS_PER_PROCESSOR = 3;

interface Options {
    readonly fast?: boolean;
    readonly nightly?: boolean;
    readonly jobs: number;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const command = new Command("npm test --")
    .description("Runs the tests, files side by side, each end-to-end file with its own emulator and state.")
    .argument("[places...]", "only the test files whose paths start like one of these, as in tests/settings")
    .option("--fast", "leave out tests/endToEnd, which deploy with the real engine")
    .option("--nightly", "also what takes too long for every change")
    .option(
        "--jobs <number>",
        "how many processes run at once",
        count,
        availableParallelism() * JOBS_PER_PROCESSOR,
    )
    .addHelpText(
        "after",
        `\nThe output of each job is in a file of its own, in .local/tests; of a job that fails it is printed too.
The last line counts: "N passed, N failed". Exit codes: 0 all passed; 1 some failed; 2 called wrongly; 130 interrupted.`,
    )
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
    .action(main);

function count(text: string): number {
    if (!/^[1-9]\d{0,2}$/.test(text)) {
        throw new InvalidArgumentError("It has to be a whole number from 1 to 999.");
    }
    return Number(text);
}

async function main(
    places: readonly string[],
    { fast = false, nightly = false, jobs: atOnce }: Options,
): Promise<void> {
    const chosen = testFiles()
        .filter((file) => !(fast && isEndToEnd(file)))
        .filter((file) => places.length === 0 || places.some((place) => file.startsWith(place)));
    // A file that is named is run.
    const left = nightly ? [] : chosen.filter((file) => file in NIGHTLY && !places.includes(file));
    const files = chosen.filter((file) => !left.includes(file));
    for (const file of left) {
        say(`${file} is left to \`npm test -- --nightly\`: ${NIGHTLY[file] ?? ""}`);
    }
    if (files.length === 0) {
        console.error(
            `no test file is ${places.join(" or ")}: name paths from the checkout's root, as in tests/settings`,
        );
        process.exitCode = 2;
        return;
    }
    const scratch = await mkdtemp(path.join(tmpdir(), "security-logging-tests-"));
    const running = new Set<RunningJob>();
    const limit = pLimit(atOnce);
    const isInterrupted = endOnInterrupt(scratch, running, limit);
    if (files.some(isEndToEnd)) {
        // Once, instead of by the first job while the others wait for it.
        await ensurePython(say);
        await ensureToolchain({ log: say });
    }
    if (files.some(isInBrowser)) {
        // Where there is none to be had, the tests say so themselves, and what to install.
        await ensureBrowser(say).catch(() => undefined);
    }
    await mkdir(LOGS, { recursive: true });
    const outcomes = await Promise.all(
        jobsOf(files, availableParallelism()).map((job) =>
            limit(async () => {
                const started = start(job, scratch, LOGS);
                running.add(started);
                const outcome = await started.outcome;
                running.delete(started);
                if (!isInterrupted()) {
                    await tell(outcome);
                }
                return outcome;
            }),
        ),
    );
    await cleanUp(scratch);
    conclude(outcomes);
}

/**
 * Has an interruption end everything that was started, leave no file behind, and end this process.
 * @returns whether there was one
 */
function endOnInterrupt(
    scratch: string,
    running: ReadonlySet<RunningJob>,
    limit: { readonly clearQueue: () => void },
): () => boolean {
    const end = async (): Promise<void> => {
        say("Interrupted: ending what was started.");
        limit.clearQueue();
        await Promise.all([...running].map((job) => job.end()));
        await cleanUp(scratch);
    };
    let ending: Promise<void> | undefined;
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
        process.on(signal, () => {
            ending ??= end().finally(() => process.exit(EXIT_INTERRUPTED));
        });
    }
    return () => ending !== undefined;
}

/** One line for a job, and all that it printed if it failed. */
async function tell({ job, milliseconds, logFile, ...outcome }: Outcome): Promise<void> {
    if (outcome.failed > 0) {
        const printed = (await readFile(logFile, "utf8")).replaceAll(/^\s*✔.*\n/gm, "").trimEnd();
        say(`\n=== ${job.name}, all that it printed but the tests that passed:\n${printed}\n===`);
    }
    for (const failure of outcome.failures) {
        say(`        ${failure}`);
    }
    say(
        `${outcome.failed > 0 ? "FAILED" : "ok    "}  ${duration(milliseconds).padStart(6)}  ${job.name}: ${counted(outcome)}`,
    );
    for (const reason of outcome.reasons) {
        say(`        skipped: ${reason}`);
    }
}

/** What failed once more, where everything is at an end, and the line that any CI can read. */
function conclude(outcomes: readonly Outcome[]): void {
    const failed = outcomes.filter(({ failures }) => failures.length > 0);
    for (const { job, failures, logFile } of failed) {
        say(`\n${job.name} (${path.relative(process.cwd(), logFile)}):`);
        failures.forEach((failure) => say(`  - ${failure}`));
    }
    const sum = (key: "passed" | "failed" | "skipped"): number =>
        outcomes.reduce((total, outcome) => total + outcome[key], 0);
    say(`\n${counted({ passed: sum("passed"), failed: sum("failed"), skipped: sum("skipped") })}`);
    process.exitCode = sum("failed") === 0 ? 0 : 1;
}

const counted = ({ passed, failed, skipped }: Pick<Outcome, "passed" | "failed" | "skipped">): string =>
    `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;

void command.parseAsync();
