/** The ids that AWS invents, in one run and in a repetition of it. */

/** What is shorter is no id, and of numbers only that of an account is one. */
const ID = /^(?!\d+$)[\w-]{6,}$|^\d{12}$/;

const TIME = /^\d{4}-\d\d-\d\dT/;

/** Which id of a repetition stands for which of the run that it repeats. */
export class Ids {
    private readonly repeated = new Map<string, string>();

    /** Notes down where two answers to the same request differ. Each is JSON or XML; what only one has is passed over. */
    learn(recorded: string, repeated: string): void {
        const repeatedValues = valuesIn(repeated);
        for (const [place, value] of valuesIn(recorded)) {
            const before = value.split(/[^\w-]+/);
            const after = repeatedValues.get(place)?.split(/[^\w-]+/) ?? [];
            if (before.length !== after.length || TIME.test(value)) {
                continue;
            }
            before.forEach((id, index) => {
                const other = after[index];
                if (other !== undefined && id !== other && ID.test(id) && ID.test(other)) {
                    this.repeated.set(id, other);
                }
            });
        }
    }

    /** The text with the repetition's ids in place of the run's. */
    apply(text: string): string {
        if (this.repeated.size === 0) {
            return text;
        }
        const ids = [...this.repeated.keys()].sort((a, b) => b.length - a.length).join("|");
        // Not in the middle of another word; but "%3A", a colon in a URL, is no word.
        const whole = new RegExp(`(?<=^|[^A-Za-z0-9]|%[0-9A-F]{2})(${ids})(?![A-Za-z0-9])`, "g");
        return text.replace(whole, (id) => this.repeated.get(id) ?? id);
    }
}

/** The texts in an answer, by where they are in it. */
function valuesIn(answer: string): ReadonlyMap<string, string> {
    const values = new Map<string, string>();
    const visit = (place: string, value: unknown): void => {
        if (typeof value === "string") {
            values.set(place, value);
        } else if (typeof value === "object" && value !== null) {
            for (const [key, each] of Object.entries(value)) {
                visit(`${place}.${key}`, each);
            }
        }
    };
    if (answer.startsWith("<")) {
        const texts = new Map<string, string[]>();
        for (const [, tag = "", text = ""] of answer.matchAll(/<(\w+)[^<>]*>([^<>]+)<\//g)) {
            texts.set(tag, [...(texts.get(tag) ?? []), text]);
        }
        visit("", Object.fromEntries(texts));
    } else if (/^[{[]/.test(answer)) {
        visit("", JSON.parse(answer));
    }
    return values;
}
