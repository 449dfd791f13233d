import assert from "node:assert/strict";
import { instant, replayName, targetAmong } from "../../operate/replayArguments";

const SIEM = {
    name: "siem",
    arn: "arn:aws:kinesis:us-east-1:333333333333:stream/security-logging-siem",
    ruleArn: "arn:aws:events:us-east-1:333333333333:rule/security-events/security-logging-to-siem",
};
const EVENTS = { ...SIEM, name: "events", arn: "arn:aws:sqs:us-east-1:333333333333:security-logging-events" };

describe("the arguments of a replay", () => {
    it("are points in time with a zone", () => {
        assert.equal(instant("2026-03-01T08:00:00Z").toISOString(), "2026-03-01T08:00:00.000Z");
        assert.equal(instant("2026-03-01T08:00+02:00").toISOString(), "2026-03-01T06:00:00.000Z");
        for (const text of ["2026-03-01", "2026-03-01T08:00:00", "2026-13-01T08:00:00Z", "yesterday", ""]) {
            assert.throws(() => instant(text), /write a date and a time with a zone/, text);
        }
    });

    it("name a target by its name or its ARN", () => {
        assert.equal(targetAmong([EVENTS, SIEM], "siem"), SIEM);
        assert.equal(targetAmong([EVENTS, SIEM], SIEM.arn), SIEM);
    });

    it("are told which targets there are", () => {
        assert.throws(() => targetAmong([EVENTS, SIEM], "seim"), {
            message: `--target seim is no target of the central bus. It has events (${EVENTS.arn}), siem (${SIEM.arn}).`,
        });
        assert.throws(() => targetAmong([], "siem"), {
            message: "--target siem is no target of the central bus. It has none.",
        });
    });

    it("give the replay a name within EventBridge's 64 characters", () => {
        const now = new Date("2026-03-01T08:09:10.123Z");
        assert.equal(replayName("security-logging", "siem", now), "security-logging-siem-20260301T080910");
        assert.equal(replayName("p".repeat(23), "t".repeat(24), now).length, 64);
    });
});
