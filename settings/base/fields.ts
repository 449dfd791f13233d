/**
 * The kinds of value that settings are made of. Each takes the sentence that says what is right about it, so that
 * no message of zod's own is ever shown: a sentence starts in lower case, is put after `<key> is <value>: ` and
 * ends with a full stop.
 */
import { z } from "zod";

/** What is right about a value that is wrong, or undefined for a value that is right. */
export type Rule<T> = (value: T) => string | undefined;

const obeying =
    <T>(rule: Rule<T>) =>
    (value: T, context: z.core.$RefinementCtx<T>): void => {
        const message = rule(value);
        if (message !== undefined) {
            context.addIssue(message);
        }
    };

/** A string that obeys a rule. */
export const text = (right: string, rule: Rule<string>) => z.string(right).superRefine(obeying(rule));

/** A string of a certain form. */
export const matching = (pattern: RegExp, right: string) =>
    text(right, (value) => (pattern.test(value) ? undefined : right));

/** A number that obeys a rule. */
export const number = (right: string, rule: Rule<number>) => z.number(right).superRefine(obeying(rule));

/** A number of days, for which S3 and EventBridge have no use beyond a hundred years. */
export const days = (right: string) =>
    number(right, (value) => (Number.isInteger(value) && value >= 1 && value <= 36_500 ? undefined : right));

export const flag = (right: string) => z.boolean(right);

/** One of a few words. */
export const oneOf = <const T extends readonly string[]>(words: T, why: string) =>
    z.enum(words, `one of ${words.map((word) => JSON.stringify(word)).join(", ")}. ${why}`);

/** A list of any length. */
export const list = <T extends z.ZodType>(item: T, right: string) => z.array(item, right);

/** An object with known keys only: an unknown one is a misspelling that would otherwise silently do nothing. */
export const section = <T extends z.ZodRawShape>(shape: T, right: string) => z.strictObject(shape, right);

/**
 * A field whose value follows from other settings where it is left out.
 * @param byDefault what it then is, for docs/settings.md
 */
export const derived = <T extends z.ZodType>(field: T, byDefault: string) =>
    field.exactOptional().meta({ [DERIVED]: byDefault });

/** Under which key {@link derived} keeps what it is told. */
export const DERIVED = "byDefault";
