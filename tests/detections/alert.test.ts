import assert from "node:assert/strict";
import { detections } from "../../detections";
import { alertTransformer, type AlertTransformer } from "../../detections/alert";
import { OUTCOMES } from "../../detections/pattern";
import type { EventBridgeEvent } from "../../events/record";
import { changed } from "./calls";
import { CASES } from "./cases";

const [trailStopped] = detections;
assert.ok(trailStopped);
const stopped = CASES["trail-stopped"]?.reported["the organization trail is stopped"];
assert.ok(stopped);

/** What EventBridge makes of it: each name is replaced by the value at its path, or by nothing. */
function rendered({ inputPaths, inputTemplate }: AlertTransformer, event: EventBridgeEvent): unknown {
    const text = inputTemplate.replace(/<([a-z]+)>/g, (_, name: string) => {
        const steps = inputPaths[name]?.replace(/^\$\./, "").split(".");
        assert.ok(steps, `${name} has no path`);
        const value = steps.reduce<unknown>(
            (from, step) => (from as Record<string, unknown> | undefined)?.[step],
            event,
        );
        return typeof value === "string" ? value : "";
    });
    return JSON.parse(text);
}

const MESSAGE = {
    alert:
        "CRITICAL: A trail was stopped or deleted. AssumedRole " +
        "arn:aws:sts::444444444444:assumed-role/Administrator/mallory called cloudtrail.amazonaws.com StopLogging " +
        "in account 444444444444, eu-west-1, at 2026-03-04T23:41:55Z from 192.0.2.7.",
    detection: "trail-stopped",
    severity: "critical",
    outcome: "done",
    meaning:
        "Nothing is recorded any more. Of the organization trail this is the last event that its forwarders deliver.",
    technique: "T1562.008 Impair Defenses: Disable or Modify Cloud Logs",
    caller: "arn:aws:sts::444444444444:assumed-role/Administrator/mallory",
    principal: "AROAEXAMPLEROLE000001:mallory",
    callerAccount: "444444444444",
    through: "",
    call: "cloudtrail.amazonaws.com StopLogging",
    resource: "arn:aws:cloudtrail:eu-west-1:111111111111:trail/security-logging-trail ",
    account: "444444444444",
    region: "eu-west-1",
    time: "2026-03-04T23:41:55Z",
    eventId: "0b1f2c3d-5555-4a4a-9b9b-000000000008",
    event:
        "https://eu-west-1.console.aws.amazon.com/cloudtrailv2/home?region=eu-west-1" +
        "#/events/0b1f2c3d-5555-4a4a-9b9b-000000000008",
};

describe("the message of an alert", () => {
    it("says who did what, where, when and what it means, with a link to the event", () => {
        assert.deepEqual(rendered(alertTransformer(trailStopped, "done", "aws"), stopped), MESSAGE);
    });

    it("says of a failed attempt that it is one, and why it failed", () => {
        const failed = changed(stopped, { errorCode: "AccessDenied", errorMessage: 'a "quoted" text' });
        const { resource: _, ...others } = MESSAGE;
        assert.deepEqual(rendered(alertTransformer(trailStopped, "attempted", "aws"), failed), {
            ...others,
            alert: MESSAGE.alert.replace("CRITICAL:", "CRITICAL, but the attempt failed (AccessDenied):"),
            outcome: "attempted",
        });
    });

    it("leaves empty what the record does not tell", () => {
        const bare = changed(stopped, { userIdentity: { invokedBy: "AWS Internal" } });
        const message = rendered(alertTransformer(trailStopped, "done", "aws"), bare);
        assert.equal((message as typeof MESSAGE).caller, "");
        assert.equal((message as typeof MESSAGE).through, "AWS Internal");
    });

    it("names the resource of every detection, by what AWS lets no caller word at will once a call was carried out", () => {
        for (const detection of detections) {
            const { inputPaths } = alertTransformer(detection, "done", "aws");
            const named = Object.values(inputPaths).filter((each) => each.includes("requestParameters"));
            // What Macie is told is about the account.
            assert.equal(named.length > 0, detection.name !== "macie-weakened", detection.name);
        }
    });

    it("holds nothing that a caller words at will", () => {
        for (const detection of detections) {
            for (const outcome of OUTCOMES) {
                const { inputPaths } = alertTransformer(detection, outcome, "aws");
                const paths = Object.values(inputPaths).join(" ");
                assert.doesNotMatch(paths, /userAgent|errorMessage|userName|resources/i);
                assert.doesNotMatch(
                    paths,
                    outcome === "attempted" ? /requestParameters/ : /alarmName|\btags?\b/,
                );
            }
        }
    });

    it("keeps EventBridge's limits: 100 values and 8,192 characters, every value used and every name known", () => {
        for (const detection of detections) {
            for (const outcome of OUTCOMES) {
                const { inputPaths, inputTemplate } = alertTransformer(detection, outcome, "aws");
                const used = [...inputTemplate.matchAll(/<([^>]*)>/g)].map(([, name]) => name);
                assert.deepEqual([...new Set(used)].sort(), Object.keys(inputPaths).sort());
                assert.ok(inputTemplate.length <= 8192);
            }
        }
    });

    it("leads to the console of the partition", () => {
        const link = (partition: "aws-us-gov" | "aws-cn"): string =>
            (rendered(alertTransformer(trailStopped, "done", partition), stopped) as typeof MESSAGE).event;
        assert.match(link("aws-us-gov"), /^https:\/\/eu-west-1\.console\.amazonaws-us-gov\.com\//);
        assert.match(link("aws-cn"), /^https:\/\/eu-west-1\.console\.amazonaws\.cn\//);
    });
});
