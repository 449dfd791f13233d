/** What the person who runs a command is told besides its result: on standard error. */

/** Tells something that is no part of the result. */
export const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Milliseconds between two lines of progress. */
const INTERVAL = 2000;

/**
 * Tells how far something is: on a terminal only, and not more often than every two seconds, since nobody watches a file.
 * @returns what is told each time
 */
export function progressTeller(): (line: string) => void {
    let told = Date.now();
    return (line) => {
        if (process.stderr.isTTY && Date.now() - told > INTERVAL) {
            told = Date.now();
            say(line);
        }
    };
}
