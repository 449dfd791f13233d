import assert from "node:assert/strict";
import { EventQueue, type EventQueueArgs } from "../../../components/busTargets/eventQueue";
import { queuePolicyForRules } from "../../../documents/queue";
import * as org from "../../documents/organization";
import { json, valueOf } from "../../mocks";
import { assertFamily, make } from "../component";
import { assertDelivers, BUS_RULE, RULE_ARN } from "../../resources/busRule";

const queueArn = (name: string): string => `arn:aws:sqs:us-east-1:${org.SECURITY}:${name}`;
const queueUrl = (name: string): string => `https://sqs.us-east-1.amazonaws.com/${org.SECURITY}/${name}`;

const QUEUE = "aws:sqs/queue:Queue";

const makeQueue = (changed: Partial<EventQueueArgs> = {}) =>
    make(
        org.SECURITY,
        (options) =>
            new EventQueue(
                "events",
                { ...BUS_RULE, queueName: "the-events", deadLetterQueueName: "the-events-dlq", ...changed },
                options,
            ),
    );

describe("EventQueue", () => {
    it("is one family", async () => {
        const made = await makeQueue();
        assertFamily(made, "security-logging:components:EventQueue", "events", org.SECURITY);
        assert.deepEqual(
            made.custom.map(({ name }) => name),
            ["events-dead-letter-queue", "events-queue", "events-rule", "events-target"],
        );
    });

    it("keeps events for fourteen days, encrypted, and lets its rule alone send", async () => {
        const queue = (await makeQueue()).the(QUEUE, "events-queue");
        const { policy: _, redrivePolicy: __, ...inputs } = queue.inputs;
        assert.deepEqual(inputs, {
            name: "the-events",
            region: "us-east-1",
            sqsManagedSseEnabled: true,
            messageRetentionSeconds: 1_209_600,
            visibilityTimeoutSeconds: 300,
        });
        assert.deepEqual(
            json(queue, "policy"),
            queuePolicyForRules({ queueArn: queueArn("the-events"), ruleArns: [RULE_ARN] }),
        );
    });

    it("sets aside what a consumer fails on five times", async () => {
        const made = await makeQueue();
        assert.deepEqual(made.the(QUEUE, "events-dead-letter-queue").inputs, {
            name: "the-events-dlq",
            region: "us-east-1",
            sqsManagedSseEnabled: true,
            messageRetentionSeconds: 1_209_600,
        });
        const queue = made.the(QUEUE, "events-queue");
        assert.deepEqual(json(queue, "redrivePolicy"), {
            deadLetterTargetArn: queueArn("the-events-dlq"),
            maxReceiveCount: 5,
        });
        assert.ok(made.waitsFor(queue, made.the(QUEUE, "events-dead-letter-queue")));
    });

    it("is delivered to for a day, and then the bus's dead-letter queue is", async () => {
        const made = await makeQueue();
        const target = assertDelivers(made, "events", { arn: queueArn("the-events") });
        assert.ok(made.waitsFor(target, made.the(QUEUE, "events-queue")));
    });

    it("asks for events that only read where they are on the bus", async () => {
        const rule = (await makeQueue({ readOnlyEvents: true })).the(
            "aws:cloudwatch/eventRule:EventRule",
            "events-rule",
        );
        assert.equal(rule.inputs["state"], "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS");
    });

    it("is handed what an input transformer makes of the event", async () => {
        const inputTransformer = { inputPaths: { who: "$.detail.userIdentity.arn" }, template: '"<who>"' };
        const target = (await makeQueue({ inputTransformer })).the(
            "aws:cloudwatch/eventTarget:EventTarget",
            "events-target",
        );
        assert.deepEqual(target.inputs["inputTransformer"], {
            inputPaths: { who: "$.detail.userIdentity.arn" },
            inputTemplate: '"<who>"',
        });
    });

    it("hands out where to read from", async () => {
        const { result } = await makeQueue();
        assert.equal(await valueOf(result.arn), queueArn("the-events"));
        assert.equal(await valueOf(result.queueUrl), queueUrl("the-events"));
        assert.equal(await valueOf(result.deadLetterQueueUrl), queueUrl("the-events-dlq"));
    });
});
