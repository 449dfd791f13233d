/**
 * How long it takes to validate digests and log files, without the time of reading them: they lie in memory. Log files are as
 * large as those of a busy account.
 */
import { randomUUID } from "node:crypto";
import { gzipSync } from "node:zlib";
import { Archive, HOUR, PLACE } from "../tests/validation/archive";
import { validate } from "../validation";
import { printTable } from "./table";

const ACCOUNTS = ["111111111111", "222222222222", "333333333333", "444444444444"];
const REGIONS = ["us-east-1", "eu-west-1", "eu-central-1", "ap-southeast-2", "sa-east-1"];
const HOURS = 50;
const LOG_FILES_AN_HOUR = 100;
const RECORDS = 20;

const FROM = Date.parse("2026-03-01T00:00:00Z");

export interface ValidationTime {
    readonly logFiles: number;
    readonly digests: number;
    /** Of a log file. */
    readonly kilobytes: number;
    readonly seconds: number;
    /** Megabytes that the process held more than before, at most. */
    readonly megabytes: number;
}

/** Validates, and prints what that takes. */
export async function validation(log: (line: string) => void): Promise<ValidationTime> {
    const records = Array.from({ length: RECORDS }, () => ({
        eventVersion: "1.11",
        eventName: "AssumeRole",
        eventTime: "2026-03-01T00:00:00Z",
        requestParameters: Object.fromEntries(
            Array.from({ length: 12 }, (_, index) => [`parameter${index}`, randomUUID()]),
        ),
        eventID: randomUUID(),
        requestID: randomUUID(),
    }));
    const content = JSON.stringify({ Records: records });
    const archive = new Archive();
    archive.deliver({
        ...{ accounts: ACCOUNTS, regions: REGIONS, from: FROM, hours: HOURS },
        ...{ logFiles: () => LOG_FILES_AN_HOUR, content: gzipSync(content) },
    });
    log(`${archive.objects.size} objects`);
    const before = process.memoryUsage.rss();
    let most = before;
    const sampling = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 50);
    const begin = performance.now();
    const { totals, whole } = await validate(
        {
            reader: archive.reader(),
            places: [PLACE],
            from: new Date(FROM + HOUR),
            to: new Date(FROM + HOURS * HOUR),
            now: () => new Date(FROM + 1000 * HOUR),
        },
        log,
    );
    const seconds = (performance.now() - begin) / 1000;
    clearInterval(sampling);
    if (!whole) {
        throw new Error("the archive was not found whole");
    }
    const measured: ValidationTime = {
        logFiles: totals.logFiles,
        digests: totals.digests,
        kilobytes: Math.round(content.length / 1024),
        seconds: Number(seconds.toFixed(1)),
        megabytes: Math.round((most - before) / 2 ** 20),
    };
    printTable(
        ["log files", "digests", "KB each", "seconds", "MB more"],
        [Object.values(measured).map(String)],
    );
    return measured;
}
