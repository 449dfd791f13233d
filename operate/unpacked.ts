/** Files as people have them at hand: packed or not, packed twice, and in either of Unicode's usual encodings. */
import { Readable, type Transform, Writable } from "node:stream";
import { TextDecoder } from "node:util";
import { createGunzip, gunzipSync } from "node:zlib";

/** The first two bytes of whatever gzip has packed. */
const GZIP = Buffer.from([0x1f, 0x8b]);

/** Byte order marks. */
const UTF_16_LE = Buffer.from([0xff, 0xfe]);
const UTF_16_BE = Buffer.from([0xfe, 0xff]);

/** A text within a record's wrapper is small: AWS takes no message of more than a few megabytes. */
const MOST_UNPACKED_BYTES = 256 * 2 ** 20;

export const isPacked = (bytes: Buffer): boolean => bytes.subarray(0, 2).equals(GZIP);

/**
 * The content as UTF-8.
 * @throws Error if it is packed and damaged
 */
export function unpackedSync(content: Buffer): Buffer {
    if (isPacked(content)) {
        return unpackedSync(gunzipSync(content, { maxOutputLength: MOST_UNPACKED_BYTES }));
    }
    const decoder = decoderFor(content);
    return decoder === undefined ? content : Buffer.from(decoder.decode(content));
}

function decoderFor(beginning: Buffer): TextDecoder | undefined {
    const mark = beginning.subarray(0, 2);
    return mark.equals(UTF_16_LE)
        ? new TextDecoder("utf-16le")
        : mark.equals(UTF_16_BE)
          ? new TextDecoder("utf-16be")
          : undefined;
}

/**
 * Hands a stream's content on as UTF-8, part by part, in constant memory.
 * @throws Error if it cannot be read, or is packed and damaged; what came before that was handed on
 */
export async function unpack(source: Readable, onPart: (part: Buffer) => void): Promise<void> {
    await new Promise<void>((resolve, reject) => {
        source.once("error", reject);
        source.pipe(new Unpacked(onPart, resolve, reject));
    });
}

/** Finds out by the first bytes what to do with the rest. */
class Unpacked extends Writable {
    #beginning: Buffer | undefined = Buffer.alloc(0);
    #next: ((part: Buffer) => void) | undefined;
    #gunzip: Transform | undefined;

    constructor(
        private readonly onPart: (part: Buffer) => void,
        private readonly onEnd: () => void,
        private readonly onError: (error: Error) => void,
    ) {
        super();
    }

    override _write(part: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
        if (this.#beginning !== undefined) {
            this.#beginning = Buffer.concat([this.#beginning, part]);
            if (this.#beginning.length < 2) {
                done();
                return;
            }
            part = this.#begin();
        }
        this.#hand(part, done);
    }

    override _final(done: (error?: Error | null) => void): void {
        if (this.#beginning !== undefined) {
            const all = this.#begin();
            this.#hand(all, () => undefined);
        }
        if (this.#gunzip === undefined) {
            this.onEnd();
        } else {
            this.#gunzip.end();
        }
        done();
    }

    #begin(): Buffer {
        const beginning = this.#beginning ?? Buffer.alloc(0);
        this.#beginning = undefined;
        if (isPacked(beginning)) {
            this.#gunzip = createGunzip();
            this.#gunzip.once("error", this.onError);
            this.#gunzip.pipe(new Unpacked(this.onPart, this.onEnd, this.onError));
            return beginning;
        }
        const decoder = decoderFor(beginning);
        this.#next =
            decoder === undefined
                ? this.onPart
                : (part) => this.onPart(Buffer.from(decoder.decode(part, { stream: true })));
        return beginning;
    }

    #hand(part: Buffer, done: (error?: Error | null) => void): void {
        if (this.#gunzip === undefined) {
            this.#next?.(part);
            done();
        } else if (this.#gunzip.write(part)) {
            done();
        } else {
            this.#gunzip.once("drain", () => done());
        }
    }
}
