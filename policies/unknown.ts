/**
 * Values that a preview does not know yet, because they come from resources that do not exist yet.
 *
 * The SDK throws where such a value is read, and reports the rule as not runnable in this preview, at the level
 * `advisory`. A rule that only needs to know whether a value is there, or that has other ways to find out, asks here.
 */

/** Whether reading a property failed because its value is not known yet. */
export function isUnknownValueError(error: unknown): boolean {
    // The SDK does not export the class of these errors; no other error has this field.
    return error instanceof Error && "unknownTypeSentinel" in error;
}

/** The value of a property, or undefined if it has none or it is not known yet. */
export function known<T extends object, K extends keyof T>(props: T, property: K): T[K] | undefined {
    try {
        return props[property];
    } catch (error) {
        if (isUnknownValueError(error)) {
            return undefined;
        }
        throw error;
    }
}

/**
 * Whether the program gives a property a value, be it one that is not known yet. A value that turns out to be empty
 * after all is found during the update, where everything is known.
 */
export function given<T extends object>(props: T, property: keyof T): boolean {
    try {
        const value: unknown = props[property];
        return value !== undefined && value !== null && value !== "";
    } catch (error) {
        if (isUnknownValueError(error)) {
            return true;
        }
        throw error;
    }
}
