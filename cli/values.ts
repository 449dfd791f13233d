/** How every command reads times, durations and numbers. */
import { InvalidArgumentError } from "commander";

const SECOND = 1000;
const UNITS: Readonly<Record<string, number>> = {
    s: SECOND,
    m: 60 * SECOND,
    h: 3600 * SECOND,
    d: 24 * 3600 * SECOND,
    w: 7 * 24 * 3600 * SECOND,
};

/** A length of time as `90s`, `15m`, `24h`, `7d` or `2w`, in milliseconds. */
export function duration(text: string): number {
    const length = durationIn(text);
    if (length === undefined) {
        throw new InvalidArgumentError("write a length of time with its unit, e.g. 90s, 15m, 24h, 7d or 2w.");
    }
    return length;
}

function durationIn(text: string): number | undefined {
    const [, digits = "", unit = ""] = /^(\d{1,6})([smhdw])$/.exec(text) ?? [];
    const length = Number(digits) * (UNITS[unit] ?? 0);
    return length > 0 ? length : undefined;
}

const DATE = /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/;

/**
 * A point in time: so long ago (`24h`, `7d`), a date, which begins at midnight in UTC, or a date and a time with a zone:
 * without one, it would depend on where the command runs.
 */
export function time(text: string): Date {
    const ago = durationIn(text);
    if (ago !== undefined) {
        return new Date(Date.now() - ago);
    }
    const [, date = ""] = DATE.exec(text) ?? [];
    const point = new Date(text);
    // Of a day that a month does not have, JavaScript makes one of the next month.
    const midnight = new Date(date);
    if (
        Number.isNaN(point.getTime()) ||
        Number.isNaN(midnight.getTime()) ||
        !midnight.toISOString().startsWith(date)
    ) {
        throw new InvalidArgumentError(
            "write how long ago, e.g. 24h or 7d, a date, e.g. 2026-03-01, or a time with its zone, e.g. 2026-03-01T08:00:00Z.",
        );
    }
    return point;
}

/** Powers of ten. */
const THOUSANDS: Readonly<Record<string, number>> = { k: 3, M: 6, G: 9 };

/** A whole number of something, as `500`, `1k`, `1.5M` or `2G`. */
export const wholeNumber =
    (what: string, least: number, most: number = Number.MAX_SAFE_INTEGER) =>
    (text: string): number => {
        const [, whole = "", fraction = "", unit = ""] = /^(\d+)(?:\.(\d+))?([kMG]?)$/.exec(text) ?? [];
        const zeros = THOUSANDS[unit] ?? 0;
        // By its digits: 1.1 times 1000 is no whole number in binary.
        const value =
            whole === "" || fraction.length > zeros ? NaN : Number(whole + fraction.padEnd(zeros, "0"));
        if (!(value >= least && value <= most)) {
            const range = most === Number.MAX_SAFE_INTEGER ? `${least} or more` : `from ${least} to ${most}`;
            throw new InvalidArgumentError(`write a whole number of ${what}, ${range}, e.g. 500, 1k or 50M.`);
        }
        return value;
    };

/** A part of something, from 0 to 1. */
export function share(text: string): number {
    const value = Number(text);
    if (text.trim() === "" || !(value >= 0 && value <= 1)) {
        throw new InvalidArgumentError("write a number from 0 to 1.");
    }
    return value;
}

/** The name or the ARN of a role. */
export function role(text: string): string {
    if (/^(arn:aws(-us-gov|-cn)?:iam::\d{12}:role\/[\w+=,.@/-]+|[\w+=,.@-]{1,64})$/.test(text)) {
        return text;
    }
    throw new InvalidArgumentError("write the name or the ARN of an IAM role.");
}

/** A value by its name, as `account=111122223333`. */
export function namedValue(text: string): readonly [name: string, value: string] {
    const [, name, value] = /^([a-z][a-z-]*)=(.*)$/s.exec(text) ?? [];
    if (name === undefined || value === undefined) {
        throw new InvalidArgumentError("write a name and its value, e.g. account=111122223333.");
    }
    return [name, value];
}

/** A condition key of a request and its value, as `aws:SourceVpce=vpce-0a1b`. */
export function contextValue(text: string): readonly [key: string, value: string] {
    const [, key, value] = /^([\w-]+:[^=]+)=(.*)$/s.exec(text) ?? [];
    if (key === undefined || value === undefined) {
        throw new InvalidArgumentError("write a condition key and its value, e.g. aws:SourceVpce=vpce-0a1b.");
    }
    return [key, value];
}
