import { SQSClient } from "@aws-sdk/client-sqs";
import type { OutputMap } from "@pulumi/pulumi/automation";
import { takeEvents } from "../operate/eventQueueReader";
import { type Origin, type OriginResult, proveFlow } from "../operate/flow";
import { originsIn } from "../stacks/forwarding";
import type { Emulator } from "./emulator";
import { clientOptions } from "./emulator/clients";
import { sendProbes } from "./probes";

/** Seconds: the emulator delivers within the call that puts an event, so that these are generous. */
const WAIT_FOR_WRITES = 60;
const LINGER_FOR_READS = 3;

/** What of a stack's outputs the proof needs. */
export interface Deployed {
    readonly origins: readonly Origin[];
    readonly eventQueueUrl: string;
    /** The account of the event queue. */
    readonly securityAccount: string;
}

/** Reads what was deployed from the outputs of a stack of role `organization`. */
export function deployed(outputs: OutputMap): Deployed {
    const output = (name: string): unknown => {
        const found = outputs[name];
        if (found === undefined) {
            throw new Error(
                `the stack has no output ${name}: it is not of role organization, or not deployed`,
            );
        }
        return found.value;
    };
    const busArn = output("busArn") as string;
    return {
        origins: originsIn(output("forwarding")).map(({ account, region }) => ({ account, region })),
        eventQueueUrl: queueUrlOf(output("targets") as readonly { readonly queueUrl?: string }[]),
        securityAccount: busArn.split(":")[4] ?? "",
    };
}

/** The first queue that the central bus delivers to. */
function queueUrlOf(targets: readonly { readonly queueUrl?: string }[]): string {
    const url = targets.find(({ queueUrl }) => queueUrl !== undefined)?.queueUrl;
    if (url === undefined) {
        throw new Error(
            'the central bus delivers to no queue, from which arrivals are read: add {"kind": "queue", "name": "events"} ' +
                "to bus.targets",
        );
    }
    return url;
}

/** Proves on the emulator that write events of every origin arrive at the central bus's queue, and nothing else. */
export async function proveLocalFlow(
    emulator: Emulator,
    { origins, eventQueueUrl, securityAccount }: Deployed,
    onProgress: (arrived: number, expected: number) => void,
): Promise<readonly OriginResult[]> {
    const queue = new SQSClient(clientOptions(emulator, securityAccount));
    try {
        return await proveFlow({
            origins,
            send: (origin) => sendProbes(emulator, origin),
            receive: () => takeEvents(queue, eventQueueUrl, 1),
            waitSeconds: WAIT_FOR_WRITES,
            lingerSeconds: LINGER_FOR_READS,
            onProgress,
        });
    } finally {
        queue.destroy();
    }
}
