/** The longest name an event bus can have, in characters. */
const MAX_BUS_NAME_LENGTH = 256;

/**
 * What is wrong with the name of a custom event bus, or undefined if EventBridge accepts it.
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateEventBus.html
 */
export function busNameMistake(name: string): string | undefined {
    if (name.length < 1 || name.length > MAX_BUS_NAME_LENGTH) {
        return `a bus's name has 1 to ${MAX_BUS_NAME_LENGTH} characters, this one ${name.length}.`;
    }
    if (!/^[A-Za-z0-9._-]+$/.test(name)) {
        return "a custom bus's name has only ASCII letters, digits, periods, underscores and dashes.";
    }
    if (name === "default") {
        return "every account has a bus of this name already, which takes that account's own events. Name another.";
    }
    if (name.startsWith("aws.")) {
        return 'EventBridge keeps names that start with "aws." for partner buses.';
    }
    return undefined;
}
