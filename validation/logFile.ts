import { createHash } from "node:crypto";
import { pipeline } from "node:stream/promises";
import { createGunzip, gunzipSync } from "node:zlib";
import { CutShort, type StoredObject } from "./archiveReader";

/** What the uncompressed content of an object is. */
export interface Content {
    /** SHA-256, in hexadecimal. */
    readonly hash: string;
    readonly bytes: number;
}

/** Up to here, packed and unpacked, objects are decompressed at once, which takes a fraction of the time; larger ones piece by piece. */
const AT_ONCE = 256 * 1024;
const MOST_AT_ONCE = 16 * 1024 * 1024;

/**
 * Hashes the uncompressed content of a gzipped object, without ever holding more than 16 MB of it.
 * @returns undefined if it cannot be decompressed
 * @throws Error if it cannot be read to its end
 */
export async function contentOf(object: StoredObject): Promise<Content | undefined> {
    if (object.length !== undefined && object.length <= AT_ONCE) {
        const compressed = await bytesOf(object);
        try {
            const content = gunzipSync(compressed, { maxOutputLength: MOST_AT_ONCE });
            return { hash: createHash("sha256").update(content).digest("hex"), bytes: content.length };
        } catch (error) {
            if (!(error instanceof RangeError)) {
                return undefined;
            }
            return await streamed(onePart(compressed));
        }
    }
    return await streamed(whole(object));
}

async function streamed(compressed: AsyncIterable<Uint8Array>): Promise<Content | undefined> {
    const hash = createHash("sha256");
    let bytes = 0;
    try {
        await pipeline(compressed, createGunzip(), async (content: AsyncIterable<Buffer>) => {
            for await (const part of content) {
                hash.update(part);
                bytes += part.length;
            }
        });
    } catch (error) {
        if (String((error as NodeJS.ErrnoException).code).startsWith("Z_")) {
            return undefined;
        }
        throw error;
    }
    return { hash: hash.digest("hex"), bytes };
}

/** The body of an object, which is whole or fails. */
async function* whole({ body, length }: StoredObject): AsyncIterable<Uint8Array> {
    let read = 0;
    for await (const part of body) {
        read += part.length;
        yield part;
    }
    if (length !== undefined && read < length) {
        throw new CutShort(`the body ended after ${read} of ${length} bytes`);
    }
}

/** All of an object, as it lies there. */
export async function bytesOf(object: StoredObject): Promise<Buffer> {
    const parts: Uint8Array[] = [];
    for await (const part of whole(object)) {
        parts.push(part);
    }
    return Buffer.concat(parts);
}

// eslint-disable-next-line @typescript-eslint/require-await -- pipeline takes what is read piece by piece
async function* onePart(bytes: Uint8Array): AsyncIterable<Uint8Array> {
    yield bytes;
}
