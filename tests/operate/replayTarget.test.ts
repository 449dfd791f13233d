import assert from "node:assert/strict";
import { replayName, targetAmong } from "../../operate/replayTarget";

const SIEM = {
    name: "siem",
    arn: "arn:aws:kinesis:us-east-1:333333333333:stream/security-logging-siem",
    ruleArn: "arn:aws:events:us-east-1:333333333333:rule/security-events/security-logging-to-siem",
};
const EVENTS = { ...SIEM, name: "events", arn: "arn:aws:sqs:us-east-1:333333333333:security-logging-events" };

describe("the target of a replay", () => {
    it("is named by its name or its ARN", () => {
        assert.equal(targetAmong([EVENTS, SIEM], "siem"), SIEM);
        assert.equal(targetAmong([EVENTS, SIEM], SIEM.arn), SIEM);
    });

    it("is told which there are", () => {
        assert.throws(() => targetAmong([EVENTS, SIEM], "seim"), {
            message: `--target seim is no target of the central bus. It has events (${EVENTS.arn}), siem (${SIEM.arn}).`,
        });
        assert.throws(() => targetAmong([], "siem"), {
            message: "--target siem is no target of the central bus. It has none.",
        });
    });

    it("gives the replay a name within EventBridge's 64 characters", () => {
        const now = new Date("2026-03-01T08:09:10.123Z");
        assert.equal(replayName("security-logging", "siem", now), "security-logging-siem-20260301T080910");
        assert.equal(replayName("p".repeat(23), "t".repeat(24), now).length, 64);
    });
});
