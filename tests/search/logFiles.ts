/** A log archive on disk, laid out as CloudTrail lays out the bucket of an organization trail, or of accounts' own. */
import { mkdirSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { gzipSync } from "node:zlib";
import { accountsFolder, type LogPlace } from "../../aws/logPlace";
import type { JsonObject } from "../../events/record";

export const ORGANIZATION = "o-exampleorg1";
export const BUCKET = "the-archive";

/** Kinds of records that CloudTrail keeps apart from the rest. */
const FOLDERS: Readonly<Record<string, string>> = {
    Insight: "CloudTrail-Insight",
    NetworkActivity: "CloudTrail-NetworkActivity",
};

/** Writes records into the bucket's folder, one log file for each account, region, day and kind. */
export function writeLogFiles(folder: string, records: readonly JsonObject[], place: LogPlace): void {
    const files = new Map<string, JsonObject[]>();
    for (const record of records) {
        const account = String(record["recipientAccountId"]);
        const region = String(record["awsRegion"]);
        const day = String(record["eventTime"]).slice(0, 10);
        const kind = FOLDERS[String(record["eventCategory"])] ?? "CloudTrail";
        const file = path.join(
            folder,
            `${accountsFolder(place)}${account}/${kind}/${region}/${day.replaceAll("-", "/")}`,
            `${account}_${kind}_${region}_${day.replaceAll("-", "")}T2355Z_EXAMPLEexample00.json.gz`,
        );
        files.set(file, [...(files.get(file) ?? []), record]);
    }
    for (const [file, Records] of files) {
        mkdirSync(path.dirname(file), { recursive: true });
        writeFileSync(file, gzipSync(JSON.stringify({ Records })));
    }
}
