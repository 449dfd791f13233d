/** Writes the page of the whole logging. */
import { writeFile } from "node:fs/promises";
import * as path from "node:path";
import { needsAttention, stateOf } from "./attention";
import type { ReportInputs } from "./inputs";
import { reportPage } from "./page";

/** What was written. */
export interface WrittenReport {
    /** Its absolute path. */
    readonly file: string;
    readonly bytes: number;
    /** Whether nothing on the page failed, and all could be told. */
    readonly whole: boolean;
    /** How many things on it are not as they should be, warnings included. */
    readonly attention: number;
}

/** @throws Error if the file cannot be written */
export async function writeReport(inputs: ReportInputs, out: string): Promise<WrittenReport> {
    const file = path.resolve(out);
    const page = reportPage(inputs);
    await writeFile(file, page);
    const attention = needsAttention(inputs);
    return {
        file,
        bytes: Buffer.byteLength(page),
        whole: ["ok", "warning"].includes(stateOf(attention)),
        attention: attention.length,
    };
}
