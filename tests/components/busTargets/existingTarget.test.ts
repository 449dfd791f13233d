import assert from "node:assert/strict";
import { ExistingTarget } from "../../../components/busTargets/existingTarget";
import { putToFirehose, putToStream, startExecution } from "../../../documents/targetRole";
import { logGroupPolicyForRule } from "../../../documents/logGroup";
import * as org from "../../documents/organization";
import { json, valueOf } from "../../mocks";
import { assertFamily, make } from "../component";
import { assertDelivers, assertRole, BUS_RULE, ROLE_ARN, RULE_ARN } from "../../resources/busRule";

const arnOf = (rest: string): string => {
    const [service = "", ...resource] = rest.split(" ");
    return `arn:aws:${service}:us-east-1:${org.SECURITY}:${resource.join(" ")}`;
};

const deliverTo = (targetArn: string) =>
    make(
        org.SECURITY,
        (options) => new ExistingTarget("x", { ...BUS_RULE, targetArn, roleName: "the-role" }, options),
    );

describe("ExistingTarget", () => {
    it("is one family, and hands out the target", async () => {
        const made = await deliverTo(arnOf("kinesis stream/siem"));
        assertFamily(made, "security-logging:components:ExistingTarget", "x", org.SECURITY);
        assert.equal(await valueOf(made.result.arn), arnOf("kinesis stream/siem"));
    });

    for (const rest of ["sqs siem", "sns siem"]) {
        it(`leaves the policy of ${rest} to its owner`, async () => {
            const made = await deliverTo(arnOf(rest));
            assertDelivers(made, "x", { arn: arnOf(rest) });
            assert.deepEqual(
                made.custom.map(({ name }) => name),
                ["x-rule", "x-target"],
            );
        });
    }

    it("lets its rule, and no other, invoke a function", async () => {
        const made = await deliverTo(arnOf("lambda function:triage"));
        const target = assertDelivers(made, "x", { arn: arnOf("lambda function:triage") });
        const permission = made.the("aws:lambda/permission:Permission", "x-permission");
        assert.deepEqual(permission.inputs, {
            statementId: "the-rule-invokes",
            region: "us-east-1",
            action: "lambda:InvokeFunction",
            function: "triage",
            principal: "events.amazonaws.com",
            sourceArn: RULE_ARN,
        });
        assert.ok(made.waitsFor(target, permission));
    });

    it("lets it invoke an alias of a function by a permission on the alias", async () => {
        const made = await deliverTo(arnOf("lambda function:triage:live"));
        const { inputs } = made.the("aws:lambda/permission:Permission", "x-permission");
        assert.equal(inputs["function"], "triage");
        assert.equal(inputs["qualifier"], "live");
    });

    it("lets its rule write to a log group", async () => {
        const arn = arnOf("logs log-group:/aws/events/siem");
        const made = await deliverTo(arn);
        const target = assertDelivers(made, "x", { arn });
        const policy = made.the("aws:cloudwatch/logResourcePolicy:LogResourcePolicy", "x-log-policy");
        assert.deepEqual(
            json(policy, "policyDocument"),
            logGroupPolicyForRule({ logGroupArn: arn, ruleArn: RULE_ARN }),
        );
        assert.ok(made.waitsFor(target, policy));
    });

    const byRole = [
        [
            "kinesis stream/siem",
            (streamArn: string) =>
                putToStream({ streamArn, place: { partition: "aws", region: "us-east-1" } }),
        ],
        ["firehose deliverystream/lake", (deliveryStreamArn: string) => putToFirehose({ deliveryStreamArn })],
        ["states stateMachine:triage", (stateMachineArn: string) => startExecution({ stateMachineArn })],
    ] as const;
    for (const [rest, permissions] of byRole) {
        it(`delivers to ${rest} by a role that can do that and no more`, async () => {
            const made = await deliverTo(arnOf(rest));
            const target = assertDelivers(made, "x", { arn: arnOf(rest), roleArn: ROLE_ARN });
            assertRole(made, "x", target, permissions(arnOf(rest)));
        });
    }
});
