import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { TamperDetections } from "../../components/tamperDetections";
import { detections } from "../../detections";
import { alertTransformer } from "../../detections/alert";
import { detectionPatterns } from "../../detections/pattern";
import { guarded } from "../detections/guarded";
import * as org from "../documents/organization";
import { json } from "../mocks";
import { assertFamily, make } from "./component";

const RULE = "aws:cloudwatch/eventRule:EventRule";
const TARGET = "aws:cloudwatch/eventTarget:EventTarget";
const TOPIC_ARN = `arn:aws:sns:eu-west-1:${org.SECURITY}:alerts`;
const QUEUE_ARN = `arn:aws:sqs:eu-west-1:${org.SECURITY}:undeliverable`;
const ALLOWED = ["arn:aws:sts::*:assumed-role/deployer/security-logging"];

const [trailStopped, trailNarrowed] = detections;
assert.ok(trailStopped && trailNarrowed);

const makeDetections = () =>
    make(
        org.SECURITY,
        (options) =>
            new TamperDetections(
                "detections",
                {
                    region: "eu-west-1",
                    busName: pulumi.output("the-bus"),
                    detections: [trailStopped, trailNarrowed],
                    guarded,
                    allowedPrincipals: ALLOWED,
                    ruleNamePrefix: "acme-detect-",
                    topicArn: TOPIC_ARN,
                    undeliverableQueueArn: QUEUE_ARN,
                },
                options,
            ),
    );

describe("TamperDetections", () => {
    it("are one family: two rules a detection, each with a target", async () => {
        const made = await makeDetections();
        assertFamily(made, "security-logging:components:TamperDetections", "detections", org.SECURITY);
        const rules = ["trail-narrowed", "trail-narrowed-failed", "trail-stopped", "trail-stopped-failed"];
        assert.deepEqual(
            made
                .namesOfType(RULE)
                .map((name) => name.replace(/^detections-|-rule$/g, ""))
                .sort(),
            rules,
        );
        assert.equal(made.ofType(TARGET).length, rules.length);
    });

    it("pick the calls of a detection on the central bus, by outcome", async () => {
        const made = await makeDetections();
        for (const [outcome, suffix] of [
            ["done", ""],
            ["attempted", "-failed"],
        ] as const) {
            const rule = made.the(RULE, `detections-trail-narrowed${suffix}-rule`);
            const { eventPattern: _, description: __, ...inputs } = rule.inputs;
            assert.deepEqual(inputs, {
                name: `acme-detect-trail-narrowed${suffix}`,
                region: "eu-west-1",
                eventBusName: "the-bus",
                state: "ENABLED",
            });
            assert.deepEqual(
                [json(rule, "eventPattern")],
                detectionPatterns(trailNarrowed, outcome, guarded, ALLOWED),
            );
        }
    });

    it("deliver a readable message for a day, and then to the bus's dead-letter queue", async () => {
        const made = await makeDetections();
        const target = made.the(TARGET, "detections-trail-stopped-failed-target");
        assert.deepEqual(target.inputs, {
            rule: "acme-detect-trail-stopped-failed",
            region: "eu-west-1",
            eventBusName: "the-bus",
            targetId: "alert-topic",
            arn: TOPIC_ARN,
            inputTransformer: alertTransformer(trailStopped, "attempted", "aws"),
            deadLetterConfig: { arn: QUEUE_ARN },
            retryPolicy: { maximumEventAgeInSeconds: 86_400, maximumRetryAttempts: 185 },
        });
        assert.ok(made.waitsFor(target, made.the(RULE, "detections-trail-stopped-failed-rule")));
    });

    it("fit on a bus with other rules: it takes 300", () => {
        assert.ok(detections.length * 2 <= 100);
    });
});
