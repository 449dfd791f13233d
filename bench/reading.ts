/** How long it takes to read a large packed file of records aloud, and how much memory. */
import { randomUUID } from "node:crypto";
import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { once } from "node:events";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { createGzip } from "node:zlib";
import { everyFixture } from "../tests/events/fixtures";
import { measure } from "./measure";
import { printTable } from "./table";

export interface ReadingOptions {
    /** Of the packed file. */
    readonly readMegabytes: number;
}

export interface ReadingResult {
    readonly packedMegabytes: number;
    readonly megabytes: number;
    readonly records: number;
    readonly seconds: number;
    readonly residentMegabytes: number | undefined;
}

/** Reads one log file of that size, whose records differ by their ids, with the output thrown away. */
export async function reading(
    { readMegabytes }: ReadingOptions,
    say: (line: string) => void,
): Promise<ReadingResult> {
    const folder = mkdtempSync(path.join(tmpdir(), "reading-"));
    try {
        const file = path.join(folder, "records.json.gz");
        const written = await write(file, readMegabytes * 1e6);
        say(`Reading ${written.records} records, ${Math.round(written.bytes / 1e6)} MB unpacked.`);
        const launcher = path.resolve(__dirname, "..", "cli", "security-logging.js");
        const { seconds, resident } = await measure(
            "sh",
            ["-c", `exec "$0" "$1" read "$2" > /dev/null`, process.execPath, launcher, file],
            { cwd: folder },
        );
        const result = {
            packedMegabytes: readMegabytes,
            megabytes: written.bytes / 1e6,
            records: written.records,
            seconds,
            residentMegabytes: resident,
        };
        printTable(
            ["packed", "unpacked", "records", "seconds", "MB a second, unpacked", "MB resident"],
            [
                [
                    `${readMegabytes} MB`,
                    `${Math.round(result.megabytes)} MB`,
                    String(result.records),
                    seconds.toFixed(1),
                    (result.megabytes / seconds).toFixed(0),
                    resident === undefined ? "?" : resident.toFixed(0),
                ],
            ],
        );
        return result;
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}

async function write(
    file: string,
    size: number,
): Promise<{ readonly bytes: number; readonly records: number }> {
    const fixtures = everyFixture();
    const packer = createGzip();
    const target = packer.pipe(createWriteStream(file));
    let [bytes, records] = [0, 0];
    const put = async (text: string): Promise<void> => {
        bytes += text.length;
        if (!packer.write(text)) {
            await once(packer, "drain");
        }
    };
    await put('{"Records":[');
    while (target.bytesWritten < size) {
        const record = {
            ...fixtures[records % fixtures.length],
            eventID: randomUUID(),
            requestID: randomUUID(),
        };
        await put(`${records === 0 ? "" : ","}${JSON.stringify(record)}`);
        records += 1;
    }
    await put("]}");
    packer.end();
    await once(target, "close");
    return { bytes, records };
}
