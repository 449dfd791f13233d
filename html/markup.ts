/** HTML and SVG from templates that escape what is put into them, so that no name is ever taken for markup. */

/** What is markup already. Only {@link markup} makes it. */
export class Markup {
    readonly #text: string;

    private constructor(text: string) {
        this.#text = text;
    }

    /** Joins the fixed parts of a template with what is put between them. */
    static join(parts: readonly string[], values: readonly Inserted[]): Markup {
        return new Markup(
            parts
                .map((part, index) => `${part}${index < values.length ? inserted(values[index]) : ""}`)
                .join(""),
        );
    }

    toString(): string {
        return this.#text;
    }
}

/** What may be put into a template: markup as it is, lists of such one after the other, anything else escaped. */
export type Inserted = Markup | string | number | undefined | readonly Inserted[];

/** A template of markup, as in markup`<td>${name}</td>`; nothing is left of `undefined`. Attributes have to be in quotes. */
export const markup = (parts: TemplateStringsArray, ...values: readonly Inserted[]): Markup =>
    Markup.join(parts, values);

function inserted(value: Inserted): string {
    if (value instanceof Markup) {
        return value.toString();
    }
    return Array.isArray(value) ? value.map(inserted).join("") : escaped(String(value ?? ""));
}

const ENTITIES: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
};

/** Escaped for texts and for quoted attributes alike; what XML has no character for is shown as such. */
const escaped = (text: string): string =>
    text
        .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "")
        .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd")
        // Marks that turn around the order of what follows would have one name pass for another.
        .replace(/[\u202a-\u202e\u2066-\u2069]/g, "\ufffd");
