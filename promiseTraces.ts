/**
 * Pulumi notes for each promise where it was made, several times for each resource, and shows that only of promises
 * that never end, under PULUMI_DEBUG_PROMISE_LEAKS. Putting the noted places into terms of TypeScript took half the
 * time from the start to the first resource, so they are left out unless somebody wants to see them.
 *
 * Traces of errors stay as they are.
 */
export function leaveOutPromiseTraces(): void {
    const { prepareStackTrace: trace } = Error as {
        readonly prepareStackTrace?: (error: Error, callSites: NodeJS.CallSite[]) => unknown;
    };
    if (trace === undefined || process.env["PULUMI_DEBUG_PROMISE_LEAKS"]) {
        return;
    }
    Error.prepareStackTrace = (error, callSites) =>
        callSites[0]?.getFunctionName() === "debuggablePromise" ? "" : trace(error, callSites);
}
