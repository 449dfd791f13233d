/**
 * What EventBridge takes as an event pattern.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
import { isIPv4, isIPv6 } from "node:net";

/**
 * The most characters that an event pattern has, as JSON. AWS raises this quota on request; PutRule itself takes 4,096.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
 */
const MAX_PATTERN_LENGTH = 2048;

/**
 * The most combinations that the alternatives of all `$or` make.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-complex-example-or
 */
const MAX_COMBINATIONS = 1000;

/**
 * Between which numbers EventBridge compares, either way of zero.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#filtering-numeric-matching
 */
const MAX_COMPARED_NUMBER = 5e9;

/** What a field may hold: one of the values in the list, or what one of the comparisons accepts. */
export type Matcher =
    | string
    | boolean
    | { readonly prefix: string }
    /** `*` stands for any text. */
    | { readonly wildcard: string }
    | { readonly exists: boolean }
    | { readonly "anything-but": readonly string[] }
    | { readonly "anything-but": { readonly prefix: string } }
    /** `*` stands for any text. */
    | { readonly "anything-but": { readonly wildcard: readonly string[] } };

/** Fields of which every one has to match, and, under `$or`, alternatives of which one has to. */
export interface EventPattern {
    readonly [field: string]: readonly Matcher[] | readonly EventPattern[] | EventPattern;
}

/** A value of JSON that is an object. */
export type JsonObject = Readonly<Record<string, unknown>>;

export const isJsonObject = (value: unknown): value is JsonObject =>
    typeof value === "object" && value !== null && !Array.isArray(value);

/** What is wrong with a part of an event pattern. */
export interface PatternMistake {
    /** Where in the pattern: keys, and positions in lists. Empty for the pattern as a whole. */
    readonly path: readonly (string | number)[];
    readonly message: string;
}

type Path = PatternMistake["path"];
type Mistakes = readonly PatternMistake[];

/**
 * Everything for which EventBridge refuses an event pattern. How complex its wildcards may be together, AWS does not
 * document: that, EventBridge judges itself.
 */
export function eventPatternMistakes(pattern: unknown): Mistakes {
    if (!isJsonObject(pattern)) {
        return mistake(
            [],
            'an event pattern: an object of fields, e.g. {"detail": {"eventName": ["CreateUser"]}}.',
        );
    }
    const mistakes = fieldsMistakes(pattern, [], false);
    return mistakes.length > 0 ? mistakes : [...lengthMistake(pattern), ...combinationsMistake(pattern)];
}

const mistake = (path: Path, message: string): Mistakes => [{ path, message }];

function lengthMistake(pattern: JsonObject): Mistakes {
    const { length } = JSON.stringify(pattern);
    return length <= MAX_PATTERN_LENGTH
        ? []
        : mistake(
              [],
              `an event pattern has at most ${MAX_PATTERN_LENGTH} characters as JSON, this one ${length}. Shorten it, or ` +
                  "write two targets.",
          );
}

function combinationsMistake(pattern: JsonObject): Mistakes {
    const count = combinations(pattern);
    return count <= MAX_COMBINATIONS
        ? []
        : mistake(
              [],
              `the alternatives of all its $or make ${count} combinations, and EventBridge takes ${MAX_COMBINATIONS}. ` +
                  "Leave some out, or write two targets.",
          );
}

/** How many combinations the alternatives of a pattern make. */
function combinations(fields: JsonObject): number {
    return Object.entries(fields).reduce((count, [field, value]) => {
        if (field === "$or" && Array.isArray(value)) {
            return count * value.reduce<number>((sum, each) => sum + combinations(each as JsonObject), 0);
        }
        return isJsonObject(value) ? count * combinations(value) : count;
    }, 1);
}

/** Names that no field under `$or` may have, or what is meant could not be told. */
const RESERVED_UNDER_OR: ReadonlySet<string> = new Set([
    ...["exactly", "equals-ignore-case", "prefix", "suffix", "anything-but", "exists", "wildcard", "numeric"],
    ...["cidr", "=", "<", "<=", ">", ">=", "regex", "not-wildcard", "not-equals-ignore-case", "date-after"],
    ...["date-on-or-after", "date-before", "date-on-or-before", "in-date-range", "ip-address-in-range"],
    "ip-address-not-in-range",
]);

function fieldsMistakes(fields: JsonObject, path: Path, underOr: boolean): Mistakes {
    const entries = Object.entries(fields);
    if (entries.length === 0) {
        return mistake(
            path,
            'an object without fields, which EventBridge refuses. Write [{"exists": true}], or leave it out.',
        );
    }
    return entries.flatMap(([field, value]) => {
        const here = [...path, field];
        if (field === "$or") {
            return alternativesMistakes(value, here);
        }
        if (underOr && RESERVED_UNDER_OR.has(field)) {
            return mistake(
                here,
                `EventBridge takes no field named "${field}" under $or. Write it outside of $or.`,
            );
        }
        return isJsonObject(value) ? fieldsMistakes(value, here, underOr) : matchersMistakes(value, here);
    });
}

function alternativesMistakes(value: unknown, path: Path): Mistakes {
    if (!Array.isArray(value) || value.length < 2) {
        return mistake(path, "a list of two or more patterns, of which one has to match.");
    }
    return value.flatMap((alternative: unknown, index) =>
        isJsonObject(alternative)
            ? fieldsMistakes(alternative, [...path, index], true)
            : mistake([...path, index], "a pattern: an object of fields."),
    );
}

