/** Parts of what every look says. */
import { explainText } from "../explain";
import type { StatusCheck } from "./model";

export const ok = (what: string, result: string): StatusCheck => ({ what, result, state: "ok" });

/** What is not as it should be, and what to do. */
export const failed = (what: string, result: string, remedy: string): StatusCheck => ({
    what,
    result,
    state: "failed",
    remedy,
});

export const warning = (what: string, result: string, remedy: string): StatusCheck => ({
    what,
    result,
    state: "warning",
    remedy,
});

/** What could not be told, by what AWS or Pulumi said; the remedy is in what is known of that. */
export const unknown = (what: string, reason: string): StatusCheck => ({
    what,
    result: explainText(reason),
    state: "unknown",
});

/** A check that is as it should be where nothing differs, and fails by all that does. */
export const unlessDifferent = (
    what: string,
    result: string,
    differences: readonly string[],
    remedy: string,
): StatusCheck =>
    differences.length === 0 ? ok(what, result) : failed(what, differences.join("; "), remedy);

/** How to have what was deployed again, and first, who changed it. */
export const putBack = (stack: string, eventName: string): string =>
    `See who changed it (npx security-logging lookup --from 7d --event-name ${eventName}), and have what was deployed put back: ` +
    `pulumi up --refresh --stack ${stack}.`;

const UNITS = [
    ["day", 24 * 3600],
    ["h", 3600],
    ["min", 60],
    ["s", 1],
] as const;

/** How long something is ago, by its largest unit. */
export function ago(milliseconds: number): string {
    const seconds = Math.max(0, Math.round(milliseconds / 1000));
    const [unit, length] = UNITS.find(([, least]) => seconds >= least) ?? UNITS[3];
    const count = Math.floor(seconds / length);
    return `${count} ${unit}${unit === "day" && count !== 1 ? "s" : ""} ago`;
}

/** The first few of many. */
export const some = (all: readonly string[], most: number): string =>
    all.length <= most ? all.join(", ") : `${all.slice(0, most).join(", ")} and ${all.length - most} more`;

/** `1 account`, `2 accounts`. */
export const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;
