/** The command `npm run local`: brings the local organization up, proves that its events flow, takes it down. */
import "../nodeVersion";
import { Command } from "commander";
import { down } from "./down";
import { empty } from "./empty";
import { printEnvironment } from "./printEnvironment";
import { up } from "./up";

interface Options {
    readonly down?: boolean;
    readonly empty?: boolean;
    readonly env?: boolean;
    readonly onlyReport?: boolean;
}

const command = new Command("npm run local --")
    .description(
        "Starts an emulated AWS with an organization of five accounts, deploys the program there with the real " +
            "Pulumi engine and AWS provider, and proves that write events arrive at the central bus, and alerts " +
            "at their topic.",
    )
    .option("--down", "stop the local organization and forget it")
    .option("--empty", "deploy nothing: the organization alone, to follow docs/production.md by hand")
    .option("--env", "print the variables with which `pulumi` works on the running local organization")
    .option("--only-report", "let through what AWS refuses, and list it at the end")
    .addHelpText(
        "after",
        "\nIt is kept in .local, or where the environment variable SECURITY_LOGGING_LOCAL says, so that several run side by side." +
            "\nExit codes: 0 all events and the test alert arrived as they should; 1 one is missing, or something failed; 130 interrupted.",
    )
    .action((options: Options) => {
        if (options.down === true) {
            return down();
        }
        if (options.env === true) {
            return printEnvironment();
        }
        const { onlyReport = false } = options;
        return options.empty === true ? empty({ onlyReport }) : up({ onlyReport });
    });

command.parseAsync().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
});
