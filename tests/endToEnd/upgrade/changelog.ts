/** The replacements and deletions that CHANGELOG.md lists, in the tables of its subsections "Upgrade". */
import { readFileSync } from "node:fs";
import * as path from "node:path";
import type { Changes } from "../harness";

const CHANGELOG = path.resolve(__dirname, "../../../CHANGELOG.md");

/** The engine's words for steps by which something goes, and the changelog's for what happens. */
const STEPS: Readonly<Record<string, string>> = {
    delete: "deleted",
    replace: "replaced",
    "create-replacement": "replaced",
    "delete-replaced": "replaced",
};

/** A row of a table. */
export interface ListedChange {
    /** As in "aws:sqs/queue:Queue". */
    readonly type: string;
    /** Matches the resource's name in the state. */
    readonly name: RegExp;
    /** "replaced" or "deleted". */
    readonly change: string;
}

/**
 * What is listed under the versions after one, unreleased changes included.
 * @throws Error if it has no section of that version, or a row that says less than it must.
 */
export function listedChanges(since: string, changelog = readFileSync(CHANGELOG, "utf8")): ListedChange[] {
    const sections = changelog.split(/^## /m);
    const last = sections.findIndex((section) => section.startsWith(`[${since}]`));
    if (last < 0) {
        throw new Error(`CHANGELOG.md has no section "## [${since}]"`);
    }
    return sections
        .slice(1, last)
        .flatMap((section) => section.split(/^### /m))
        .filter((subsection) => subsection.startsWith("Upgrade"))
        .flatMap((subsection) => subsection.split("\n").filter((line) => line.startsWith("| `")))
        .map(listed);
}

function listed(row: string): ListedChange {
    const [, type, name, change, remedy] =
        /^\| `([^`]+)` *\| `([^`]+)` *\| (\w+) *\| *(.*?) *\|$/.exec(row) ?? [];
    if (type === undefined || name === undefined || change === undefined || remedy === "") {
        throw new Error(`this row of CHANGELOG.md is not "type, name, what happens, what to do": ${row}`);
    }
    if (!Object.values(STEPS).includes(change)) {
        throw new Error(`a row of CHANGELOG.md says "${change}", neither "replaced" nor "deleted": ${row}`);
    }
    const pattern = name.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replace(/\*/g, ".*");
    return { type, name: new RegExp(`^${pattern}$`), change };
}

/** What an upgrade replaces or deletes without it being listed. */
export function unlisted(
    { urns }: Pick<Changes, "urns">,
    changes: readonly ListedChange[],
): readonly string[] {
    const missing = new Set<string>();
    for (const [step, change] of Object.entries(STEPS)) {
        for (const urn of urns.get(step) ?? []) {
            const [types = "", name = ""] = urn.split("::").slice(2);
            const type = types.split("$").at(-1) ?? "";
            if (
                !changes.some((each) => each.type === type && each.change === change && each.name.test(name))
            ) {
                missing.add(`${type} ${name} is ${change}`);
            }
        }
    }
    return [...missing].sort();
}
