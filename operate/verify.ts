/** Proof on AWS that events of every account and region arrive at the central bus, and alerts at their topic. */
import { randomUUID } from "node:crypto";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import type { Place } from "../aws/arn";
import { type Settings, names } from "../settings";
import { verificationName } from "../settings/verification";
import { proveAlertPath } from "./alertPath";
import { PROBE_PATTERN, callApis } from "./apiCallProbe";
import { type BusRule, busRules } from "./busRules";
import { type Check, alertCheck, deadLetterChecks, invocationChecks, ruleChecks } from "./checks";
import { type ClientOptions, clientOptions } from "./clients";
import { countDeadLetters } from "./deadLetters";
import { failedInvocations } from "./failedInvocations";
import { type OriginResult, proveFlow, reasonOf } from "./flow";
import { readForwarding } from "./forwarding";
import { onInterruption } from "./interruption";
import { type Narrowing, narrowed } from "./narrowing";
import { openTap } from "./tap";
import { progressTeller, say } from "./tell";
import { Temporaries } from "./temporaries";

/** Seconds to wait for the test message: a new rule is in effect within a minute or so. */
const ALERT_WAIT = 180;

export interface VerifyOptions extends Narrowing {
    /** @default all stacks of the project that forward */
    readonly stack?: readonly string[];
    /** The role to call AWS by. */
    readonly role?: string;
    /** Milliseconds to wait for the last event. */
    readonly wait: number;
}

/** What of the events of each account and region arrived, and how it looks behind the bus. */
export interface Verification {
    readonly results: readonly OriginResult[];
    readonly checks: readonly Check[];
}

/**
 * Causes events in every account and region that forwards and watches for them at the bus, sends a test message to those
 * whom the detections alert, and looks at the rules and the dead-letter queues. What it makes it removes.
 */
export async function verify({ stack, role, wait, ...narrowing }: VerifyOptions): Promise<Verification> {
    const { settings, origins: all, deadLetterQueues } = await readForwarding(stack);
    const origins = narrowed(all, narrowing);
    const { partition, homeRegion, organization } = settings;
    const named = names(settings);
    const clients = await clientOptions(settings, role);
    const place = { partition, region: homeRegion, account: organization.securityAccount };
    const id = randomUUID().slice(0, 8);
    const temporaryName = verificationName(settings.namePrefix, id);

    const temporaries = new Temporaries();
    const finished = onInterruption(
        async () => {
            say("Interrupted: removing what was made.");
            await temporaries.removeAll().catch((error: unknown) => {
                say(reasonOf(error));
            });
        },
        () => temporaries.left(),
    );
    const progress = progressTeller();
    try {
        const before = await countDeadLetters(deadLetterQueues, clients);
        const checks: Check[] = [
            ...(await pathsBehindTheBus(settings, `${id}-alerts`, temporaries, clients)),
        ];

        say(`Opening a tap on the bus ${named.busArn}.`);
        const tap = await openTap(place, named.bus, temporaryName, PROBE_PATTERN, clients);
        temporaries.add(`the rule ${temporaryName} of ${named.bus} and the queue of that name`, () =>
            tap.close(),
        );
        say(`Causing a read-only and a write event in ${origins.length} accounts and regions.`);
        const seen = await proveFlow({
            origins,
            send: (origin) => callApis(origin, partition, clients),
            receive: () => tap.receive(),
            waitSeconds: wait / 1000,
            lingerSeconds: 60,
            onProgress: (arrived, expected) => progress(`write events arrived: ${arrived} of ${expected}`),
        });
        // Where read-only events are wanted, that they arrive is no fault.
        const results = settings.bus.readOnlyEvents
            ? seen.map((result) => ({ ...result, readOnlyArrived: false }))
            : seen;
        checks.push(...deadLetterChecks(before, await countDeadLetters(deadLetterQueues, clients)));
        return { results, checks };
    } finally {
        await temporaries.removeAll();
        finished();
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
