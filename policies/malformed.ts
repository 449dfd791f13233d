/** Reading texts out of resources that may not be what AWS takes. */

/** Says what is wrong with a text, as a clause: "it is not JSON". */
export class MalformedError extends Error {}

/** What was not read, and why. */
export interface Malformed {
    readonly malformed: string;
}

/** What a reader makes of a text, or why it cannot be read. */
export function readOrMalformed<T>(read: () => T): T | Malformed {
    try {
        return read();
    } catch (error) {
        if (error instanceof MalformedError) {
            return { malformed: error.message };
        }
        throw error;
    }
}

/** @throws MalformedError if the text is not JSON */
export function parseJson(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch (error) {
        throw new MalformedError(`it is not JSON: ${(error as Error).message}`);
    }
}
