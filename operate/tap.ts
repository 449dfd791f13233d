import {
    DeleteRuleCommand,
    EventBridgeClient,
    PutRuleCommand,
    PutTargetsCommand,
    RemoveTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import { CreateQueueCommand, DeleteQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { type Place, queueArn, ruleArn } from "../aws/arn";
import { queuePolicyForRules } from "../documents/queue";
import type { EventPattern } from "../aws/eventPattern";
import type { ClientOptions } from "./clients";
import { takeEvents } from "./eventQueueReader";
import type { SeenEvent } from "./flow";

const TARGET = "tap";

/** Seconds that a look waits for the first event. */
const RECEIVE_SECONDS = 5;

/** A temporary look at the central bus: a rule and a queue that are there until it is closed. */
export interface Tap {
    /** Events that arrived since the last call; waits a few seconds for the first. */
    receive(): Promise<readonly SeenEvent[]>;
    /** Removes the rule and the queue. */
    close(): Promise<void>;
}

/**
 * Opens a tap on the central bus. It takes nothing away from the queues that are there for good.
 *
 * @param name of both the rule and the queue; no other of that name may be there
 */
export async function openTap(
    place: Place,
    busName: string,
    name: string,
    pattern: EventPattern,
    clientOptions: ClientOptions,
): Promise<Tap> {
    const options = clientOptions(place.account, place.region);
    const events = new EventBridgeClient(options);
    const queues = new SQSClient(options);
    const queue = queueArn(place, name);
    let queueUrl: string | undefined;

    const close = async (): Promise<void> => {
        // Each step for itself, so that one that fails keeps none of the others from being done.
        const done = await Promise.allSettled([
            events
                .send(new RemoveTargetsCommand({ Rule: name, EventBusName: busName, Ids: [TARGET] }))
                .then(() => events.send(new DeleteRuleCommand({ Name: name, EventBusName: busName }))),
            queueUrl === undefined
                ? Promise.resolve()
                : queues.send(new DeleteQueueCommand({ QueueUrl: queueUrl })),
        ]);
        events.destroy();
        queues.destroy();
        const failed = done.find((step) => step.status === "rejected");
        if (failed !== undefined) {
            throw new Error(
                `delete the rule ${name} on ${busName} and the queue ${queue} by hand: ${String(failed.reason)}`,
            );
        }
    };

    try {
        const created = await queues.send(
            new CreateQueueCommand({
                QueueName: name,
                Attributes: {
                    SqsManagedSseEnabled: "true",
                    Policy: JSON.stringify(
                        queuePolicyForRules({
                            queueArn: queue,
                            ruleArns: [ruleArn(place, name, busName)],
                        }),
                    ),
                },
            }),
        );
        queueUrl = created.QueueUrl;
        if (queueUrl === undefined) {
            throw new Error(`SQS made the queue ${queue} and did not return its URL: delete it by hand`);
        }
        await events.send(
            new PutRuleCommand({
                Name: name,
                EventBusName: busName,
                EventPattern: JSON.stringify(pattern),
                // A rule that is only ENABLED is offered no read-only event: one that was forwarded would not be seen.
                State: "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS",
            }),
        );
        await events.send(
            new PutTargetsCommand({
                Rule: name,
                EventBusName: busName,
                Targets: [{ Id: TARGET, Arn: queue }],
            }),
        );
        const url = queueUrl;
        return { receive: () => takeEvents(queues, url, RECEIVE_SECONDS), close };
    } catch (error) {
        await close().catch(() => undefined);
        throw error;
    }
}
