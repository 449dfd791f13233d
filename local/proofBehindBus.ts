/** Proof on the emulator of what is behind the central bus: alerts, a lake's objects, and the dead-letter queue. */
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
import { proveAlertPath } from "../operate/alertPath";
import { type Check, alertCheck } from "../operate/checks";
import type { ClientOptions } from "../operate/clients";
import { countDeadLetters } from "../operate/deadLetters";
import { reasonOf } from "../operate/flow";
import { Temporaries } from "../operate/temporaries";
import { type Settings, names, targetNames } from "../settings";
import type { Emulator } from "./emulator";
import { clientOptions } from "./emulator/clients";

/** The emulator delivers within the call that puts an event. */
const ALERT_WAIT_SECONDS = 3;

const REFUSED = "local-proof-refused";

/** Proves it once write events have been put on the default buses. What is made for it is removed again. */
export async function proveBehindBus(emulator: Emulator, settings: Settings): Promise<readonly Check[]> {
    const clients: ClientOptions = (account, region) => clientOptions(emulator, account, region);
    const temporaries = new Temporaries();
    const checks: readonly (readonly [string, () => Promise<Check>])[] = [
        ...(settings.detections.enabled
            ? [["alerts", () => alerts(settings, temporaries, clients)] as const]
            : []),
        ...settings.bus.targets.flatMap((target) =>
            target.kind === "firehose"
                ? [
                      [
                          `target ${target.name}`,
                          () => objects(targetNames(settings, target).bucket, settings, clients),
                      ] as const,
                  ]
                : [],
        ),
        ["an event that a target refuses", () => deadLetter(settings, temporaries, clients)],
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
    const { bus, alertTopicArn, detectionRulePrefix } = names(settings);
    const latency = await proveAlertPath(
        {
            place: busPlace(settings),
            busName: bus,
            topicArn: alertTopicArn,
            ruleName: `${detectionRulePrefix}local-proof`,
            queueName: "local-proof-alerts",
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
    const deadLetters = [{ place, name: named.busDeadLetterQueue }];
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
