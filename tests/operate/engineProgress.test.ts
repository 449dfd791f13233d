import assert from "node:assert/strict";
import { mock } from "node:test";
import type { EngineEvent, OpType } from "@pulumi/pulumi/automation";
import { EngineProgress } from "../../operate/engineProgress";

const INTERVAL = 5_000;

const at = { sequence: 0, timestamp: 0 };
const metadata = (urn: string, op: OpType) => ({ urn, op, type: "a:b:C", provider: "", keys: [] });

const begins = (urn: string, op: OpType = "create"): EngineEvent => ({
    ...at,
    resourcePreEvent: { metadata: metadata(urn, op), planning: false },
});
const ends = (urn: string): EngineEvent => ({
    ...at,
    resOutputsEvent: { metadata: metadata(urn, "create"), planning: false },
});
const fails = (urn: string): EngineEvent => ({
    ...at,
    resOpFailedEvent: { metadata: metadata(urn, "create"), status: 0, steps: 0 },
});
const says = (severity: "info" | "info#err" | "warning" | "error", message: string): EngineEvent => ({
    ...at,
    diagnosticEvent: { message, color: "raw", severity },
});
const finished: EngineEvent = {
    ...at,
    summaryEvent: { maybeCorrupt: false, durationSeconds: 1, resourceChanges: {}, policyPacks: {} },
};

describe("EngineProgress", () => {
    let lines: string[];
    let follow: (...events: readonly EngineEvent[]) => void;

    beforeEach(() => {
        mock.timers.enable({ apis: ["setInterval", "Date"] });
        lines = [];
        const progress = new EngineProgress("up", (line) => lines.push(line));
        follow = (...events) => events.forEach((event) => progress.onEvent(event));
    });

    afterEach(() => mock.timers.reset());

    it("tells every five seconds how far it is", () => {
        follow(begins("one"), begins("two"), ends("one"));
        assert.deepEqual(lines, []);
        mock.timers.tick(INTERVAL);
        follow(ends("two"), begins("three"));
        mock.timers.tick(INTERVAL);
        assert.deepEqual(lines, [
            "up: 1 resources done, 1 under way, 5 s",
            "up: 2 resources done, 1 under way, 10 s",
        ]);
    });

    it("counts nothing that stays the same, and what failed as no longer under way", () => {
        follow(begins("same", "same"), ends("same"), begins("one"), begins("two"), fails("one"));
        mock.timers.tick(INTERVAL);
        assert.deepEqual(lines, ["up: 1 resources done, 1 under way, 5 s"]);
    });

    for (const end of [finished, { ...at, cancelEvent: {} }]) {
        it(`is silent after a ${Object.keys(end).at(-1)}`, () => {
            follow(begins("one"), end);
            mock.timers.tick(10 * INTERVAL);
            assert.deepEqual(lines, []);
        });
    }

    it("tells errors and warnings at once and without colours, but not the rest", () => {
        follow(
            says("error", "<{%fg 1%}>it<{%reset%}> broke\n"),
            says("warning", "beware"),
            says("info", "by the way"),
            says("info#err", "by the way"),
        );
        assert.deepEqual(lines, ["error: it broke", "warning: beware"]);
    });

    it("tells policy violations at once", () => {
        follow({
            ...at,
            policyEvent: {
                resourceUrn: "one",
                message: "<{%fg 1%}>encrypt it<{%reset%}>",
                color: "raw",
                policyName: "encrypted",
                policyPackName: "security-logging",
                policyPackVersion: "1",
                policyPackVersionTag: "1",
                enforcementLevel: "mandatory",
            },
        });
        assert.deepEqual(lines, ["policy encrypted: encrypt it"]);
    });
});
