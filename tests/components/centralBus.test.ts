import assert from "node:assert/strict";
import { CentralBus, type CentralBusArgs } from "../../components/centralBus";
import { busKeyPolicy, centralBusPolicy } from "../../documents/centralBus";
import { queuePolicyForRules } from "../../documents/queue";
import * as org from "../documents/organization";
import { type Run, json, valueOf } from "../mocks";
import { assertFamily, make } from "./component";

const place = { partition: "aws", region: "eu-west-1", account: org.SECURITY } as const;
const BUS_ARN = `arn:aws:events:eu-west-1:${org.SECURITY}:event-bus/the-bus`;
const DLQ_ARN = `arn:aws:sqs:eu-west-1:${org.SECURITY}:the-dlq`;

const BUS = "aws:cloudwatch/eventBus:EventBus";
const KEY = "aws:kms/key:Key";

const args: CentralBusArgs = {
    place,
    busName: "the-bus",
    membership: org.MEMBERSHIP,
    forwarderRoleNames: [org.FORWARDER_ROLE],
    deadLetterQueueName: "the-dlq",
    eventArchiveName: "the-bus-archive",
    eventArchiveDays: 30,
    logsErrors: true,
    customerManagedKey: false,
    keyAlias: "alias/the-bus",
};

const makeBus = (changed: Partial<CentralBusArgs> = {}): Promise<Run<CentralBus>> =>
    make(org.SECURITY, (options) => new CentralBus("bus", { ...args, ...changed }, options));

describe("CentralBus", () => {
    it("is one family", async () => {
        const made = await makeBus();
        assertFamily(made, "security-logging:components:CentralBus", "bus", org.SECURITY);
        assert.deepEqual(
            made.custom.map(({ name }) => name),
            ["bus-archive", "bus-bus", "bus-dead-letter-queue", "bus-policy"],
        );
    });

    it("has no key of its own unless it is told to, and a dead-letter queue", async () =>
        assert.deepEqual((await makeBus()).the(BUS, "bus-bus").inputs, {
            name: "the-bus",
            region: "eu-west-1",
            description: "CloudTrail events of every account and region of the organization",
            deadLetterConfig: { arn: DLQ_ARN },
            logConfig: { level: "ERROR", includeDetail: "NONE" },
        }));

    it("logs nothing where it is told to", async () => {
        const made = await makeBus({ logsErrors: false, customerManagedKey: true });
        assert.deepEqual(made.the(BUS, "bus-bus").inputs["logConfig"], {
            level: "OFF",
            includeDetail: "NONE",
        });
        assert.deepEqual(
            json(made.the(KEY, "bus-key"), "policy"),
            busKeyPolicy({ ...place, busArn: BUS_ARN, logsErrors: false }),
        );
    });

    it("is encrypted by a key of its own where it is told to", async () => {
        const made = await makeBus({ customerManagedKey: true });
        assertFamily(made, "security-logging:components:CentralBus", "bus", org.SECURITY);
        const key = made.the(KEY, "bus-key");
        const { policy: _, ...inputs } = key.inputs;
        assert.deepEqual(inputs, {
            description: `Encrypts the events on ${BUS_ARN}`,
            region: "eu-west-1",
            enableKeyRotation: true,
            deletionWindowInDays: 30,
        });
        assert.deepEqual(json(key, "policy"), busKeyPolicy({ ...place, busArn: BUS_ARN, logsErrors: true }));
        assert.deepEqual(made.the("aws:kms/alias:Alias", "bus-key-alias").inputs, {
            name: "alias/the-bus",
            region: "eu-west-1",
            targetKeyId: "bus-key",
        });
        assert.equal(
            made.the(BUS, "bus-bus").inputs["kmsKeyIdentifier"],
            `arn:aws:kms:eu-west-1:${org.SECURITY}:key/bus-key`,
        );
    });

    it("lets the organization's forwarders put events", async () => {
        const policy = (await makeBus()).the("aws:cloudwatch/eventBusPolicy:EventBusPolicy", "bus-policy");
        assert.equal(policy.inputs["eventBusName"], "the-bus");
        assert.deepEqual(
            json(policy, "policy"),
            centralBusPolicy({
                partition: "aws",
                busArn: BUS_ARN,
                membership: org.MEMBERSHIP,
                forwarderRoleNames: [org.FORWARDER_ROLE],
            }),
        );
    });

    it("keeps every event for the days it was told, under the archive's own name", async () => {
        const made = await makeBus();
        const archive = made.the("aws:cloudwatch/eventArchive:EventArchive", "bus-archive");
        assert.deepEqual(archive.inputs, {
            name: "the-bus-archive",
            region: "eu-west-1",
            description: "Every event of the central bus, for replay",
            eventSourceArn: `arn:aws:events:eu-west-1:${org.SECURITY}:event-bus/the-bus`,
            retentionDays: 30,
            eventPattern: '{"source":[{"prefix":"aws."}]}',
        });
        assert.ok(made.waitsFor(archive, made.the(BUS, "bus-bus")));
    });

    it("keeps for fourteen days, encrypted, what the bus or one of its rules could not deliver", async () => {
        const queue = (await makeBus()).the("aws:sqs/queue:Queue", "bus-dead-letter-queue");
        const { policy: _, ...inputs } = queue.inputs;
        assert.deepEqual(inputs, {
            name: "the-dlq",
            region: "eu-west-1",
            sqsManagedSseEnabled: true,
            messageRetentionSeconds: 1_209_600,
        });
        assert.deepEqual(
            json(queue, "policy"),
            queuePolicyForRules({
                queueArn: DLQ_ARN,
                ruleArns: [BUS_ARN, `arn:aws:events:eu-west-1:${org.SECURITY}:rule/the-bus/*`],
            }),
        );
    });

    it("hands out its name and what its rules need", async () => {
        const { result } = await makeBus();
        assert.equal(await valueOf(result.arn), BUS_ARN);
        assert.equal(await valueOf(result.busName), "the-bus");
        assert.equal(await valueOf(result.deadLetterQueueArn), DLQ_ARN);
    });
});
