import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { WriteEventForwarder, type WriteEventForwarderArgs } from "../../components/writeEventForwarder";
import { forwarderPermissions, forwarderTrust } from "../../documents/forwarderRole";
import { queuePolicyForRules } from "../../documents/queue";
import { writeEventPattern } from "../../events/patterns";
import * as org from "../documents/organization";
import { type Run, json, valueOf } from "../mocks";
import { assertFamily, make } from "./component";

const REGIONS = ["eu-west-1", "us-east-1"];

/** The security account's queue in us-east-1. In eu-west-1 it has none. */
const CENTRAL = `arn:aws:sqs:us-east-1:${org.SECURITY}:dead-letters`;

const RULE = "aws:cloudwatch/eventRule:EventRule";
const TARGET = "aws:cloudwatch/eventTarget:EventTarget";
const QUEUE = "aws:sqs/queue:Queue";
const ROLE = "aws:iam/role:Role";

const args: WriteEventForwarderArgs = {
    partition: "aws",
    account: org.MEMBER,
    regions: REGIONS,
    busArn: pulumi.output(org.BUS),
    readOnlyEvents: false,
    roleName: "the-role",
    ruleName: "the-rule",
    deadLetterQueueArns: { "us-east-1": pulumi.output(CENTRAL) },
    deadLetterQueueName: "the-dlq",
};

const makeForwarder = (changed: Partial<WriteEventForwarderArgs> = {}): Promise<Run<WriteEventForwarder>> =>
    make(org.MEMBER, (options) => new WriteEventForwarder("forwarder", { ...args, ...changed }, options));

/** Where each region's rule leaves what it cannot deliver. */
const QUEUES: Readonly<Record<string, string>> = {
    "eu-west-1": `arn:aws:sqs:eu-west-1:${org.MEMBER}:the-dlq`,
    "us-east-1": CENTRAL,
};

describe("WriteEventForwarder", () => {
    it("is one family: a rule and a target a region, one role for them all, and a queue where there is no other", async () => {
        const made = await makeForwarder();
        assertFamily(made, "security-logging:components:WriteEventForwarder", "forwarder", org.MEMBER);
        assert.deepEqual(
            made.custom.map(({ name }) => name),
            [
                "forwarder-eu-west-1-dead-letter-queue",
                "forwarder-eu-west-1-rule",
                "forwarder-eu-west-1-target",
                "forwarder-role",
                "forwarder-role-policy",
                "forwarder-us-east-1-rule",
                "forwarder-us-east-1-target",
            ],
        );
    });

    it("bounds its role by the policy it is given, and by none otherwise", async () => {
        const boundary = `arn:aws:iam::${org.MEMBER}:policy/the-boundary`;
        const bounded = await makeForwarder({ permissionsBoundary: boundary });
        assert.equal(bounded.the(ROLE, "forwarder-role").inputs["permissionsBoundary"], boundary);
        const made = await makeForwarder();
        assert.equal(made.the(ROLE, "forwarder-role").inputs["permissionsBoundary"], undefined);
    });

    it("puts each region's resources into that region", async () => {
        const made = await makeForwarder();
        for (const region of REGIONS) {
            const there = made.custom.filter(({ name }) => name.includes(region));
            assert.deepEqual(
                there.map(({ inputs }) => inputs["region"]),
                there.map(() => region),
            );
        }
    });

    it("lets EventBridge assume the role for its rule, to put events on the central bus", async () => {
        const made = await makeForwarder();
        const role = made.the(ROLE, "forwarder-role");
        assert.equal(role.inputs["name"], "the-role");
        assert.deepEqual(
            json(role, "assumeRolePolicy"),
            forwarderTrust({ partition: "aws", account: org.MEMBER, ruleName: "the-rule" }),
        );
        const policy = made.the("aws:iam/rolePolicy:RolePolicy", "forwarder-role-policy");
        assert.equal(policy.inputs["role"], "the-role");
        assert.deepEqual(json(policy, "policy"), forwarderPermissions({ busArn: org.BUS }));
    });

    for (const region of REGIONS) {
        it(`picks write events on the default bus of ${region}`, async () => {
            const rule = (await makeForwarder()).the(RULE, `forwarder-${region}-rule`);
            const { eventPattern: _, ...inputs } = rule.inputs;
            assert.deepEqual(inputs, {
                name: "the-rule",
                region,
                description: "Forwards CloudTrail events to the organization's central bus",
                state: "ENABLED",
            });
            assert.deepEqual(json(rule, "eventPattern"), writeEventPattern({ readOnlyEvents: false }));
        });

        it(`forwards from ${region} for a day, and then leaves events in the queue there`, async () => {
            const made = await makeForwarder();
            const target = made.the(TARGET, `forwarder-${region}-target`);
            assert.deepEqual(target.inputs, {
                rule: "the-rule",
                region,
                targetId: "central-bus",
                arn: org.BUS,
                roleArn: `arn:aws:iam::${org.MEMBER}:role/the-role`,
                deadLetterConfig: { arn: QUEUES[region] },
                retryPolicy: { maximumEventAgeInSeconds: 86_400, maximumRetryAttempts: 185 },
            });
            assert.ok(made.waitsFor(target, made.the(RULE, `forwarder-${region}-rule`)));
            assert.ok(made.waitsFor(target, made.the(ROLE, "forwarder-role")));
        });
    }

    it("lets the rule alone leave events in a queue of the account's own, where it has one", async () => {
        const made = await makeForwarder();
        const [queue, ...others] = made.ofType(QUEUE);
        assert.ok(queue !== undefined && others.length === 0);
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
                queueArn: QUEUES["eu-west-1"] ?? "",
                ruleArns: [`arn:aws:events:eu-west-1:${org.MEMBER}:rule/the-rule`],
            }),
        );
        assert.ok(made.waitsFor(made.the(TARGET, "forwarder-eu-west-1-target"), queue));
    });

    it("is offered read-only events only where it forwards them", async () => {
        const rules = (await makeForwarder({ readOnlyEvents: true })).ofType(RULE);
        assert.equal(rules.length, REGIONS.length);
        for (const rule of rules) {
            assert.equal(rule.inputs["state"], "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS");
            assert.deepEqual(json(rule, "eventPattern"), writeEventPattern({ readOnlyEvents: true }));
        }
    });

    it("reads default buses only, also in the security account, which would otherwise feed itself", async () => {
        const made = await makeForwarder({ account: org.SECURITY });
        for (const { name, inputs } of [...made.ofType(RULE), ...made.ofType(TARGET)]) {
            assert.equal(inputs["eventBusName"], undefined, name);
        }
        assert.deepEqual(made.ofType("aws:cloudwatch/eventBus:EventBus"), []);
    });

    it("hands out its role and the rule of each region", async () => {
        const { result } = await makeForwarder();
        assert.equal(await valueOf(result.roleArn), `arn:aws:iam::${org.MEMBER}:role/the-role`);
        assert.deepEqual(await valueOf(pulumi.output(result.ruleArns)), {
            "eu-west-1": `arn:aws:events:eu-west-1:${org.MEMBER}:rule/the-rule`,
            "us-east-1": `arn:aws:events:us-east-1:${org.MEMBER}:rule/the-rule`,
        });
    });
});
