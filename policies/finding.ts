import { controlsInWords } from "./frameworks";
import { isUnknownValueError } from "./unknown";

/** Something wrong, and what would be right. */
export interface Finding {
    /** What is wrong, as a clause without a full stop: "Trail records one region only". */
    readonly problem: string;
    /** Where: a property, or a part of one: "isMultiRegionTrail", "policy statement \"AllowRead\"". */
    readonly property: string;
    /** The value found there. */
    readonly found: unknown;
    /** What to write instead, as a phrase after "Write": "isMultiRegionTrail: true". */
    readonly write: string;
}

/** The longest value that a message quotes, in characters. */
const MAX_SHOWN = 200;

/** Where the provider's bridge keeps notes of its own among the properties. */
const PROVIDER_NOTES = "__defaults";

/** The message of a violation: what is wrong, the value found, what to write instead, and the controls. */
export function findingMessage(rule: string, { problem, property, found, write }: Finding): string {
    const controls = controlsInWords(rule);
    const sentences = `${problem}: ${property} is ${shown(found)}. Write ${write}.`;
    return controls === "" ? sentences : `${sentences} [${controls}]`;
}

/** The message of a violation that an error in a check stands for: what cannot be checked is not known to be safe. */
export function uncheckableMessage(error: unknown): string {
    const reason = error instanceof Error ? error.message : String(error);
    return `The resource could not be checked: ${reason}. Look for a property that is not of the type it should be.`;
}

function shown(value: unknown): string {
    if (value === undefined || value === null) {
        return "not set";
    }
    try {
        const text = JSON.stringify(value, (key, part: unknown) =>
            key === PROVIDER_NOTES ? undefined : part,
        );
        return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
    } catch (error) {
        if (isUnknownValueError(error)) {
            return "not wholly known before the update";
        }
        throw error;
    }
}
