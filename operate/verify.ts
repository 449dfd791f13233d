/** The command `npm run verify`: proves on AWS that events of every account and region arrive at the central bus, and alerts at their topic. */
import { randomUUID } from "node:crypto";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { Command } from "commander";
import type { Place } from "../aws/arn";
import { type Settings, names } from "../settings";
import { verificationName } from "../settings/verification";
import { proveAlertPath } from "./alertPath";
import { run, say } from "./commandLine";
import { PROBE_PATTERN, callApis } from "./apiCallProbe";
import { type BusRule, busRules } from "./busRules";
import { type Check, alertCheck, checkTable, deadLetterChecks, invocationChecks, ruleChecks } from "./checks";
import { type ClientOptions, clientOptions, roleOption } from "./clients";
import { countDeadLetters } from "./deadLetters";
import { failedInvocations } from "./failedInvocations";
import { flows, proveFlow, reasonOf } from "./flow";
import { flowTable } from "./flowTable";
import { deadLetterQueuesOf, readForwarding } from "./forwarding";
import { seconds } from "./seconds";
import { openTap } from "./tap";
import { Temporaries } from "./temporaries";

/** Seconds to wait for the test message: a new rule is in effect within a minute or so. */
const ALERT_WAIT = 180;

interface Options {
    readonly stack: readonly string[];
    readonly wait: number;
    readonly role?: string;
}

async function verify({ stack: stacks, wait, role }: Options): Promise<void> {
    const [first, ...others] = await Promise.all(stacks.map(readForwarding));
    if (first === undefined) {
        return;
    }
    const { settings } = first;
    const { partition, homeRegion, organization } = settings;
    const named = names(settings);
    const origins = [first, ...others].flatMap((stack) => stack.origins);
    const clients = await clientOptions(settings, role);
    const place = { partition, region: homeRegion, account: organization.securityAccount };
    const id = randomUUID().slice(0, 8);
    const temporaryName = verificationName(settings.namePrefix, id);
    const deadLetterQueues = deadLetterQueuesOf([first, ...others]);

    const temporaries = new Temporaries();
    const interrupted = (): void => {
        say("Interrupted: removing what was made.");
        void temporaries
            .removeAll()
            .catch((error: unknown) => {
                say(reasonOf(error));
            })
            .finally(() => process.exit(130));
    };
    process.on("SIGINT", interrupted).on("SIGTERM", interrupted);
    try {
        const before = await countDeadLetters(deadLetterQueues, clients);
        const checks: Check[] = [
            ...(await pathsBehindTheBus(settings, `${id}-alerts`, temporaries, clients)),
        ];

        say(`Opening a tap on the bus ${named.busArn}.`);
        const tap = await openTap(place, named.bus, temporaryName, PROBE_PATTERN, clients);
        temporaries.add("the tap", () => tap.close());
        say(`Causing a read-only and a write event in ${origins.length} accounts and regions.`);
        let told = 0;
        const seen = await proveFlow({
            origins,
            send: (origin) => callApis(origin, partition, clients),
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
        checks.push(...deadLetterChecks(before, await countDeadLetters(deadLetterQueues, clients)));

        process.stdout.write(`${flowTable(results)}\n${checkTable(checks)}\n`);
        for (const { origin, error } of results) {
            if (error !== undefined) {
                say(`${origin.account} ${origin.region}: ${error}`);
            }
        }
        if (!flows(results)) {
            throw new Error(
                "Events do not flow as they should: see the table's MISSING, READ-ONLY ARRIVED and errors. For what is " +
                    `missing, run "npm run dead-letters" for the same stacks.`,
            );
        }
        if (!checks.every(({ ok }) => ok)) {
            throw new Error("Events arrive, but not all behind the bus is as it should be: see FAILED.");
        }
        say(`All ${results.length} write events arrived, and no event that is not wanted.`);
    } finally {
        await temporaries.removeAll();
    }
}

/** Looks at the rules of the central bus, and sends a test message to those whom detections alert. */
async function pathsBehindTheBus(
    settings: Settings,
    id: string,
    temporaries: Temporaries,
    clients: ClientOptions,
): Promise<readonly Check[]> {
    const { partition, homeRegion, organization, namePrefix } = settings;
    const { bus, detectionRulePrefix } = names(settings);
    const place = { partition, region: homeRegion, account: organization.securityAccount };
    const client = new EventBridgeClient(clients(place.account, place.region));
    const rules = await busRules(client, bus, `${namePrefix}-`).finally(() => {
        client.destroy();
    });
    const topics = new Set(
        rules
            .filter(({ name }) => name.startsWith(detectionRulePrefix))
            .flatMap(({ targets }) => targets)
            .filter((target) => target.split(":")[2] === "sns"),
    );
    const checks = [
        ...ruleChecks(rules, detectionRulePrefix),
        ...(await deliveryChecks(place, bus, rules, clients)),
    ];
    for (const topicArn of topics) {
        say(`Sending a message marked TEST to those who subscribe to ${topicArn}.`);
        say(
            "The subscription by which it is read back is ended afterwards, which alerts too (alerts-silenced).",
        );
        checks.push(
            await proveAlertPath(
                {
                    place,
                    busName: bus,
                    topicArn,
                    name: verificationName(namePrefix, id),
                    waitSeconds: ALERT_WAIT,
                },
                temporaries,
                clients,
            ).then(
                (latency) => alertCheck(topicArn, latency),
                (error: unknown) => ({ ...alertCheck(topicArn, undefined), result: reasonOf(error) }),
            ),
        );
    }
    return checks;
}

/** Whether the rules delivered what they picked lately. That cannot be told is a fault, and keeps no other from being told. */
async function deliveryChecks(
    { account, region }: Place,
    bus: string,
    rules: readonly BusRule[],
    clients: ClientOptions,
): Promise<readonly Check[]> {
    const client = new CloudWatchClient(clients(account, region));
    const named = rules.map(({ name }) => name);
    try {
        return invocationChecks(named, await failedInvocations(client, bus, named, Date.now()));
    } catch (error) {
        const what = `${named.length} rules of the bus, in the last hour`;
        return [{ what, result: reasonOf(error), ok: false }];
    } finally {
        client.destroy();
    }
}

run(
    new Command("npm run verify --")
        .description(
            "Proves that events of every account and region arrive at the central bus: makes two harmless API calls in " +
                "each (one that reads, one that writes but changes nothing), and watches the bus by a temporary rule and " +
                "queue, which it removes again. Everybody who subscribes to the alert topic gets a message marked TEST; " +
                "the rules of the bus, what they delivered in the last hour, and the dead-letter queues are looked at.",
        )
        .requiredOption(
            "--stack <name...>",
            "the stacks whose forwarders to verify: of role members or organization",
        )
        .addOption(roleOption())
        .option("--wait <seconds>", "how long to wait for the last event", seconds, 900)
        .addHelpText(
            "after",
            "\nCloudTrail takes up to a quarter of an hour to hand events on; usually it is a few seconds.\n" +
                "Exit codes: 0 all events arrived as they should; 1 an event or the test message is missing, a rule does not " +
                "deliver or did not deliver all, a dead-letter queue got a message, or something failed; 130 interrupted.",
        )
        .action(verify),
);
