/** Proof on the emulator of what is behind the central bus: alerts, a lake's objects, sign-ins, the dead-letter queue, and the log of errors. */
import { CloudWatchLogsClient, paginateFilterLogEvents } from "@aws-sdk/client-cloudwatch-logs";
import {
    DeleteRuleCommand,
    EventBridgeClient,
    PutEventsCommand,
    PutRuleCommand,
    PutTargetsCommand,
    RemoveTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { CreateQueueCommand, DeleteQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { queueArn } from "../aws/arn";
import { globalEventsRegion } from "../aws/regions";
import { proveAlertPath } from "../operate/alertPath";
import { type Check, alertCheck } from "../operate/checks";
import type { ClientOptions } from "../operate/clients";
import { countDeadLetters } from "../operate/deadLetters";
import { type Origin, reasonOf } from "../operate/flow";
import { Temporaries } from "../operate/temporaries";
import { type Settings, coreAccountsOf, names, targetNames } from "../settings";
import type { Emulator } from "./emulator";
import { clientOptions } from "./emulator/clients";
import { sendSignIn } from "./probes";

/** The emulator delivers within the call that puts an event. */
const ALERT_WAIT_SECONDS = 3;

const REFUSED = "local-proof-refused";

/** Proves it once write events of the origins have been put on their default buses. What is made for it is removed again. */
export async function proveBehindBus(
    emulator: Emulator,
    settings: Settings,
    origins: readonly Origin[],
): Promise<readonly Check[]> {
    const clients: ClientOptions = (account, region) => clientOptions(emulator, account, region);
    const temporaries = new Temporaries();
    const checks: readonly (readonly [string, () => Promise<Check>])[] = [
        ...(settings.detections.enabled
            ? [["alerts", () => alerts(settings, temporaries, clients)] as const]
            : []),
        ...settings.bus.targets.flatMap((target) => {
            const check =
                target.kind === "firehose"
                    ? () => objects(targetNames(settings, target).bucket, settings, clients)
                    : target.kind === "logGroup"
                      ? () => signIn(targetNames(settings, target).logGroup, emulator, settings, origins)
                      : undefined;
            return check === undefined ? [] : [[`target ${target.name}`, check] as const];
        }),
        ["an event that a target refuses", () => deadLetter(settings, temporaries, clients)],
        ...(settings.bus.errorLogs
            ? [["the log of the bus's errors", () => errors(settings, clients)] as const]
            : []),
    ];
    try {
        const results: Check[] = [];
        for (const [what, check] of checks) {
            results.push(
                await check().catch((error: unknown) => ({ what, result: reasonOf(error), ok: false })),
            );
        }
        return results;
    } finally {
        await temporaries.removeAll();
    }
}

async function alerts(settings: Settings, temporaries: Temporaries, clients: ClientOptions): Promise<Check> {
    const { bus, alertTopicArn } = names(settings);
    const latency = await proveAlertPath(
        {
            place: busPlace(settings),
            busName: bus,
            topicArn: alertTopicArn,
            name: "local-proof-alerts",
            waitSeconds: ALERT_WAIT_SECONDS,
        },
        temporaries,
        clients,
    );
    return alertCheck(alertTopicArn, latency);
}

async function objects(bucket: string, settings: Settings, clients: ClientOptions): Promise<Check> {
    const { account, region } = busPlace(settings);
    const client = new S3Client(clients(account, region));
    try {
        const { KeyCount = 0 } = await client.send(new ListObjectsV2Command({ Bucket: bucket }));
        return { what: `objects in the bucket ${bucket}`, result: String(KeyCount), ok: KeyCount > 0 };
    } finally {
        client.destroy();
    }
}

/** A member's sign-in, in the region that reports sign-ins, has to be in the log group. */
async function signIn(
    logGroupName: string,
    emulator: Emulator,
    settings: Settings,
    origins: readonly Origin[],
): Promise<Check> {
    const core = coreAccountsOf(settings);
    const origin = origins.find(
        ({ account, region }) => region === globalEventsRegion(settings.partition) && !core.includes(account),
    );
    if (origin === undefined) {
        throw new Error("no member forwards from the region that reports sign-ins");
    }
    const eventId = await sendSignIn(emulator, origin);
    const found = await countLogEvents(logGroupName, eventId, settings, (account, region) =>
        clientOptions(emulator, account, region),
    );
    return {
        what: `a sign-in to ${origin.account}, in the log group ${logGroupName}`,
        result: found > 0 ? "arrived" : "MISSING",
        ok: found > 0,
    };
}

/** Whether the bus has logged that a target refused the event that was put before. */
async function errors(settings: Settings, clients: ClientOptions): Promise<Check> {
    const { busErrorLogGroup } = names(settings);
    const found = await countLogEvents(busErrorLogGroup, REFUSED, settings, clients);
    return {
        what: `its error, in the log group ${busErrorLogGroup}`,
        result: found > 0 ? "logged" : "MISSING",
        ok: found > 0,
    };
}

/** How many log events of a log group of the security account hold a text. */
async function countLogEvents(
    logGroupName: string,
    text: string,
    settings: Settings,
    clients: ClientOptions,
): Promise<number> {
    const { account, region } = busPlace(settings);
    const client = new CloudWatchLogsClient(clients(account, region));
    try {
        let found = 0;
        for await (const { events = [] } of paginateFilterLogEvents(
            { client },
            { logGroupName, filterPattern: `"${text}"` },
        )) {
            found += events.length;
        }
        return found;
    } finally {
        client.destroy();
    }
}

/** An event for a queue whose policy lets no rule in has to be in the bus's dead-letter queue. */
async function deadLetter(
    settings: Settings,
    temporaries: Temporaries,
    clients: ClientOptions,
): Promise<Check> {
    const place = busPlace(settings);
    const named = names(settings);
    const options = clients(place.account, place.region);
    const events = new EventBridgeClient(options);
    const queues = new SQSClient(options);
    const deadLetters = [named.busDeadLetterQueueArn];
    const [[, before] = []] = await countDeadLetters(deadLetters, clients);

    const { QueueUrl } = await queues.send(new CreateQueueCommand({ QueueName: REFUSED }));
    temporaries.add(`the queue ${REFUSED}`, () => queues.send(new DeleteQueueCommand({ QueueUrl })));
    const rule = { Name: REFUSED, EventBusName: named.bus };
    await events.send(new PutRuleCommand({ ...rule, EventPattern: JSON.stringify({ source: [REFUSED] }) }));
    temporaries.add(`the rule ${REFUSED}`, async () => {
        await events.send(
            new RemoveTargetsCommand({ Rule: REFUSED, EventBusName: named.bus, Ids: [REFUSED] }),
        );
        await events.send(new DeleteRuleCommand(rule));
    });
    await events.send(
        new PutTargetsCommand({
            Rule: REFUSED,
            EventBusName: named.bus,
            Targets: [
                {
                    Id: REFUSED,
                    Arn: queueArn(place, REFUSED),
                    DeadLetterConfig: { Arn: named.busDeadLetterQueueArn },
                },
            ],
        }),
    );
    await events.send(
        new PutEventsCommand({
            Entries: [
                { EventBusName: named.bus, Source: REFUSED, DetailType: "Test", Detail: '{"test": true}' },
            ],
        }),
    );
    const [[, after] = []] = await countDeadLetters(deadLetters, clients);
    return {
        what: `an event that a target refuses, in ${named.busDeadLetterQueue}`,
        result: `${String(before)} messages, then ${String(after)}`,
        ok: typeof before === "number" && after === before + 1,
    };
}

function busPlace({ partition, homeRegion, organization }: Settings) {
    return { partition, region: homeRegion, account: organization.securityAccount };
}
