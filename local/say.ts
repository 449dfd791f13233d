/** Tells the user. Progress goes to standard error, so that a command's result can be piped. */
export function say(line: string): void {
    process.stderr.write(`${line}\n`);
}
