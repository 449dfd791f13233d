/** What every process that runs tests begins with. */
import { leaveOutPromiseTraces } from "../promiseTraces";

/** How traces were made before. */
export const everyTrace = Object.getOwnPropertyDescriptor(Error, "prepareStackTrace");

// As the program itself does: the tests that run it would take three times as long.
leaveOutPromiseTraces();
