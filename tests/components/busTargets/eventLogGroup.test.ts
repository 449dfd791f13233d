import assert from "node:assert/strict";
import { EventLogGroup } from "../../../components/busTargets/eventLogGroup";
import { logGroupKeyPolicy, logGroupPolicyForRule } from "../../../documents/logGroup";
import * as org from "../../documents/organization";
import { json, valueOf } from "../../mocks";
import { assertFamily, make } from "../component";
import { assertDelivers, assertKey, BUS_RULE, keyArn, PLACE, RULE_ARN } from "../../resources/busRule";

const ARN = `arn:aws:logs:us-east-1:${org.SECURITY}:log-group:/aws/events/x`;

const makeLogGroup = () =>
    make(
        org.SECURITY,
        (options) =>
            new EventLogGroup(
                "logs",
                { ...BUS_RULE, logGroupName: "/aws/events/x", keyAlias: "alias/the-key" },
                options,
            ),
    );

describe("EventLogGroup", () => {
    it("is one family", async () => {
        const made = await makeLogGroup();
        assertFamily(made, "security-logging:components:EventLogGroup", "logs", org.SECURITY);
    });

    it("keeps events for a year, encrypted with a key of its own", async () => {
        const made = await makeLogGroup();
        assertKey(
            made,
            "logs",
            `Encrypts the events in ${ARN}`,
            logGroupKeyPolicy({ ...PLACE, logGroupArn: ARN }),
        );
        assert.deepEqual(made.the("aws:cloudwatch/logGroup:LogGroup", "logs-log-group").inputs, {
            name: "/aws/events/x",
            region: "us-east-1",
            kmsKeyId: keyArn("logs"),
            retentionInDays: 365,
        });
    });

    it("is delivered to without a role, once the rule may write and the group is there", async () => {
        const made = await makeLogGroup();
        const target = assertDelivers(made, "logs", { arn: ARN });
        const policy = made.the("aws:cloudwatch/logResourcePolicy:LogResourcePolicy", "logs-log-policy");
        assert.equal(policy.inputs["policyName"], "the-rule");
        assert.deepEqual(
            json(policy, "policyDocument"),
            logGroupPolicyForRule({ logGroupArn: ARN, ruleArn: RULE_ARN }),
        );
        assert.ok(made.waitsFor(target, policy));
        assert.ok(made.waitsFor(target, made.the("aws:cloudwatch/logGroup:LogGroup", "logs-log-group")));
    });

    it("hands out its name and ARN", async () => {
        const { result } = await makeLogGroup();
        assert.equal(await valueOf(result.arn), ARN);
        assert.equal(await valueOf(result.logGroupName), "/aws/events/x");
    });
});
