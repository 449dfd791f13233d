/** The most characters that an event pattern has, as JSON. */
const MAX_PATTERN_LENGTH = 2048;

/** A value of JSON that is an object. */
type JsonObject = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is JsonObject =>
    typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * What is wrong with an event pattern, or undefined. Only its form is judged: EventBridge knows more operators with
 * every year, and judges those itself.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern.html
 */
export function eventPatternMistake(pattern: unknown): string | undefined {
    if (!isObject(pattern) || Object.keys(pattern).length === 0) {
        return 'an event pattern: an object of fields, e.g. {"detail": {"eventName": ["CreateUser"]}}.';
    }
    const { length } = JSON.stringify(pattern);
    if (length > MAX_PATTERN_LENGTH) {
        return `an event pattern has at most ${MAX_PATTERN_LENGTH} characters as JSON, this one ${length}.`;
    }
    return fieldsMistake(pattern, []);
}

function fieldsMistake(fields: JsonObject, path: readonly string[]): string | undefined {
    for (const [field, value] of Object.entries(fields)) {
        const here = [...path, field];
        const mistake =
            field === "$or"
                ? alternativesMistake(value, here)
                : isObject(value)
                  ? fieldsMistake(value, here)
                  : matchersMistake(value, here);
        if (mistake !== undefined) {
            return mistake;
        }
    }
    return undefined;
}

function alternativesMistake(value: unknown, path: readonly string[]): string | undefined {
    if (!Array.isArray(value) || value.length < 2 || !value.every(isObject)) {
        return `${path.join(".")} in it must be a list of two or more patterns, of which one has to match.`;
    }
    for (const alternative of value as readonly JsonObject[]) {
        const mistake = fieldsMistake(alternative, path);
        if (mistake !== undefined) {
            return mistake;
        }
    }
    return undefined;
}

function matchersMistake(value: unknown, path: readonly string[]): string | undefined {
    return Array.isArray(value) && value.length > 0
        ? undefined
        : `${path.join(".")} in it must be a list of the values that match, e.g. ["CreateUser"].`;
}
