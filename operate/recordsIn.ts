import { gunzipSync } from "node:zlib";
import type { CloudTrailRecord } from "../events/record";

/** The first two bytes of whatever gzip has packed. */
const GZIP = Buffer.from([0x1f, 0x8b]);

/**
 * The CloudTrail records in a file, however they are wrapped there: a log file of the archive, packed or not; an event
 * of EventBridge; one record; a list of any of these, or one on each line.
 * @throws Error if it is no JSON, or has no record
 */
export function recordsIn(content: Buffer): readonly CloudTrailRecord[] {
    const text = (content.subarray(0, 2).equals(GZIP) ? gunzipSync(content) : content).toString("utf8");
    const records = valuesIn(text).flatMap(unwrapped);
    if (records.length === 0) {
        throw new Error("it holds no CloudTrail record");
    }
    return records;
}

function valuesIn(text: string): readonly unknown[] {
    try {
        return [JSON.parse(text)];
    } catch {
        return text
            .split("\n")
            .filter((line) => line.trim() !== "")
            .map((line) => JSON.parse(line) as unknown);
    }
}

function unwrapped(value: unknown): readonly CloudTrailRecord[] {
    if (Array.isArray(value)) {
        return value.flatMap(unwrapped);
    }
    if (typeof value !== "object" || value === null) {
        return [];
    }
    if ("Records" in value) {
        return unwrapped(value.Records);
    }
    if ("detail" in value) {
        return unwrapped(value.detail);
    }
    return "eventName" in value || "insightDetails" in value ? [value as CloudTrailRecord] : [];
}
