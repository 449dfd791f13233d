/** Reads files of records aloud, whatever their size: what was read is printed before more is. */
import { createReadStream } from "node:fs";
import { readAloud } from "../events/readAloud";
import { RecordReader, type Finding } from "./recordReader";
import { unpack } from "./unpacked";

/** What could not be read, and what is unusual, a line each. */
export interface FilesRead {
    readonly notes: readonly string[];
    readonly unread: readonly string[];
}

/** What can be told of by itself, whatever the number of records. */
const MOST_TOLD = 1000;

interface Unread {
    readonly file: string;
    readonly place: string;
    readonly error: string;
}

/**
 * Prints what the files have.
 * @param files "-" is standard input
 */
export async function readFiles(
    files: readonly string[],
    asJson: boolean,
    write: (text: string) => void,
): Promise<FilesRead> {
    const unread: Unread[] = [];
    const remarks: { readonly file: string; readonly remark: string }[] = [];
    let uncounted = 0;
    let isFirst = true;
    write(asJson ? '{\n  "records": [' : "");
    for (const file of files) {
        const named = file === "-" ? "standard input" : file;
        const onFinding = (finding: Finding): void => {
            if ("record" in finding) {
                const sentence = readAloud(finding.record);
                const json = (): string =>
                    `${isFirst ? "" : ","}\n    ${JSON.stringify({ sentence, file: named, record: finding.record })}`;
                write(asJson ? json() : `${sentence}\n`);
                isFirst = false;
            } else if ("remark" in finding) {
                remarks.push({ file: named, remark: finding.remark });
            } else if (unread.length < MOST_TOLD) {
                unread.push({ file: named, ...finding });
            } else {
                uncounted += 1;
            }
        };
        const reader = new RecordReader(onFinding);
        try {
            await unpack(file === "-" ? process.stdin : createReadStream(file), (part) => reader.write(part));
            reader.end();
        } catch (error) {
            unread.push({
                file: named,
                place: "",
                error: error instanceof Error ? error.message : String(error),
            });
        }
    }
    write(
        asJson
            ? `\n  ],\n  "unread": ${JSON.stringify(unread)},\n  "remarks": ${JSON.stringify(remarks)}\n}\n`
            : "",
    );
    return {
        notes: remarks.map(({ file, remark }) => `${file}: ${remark}.`),
        unread: [
            ...unread.map(
                ({ file, place, error }) =>
                    `${file} cannot be read${place === "" ? "" : ` (${place})`}: ${error}`,
            ),
            ...(uncounted > 0 ? [`${uncounted} more things cannot be read.`] : []),
        ],
    };
}
