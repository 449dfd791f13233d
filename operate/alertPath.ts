/**
 * Proof that alerts arrive: an event that says that it is a test is put on the central bus, where a temporary rule
 * publishes it to the alert topic the way a detection's rule does, and a queue subscribed to the topic for the time gets it.
 */
import {
    DeleteRuleCommand,
    EventBridgeClient,
    PutEventsCommand,
    PutRuleCommand,
    PutTargetsCommand,
    RemoveTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import { SNSClient, SubscribeCommand, UnsubscribeCommand } from "@aws-sdk/client-sns";
import {
    CreateQueueCommand,
    DeleteQueueCommand,
    QueueDoesNotExist,
    ReceiveMessageCommand,
    SQSClient,
} from "@aws-sdk/client-sqs";
import { type Place, queueArn } from "../aws/arn";
import { queuePolicyForTopic } from "../documents/queue";
import { VERIFICATION_DETAIL_TYPE, VERIFICATION_SOURCE } from "../settings/verification";
import type { ClientOptions } from "./clients";
import { Temporaries } from "./temporaries";

const TARGET = "alert-topic";

/** Seconds that a look waits for the message: SQS's most. */
const RECEIVE_SECONDS = 20;

/** Milliseconds after which the event is put once more: a new rule may not be in effect for the first. */
const PUT_AGAIN_AFTER = 60_000;

/** A message that subscribers cannot take for an alert; its fields are those of one, which subscriptions filter by. */
const MESSAGE = JSON.stringify(
    {
        alert: "TEST of security-logging verify: alerts arrive. Nothing has happened, and nothing is to be done.",
        detection: "verify",
        severity: "test",
        outcome: "test",
        test: "<id>",
    },
    undefined,
    2,
);

export interface AlertPathArgs {
    readonly place: Place;
    readonly busName: string;
    /** The topic that the detections alert. */
    readonly topicArn: string;
    /** Of the rule and the queue, and the id that the message is known again by. No others of that name may be there. */
    readonly name: string;
    /** How long to wait for the message. */
    readonly waitSeconds: number;
}

/**
 * Sends a test message to everybody whom the topic alerts, and waits until it arrives.
 *
 * @param temporaries what is made, for the caller to remove
 * @returns milliseconds it took; undefined if it did not arrive in time
 * @throws Error if something cannot be made
 */
export async function proveAlertPath(
    { place, busName, topicArn, name, waitSeconds }: AlertPathArgs,
    temporaries: Temporaries,
    clientOptions: ClientOptions,
): Promise<number | undefined> {
    const client = <C extends { destroy(): void }>(
        constructor: new (options: ReturnType<ClientOptions>) => C,
    ): C => {
        const made = new constructor(clientOptions(place.account, place.region));
        temporaries.add(undefined, () =>
            Promise.resolve().then(() => {
                made.destroy();
            }),
        );
        return made;
    };
    const [events, queues, topics] = [client(EventBridgeClient), client(SQSClient), client(SNSClient)];

    const queue = queueArn(place, name);
    const { QueueUrl } = await queues.send(
        new CreateQueueCommand({
            QueueName: name,
            Attributes: {
                SqsManagedSseEnabled: "true",
                Policy: JSON.stringify(queuePolicyForTopic({ queueArn: queue, topicArn })),
            },
        }),
    );
    temporaries.add(`the queue ${queue}`, () =>
        queues.send(new DeleteQueueCommand({ QueueUrl })).catch((error: unknown) => {
            if (!(error instanceof QueueDoesNotExist)) {
                throw error;
            }
        }),
    );
    const { SubscriptionArn } = await topics.send(
        new SubscribeCommand({
            TopicArn: topicArn,
            Protocol: "sqs",
            Endpoint: queue,
            ReturnSubscriptionArn: true,
        }),
    );
    temporaries.add(`the subscription ${SubscriptionArn ?? ""} of ${topicArn}`, () =>
        topics.send(new UnsubscribeCommand({ SubscriptionArn })),
    );
    const rule = { Rule: name, EventBusName: busName };
    await events.send(
        new PutRuleCommand({
            Name: name,
            EventBusName: busName,
            Description: "Temporary, of security-logging verify",
            EventPattern: JSON.stringify({ source: [VERIFICATION_SOURCE], detail: { id: [name] } }),
        }),
    );
    temporaries.add(`the rule ${name} of ${busName}`, async () => {
        await events.send(new RemoveTargetsCommand({ ...rule, Ids: [TARGET] }));
        await events.send(new DeleteRuleCommand({ Name: name, EventBusName: busName }));
    });
    const { FailedEntries = [] } = await events.send(
        new PutTargetsCommand({
            ...rule,
            Targets: [
                {
                    Id: TARGET,
                    Arn: topicArn,
                    InputTransformer: { InputPathsMap: { id: "$.detail.id" }, InputTemplate: MESSAGE },
                },
            ],
        }),
    );
    if (FailedEntries[0] !== undefined) {
        throw new Error(
            `${FailedEntries[0].ErrorCode ?? "the target"} ${FailedEntries[0].ErrorMessage ?? "was refused"}`,
        );
    }

    const putEvent = async (): Promise<void> => {
        const { Entries = [] } = await events.send(
            new PutEventsCommand({
                Entries: [
                    {
                        EventBusName: busName,
                        Source: VERIFICATION_SOURCE,
                        DetailType: VERIFICATION_DETAIL_TYPE,
                        Detail: JSON.stringify({ id: name }),
                    },
                ],
            }),
        );
        if (Entries[0]?.ErrorCode !== undefined) {
            throw new Error(
                `the bus refused the event: ${Entries[0].ErrorCode} ${Entries[0].ErrorMessage ?? ""}`,
            );
        }
    };
    const begin = Date.now();
    let putAt = begin;
    await putEvent();
    do {
        // What detections alert meanwhile comes too; it is left to the queue's end.
        const { Messages = [] } = await queues.send(
            new ReceiveMessageCommand({
                QueueUrl,
                MaxNumberOfMessages: 10,
                WaitTimeSeconds: Math.min(RECEIVE_SECONDS, waitSeconds),
            }),
        );
        if (Messages.some(({ Body = "" }) => Body.includes(name))) {
            return Date.now() - begin;
        }
        if (Date.now() - putAt > PUT_AGAIN_AFTER) {
            putAt = Date.now();
            await putEvent();
        }
    } while (Date.now() - begin < waitSeconds * 1000);
    return undefined;
}
