/** What waits in the dead-letter queues. */
import type { DeadLetters } from "../deadLetters";
import { counted, failed, ok, unknown } from "./check";
import type { DeadLetterCount, StatusCheck } from "./model";

export const statusDeadLetters = (counts: DeadLetters): readonly DeadLetterCount[] =>
    [...counts].map(([queue, count]) => {
        const [, , , region = "", account = ""] = queue.split(":");
        return {
            region,
            account,
            queue,
            ...(typeof count === "number" ? { messages: count } : { error: count }),
        };
    });

/** One line for all queues that are empty, and one for each that is not, or for all that cannot be counted for one reason. */
export function deadLetterChecks(counts: readonly DeadLetterCount[]): readonly StatusCheck[] {
    const empty = counts.filter(({ messages }) => messages === 0).length;
    const uncounted = new Map<string, string[]>();
    for (const { queue, error } of counts) {
        if (error !== undefined) {
            const name = queue.split(":").pop() ?? "";
            // A queue that is not there is named in the reason.
            const reason = error.replaceAll(queue, "the queue").replaceAll(name, "the queue");
            uncounted.set(reason, [...(uncounted.get(reason) ?? []), queue]);
        }
    }
    return [
        ...(empty > 0 ? [ok(counted(empty, "queue"), "empty")] : []),
        ...counts.flatMap(({ queue, messages = 0 }) =>
            messages > 0
                ? [
                      failed(
                          `queue ${queue}`,
                          `${counted(messages, "event")} NOT DELIVERED`,
                          "npx security-logging dead-letters shows them and why, and with --delete takes them away.",
                      ),
                  ]
                : [],
        ),
        ...[...uncounted].map(([reason, queues]) =>
            unknown(queues.length === 1 ? `queue ${queues.join()}` : counted(queues.length, "queue"), reason),
        ),
    ];
}
