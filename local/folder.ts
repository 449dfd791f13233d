/** Where the local organization is kept: the emulator, the state, and the folder to rehearse in. */
import * as path from "node:path";

/** The checkout. */
export const PROJECT = path.resolve(__dirname, "..");

/** Below the checkout, so that each has its own. By the variable, several can run side by side from one. */
export const LOCAL_FOLDER = path.resolve(PROJECT, process.env["SECURITY_LOGGING_LOCAL"] || ".local");