function matchersMistakes(value: unknown, path: Path): Mistakes {
    if (!Array.isArray(value) || value.length === 0) {
        return mistake(path, 'a list of the values that match, e.g. ["CreateUser"].');
    }
    return value.flatMap((matcher: unknown, index) => {
        const here = [...path, index];
        if (isJsonObject(matcher)) {
            return comparisonMistakes(matcher, here);
        }
        return Array.isArray(matcher)
            ? mistake(here, "a list in a list. Write text, a number, true, false, null or a comparison.")
            : [];
    });
}

/** What is right about the operand of an operator that it is wrong for, or undefined. */
type Operand = (operand: unknown) => string | undefined;

const isText = (value: unknown): value is string => typeof value === "string";
const isNumber = (value: unknown): value is number => typeof value === "number";
const isNotEmpty = (value: unknown): boolean => isText(value) && value !== "";

const anyText: Operand = (operand) => (isText(operand) ? undefined : "text.");

const wildcard: Operand = (operand) => {
    if (!isText(operand)) {
        return "text in which * stands for any text.";
    }
    const withoutEscapes = operand.replace(/\\[\\*]/g, "");
    if (withoutEscapes.includes("\\")) {
        return "a \\ in it stands before neither * nor another \\. Write \\\\ for the character itself.";
    }
    // Taken out, an escaped character must not bring the stars around it together.
    return /\*\*/.test(operand.replace(/\\[\\*]/g, "-")) ? "two * in a row. Write one." : undefined;
};

/** Text, or what ignores its case. */
const textOrAnyCase: Operand = (operand) =>
    isText(operand) || (isOnly(operand, "equals-ignore-case") && isText(operand["equals-ignore-case"]))
        ? undefined
        : 'text, or {"equals-ignore-case": text}.';

const isOnly = <K extends string>(value: unknown, key: K): value is Readonly<Record<K, unknown>> =>
    isJsonObject(value) && key in value && Object.keys(value).length === 1;

const compared = (value: unknown): value is number =>
    isNumber(value) && Math.abs(value) <= MAX_COMPARED_NUMBER;

const NUMERIC =
    `one comparison with a number, as ["=", 5], or a range from below, as [">", 0, "<=", 5], of numbers between ` +
    `-${MAX_COMPARED_NUMBER} and ${MAX_COMPARED_NUMBER}.`;

const numeric: Operand = (operand) => {
    const [operator, bottom, upTo, top] = Array.isArray(operand) ? (operand as readonly unknown[]) : [];
    const { length } = Array.isArray(operand) ? (operand as readonly unknown[]) : [];
    if (length === 2) {
        return isText(operator) && ["=", "<", "<=", ">", ">="].includes(operator) && compared(bottom)
            ? undefined
            : NUMERIC;
    }
    return length === 4 &&
        (operator === ">" || operator === ">=") &&
        (upTo === "<" || upTo === "<=") &&
        compared(bottom) &&
        compared(top) &&
        bottom < top
        ? undefined
        : NUMERIC;
};

const exists: Operand = (operand) =>
    typeof operand === "boolean" ? undefined : "true or false, without quotes.";

/** A mask for one address only, /32 or /128, is refused. */
const cidr: Operand = (operand) => {
    const [, address = "", bits = ""] = (isText(operand) && /^([^/]*)\/(\d{1,3})$/.exec(operand)) || [];
    return (isIPv4(address) && Number(bits) <= 31) ||
        (isIPv6(address) && !/[.%]/.test(address) && Number(bits) <= 127)
        ? undefined
        : 'a range of addresses, as "10.0.0.0/24" or "2001:db8::/32". Write a single address as a value of its own.';
};

const oneOrSeveral = (operand: unknown, isRight: (value: unknown) => boolean): boolean =>
    Array.isArray(operand) ? operand.length > 0 && operand.every(isRight) : isRight(operand);

/** What `anything-but` takes besides values: each takes one text or a list. */
const EXCEPT: Readonly<Record<string, (value: unknown) => boolean>> = {
    prefix: isNotEmpty,
    suffix: isNotEmpty,
    "equals-ignore-case": isText,
    wildcard: (value) => wildcard(value) === undefined,
};

const ANYTHING_BUT =
    "text, a number, a list of only texts or only numbers, or one of prefix, suffix, equals-ignore-case and wildcard " +
    "with text or a list of texts.";

const anythingBut: Operand = (operand) => {
    const [operator = ""] = isJsonObject(operand) ? Object.keys(operand) : [];
    const isRight = EXCEPT[operator];
    const right = isJsonObject(operand)
        ? isRight !== undefined && isOnly(operand, operator) && oneOrSeveral(operand[operator], isRight)
        : oneOrSeveral(operand, isText) || oneOrSeveral(operand, compared);
    return right ? undefined : ANYTHING_BUT;
};

/** Every operator, with what it takes. */
const OPERATORS: ReadonlyMap<string, Operand> = new Map(
    Object.entries({
        prefix: textOrAnyCase,
        suffix: textOrAnyCase,
        "equals-ignore-case": anyText,
        wildcard,
        "anything-but": anythingBut,
        numeric,
        cidr,
        exists,
        // Of the Event Ruler's own, and without use: it is what a value by itself means.
        exactly: anyText,
    }),
);

function comparisonMistakes(comparison: JsonObject, path: Path): Mistakes {
    const [operator, ...more] = Object.keys(comparison);
    if (operator === undefined || more.length > 0) {
        return mistake(
            path,
            'a comparison has one operator, e.g. {"prefix": "Delete"}. Write one object for each.',
        );
    }
    const judge = OPERATORS.get(operator);
    if (judge === undefined) {
        return mistake(
            [...path, operator],
            `EventBridge has no such operator. Write one of ${[...OPERATORS.keys()].filter((each) => each !== "exactly").join(", ")}.`,
        );
    }
    const message = judge(comparison[operator]);
    return message === undefined ? [] : mistake([...path, operator], message);
}
