import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Heartbeat } from "../../components/heartbeat";
import { heartbeatPermissions, heartbeatTrust } from "../../documents/heartbeat";
import * as org from "../documents/organization";
import { json } from "../mocks";
import { assertFamily, make } from "./component";

const ruleArn = (region: string): string => `arn:aws:events:${region}:${org.MEMBER}:rule/the-rule`;

const makeHeartbeat = () =>
    make(
        org.MEMBER,
        (options) =>
            new Heartbeat(
                "beat",
                {
                    partition: "aws",
                    account: org.MEMBER,
                    ruleArns: {
                        "eu-west-1": pulumi.output(ruleArn("eu-west-1")),
                        "us-east-1": pulumi.output(ruleArn("us-east-1")),
                    },
                    ruleName: "the-rule",
                    everyMinutes: 5,
                    roleName: "the-role",
                    scheduleName: "the-schedule",
                },
                options,
            ),
    );

describe("Heartbeat", () => {
    it("is one family: a role, and a schedule with its group in every region", async () => {
        const made = await makeHeartbeat();
        assertFamily(made, "security-logging:components:Heartbeat", "beat", org.MEMBER);
        assert.deepEqual(
            made.custom.map(({ name }) => name),
            [
                "beat-eu-west-1-group",
                "beat-eu-west-1-schedule",
                "beat-role",
                "beat-role-policy",
                "beat-us-east-1-group",
                "beat-us-east-1-schedule",
            ],
        );
    });

    it("takes a tag that is not there from the region's rule, every five minutes", async () => {
        const made = await makeHeartbeat();
        const schedule = made.the("aws:scheduler/schedule:Schedule", "beat-eu-west-1-schedule");
        const { target, ...inputs } = schedule.inputs;
        assert.deepEqual(inputs, {
            name: "the-schedule",
            region: "eu-west-1",
            groupName: "the-schedule",
            description:
                "Makes a call that changes nothing, for its CloudTrail event to reach the central bus",
            scheduleExpression: "rate(5 minutes)",
            flexibleTimeWindow: { mode: "OFF" },
            state: "ENABLED",
        });
        const { input, ...rest } = target as { readonly input: string };
        assert.deepEqual(rest, {
            arn: "arn:aws:scheduler:::aws-sdk:eventbridge:untagResource",
            roleArn: `arn:aws:iam::${org.MEMBER}:role/the-role`,
            retryPolicy: { maximumEventAgeInSeconds: 300, maximumRetryAttempts: 2 },
        });
        assert.deepEqual(JSON.parse(input), {
            ResourceARN: ruleArn("eu-west-1"),
            TagKeys: ["security-logging-heartbeat"],
        });
    });

    it("has a role that can do that and no more, before the first beat", async () => {
        const made = await makeHeartbeat();
        assert.deepEqual(
            json(made.the("aws:iam/role:Role", "beat-role"), "assumeRolePolicy"),
            heartbeatTrust({ partition: "aws", account: org.MEMBER, scheduleGroup: "the-schedule" }),
        );
        const policy = made.the("aws:iam/rolePolicy:RolePolicy", "beat-role-policy");
        assert.deepEqual(
            json(policy, "policy"),
            heartbeatPermissions({
                partition: "aws",
                account: org.MEMBER,
                ruleName: "the-rule",
                tagKey: "security-logging-heartbeat",
            }),
        );
        for (const schedule of made.ofType("aws:scheduler/schedule:Schedule")) {
            assert.ok(made.waitsFor(schedule, policy), schedule.name);
        }
    });
});
