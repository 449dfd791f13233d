/** The command `npm run verify`: proves on AWS that events of every account and region arrive at the central bus. */
import { randomUUID } from "node:crypto";
import { Command, InvalidArgumentError } from "commander";
import { names } from "../settings";
import { run, say } from "./commandLine";
import { PROBE_PATTERN, callApis } from "./apiCallProbe";
import { clientOptions } from "./clients";
import { flows, proveFlow } from "./flow";
import { flowTable } from "./flowTable";
import { readForwarding } from "./forwarding";
import { openTap } from "./tap";

interface Options {
    readonly stack: readonly string[];
    readonly wait: number;
}

async function verify({ stack: stacks, wait }: Options): Promise<void> {
    const [first, ...others] = await Promise.all(stacks.map(readForwarding));
    if (first === undefined) {
        return;
    }
    const { settings } = first;
    const { partition, homeRegion, organization } = settings;
    const named = names(settings);
    const origins = [first, ...others].flatMap((stack) => stack.origins);
    const clients = clientOptions(settings);

    say(`Opening a tap on the bus ${named.busArn}.`);
    const tap = await openTap(
        { partition, region: homeRegion, account: organization.securityAccount },
        named.bus,
        `${settings.namePrefix}-verify-${randomUUID().slice(0, 8)}`,
        PROBE_PATTERN,
        clients,
    );
    const interrupted = (): void => {
        say("Interrupted: closing the tap.");
        void tap.close().finally(() => process.exit(130));
    };
    process.on("SIGINT", interrupted).on("SIGTERM", interrupted);
    try {
        say(`Causing a read-only and a write event in ${origins.length} accounts and regions.`);
        let told = 0;
        const seen = await proveFlow({
            origins,
            send: (origin) => callApis(origin, partition, named.forwarderRule, clients),
            receive: () => tap.receive(),
            waitSeconds: wait,
            lingerSeconds: 60,
            onProgress: (arrived, expected) => {
                if (Date.now() - told > 10_000) {
                    told = Date.now();
                    say(`write events arrived: ${arrived} of ${expected}`);
                }
            },
        });
        // Where read-only events are wanted, that they arrive is no fault.
        const results = settings.bus.readOnlyEvents
            ? seen.map((result) => ({ ...result, readOnlyArrived: false }))
            : seen;
        process.stdout.write(`${flowTable(results)}\n`);
        if (!flows(results)) {
            throw new Error(
                "Events do not flow as they should: see MISSING and READ-ONLY ARRIVED in the table. For what is " +
                    `missing, look into the queue ${named.forwarderDeadLetterQueue} of that account and region.`,
            );
        }
        say(`All ${results.length} write events arrived, and no event that is not wanted.`);
    } finally {
        await tap.close();
    }
}

function seconds(text: string): number {
    const value = Number(text);
    if (!Number.isInteger(value) || value <= 0) {
        throw new InvalidArgumentError("write a whole number of seconds above 0.");
    }
    return value;
}

run(
    new Command("npm run verify --")
        .description(
            "Proves that events of every account and region arrive at the central bus: makes two harmless API calls in " +
                "each (one that reads, one that writes but changes nothing), and watches the bus by a temporary rule and " +
                "queue, which it removes again.",
        )
        .requiredOption(
            "--stack <name...>",
            "the stacks whose forwarders to verify: of role members or organization",
        )
        .option("--wait <seconds>", "how long to wait for the last event", seconds, 900)
        .addHelpText(
            "after",
            "\nCloudTrail takes up to a quarter of an hour to hand events on; usually it is a few seconds.\n" +
                "Exit codes: 0 all events arrived as they should; 1 an event is missing, or something failed; 130 interrupted.",
        )
        .action(verify),
);
