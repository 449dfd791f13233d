import assert from "node:assert/strict";
import { mock } from "node:test";
import { setImmediate } from "node:timers/promises";
import {
    type FlowProof,
    type Origin,
    type OriginResult,
    type SeenEvent,
    type SentEvents,
    flows,
    proveFlow,
} from "../../operate/flow";

const HERE: Origin = { account: "444444444444", region: "eu-west-1" };
const THERE: Origin = { account: "555555555555", region: "us-east-1" };

const writeId = ({ account, region }: Origin): string => `write ${account} ${region}`;
const readOnlyId = ({ account, region }: Origin): string => `read ${account} ${region}`;

const SENT_AT = 1_000;

const sendNothing = (origin: Origin): Promise<SentEvents> =>
    Promise.resolve({
        origin,
        writeId: writeId(origin),
        readOnlyId: readOnlyId(origin),
        sentAt: SENT_AT,
    });

/** A bus that hands out one batch a second, and then nothing more. */
function bus(...batches: readonly (readonly SeenEvent[])[]): () => Promise<readonly SeenEvent[]> {
    const left = [...batches];
    return () => {
        mock.timers.tick(1000);
        return setImmediate(left.shift() ?? []);
    };
}

const seen = (id: string, after: number): SeenEvent => ({ id, seenAt: SENT_AT + after });

const prove = (proof: Partial<FlowProof>): Promise<readonly OriginResult[]> =>
    proveFlow({
        origins: [HERE, THERE],
        send: sendNothing,
        receive: bus(),
        waitSeconds: 60,
        lingerSeconds: 0,
        onProgress: () => undefined,
        ...proof,
    });

describe("proveFlow", () => {
    beforeEach(() => mock.timers.enable({ apis: ["Date"] }));
    afterEach(() => mock.timers.reset());

    it("tells for each origin how long its write event took", async () =>
        assert.deepEqual(
            await prove({
                receive: bus(
                    [],
                    [seen(writeId(THERE), 250)],
                    [seen("someone else's", 1)],
                    [seen(writeId(HERE), 40)],
                ),
            }),
            [
                { origin: HERE, latency: 40, readOnlyArrived: false },
                { origin: THERE, latency: 250, readOnlyArrived: false },
            ],
        ));

    it("gives up on what is missing", async () =>
        assert.deepEqual(await prove({ receive: bus([seen(writeId(THERE), 250)]), waitSeconds: 3 }), [
            { origin: HERE, latency: undefined, readOnlyArrived: false },
            { origin: THERE, latency: 250, readOnlyArrived: false },
        ]));

    it("counts the first of several deliveries, in whichever order they come", async () => {
        const [result] = await prove({
            origins: [HERE],
            receive: bus([seen(writeId(HERE), 90), seen(writeId(HERE), 40), seen(writeId(HERE), 95)]),
        });
        assert.equal(result?.latency, 40);
    });

    it("reports a read-only event that arrives, of the origin that it is of", async () =>
        assert.deepEqual(
            await prove({
                receive: bus([seen(readOnlyId(HERE), 10), seen(writeId(HERE), 20), seen(writeId(THERE), 30)]),
            }),
            [
                { origin: HERE, latency: 20, readOnlyArrived: true },
                { origin: THERE, latency: 30, readOnlyArrived: false },
            ],
        ));

    it("goes on watching for read-only events when every write event has arrived", async () => {
        const [result] = await prove({
            origins: [HERE],
            receive: bus([seen(writeId(HERE), 20)], [], [], [seen(readOnlyId(HERE), 30)]),
            lingerSeconds: 10,
        });
        assert.deepEqual(result, { origin: HERE, latency: 20, readOnlyArrived: true });
    });

    it("receives while it sends, so that nothing that arrives early is missed", async () => {
        let received = (): void => undefined;
        const anythingReceived = new Promise<void>((resolve) => (received = resolve));
        const batches = bus([seen(writeId(HERE), 5)]);
        const [result] = await prove({
            origins: [HERE],
            send: async (origin) => {
                // Never over if nobody receives meanwhile.
                await anythingReceived;
                return sendNothing(origin);
            },
            receive: async () => {
                const batch = await batches();
                received();
                return batch;
            },
        });
        assert.equal(result?.latency, 5);
    });

    it("takes a clock that runs ahead of the bus's for no time at all", async () => {
        const [result] = await prove({ origins: [HERE], receive: bus([seen(writeId(HERE), -3)]) });
        assert.equal(result?.latency, 0);
    });

    it("tells why an event could not be caused, and goes on with the others", async () =>
        assert.deepEqual(
            await prove({
                send: (origin) =>
                    origin === THERE ? Promise.reject(new Error("no such rule")) : sendNothing(origin),
                receive: bus([seen(writeId(HERE), 20)]),
            }),
            [
                { origin: HERE, latency: 20, readOnlyArrived: false },
                {
                    origin: THERE,
                    latency: undefined,
                    readOnlyArrived: false,
                    error: "Error: no such rule",
                },
            ],
        ));

    it("fails if the bus cannot be watched", () =>
        assert.rejects(
            prove({ receive: () => Promise.reject(new Error("no such queue")) }),
            /^Error: no such queue$/,
        ));

    it("causes events in a few origins at a time", async () => {
        const origins = Array.from({ length: 30 }, (_, index) => ({ ...HERE, region: `region-${index}` }));
        let sending = 0;
        let most = 0;
        const results = await prove({
            origins,
            send: async (origin) => {
                most = Math.max(most, ++sending);
                await setImmediate();
                sending -= 1;
                return sendNothing(origin);
            },
            receive: bus(origins.map((origin) => seen(writeId(origin), 1))),
        });
        assert.equal(results.length, 30);
        assert.equal(most, 8);
    });

    it("tells how many write events have arrived, to the last", async () => {
        const told: (readonly [number, number])[] = [];
        // Nothing arrives before everything is sent, so that the progress is that of waiting.
        let sent = 0;
        const batches = bus([seen(writeId(HERE), 1)], [], [seen(writeId(THERE), 2)]);
        await prove({
            send: async (origin) => {
                await setImmediate();
                sent += 1;
                return sendNothing(origin);
            },
            receive: () => (sent === 2 ? batches() : setImmediate([])),
            onProgress: (arrived, expected) => told.push([arrived, expected]),
        });
        assert.deepEqual(told.at(-1), [2, 2]);
        assert.ok(
            told.every(([arrived], index) => arrived >= (told[index - 1]?.[0] ?? 0)),
            JSON.stringify(told),
        );
    });
});

describe("flows", () => {
    const arrived: OriginResult = { origin: HERE, latency: 1, readOnlyArrived: false };

    it("is true if every write event arrived and no read-only one did", () =>
        assert.equal(flows([arrived, { ...arrived, origin: THERE, latency: 0 }]), true));

    it("is false if a write event is missing", () =>
        assert.equal(flows([arrived, { ...arrived, latency: undefined }]), false));

    it("is false if a read-only event arrived", () =>
        assert.equal(flows([arrived, { ...arrived, readOnlyArrived: true }]), false));

    it("is false if there was nothing to prove", () => assert.equal(flows([]), false));
});
