/**
 * Proof that events flow: a write event and a read-only one are caused in every account and region that forwards,
 * and the central bus is watched for which of them arrive.
 */
import limitConcurrency from "p-limit";
import type { AccountId } from "../aws/arn";

/** One account and region whose events are forwarded. */
export interface Origin {
    readonly account: AccountId;
    readonly region: string;
}

/** The ids by which the two events of an origin are known again at the central bus. */
export interface SentEvents {
    readonly origin: Origin;
    readonly writeId: string;
    readonly readOnlyId: string;
    /** Milliseconds since the epoch. */
    readonly sentAt: number;
}

/** An event seen at the central bus. */
export interface SeenEvent {
    readonly id: string;
    /** Milliseconds since the epoch. */
    readonly seenAt: number;
}

/** What became of one origin's events. */
export interface OriginResult {
    readonly origin: Origin;
    /** Milliseconds from cause to arrival of the write event; undefined if it did not arrive. */
    readonly latency: number | undefined;
    /** True if the read-only event arrived, which it must not. */
    readonly readOnlyArrived: boolean;
    /** Why its events could not be caused, as in `AccessDenied: ...`; left out if they were. */
    readonly error?: string;
}

/** How a {@link proveFlow} goes about it. */
export interface FlowProof<O extends Origin = Origin> {
    readonly origins: readonly O[];
    /** Causes the read-only event of an origin and then its write event. */
    readonly send: (origin: O) => Promise<SentEvents>;
    /** Waits a while for events at the central bus; there may be none. Events of others may be among them. */
    readonly receive: () => Promise<readonly SeenEvent[]>;
    /** Seconds to wait for the last write event. */
    readonly waitSeconds: number;
    /** Seconds to go on watching for read-only events when every write event has arrived. */
    readonly lingerSeconds: number;
    /** Told, once all events are caused, after every batch how many write events have arrived. */
    readonly onProgress: (arrived: number, expected: number) => void;
}

/** Origins whose events are caused at the same time: enough to be quick, too few to run into an API's rate limit. */
const ORIGINS_AT_ONCE = 8;

/**
 * Causes the events, watches for them meanwhile, and returns what became of each origin's.
 * @throws Error if the bus cannot be watched
 */
export async function proveFlow<O extends Origin>(proof: FlowProof<O>): Promise<readonly OriginResult[]> {
    const seenAt = new Map<string, number>();
    const progress = { sending: true };
    const limited = limitConcurrency(ORIGINS_AT_ONCE);
    // One account that cannot be got into, or one rule that is gone, is a result: it keeps no other from being proved.
    const unsent: OriginResult[] = [];
    const send = (origin: O): Promise<readonly SentEvents[]> =>
        proof.send(origin).then(
            (events) => [events],
            (error: unknown) => {
                unsent.push({ origin, latency: undefined, readOnlyArrived: false, error: reasonOf(error) });
                return [];
            },
        );
    const sending = Promise.all(proof.origins.map((origin) => limited(send, origin))).finally(
        () => (progress.sending = false),
    );

    const watch = async (): Promise<void> => {
        for (const event of await proof.receive()) {
            // Delivery is at least once: the first arrival counts.
            seenAt.set(event.id, Math.min(event.seenAt, seenAt.get(event.id) ?? Infinity));
        }
    };
    while (progress.sending) {
        await watch();
    }
    const sent = (await sending).flat();
    const arrived = (): number => sent.filter(({ writeId }) => seenAt.has(writeId)).length;

    const waitUntil = Date.now() + proof.waitSeconds * 1000;
    while (arrived() < sent.length && Date.now() < waitUntil) {
        await watch();
        proof.onProgress(arrived(), sent.length);
    }
    const lingerUntil = Date.now() + proof.lingerSeconds * 1000;
    while (Date.now() < lingerUntil) {
        await watch();
    }
    const results = sent.map(({ origin, writeId, readOnlyId, sentAt }) => {
        const at = seenAt.get(writeId);
        return {
            origin,
            latency: at === undefined ? undefined : Math.max(0, at - sentAt),
            readOnlyArrived: seenAt.has(readOnlyId),
        };
    });
    return [...results, ...unsent];
}

/** What failed, in a line: the code that AWS gave, and its message. */
export function reasonOf(error: unknown): string {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** Whether every write event arrived and no read-only one did. */
export function flows(results: readonly OriginResult[]): boolean {
    return (
        results.length > 0 &&
        results.every((result) => result.latency !== undefined && !result.readOnlyArrived)
    );
}
