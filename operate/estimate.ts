/** The command `npm run estimate`: what a month of the logging costs, from volumes that are given. */
import { Command, InvalidArgumentError } from "commander";
import { PRICES, PRICES_AS_OF } from "../aws/prices";
import { parseSettings, type Settings } from "../settings";
import { run, say } from "./commandLine";
import { estimateCost, notEstimated, type Volumes } from "./costEstimate";
import { costTable } from "./costTable";
import { settingsInFile } from "./stackFile";

interface Options extends Volumes {
    readonly stack?: string;
}

/** Whatever the organization: nothing of it matters to the cost but what the settings turn on. */
const BY_DEFAULT = {
    role: "organization",
    organization: {
        id: "o-exampleorgid",
        managementAccount: "111111111111",
        loggingAccount: "222222222222",
        securityAccount: "333333333333",
    },
    homeRegion: "us-east-1",
};

function estimate({ stack, ...volumes }: Options): void {
    const settings: Settings =
        stack === undefined ? parseSettings(BY_DEFAULT) : settingsInFile(stack, process.cwd());
    process.stdout.write(`${costTable(estimateCost(volumes, settings))}\n`);
    const left = notEstimated(settings);
    say(
        `Settings: ${stack === undefined ? "the defaults" : `stack ${stack}`}. Prices: AWS's in us-east-1 of ` +
            `${PRICES_AS_OF}, without free tiers and discounts; see ` +
            `${[...new Set(Object.values(PRICES).map(({ source }) => source))].join(", ")}.`,
    );
    if (left.length > 0) {
        say(`Not estimated: ${left.join(", ")}.`);
    }
}

function count(text: string): number {
    const value = Number(text);
    if (text.trim() === "" || !Number.isSafeInteger(value) || value < 0) {
        throw new InvalidArgumentError("write a whole number, 0 or more, without separators.");
    }
    return value;
}

function share(text: string): number {
    const value = Number(text);
    if (text.trim() === "" || !(value >= 0 && value <= 1)) {
        throw new InvalidArgumentError("write a number from 0 to 1.");
    }
    return value;
}

run(
    new Command("npm run estimate --")
        .description(
            "Estimates what a month of the logging costs, once the log archive is as full as it gets. It calls nothing: how " +
                "many events there are, AWS Cost Explorer tells by the usage types of CloudTrail, or a day in the archive.",
        )
        .requiredOption(
            "--management-events <number>",
            "management events a month, of the whole organization",
            count,
        )
        .option("--write-share <number>", "which part of them changes something, from 0 to 1", share, 0.1)
        .option("--data-events <number>", "data events a month that the trail records", count, 0)
        .option(
            "--network-events <number>",
            "network activity events a month that the trail records",
            count,
            0,
        )
        .option(
            "--origins <number>",
            "accounts times regions in which something happens all the time",
            count,
            10,
        )
        .option("--other-trails <number>", "other trails that record the same management events", count, 0)
        .option("--event-bytes <number>", "bytes of a record, uncompressed", count, 1500)
        .option(
            "--stack <name>",
            "the stack whose settings count, by its file Pulumi.<name>.yaml in this folder",
        )
        .addHelpText(
            "after",
            "\nWithout --stack the default settings count. A file holds the settings of its own stack: copy the sections of\n" +
                "several into one to estimate them together.\n" +
                "Exit codes: 0 estimated; 1 an option is wrong, the file cannot be read, or its settings are not valid.",
        )
        .action(estimate),
);
