import assert from "node:assert/strict";
import { MAX_TEMPLATE_BYTES } from "../../documents/cloudFormation";
import { forwarderPermissions, forwarderTrust } from "../../documents/forwarderRole";
import { forwarderTemplate } from "../../documents/forwarderTemplate";
import { writeEventPattern } from "../../events/patterns";
import * as org from "./organization";

const made = (readOnlyEvents: boolean) =>
    forwarderTemplate({
        partition: "aws",
        busArn: org.BUS,
        readOnlyEvents,
        roleNamePrefix: "the-forwarder-",
        ruleName: "the-rule",
        deadLetters: { account: org.SECURITY, queueName: "the-letters" },
    });

/** What CloudFormation makes of it in an account and region. */
function inPlace(value: unknown, account: string, region: string): unknown {
    const text = JSON.stringify(value)
        .replaceAll("${AWS::AccountId}", account)
        .replaceAll("${AWS::Region}", region);
    return JSON.parse(text, (_key, each: unknown) =>
        typeof each === "object" && each !== null && "Fn::Sub" in each ? each["Fn::Sub"] : each,
    );
}

describe("the template of a forwarder", () => {
    const resources = inPlace(made(false).Resources, org.MEMBER, "eu-west-1") as Record<
        string,
        { readonly Type: string; readonly Properties: Readonly<Record<string, unknown>> }
    >;

    it("has the rule on the default bus that the component makes, and its target", () => {
        assert.deepEqual(resources["Rule"], {
            Type: "AWS::Events::Rule",
            Properties: {
                Name: "the-rule",
                Description: "Forwards CloudTrail events to the organization's central bus",
                EventPattern: writeEventPattern({ readOnlyEvents: false }),
                State: "ENABLED",
                Targets: [
                    {
                        Id: "central-bus",
                        Arn: org.BUS,
                        RoleArn: { "Fn::GetAtt": ["Role", "Arn"] },
                        DeadLetterConfig: { Arn: `arn:aws:sqs:eu-west-1:${org.SECURITY}:the-letters` },
                        RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
                    },
                ],
            },
        });
    });

    it("has the role that it makes, by a name of the region's own", () => {
        const { Description: _, ...role } = resources["Role"]?.Properties ?? {};
        assert.deepEqual(role, {
            RoleName: "the-forwarder-eu-west-1",
            AssumeRolePolicyDocument: forwarderTrust({
                partition: "aws",
                account: org.MEMBER,
                ruleName: "the-rule",
            }),
            Policies: [
                {
                    PolicyName: "put-events-on-the-central-bus",
                    PolicyDocument: forwarderPermissions({ busArn: org.BUS }),
                },
            ],
        });
    });

    it("is offered read-only events only where it forwards them", () => {
        const { Rule: rule } = made(true).Resources as Record<
            string,
            { Properties: Record<string, unknown> }
        >;
        assert.equal(rule?.Properties["State"], "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS");
        assert.deepEqual(rule.Properties["EventPattern"], writeEventPattern({ readOnlyEvents: true }));
    });

    it("names no account and no region but the bus's and the queues', and is short enough to need no bucket", () => {
        const text = JSON.stringify(made(false));
        assert.ok(Buffer.byteLength(text) <= MAX_TEMPLATE_BYTES);
        assert.deepEqual(
            [...new Set(text.match(/\d{12}/g))],
            [...new Set([org.BUS.split(":")[4], org.SECURITY])],
        );
    });
});
