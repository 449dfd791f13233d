import { open } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import type { EngineEvent } from "@pulumi/pulumi/automation";

const INTERVAL = 500;

/** What follows a log of the Pulumi engine. */
export interface EventFollower {
    /** Reads what was written since, and ends. */
    end(): Promise<void>;
}

/** Follows the log that the engine writes its events to, a line each; it may not be there yet. */
export function followEvents(file: string, onEvent: (event: EngineEvent) => void): EventFollower {
    const ending = new AbortController();
    let read = 0;
    let rest = Buffer.alloc(0);
    const readOn = async (): Promise<void> => {
        const handle = await open(file).catch(() => undefined);
        if (handle === undefined) {
            return;
        }
        try {
            const { size } = await handle.stat();
            const more = Buffer.alloc(size - read);
            await handle.read(more, 0, more.length, read);
            read = size;
            const all = Buffer.concat([rest, more]);
            // The last line may be half written.
            const whole = all.lastIndexOf("\n") + 1;
            rest = all.subarray(whole);
            for (const line of all.subarray(0, whole).toString("utf8").split("\n")) {
                if (line !== "") {
                    onEvent(JSON.parse(line) as EngineEvent);
                }
            }
        } finally {
            await handle.close();
        }
    };
    const following = (async () => {
        while (!ending.signal.aborted) {
            await readOn();
            await setTimeout(INTERVAL, undefined, { signal: ending.signal }).catch(() => undefined);
        }
        await readOn();
    })();
    // What fails is told by `end`.
    following.catch(() => undefined);
    return {
        end: async () => {
            ending.abort();
            await following;
        },
    };
}
