/**
 * Ends a program that runs on an older Node.js than package.json asks for, in one line that says so. Imported first,
 * before anything that would fail on an older one in its own way.
 */
import { engines } from "./package.json";

const oldest = engines.node.replace(">=", "");

if (process.versions.node.localeCompare(oldest, "en", { numeric: true }) < 0) {
    process.stderr.write(
        `Node.js ${oldest} or newer is needed, and ${process.execPath} is ${process.version}: install a newer one.\n`,
    );
    process.exit(1);
}
