/** What the tests of all targets have in common. */
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { BusRuleArgs } from "../../resources/busRule";
import { targetTrust } from "../../documents/targetRole";
import * as org from "../documents/organization";
import { type Resource, type Run, json } from "../mocks";

export const PLACE = { partition: "aws", region: "us-east-1", account: org.SECURITY } as const;
export const RULE_ARN = `arn:aws:events:us-east-1:${org.SECURITY}:rule/the-bus/the-rule`;
export const ROLE_ARN = `arn:aws:iam::${org.SECURITY}:role/the-role`;

const EVENT_PATTERN = { source: ["aws.iam"] };
const UNDELIVERABLE = `arn:aws:sqs:us-east-1:${org.SECURITY}:undeliverable`;

export const BUS_RULE: BusRuleArgs = {
    place: PLACE,
    busName: pulumi.output("the-bus"),
    ruleName: "the-rule",
    ruleArn: RULE_ARN,
    eventPattern: EVENT_PATTERN,
    readOnlyEvents: false,
    undeliverableQueueArn: UNDELIVERABLE,
};

const TARGET = "aws:cloudwatch/eventTarget:EventTarget";

/** The target of the rule, once the rule and everything about the delivery is checked. */
export function assertDelivers(
    made: Run<unknown>,
    name: string,
    destination: { readonly arn: string; readonly roleArn?: string },
): Resource {
    const rule = made.the("aws:cloudwatch/eventRule:EventRule", `${name}-rule`);
    const { eventPattern: _, ...inputs } = rule.inputs;
    assert.deepEqual(inputs, {
        name: "the-rule",
        region: "us-east-1",
        eventBusName: "the-bus",
        description: "Delivers CloudTrail events of the organization to one target",
        state: "ENABLED",
    });
    assert.deepEqual(json(rule, "eventPattern"), EVENT_PATTERN);
    const target = made.the(TARGET, `${name}-target`);
    assert.deepEqual(target.inputs, {
        rule: "the-rule",
        region: "us-east-1",
        eventBusName: "the-bus",
        targetId: "delivery",
        ...destination,
        deadLetterConfig: { arn: UNDELIVERABLE },
        retryPolicy: { maximumEventAgeInSeconds: 86_400, maximumRetryAttempts: 185 },
    });
    assert.ok(made.waitsFor(target, rule));
    return target;
}

/** Checks the role that the rule delivers by: for it alone, allowed so much, and before the target. */
export function assertRole(made: Run<unknown>, name: string, target: Resource, permissions: object): void {
    const role = made.the("aws:iam/role:Role", `${name}-role`);
    assert.equal(role.inputs["name"], "the-role");
    assert.deepEqual(
        json(role, "assumeRolePolicy"),
        targetTrust({ account: org.SECURITY, ruleArn: RULE_ARN }),
    );
    const policy = made.the("aws:iam/rolePolicy:RolePolicy", `${name}-role-policy`);
    assert.deepEqual(json(policy, "policy"), permissions);
    assert.ok(made.waitsFor(target, policy));
}

/** The inputs of a key, its policy apart, and of its alias. */
export function assertKey(made: Run<unknown>, name: string, description: string, policy: object): void {
    const key = made.the("aws:kms/key:Key", `${name}-key`);
    const { policy: _, ...inputs } = key.inputs;
    assert.deepEqual(inputs, {
        description,
        region: "us-east-1",
        enableKeyRotation: true,
        deletionWindowInDays: 30,
    });
    assert.deepEqual(json(key, "policy"), policy);
    assert.deepEqual(made.the("aws:kms/alias:Alias", `${name}-key-alias`).inputs, {
        name: "alias/the-key",
        region: "us-east-1",
        targetKeyId: `${name}-key`,
    });
}

/** The ARN of a key as the mocks make it. */
export const keyArn = (name: string): string => `arn:aws:kms:us-east-1:${org.SECURITY}:key/${name}-key`;
