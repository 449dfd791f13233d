import assert from "node:assert/strict";
import { alertCheck, checkTable, deadLetterChecks, invocationChecks, ruleChecks } from "../../operate/checks";
import { Temporaries } from "../../operate/temporaries";

describe("ruleChecks", () => {
    const rule = (name: string, enabled = true, targets: readonly string[] = ["arn:aws:sqs:::q"]) => ({
        name,
        enabled,
        targets,
    });

    it("has a line for each target, and one for all detections", () =>
        assert.deepEqual(ruleChecks([rule("p-detect-a"), rule("p-detect-b"), rule("p-to-q")], "p-detect-"), [
            { what: "rule p-to-q to arn:aws:sqs:::q", result: "enabled", ok: true },
            { what: "2 rules of detections", result: "enabled", ok: true },
        ]));

    it("tells rules that deliver nothing, detections by their names", () =>
        assert.deepEqual(
            ruleChecks(
                [rule("p-detect-a"), rule("p-detect-b", false), rule("p-to-q", true, [])],
                "p-detect-",
            ),
            [
                { what: "rule p-detect-b to arn:aws:sqs:::q", result: "DISABLED", ok: false },
                { what: "rule p-to-q", result: "NO TARGET", ok: false },
            ],
        ));
});

describe("invocationChecks", () => {
    it("has a line for all rules that delivered all, and one for each that did not", () =>
        assert.deepEqual(invocationChecks(["a", "b", "c"], [{ rule: "b", failed: 5, lost: 1 }]), [
            { what: "2 rules of the bus, in the last hour", result: "delivered all", ok: true },
            {
                what: "rule b, in the last hour",
                result: "5 events not delivered, 1 of them not in the dead-letter queue",
                ok: false,
            },
        ]));

    it("has none where there are no rules", () => {
        assert.deepEqual(invocationChecks([], []), []);
    });
});

describe("deadLetterChecks", () => {
    it("has one line for all queues that got nothing, whatever was there before", () =>
        assert.deepEqual(
            deadLetterChecks(
                new Map([
                    ["a", 0],
                    ["b", 3],
                ]),
                new Map([
                    ["a", 0],
                    ["b", 2],
                ]),
            ),
            [{ what: "2 dead-letter queues", result: "no new messages; 2 from before", ok: true }],
        ));

    it("fails for a queue that got a message, and for one that cannot be looked at", () =>
        assert.deepEqual(
            deadLetterChecks(
                new Map<string, number | string>([
                    ["a", 0],
                    ["b", "AccessDenied: no"],
                ]),
                new Map([
                    ["a", 1],
                    ["b", 0],
                ]),
            ),
            [
                { what: "dead-letter queue a", result: "0 messages, then 1", ok: false },
                {
                    what: "1 dead-letter queues that cannot be counted",
                    result: "AccessDenied",
                    ok: false,
                },
            ],
        ));
});

describe("checkTable", () => {
    it("marks what failed", () => {
        const table = checkTable([alertCheck("topic-a", 12), alertCheck("topic-b", undefined)]);
        assert.match(table, /alerts of topic-a +│ 12 ms/);
        assert.match(table, /alerts of topic-b +│ FAILED: MISSING/);
    });
});

describe("Temporaries", () => {
    it("are removed the last first, each although another cannot be, and once", async () => {
        const removed: string[] = [];
        const temporaries = new Temporaries();
        for (const what of ["queue", "rule"]) {
            temporaries.add(what, () => Promise.resolve(removed.push(what)));
        }
        temporaries.add("subscription", () => Promise.reject(new Error("no")));
        await assert.rejects(temporaries.removeAll(), /^Error: delete by hand: subscription \(Error: no\)$/);
        assert.deepEqual(removed, ["rule", "queue"]);
        await temporaries.removeAll();
        assert.equal(removed.length, 2);
    });
});
