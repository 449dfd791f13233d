import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { EventQueue } from "../../components/eventQueue";
import { queuePolicyForRules } from "../../documents/queue";
import { everyForwardedEvent } from "../../events/patterns";
import * as org from "../documents/organization";
import { json, valueOf } from "../mocks";
import { assertFamily, make } from "./component";

const place = { partition: "aws", region: "us-east-1", account: org.SECURITY } as const;
const queueArn = (name: string): string => `arn:aws:sqs:us-east-1:${org.SECURITY}:${name}`;
const queueUrl = (name: string): string => `https://sqs.us-east-1.amazonaws.com/${org.SECURITY}/${name}`;

const QUEUE = "aws:sqs/queue:Queue";

const makeQueue = () =>
    make(
        org.SECURITY,
        (options) =>
            new EventQueue(
                "events",
                {
                    place,
                    busName: pulumi.output("the-bus"),
                    queueName: "the-events",
                    ruleName: "the-rule",
                    undeliverableQueueArn: queueArn("undeliverable"),
                },
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
            queuePolicyForRules({
                queueArn: queueArn("the-events"),
                ruleArns: [`arn:aws:events:us-east-1:${org.SECURITY}:rule/the-bus/the-rule`],
            }),
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

    it("picks every CloudTrail event on the central bus", async () => {
        const rule = (await makeQueue()).the("aws:cloudwatch/eventRule:EventRule", "events-rule");
        const { eventPattern: _, ...inputs } = rule.inputs;
        assert.deepEqual(inputs, {
            name: "the-rule",
            region: "us-east-1",
            eventBusName: "the-bus",
            description: "Delivers every CloudTrail event of the organization to a queue",
            state: "ENABLED",
        });
        assert.deepEqual(json(rule, "eventPattern"), everyForwardedEvent());
    });

    it("delivers to the queue for a day, and then to the bus's dead-letter queue", async () => {
        const made = await makeQueue();
        const target = made.the("aws:cloudwatch/eventTarget:EventTarget", "events-target");
        assert.deepEqual(target.inputs, {
            rule: "the-rule",
            region: "us-east-1",
            eventBusName: "the-bus",
            targetId: "event-queue",
            arn: queueArn("the-events"),
            deadLetterConfig: { arn: queueArn("undeliverable") },
            retryPolicy: { maximumEventAgeInSeconds: 86_400, maximumRetryAttempts: 185 },
        });
        assert.ok(made.waitsFor(target, made.the(QUEUE, "events-queue")));
        assert.ok(made.waitsFor(target, made.the("aws:cloudwatch/eventRule:EventRule", "events-rule")));
    });

    it("hands out both queues", async () => {
        const { result } = await makeQueue();
        assert.equal(await valueOf(result.queueUrl), queueUrl("the-events"));
        assert.equal(await valueOf(result.queueArn), queueArn("the-events"));
        assert.equal(await valueOf(result.deadLetterQueueUrl), queueUrl("the-events-dlq"));
    });
});
