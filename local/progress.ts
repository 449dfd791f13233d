/** Shows that work goes on, and how long it has been going on. */

/** Takes one line for the user. */
export type Log = (line: string) => void;

const SILENT_MS = 2_000;
const HEARTBEAT_MS = 15_000;

/**
 * Does the work, and once it has taken two seconds says so, then every 15 seconds, then how long it took.
 * @param what What is being done, as in "building the AWS provider".
 * @param expectation How long that takes, where it is long enough to make one wonder.
 */
export async function withProgress<T>(
    log: Log,
    what: string,
    work: () => Promise<T>,
    expectation?: string,
): Promise<T> {
    const begin = Date.now();
    const expected = expectation === undefined ? "" : ` (${expectation})`;
    const tell = (): void => log(`${what} ... ${duration(Date.now() - begin)}${expected}`);
    let heartbeat: NodeJS.Timeout | undefined;
    const silence = setTimeout(() => {
        tell();
        heartbeat = setInterval(tell, HEARTBEAT_MS);
    }, SILENT_MS);
    try {
        return await work();
    } finally {
        clearTimeout(silence);
        if (heartbeat !== undefined) {
            clearInterval(heartbeat);
            log(`${what}: took ${duration(Date.now() - begin)}`);
        }
    }
}

/** Whole seconds as `4s` or `1m30s`. */
export function duration(milliseconds: number): string {
    const seconds = Math.floor(milliseconds / 1000);
    return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
}
