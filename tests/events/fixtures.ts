/** Whole CloudTrail records, by the name of their file in fixtures/. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { CloudTrailRecord } from "../../events/record";

const folder = join(__dirname, "fixtures");

export function fixture(name: string): CloudTrailRecord {
    return JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")) as CloudTrailRecord;
}

export function everyFixture(): CloudTrailRecord[] {
    return readdirSync(folder).map((file) => fixture(file.replace(/\.json$/, "")));
}
