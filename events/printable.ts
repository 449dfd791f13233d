/**
 * Text that others chose, made safe to print: names, keys and messages in a record can be chosen by whoever is attacked with, so
 * that none of them may end a line, colour a terminal, turn the direction of writing, or pass for a sentence of this program.
 */

/**
 * What shows as nothing, or moves what comes after it: control characters, line and paragraph separators, characters that
 * format (such as those that turn the direction of writing), that show nothing, or that are nothing; and every space but the
 * common one.
 * @see https://www.unicode.org/reports/tr36/
 */
const UNPRINTABLE =
    /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}/gu;

/** What needs no quotes: it has no space, so that it cannot be taken for more than a name. */
const PLAIN = /^[\p{L}\p{N}_.:/@+=,*#$%~^()[\]|!?&;<>'-]+$/u;

const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** Characters of a value that are said; of a whole document nobody wants to hear more. */
const LONGEST_VALUE = 100;

/** Text that is safe to print. Only this module makes it, so that none is made of a record's text by accident. */
export class Printable {
    readonly #text: string;

    constructor(parts: TemplateStringsArray, ...values: readonly Sayable[]) {
        this.#text = String.raw({ raw: parts }, ...values.map(printable));
    }

    toString(): string {
        return this.#text;
    }

    /** The same, as a sentence begins. */
    capitalized(): Printable {
        return raw(this.#text.charAt(0).toUpperCase() + this.#text.slice(1));
    }
}

type Sayable = Printable | string | number;

/** A sentence, or a part of one: whatever is put into it is escaped, and in quotes where it could be taken for more than a name. */
export const said = (parts: TemplateStringsArray, ...values: readonly Sayable[]): Printable =>
    new Printable(parts, ...values);

/** Several, with the same words between them: `" "`, `", "`, `" and "`. */
export const joined = (separator: " " | ", " | "; " | " and ", parts: readonly Sayable[]): Printable =>
    raw(parts.map(printable).join(separator));

/** The characters that could do harm as escapes, `\n` and `\u{202e}`. */
export const escaped = (text: string): string =>
    text
        .replace(
            UNPRINTABLE,
            (character) => SHORT[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
        )
        // It would be put on the quotation mark.
        .replace(/^\p{M}/u, (mark) => `\\u{${(mark.codePointAt(0) ?? 0).toString(16)}}`);

/**
 * A value in quotes. What is longer than `longest` characters is cut, and how long it was is said; an ARN is whole.
 */
export function quoted(value: string, longest = LONGEST_VALUE): Printable {
    const characters = value.startsWith("arn:") ? [] : Array.from(value);
    const cut = characters.length > longest;
    const shown = cut ? characters.slice(0, longest).join("") : value;
    const text = raw(`"${escaped(shown.replace(/["\\]/g, "\\$&"))}${cut ? "..." : ""}"`);
    return cut ? said`${text} (${raw(characters.length.toLocaleString("en-US"))} characters)` : text;
}

function printable(value: Sayable): string {
    return value instanceof Printable
        ? value.toString()
        : typeof value === "number"
          ? String(value)
          : isPlain(value)
            ? value
            : quoted(value).toString();
}

const isPlain = (text: string): boolean => PLAIN.test(text) && text.search(UNPRINTABLE) === -1;

/** Text that is known to be safe. */
const raw = (text: string): Printable => new Printable(Object.assign([text], { raw: [text] }));
