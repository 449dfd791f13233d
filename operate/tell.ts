/** What the person who runs a command is told besides its result: on standard error. */

/** Tells something that is no part of the result. */
export const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Tells how far something is: on a terminal only, since nobody watches a file. */
export function sayProgress(line: string): void {
    if (process.stderr.isTTY) {
        say(line);
    }
}

/** Milliseconds between two lines of progress. */
const INTERVAL = 2000;

/**
 * Tells how far something is, as `sayProgress` does, and not more often than every two seconds.
 * @returns what is told each time
 */
export function progressTeller(): (line: string) => void {
    let told = Date.now();
    return (line) => {
        if (Date.now() - told > INTERVAL) {
            told = Date.now();
            sayProgress(line);
        }
    };
}
