import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { ForwarderDeadLetters } from "../../components/forwarderDeadLetters";
import { queuePolicyForForwarders } from "../../documents/queue";
import * as org from "../documents/organization";
import { json, valueOf } from "../mocks";
import { assertFamily, make } from "./component";

const REGIONS = ["eu-west-1", "us-east-1"];

const makeQueues = () =>
    make(
        org.SECURITY,
        (options) =>
            new ForwarderDeadLetters(
                "letters",
                {
                    partition: "aws",
                    account: org.SECURITY,
                    regions: REGIONS,
                    queueName: "the-letters",
                    forwarderRuleNames: ["the-rule"],
                    membership: org.MEMBERSHIP,
                },
                options,
            ),
    );

describe("ForwarderDeadLetters", () => {
    it("are one family: a queue a region", async () => {
        const made = await makeQueues();
        assertFamily(made, "security-logging:components:ForwarderDeadLetters", "letters", org.SECURITY);
        assert.deepEqual(
            made.custom.map(({ name }) => name),
            ["letters-eu-west-1-queue", "letters-us-east-1-queue"],
        );
    });

    it("keep events for as long as SQS does, encrypted, from the forwarders of the region alone", async () => {
        const made = await makeQueues();
        for (const region of REGIONS) {
            const queue = made.the("aws:sqs/queue:Queue", `letters-${region}-queue`);
            const { policy: _, ...inputs } = queue.inputs;
            assert.deepEqual(inputs, {
                name: "the-letters",
                region,
                sqsManagedSseEnabled: true,
                messageRetentionSeconds: 1_209_600,
            });
            assert.deepEqual(
                json(queue, "policy"),
                queuePolicyForForwarders({
                    queueArn: `arn:aws:sqs:${region}:${org.SECURITY}:the-letters`,
                    partition: "aws",
                    region,
                    ruleNames: ["the-rule"],
                    membership: org.MEMBERSHIP,
                }),
            );
        }
    });

    it("hand out each region's queue", async () => {
        const { result } = await makeQueues();
        assert.deepEqual(
            await valueOf(pulumi.output(result.queueArns)),
            Object.fromEntries(
                REGIONS.map((region) => [region, `arn:aws:sqs:${region}:${org.SECURITY}:the-letters`]),
            ),
        );
    });
});
