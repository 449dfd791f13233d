/**
 * Reading event patterns out of resources.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
import { type Malformed, MalformedError, parseJson, readOrMalformed } from "./malformed";

/** What a field may hold: one of the matchers has to accept it. */
export interface FieldCondition {
    /** The field's path, with dots: "detail.readOnly". */
    readonly field: string;
    readonly matchers: readonly unknown[];
}

/** Conditions that all have to hold. A field can have several. */
export type Alternative = readonly FieldCondition[];

/** A pattern that was read, as alternatives of which one has to hold, or why it cannot be read. */
export type ReadPattern =
    { readonly alternatives: readonly Alternative[]; readonly malformed?: undefined } | Malformed;

/** EventBridge takes no pattern whose alternatives make more combinations. */
const MAX_COMBINATIONS = 1000;

/** Reads an event pattern that is JSON. */
export function readEventPattern(pattern: string): ReadPattern {
    return readOrMalformed(() => ({ alternatives: alternativesOf(parseJson(pattern), "") }));
}

function alternativesOf(value: unknown, path: string): readonly Alternative[] {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
        throw new MalformedError(
            path === "" ? "it is not an object" : `${path} is neither an object nor a list`,
        );
    }
    return Object.entries(value).reduce<readonly Alternative[]>(
        (alternatives, [name, part]) => combined(alternatives, choicesOf(part, name, path)),
        [[]],
    );
}

function choicesOf(value: unknown, name: string, path: string): readonly Alternative[] {
    const field = path === "" ? name : `${path}.${name}`;
    if (!Array.isArray(value)) {
        return alternativesOf(value, field);
    }
    return name === "$or"
        ? value.flatMap((alternative) => alternativesOf(alternative, path))
        : [[{ field, matchers: value }]];
}

function combined(left: readonly Alternative[], right: readonly Alternative[]): readonly Alternative[] {
    if (left.length * right.length > MAX_COMBINATIONS) {
        throw new MalformedError(`its alternatives make more than ${MAX_COMBINATIONS} combinations`);
    }
    return left.flatMap((some) => right.map((others) => [...some, ...others]));
}

/** What a matcher compares with, if it is of the operator. */
export const operand = (matcher: unknown, operator: string): unknown =>
    typeof matcher === "object" && matcher !== null
        ? (matcher as Readonly<Record<string, unknown>>)[operator]
        : undefined;

/** Whether a matcher is a text, or how it begins. Other operators are taken not to accept it. */
export function acceptsText(matcher: unknown, text: string): boolean {
    const prefix = operand(matcher, "prefix");
    return matcher === text || (typeof prefix === "string" && text.startsWith(prefix));
}
