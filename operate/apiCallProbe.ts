import {
    DescribeRuleCommand,
    type DescribeRuleCommandOutput,
    EventBridgeClient,
    UntagResourceCommand,
} from "@aws-sdk/client-eventbridge";
import { type Partition, ruleArn } from "../aws/arn";
import type { EventPattern } from "../aws/eventPattern";
import { ABSENT_TAG } from "../settings/verification";
import type { ClientOptions } from "./clients";
import type { SentEvents } from "./flow";
import type { ForwardedOrigin } from "./forwarding";

/** Picks the events of these probes, and others of the same two calls. */
export const PROBE_PATTERN: EventPattern = {
    source: ["aws.events"],
    detail: { eventName: ["UntagResource", "DescribeRule"] },
};

/**
 * Causes a read-only and a write event in an origin by two harmless API calls on the forwarding rule there: it is
 * described, and a tag that it does not have is taken from it. CloudTrail records a call under the request id that
 * the caller is told, which is how the events are known again.
 */
export async function callApis(
    origin: ForwardedOrigin,
    partition: Partition,
    clientOptions: ClientOptions,
): Promise<SentEvents> {
    const client = new EventBridgeClient(clientOptions(origin.account, origin.region));
    try {
        const read = await client.send(new DescribeRuleCommand({ Name: origin.ruleName }));
        const sentAt = Date.now();
        const write = await client.send(
            new UntagResourceCommand({
                ResourceARN: ruleArn({ partition, ...origin }, origin.ruleName),
                TagKeys: [ABSENT_TAG],
            }),
        );
        return {
            origin,
            writeId: requestIdOf(write, "UntagResource"),
            readOnlyId: requestIdOf(read, "DescribeRule"),
            sentAt,
        };
    } finally {
        client.destroy();
    }
}

/**
 * The request id of a response.
 * @throws Error if there is none: no event could be known again by it, and any other without one would be taken for it
 */
export function requestIdOf(
    response: Pick<DescribeRuleCommandOutput, "$metadata">,
    operation: string,
): string {
    const { requestId } = response.$metadata;
    if (requestId === undefined || requestId === "") {
        throw new Error(
            `the response to ${operation} has no request id, by which its event would be known again: is there a proxy ` +
                "on the way that removes headers?",
        );
    }
    return requestId;
}
