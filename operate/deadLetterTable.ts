import Table from "cli-table3";
import type { DeadLetter } from "./deadLetterReader";
import { NO_LINES_BETWEEN_ROWS } from "./flowTable";

/** Dead letters for people: how many of which account, region, rule and error, and since when, the most first. */
export function deadLetterTable(letters: readonly DeadLetter[], now: Date): string {
    const groups = new Map<string, { readonly cells: readonly string[]; readonly times: Date[] }>();
    for (const { account, region, rule, target, error, since } of letters) {
        const cells = [
            account ?? "?",
            region ?? "?",
            lastPart(rule) ?? "none: a consumer left it",
            lastPart(target) ?? "",
            error ?? "",
        ];
        const key = JSON.stringify(cells);
        const group = groups.get(key) ?? { cells, times: [] };
        group.times.push(since);
        groups.set(key, group);
    }
    const table = new Table({
        head: ["account", "region", "rule", "target", "error", "events", "oldest", "latest"],
        style: { head: [], border: [] },
        chars: NO_LINES_BETWEEN_ROWS,
        colAligns: ["left", "left", "left", "left", "left", "right", "right", "right"],
    });
    table.push(
        ...[...groups.values()]
            .sort((one, other) => other.times.length - one.times.length)
            .map(({ cells, times }) => {
                const sorted = times.map((time) => time.getTime()).sort((one, other) => one - other);
                return [
                    ...cells,
                    String(times.length),
                    age(sorted[0] ?? 0, now),
                    age(sorted[sorted.length - 1] ?? 0, now),
                ];
            }),
    );
    return table.toString();
}

const lastPart = (arn: string | undefined): string | undefined => arn?.split(/[:/]/).pop();

/** How long ago, in the largest unit that it is one of. */
export function age(time: number, now: Date): string {
    const minutes = Math.max(0, Math.floor((now.getTime() - time) / 60_000));
    return minutes < 60
        ? `${minutes} min`
        : minutes < 48 * 60
          ? `${Math.floor(minutes / 60)} h`
          : `${Math.floor(minutes / 60 / 24)} days`;
}
