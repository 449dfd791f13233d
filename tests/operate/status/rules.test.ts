import assert from "node:assert/strict";
import { type ExpectedRule, lookAtRules, ruleFound } from "../../../operate/status/rules";

const EXPECTED: ExpectedRule = {
    account: "444444444444",
    region: "eu-west-1",
    ruleName: "forward",
    roleArn: "arn:aws:iam::444444444444:role/forwarder",
    busArn: "arn:aws:events:us-east-1:333333333333:event-bus/b",
    pattern: JSON.stringify({ source: [{ prefix: "aws." }], detail: { a: ["x", "y"] } }),
    state: "ENABLED",
};

const ASKED = {
    state: "ENABLED",
    pattern: JSON.stringify({ detail: { a: ["y", "x"] }, source: [{ prefix: "aws." }] }),
    targets: [{ Arn: EXPECTED.busArn, RoleArn: EXPECTED.roleArn }],
};

describe("a forwarder's rule", () => {
    for (const [what, asked, state] of [
        ["as it is to be", {}, "forwarding"],
        ["disabled", { state: "DISABLED" }, "disabled"],
        ["without a target", { targets: [] }, "wrongTarget"],
        [
            "with another target",
            { targets: [{ Arn: "arn:aws:sqs:::q", RoleArn: EXPECTED.roleArn }] },
            "wrongTarget",
        ],
        ["without a role", { targets: [{ Arn: EXPECTED.busArn }] }, "wrongTarget"],
        ["with another pattern", { pattern: '{"source":["aws.s3"]}' }, "wrongPattern"],
        ["without a pattern", { pattern: undefined }, "wrongPattern"],
        ["offered other events", { state: "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" }, "wrongPattern"],
    ] as const) {
        it(`${what} is ${state}`, () => {
            const found = ruleFound(EXPECTED, { ...ASKED, ...asked });
            assert.equal(found.state, state);
            assert.equal(found.cause === undefined, state === "forwarding");
        });
    }

    it("that is not there is missing, and one that cannot be asked for unknown with the cause, and keeps none back", async () => {
        const origins = ["1", "2", "3"].flatMap((id) =>
            ["a", "b"].map((region) => ({ ...EXPECTED, account: id.repeat(12), region })),
        );
        const found = await lookAtRules(origins, ({ account, region }) => {
            if (account.startsWith("1")) {
                return Promise.resolve(ASKED);
            }
            const error = new Error(
                account.startsWith("2")
                    ? "no rule"
                    : `User: me is not authorized to perform: events:DescribeRule on resource: arn:aws:events:${region}:${account}:rule/x`,
            );
            error.name = account.startsWith("2") ? "ResourceNotFoundException" : "AccessDeniedException";
            return Promise.reject(error);
        });
        assert.deepEqual(
            origins.map((origin) => found.get(origin)?.state),
            ["forwarding", "forwarding", "missing", "missing", "unknown", "unknown"],
        );
        assert.match(
            found.get({ account: "333333333333", region: "a" })?.cause ?? "",
            /me may not call events:DescribeRule on arn:aws:events:a:<account>:rule\/x/,
        );
    });

    it("is not asked for in further regions of an account that cannot be entered", async () => {
        const regions = Array.from({ length: 200 }, (_, index) => `r${index}`);
        let asked = 0;
        const found = await lookAtRules(
            regions.map((region) => ({ ...EXPECTED, region })),
            async () => {
                asked += 1;
                await new Promise((resolve) => setImmediate(resolve));
                throw new Error(
                    "User: me is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::1:role/x",
                );
            },
        );
        assert.ok(asked < regions.length, String(asked));
        assert.ok(regions.every((region) => found.get({ ...EXPECTED, region })?.state === "unknown"));
    });
});
