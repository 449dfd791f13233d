/** What a verification finds besides the events of each account and region: a line each, and whether it is as it should be. */
import Table from "cli-table3";
import type { BusRule } from "./busRules";
import type { DeadLetters } from "./deadLetters";
import { alarming } from "./emphasis";
import type { FailedInvocations } from "./failedInvocations";
import { NO_LINES_BETWEEN_ROWS } from "./flowTable";

export interface Check {
    readonly what: string;
    readonly result: string;
    readonly ok: boolean;
}

/**
 * Whether each rule of the central bus can deliver: one line for each target, one for all detections.
 * @param detectionPrefix what the names of the detections' rules begin with
 */
export function ruleChecks(rules: readonly BusRule[], detectionPrefix: string): readonly Check[] {
    const check = (rule: BusRule): Check => {
        const result = !rule.enabled ? "DISABLED" : rule.targets.length === 0 ? "NO TARGET" : "enabled";
        const targets = rule.targets.length === 0 ? "" : ` to ${rule.targets.join(", ")}`;
        return { what: `rule ${rule.name}${targets}`, result, ok: result === "enabled" };
    };
    const checks = rules.map(check);
    const isDetection = (index: number): boolean => rules[index]?.name.startsWith(detectionPrefix) ?? false;
    const detections = checks.filter((_, index) => isDetection(index));
    return [
        ...checks.filter(({ ok }, index) => !isDetection(index) || !ok),
        ...(detections.length > 0 && detections.every(({ ok }) => ok)
            ? [{ what: `${detections.length} rules of detections`, result: "enabled", ok: true }]
            : []),
    ];
}

/**
 * Whether no dead-letter queue got a message: one line for all that did not, one for each that did, and one for all that
 * cannot be counted.
 */
export function deadLetterChecks(before: DeadLetters, after: DeadLetters): readonly Check[] {
    const grown: Check[] = [];
    const uncounted = new Set<string>();
    let unknown = 0;
    let quiet = 0;
    let waiting = 0;
    for (const [queue, now] of after) {
        const then = before.get(queue);
        if (typeof now !== "number" || typeof then !== "number") {
            unknown += 1;
            // By the code: the whole of each would make the table too wide.
            uncounted.add(String(typeof now === "string" ? now : then).split(":")[0] ?? "");
        } else if (now > then) {
            const result = `${then} messages, then ${now}`;
            grown.push({ what: `dead-letter queue ${queue}`, result, ok: false });
        } else {
            quiet += 1;
            waiting += now;
        }
    }
    const quietOnes = {
        what: `${quiet} dead-letter queues`,
        result: `no new messages; ${waiting} from before`,
        ok: true,
    };
    const unknownOnes = {
        what: `${unknown} dead-letter queues that cannot be counted`,
        result: [...uncounted].join(", "),
        ok: false,
    };
    return [...(quiet > 0 ? [quietOnes] : []), ...grown, ...(unknown > 0 ? [unknownOnes] : [])];
}

/** Whether no rule failed to deliver: one line for all that did not, one for each that did. */
export function invocationChecks(
    rules: readonly string[],
    failed: readonly FailedInvocations[],
): readonly Check[] {
    const quiet = rules.length - failed.length;
    return [
        ...(quiet > 0
            ? [{ what: `${quiet} rules of the bus, in the last hour`, result: "delivered all", ok: true }]
            : []),
        ...failed.map(({ rule, failed: given, lost }) => ({
            what: `rule ${rule}, in the last hour`,
            result: `${given} events not delivered, ${lost} of them not in the dead-letter queue`,
            ok: false,
        })),
    ];
}

/** Whether the test message arrived. */
export function alertCheck(topicArn: string, latency: number | undefined): Check {
    return {
        what: `alerts of ${topicArn}`,
        result: latency === undefined ? "MISSING" : `${latency} ms`,
        ok: latency !== undefined,
    };
}

/** The checks as a table: a row each. */
export function checkTable(checks: readonly Check[]): string {
    const table = new Table({
        head: ["besides", "result"],
        style: { head: [], border: [] },
        chars: NO_LINES_BETWEEN_ROWS,
    });
    table.push(...checks.map(({ what, result, ok }) => [what, ok ? result : alarming(`FAILED: ${result}`)]));
    return table.toString();
}
