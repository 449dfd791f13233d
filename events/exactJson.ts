/** JSON whose numbers stay as they are written: ids of AWS's can be longer than a number of JavaScript's is exact. */

/**
 * A number that would change if it were one of JavaScript's: as it is written, and written so by `JSON.stringify`.
 * @see https://tc39.es/proposal-json-parse-with-source/
 */
export interface RawNumber {
    readonly rawJSON: string;
}

declare global {
    interface JSON {
        rawJSON(text: string): RawNumber;
        isRawJSON(value: unknown): value is RawNumber;
    }
}

/** Whole numbers alone: of a fraction, what comes after the fifteenth digit is no one's id. */
const LONG = /^-?\d{16,}$/;

/** The number, or as it is written where it would change. */
export const exactNumber = (source: string): number | RawNumber =>
    LONG.test(source) && !Number.isSafeInteger(Number(source)) ? JSON.rawJSON(source) : Number(source);

type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;

/**
 * Parses JSON as `JSON.parse` does, but leaves the numbers whole.
 * @throws SyntaxError if it is no JSON
 */
export function parseExact(text: string): unknown {
    const reviver: Reviver = (_, value, { source }) =>
        typeof value === "number" && source !== undefined ? exactNumber(source) : value;
    return /\d{16}/.test(text)
        ? (JSON.parse(text, reviver as Parameters<typeof JSON.parse>[1]) as unknown)
        : (JSON.parse(text) as unknown);
}

/** The number as text, if the value is one. */
export const numberText = (value: unknown): string | undefined =>
    typeof value === "number"
        ? String(value)
        : typeof value === "object" && value !== null && JSON.isRawJSON(value)
          ? value.rawJSON
          : undefined;
