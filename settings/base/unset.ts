/** Settings without what is unset: a key whose lines are all commented out is null in YAML. Items of lists stay. */
export function withoutUnset(value: unknown): unknown {
    if (Array.isArray(value)) {
        return value.map(withoutUnset);
    }
    if (!isPlainObject(value)) {
        return value;
    }
    return Object.fromEntries(
        Object.entries(value)
            .filter(([, inner]) => inner !== null)
            .map(([key, inner]: [string, unknown]) => [key, withoutUnset(inner)]),
    );
}

/** A section without the sections in it that hold nothing. */
export const withoutEmpty = (section: object): Record<string, unknown> =>
    Object.fromEntries(
        Object.entries(section).filter(
            ([, inner]) => !(isPlainObject(inner) && Object.keys(inner).length === 0),
        ),
    );

function isPlainObject(value: unknown): value is object {
    if (typeof value !== "object" || value === null) {
        return false;
    }
    const prototype: unknown = Object.getPrototypeOf(value);
    return prototype === Object.prototype || prototype === null;
}
