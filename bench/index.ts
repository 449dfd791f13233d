/** The command `npm run bench`: the figures of docs/performance.md. */
import { Argument, Command } from "commander";
import { calls } from "./calls";
import { forwarders } from "./forwarders";
import { start } from "./start";

type Benchmark = "start" | "calls" | "forwarders";

const say = (line: string): void => void process.stderr.write(`${line}\n`);

async function bench(which: readonly Benchmark[]): Promise<void> {
    const chosen = which.length === 0 ? (["start", "calls", "forwarders"] as const) : which;
    if (chosen.includes("start")) {
        await start();
    }
    if (chosen.includes("calls") && !(await calls(say))) {
        process.exitCode = 1;
    }
    if (chosen.includes("forwarders")) {
        await forwarders(say);
    }
}

new Command("npm run bench --")
    .description("Measures this program on this machine, against the emulator.")
    .addArgument(
        new Argument("[which...]", "what to measure; all of it if nothing is named").choices([
            "start",
            "calls",
            "forwarders",
        ]),
    )
    .addHelpText(
        "after",
        "\nstart       seconds from the start of the program's process to its first resource" +
            "\ncalls       API calls of deploying 5 accounts x 2 regions, beside the fewest that would do" +
            "\nforwarders  time and memory of 4 accounts x 17 regions, beside Terraform's if there is one" +
            "\n\nExit codes: 0 measured; 1 something failed, or a second run wrote again.",
    )
    .action(bench)
    .parseAsync()
    .catch((error: unknown) => {
        say(error instanceof Error ? error.message : String(error));
        process.exitCode = 1;
    });
