import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import { CutShort, type StoredObject } from "../../validation/archiveReader";
import { contentOf } from "../../validation/logFile";

const PART = 64 * 1024;

/** An object that is read piece by piece, and how much of it was read. */
function object(bytes: Buffer, length: number | undefined = bytes.length): StoredObject {
    return {
        body: (async function* () {
            for (let at = 0; at < bytes.length; at += PART) {
                await Promise.resolve();
                yield bytes.subarray(at, at + PART);
            }
        })(),
        length,
        metadata: {},
    };
}

const hashOf = (content: Buffer): string => createHash("sha256").update(content).digest("hex");

describe("the content of a log file", () => {
    for (const [what, content] of [
        ["is empty", Buffer.alloc(0)],
        ["is small", Buffer.from("{}")],
        ["is large, packed and unpacked", randomBytes(4 * 1024 * 1024)],
        ["is large, and small when packed", Buffer.alloc(50 * 1024 * 1024, '{"eventName":"AssumeRole"}')],
    ] as const) {
        it(`is hashed where it ${what}, whether or not its length is known`, async () => {
            const packed = gzipSync(content);
            for (const length of [packed.length, undefined]) {
                const found = await contentOf({ ...object(packed), length });
                assert.deepEqual(found, { hash: hashOf(content), bytes: content.length });
            }
        });

        it(`cannot be had where it ${what} and its gzip is cut`, async () => {
            const packed = gzipSync(content);
            assert.equal(await contentOf(object(packed.subarray(0, packed.length - 4))), undefined);
        });

        it(`has to be read again where it ${what} and reading it broke off`, async () => {
            const packed = gzipSync(content);
            const broken = object(packed.subarray(0, packed.length - 4), packed.length);
            await assert.rejects(contentOf(broken), CutShort);
        });
    }
});
