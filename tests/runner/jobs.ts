/** Which test files run together, and in which order jobs are begun. */
import { readdirSync } from "node:fs";
import * as path from "node:path";
import type { Job } from "./job";

const CHECKOUT = path.resolve(__dirname, "..", "..");

/** The room of the tests that look at pages in a browser. */
const IN_BROWSER = "tests/browser/";

/** The room of the tests that deploy with the real engine. */
const END_TO_END = "tests/endToEnd/";

/**
 * Begun first, because nothing else takes as long: what is begun last decides when all is done. The others follow in
 * the order of their names.
 */
const LONGEST_FIRST: readonly string[] = [
    "deploymentRoles",
    "upgrade",
    "pipeline",
    "adopt",
    "accountTrails",
    "organization",
    "everything",
    "lifecycle",
    "stackSet",
    "production",
    "landingZones",
    "policies",
    "delegatedAdministrator",
    "resume",
];

/** What takes too long for every change, and why it does: `npm test -- --nightly` runs it, too. */
export const NIGHTLY: Readonly<Record<string, string>> = {
    "tests/endToEnd/adopt.test.ts":
        "it rehearses imports in copies of states, four minutes beside the others; run it by name when operate/adopt* is changed",
    "tests/endToEnd/landingZones.test.ts":
        "it deploys beside Control Tower 4.0 and Landing Zone Accelerator, as existing.test.ts does beside Control Tower 3.3",
    "tests/endToEnd/production.test.ts":
        "it deploys the page's five stacks, as others do; run it by name when docs/production.md is changed",
    "tests/endToEnd/lifecycle.test.ts":
        "it deploys, uninstalls and deploys again, and the AWS provider waits a minute for each of S3's lifecycles and queues",
};

/** Every test file, as a path from the checkout's root. */
export function testFiles(): readonly string[] {
    return readdirSync(path.join(CHECKOUT, "tests"), { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".test.ts"))
        .map((file) => `tests/${file}`)
        .sort();
}

/** Whether a test file looks at pages in a browser. */
export const isInBrowser = (file: string): boolean => file.startsWith(IN_BROWSER);

export const isEndToEnd = (file: string): boolean => file.startsWith(END_TO_END);

/**
 * A job for each end-to-end file, most of whose time is waiting, and as many for all others together as there are
 * processors to keep busy: to start a process for each of those would take longer than their tests.
 */
export function jobsOf(files: readonly string[], processors: number): readonly Job[] {
    const slow = files.filter(isEndToEnd).sort((one, other) => rank(one) - rank(other));
    const fast = files.filter((file) => !isEndToEnd(file));
    const parts = Array.from({ length: Math.min(processors, fast.length) }, (_, part) =>
        fast.filter((_file, index) => index % processors === part),
    );
    const [first, ...rest] = slow.map((file) => ({ name: file, files: [file] }));
    const fastJobs = parts.map((part, index) => ({
        name: `fast rooms, part ${index + 1} of ${parts.length}`,
        files: part,
    }));
    return [...(first === undefined ? [] : [first]), ...fastJobs, ...rest];
}

function rank(file: string): number {
    const place = LONGEST_FIRST.indexOf(path.basename(file, ".test.ts"));
    return place === -1 ? LONGEST_FIRST.length : place;
}
