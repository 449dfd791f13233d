import { forwardsEverywhere } from "../../../policies/rules/stack/forwardsEverywhere";
import { hasTrail } from "../../../policies/rules/stack/hasTrail";
import type { RuleCases } from "../cases";
import type { JsonObject, TestResource } from "../runRule";
import { UNKNOWN } from "../sdk";

/** The stack "dev", by the URN that tests give it. */
const stack: TestResource = { type: "pulumi:pulumi:Stack", name: "logging-dev", props: {} };
const noStack = {
    "resources without a stack": { stack: [{ type: "aws:ssm/parameter:Parameter", props: {} }] },
};

const trail: TestResource = { type: "aws:cloudtrail/trail:Trail", name: "trail", props: {} };

const provider = (name: string): NonNullable<TestResource["provider"]> => ({
    type: "pulumi:providers:aws",
    name,
    urn: `urn:pulumi:dev::test::pulumi:providers:aws::${name}`,
    props: { region: "us-east-1" },
});

const target = (account: string, region: string | undefined, props: JsonObject = {}): TestResource => ({
    type: "aws:cloudwatch/eventTarget:EventTarget",
    name: `${account}-${region ?? "home"}`,
    props: { arn: "arn:aws:events:us-east-1:333333333333:event-bus/central", region, ...props },
    provider: provider(account),
});

const bus: TestResource = { type: "aws:cloudwatch/eventBus:EventBus", name: "central", props: {} };
const other = (account: string): TestResource => ({
    type: "aws:s3/bucket:Bucket",
    name: `${account}-bucket`,
    props: {},
    provider: provider(account),
});

const missing = (account: string, regions: string): string =>
    `Events of account ${account} are not forwarded from everywhere: the forwarders in ${regions} is not set. Write an ` +
    `EventRule with a target on the central bus there, with the provider ${account}.`;

export const stackCases: readonly RuleCases[] = [
    {
        rule: hasTrail,
        pass: {
            "a trail": { stack: [stack, trail], config: { stacks: ["dev"] } },
            "another stack is to have it": { stack: [stack], config: { stacks: ["management*"] } },
            "none is to have one": { stack: [stack] },
        },
        fail: {
            "no trail": {
                stack: [stack],
                config: { stacks: ["management", "d*"] },
                messages:
                    "The stack dev (logging-dev) records nothing: a Trail of the stack is not set. Write an " +
                    "organization trail.",
            },
        },
        doesNotApply: noStack,
        unknown: { impossible: "whether there is a trail does not depend on any value" },
    },
    {
        rule: forwardsEverywhere,
        pass: {
            "every account in the same regions": {
                stack: [
                    stack,
                    target("one", "us-east-1"),
                    target("one", "eu-west-1"),
                    target("two", "us-east-1"),
                    target("two", "eu-west-1"),
                ],
            },
            "a region that is the provider's": {
                stack: [stack, target("one", undefined), target("two", "us-east-1")],
            },
            "a stack without forwarders": {
                stack: [
                    stack,
                    other("one"),
                    target("two", "us-east-1", { arn: "arn:aws:sqs:us-east-1:1:q" }),
                ],
                config: { regions: ["us-east-1"] },
            },
        },
        fail: {
            "an account lacks a region": {
                stack: [
                    stack,
                    target("one", "us-east-1"),
                    target("one", "eu-west-1"),
                    target("one", "ap-south-1"),
                    target("two", "us-east-1"),
                ],
                messages: missing("two", "ap-south-1, eu-west-1"),
            },
            "an account lacks all": {
                stack: [stack, target("one", "us-east-1"), other("two")],
                messages: missing("two", "us-east-1"),
            },
            "an account has a target that is no bus": {
                stack: [
                    stack,
                    target("one", "us-east-1"),
                    target("two", "us-east-1", { arn: "arn:aws:sqs:us-east-1:222222222222:queue" }),
                ],
                messages: missing("two", "us-east-1"),
            },
            "every account lacks a region that is demanded": {
                stack: [stack, target("one", "us-east-1"), target("two", "us-east-1")],
                config: { regions: ["us-east-1", "sa-east-1"] },
                messages: [missing("one", "sa-east-1"), missing("two", "sa-east-1")],
            },
        },
        doesNotApply: noStack,
        unknown: {
            "the ARN of a bus that the stack makes": {
                stack: [
                    stack,
                    bus,
                    ...["one", "two"].map((account) => ({
                        ...target(account, "us-east-1", { arn: UNKNOWN.string }),
                        propertyDependencies: { arn: ["central"] },
                    })),
                ],
                outcome: "pass",
            },
        },
    },
];
