/** The command `npm run lookup`: what happened lately, in plain sentences. */
import { Command, InvalidArgumentError } from "commander";
import { readAloud } from "../events/readAloud";
import { run, say } from "./commandLine";
import { clientOptions, roleOption } from "./clients";
import { type LookupKey, type LookupResult, lookUp, pagesBy } from "./eventLookup";
import type { Origin } from "./flow";
import { readForwarding } from "./forwarding";
import { instant } from "./replayArguments";

interface Options {
    readonly stack: readonly string[];
    readonly account?: readonly string[];
    readonly region?: readonly string[];
    readonly last: number;
    readonly role?: string;
    readonly until?: Date;
    readonly reads?: true;
    readonly limit: number;
    readonly json?: true;
    readonly accessKey?: string;
    readonly eventId?: string;
    readonly eventName?: string;
    readonly eventSource?: string;
    readonly resource?: string;
    readonly user?: string;
}

const KEYS: Readonly<Record<string, LookupKey>> = {
    accessKey: "AccessKeyId",
    eventId: "EventId",
    eventName: "EventName",
    eventSource: "EventSource",
    resource: "ResourceName",
    user: "Username",
};

const HOUR = 60 * 60 * 1000;

/** CloudTrail keeps the history of events for 90 days. */
const LONGEST_HOURS = 90 * 24;

async function lookup(options: Options): Promise<void> {
    const stacks = await Promise.all(options.stack.map(readForwarding));
    const [first] = stacks;
    if (first === undefined) {
        return;
    }
    const origins = wanted(
        stacks.flatMap((stack) => stack.origins),
        options,
    );
    const to = options.until ?? new Date();
    const clients = await clientOptions(first.settings, options.role);
    const from = new Date(to.getTime() - options.last * HOUR);
    const by = criterion(options);
    say(
        `Looking into ${origins.length} accounts and regions, from ${from.toISOString()} to ${to.toISOString()}.`,
    );
    let told = Date.now();
    const result = await lookUp(
        origins,
        {
            from,
            to,
            readOnly: options.reads === true,
            limit: options.limit,
            ...(by === undefined ? {} : { by }),
        },
        pagesBy(clients),
        (done) => {
            if (Date.now() - told > 2000) {
                told = Date.now();
                say(`${done} of ${origins.length} accounts and regions are looked into.`);
            }
        },
    );
    for (const record of result.records) {
        process.stdout.write(`${options.json ? JSON.stringify(record) : readAloud(record)}\n`);
    }
    summarize(result, options.limit);
}

/** @throws Error if an account or a region that was named has no forwarder in the stacks */
function wanted(origins: readonly Origin[], { account, region }: Options): readonly Origin[] {
    const found = origins.filter(
        (origin) =>
            (account === undefined || account.includes(origin.account)) &&
            (region === undefined || region.includes(origin.region)),
    );
    for (const [option, values, key] of [
        ["--account", account, "account"],
        ["--region", region, "region"],
    ] as const) {
        for (const value of values ?? []) {
            if (!origins.some((origin) => origin[key] === value)) {
                const known = [...new Set(origins.map((origin) => origin[key]))].sort().join(", ");
                throw new Error(
                    `${option} ${value} is none that the stacks forward from. Those are ${known}.`,
                );
            }
        }
    }
    return found;
}

/** @throws Error if there is more than one */
function criterion(options: Options): { readonly key: LookupKey; readonly value: string } | undefined {
    const given = Object.entries(KEYS).flatMap(([option, key]) => {
        const value = options[option as keyof Options];
        return typeof value === "string" ? [{ option, key, value }] : [];
    });
    if (given.length > 1) {
        throw new Error(
            "CloudTrail looks up by one criterion at a time. Give one, and filter what it prints.",
        );
    }
    return given[0];
}

function summarize({ records, unseen, cut }: LookupResult, limit: number): void {
    for (const { origin, error } of unseen) {
        say(`${origin.account} ${origin.region} could not be looked into: ${error}`);
    }
    for (const { account, region } of cut) {
        say(
            `${account} ${region} has more than ${limit}: these are the latest. Raise --limit, or look at less time.`,
        );
    }
    const nothing = unseen.length > 0 ? "Nothing was found where it could be looked." : "Nothing was found.";
    say(records.length === 0 ? nothing : `${records.length} events, the latest first.`);
    if (unseen.length > 0) {
        throw new Error(`${unseen.length} accounts and regions could not be looked into.`);
    }
}

const wholeNumber =
    (what: string, most: number) =>
    (text: string): number => {
        const value = Number(text);
        if (!Number.isInteger(value) || value < 1 || value > most) {
            throw new InvalidArgumentError(`write a whole number of ${what} from 1 to ${most}.`);
        }
        return value;
    };

run(
    new Command("npm run lookup --")
        .description(
            "Says what happened lately in the accounts and regions that stacks forward from: who called what, from where, on " +
                "what, and with what result. It asks CloudTrail's event history there, which has management events of 90 " +
                "days and needs no trail; what is older, and data events, are in the archive.",
        )
        .requiredOption(
            "--stack <name...>",
            "the stacks of role members or organization whose accounts to look into",
        )
        .addOption(roleOption())
        .option("--account <id...>", "only these accounts")
        .option("--region <name...>", "only these regions")
        .option("--last <hours>", "how far back to look", wholeNumber("hours", LONGEST_HOURS), 1)
        .option("--until <time>", "where to begin looking back from, with a zone (default: now)", instant)
        .option("--event-name <name>", 'only calls of this operation, e.g. "StopLogging"')
        .option("--event-source <service>", 'only calls to this service, e.g. "iam.amazonaws.com"')
        .option("--user <name>", "only calls of this user or session of a role")
        .option("--access-key <id>", "only calls with this access key")
        .option("--resource <name>", "only calls on this resource")
        .option("--event-id <id>", "only the event of this id")
        .option("--reads", "also what only reads")
        .option(
            "--limit <number>",
            "the most events of an account and region",
            wholeNumber("events", 10_000),
            50,
        )
        .option("--json", "the records themselves, one a line")
        .addHelpText(
            "after",
            "\nOne of the six criteria can be given. Events show up to a quarter of an hour late.\n" +
                "Exit codes: 0 looked up, whether or not anything was found; 1 an account or region could not be looked " +
                "into, or something failed.",
        )
        .action(lookup),
);
