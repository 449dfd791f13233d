/** Tells the user. Progress goes to standard error, so that what a command answers with can be piped. */
export function say(line: string): void {
    process.stderr.write(`${line}\n`);
}
