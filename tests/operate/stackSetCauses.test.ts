import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { withTable } from "../../docs/table";
import type { SetInstance } from "../../operate/forwarderSet";
import { causeOf, causeOfError, CAUSES, causesTable } from "../../operate/stackSetCauses";

const ACCOUNT = "444444444444";
const OTHER = "555555555555";

const instance = (more: Partial<SetInstance>): SetInstance => ({
    account: ACCOUNT,
    region: "eu-west-1",
    status: "OUTDATED",
    detailedStatus: "FAILED",
    drift: "NOT_CHECKED",
    ...more,
});

const denied = (region: string, kind: string): string =>
    "ResourceLogicalId:Rule, ResourceType:AWS::Events::Rule, ResourceStatusReason:User: " +
    `arn:aws:sts::${ACCOUNT}:assumed-role/stacksets-exec-0123456789abcdef/x is not authorized to perform: events:PutRule on ` +
    `resource: arn:aws:events:${region}:${ACCOUNT}:rule/security-logging-forward-events with an explicit deny in ${kind}`;

/** What instances are, besides one that is current in the same account or in another, and which cause it is of. */
const CASES: readonly (readonly [
    name: string,
    what: Partial<SetInstance>,
    others?: "whole" | "suspended",
])[] = [
    ["suspended", { detailedStatus: "SKIPPED_SUSPENDED_ACCOUNT" }, "suspended"],
    ["reopened", { detailedStatus: "SKIPPED_SUSPENDED_ACCOUNT" }],
    ["going on", { detailedStatus: "PENDING" }],
    ["going on", { detailedStatus: "RUNNING" }],
    ["not tried", { detailedStatus: "CANCELLED", reason: "Cancelled since failure tolerance has exceeded" }],
    ["undeletable", { status: "INOPERABLE", detailedStatus: "INOPERABLE", reason: "x already exists" }],
    ["region denied", { reason: denied("eu-west-1", "a service control policy") }],
    ["quarantined", { reason: denied("eu-west-1", "a service control policy") }, "whole"],
    ["denied", { reason: denied("eu-west-1", "a resource control policy") }],
    ["denied", { reason: denied("eu-west-1", "a permissions boundary") }, "whole"],
    ["region not enabled", { reason: "Account 444444444444 is not enabled for region me-south-1" }],
    ["region not enabled", { reason: "The security token included in the request is invalid." }],
    ["region not enabled", { reason: "OptInRequired: You are not subscribed to this service" }],
    [
        "trusted access",
        { reason: "You must enable organizations access to operate a service managed stack set" },
    ],
    ["not an administrator", { reason: "Account used is not a delegated administrator" }],
    [
        "no role there",
        {
            reason:
                "Account 444444444444 should have 'stacksets-exec-0123456789abcdef' role with trust relationship to Role " +
                "'arn:aws:iam::111111111111:role/aws-service-role/stacksets.cloudformation.amazonaws.com/x'.",
        },
    ],
    [
        "name taken",
        {
            reason: "ResourceLogicalId:Role, ResourceType:AWS::IAM::Role, ResourceStatusReason:security-logging-forwarder-eu-west-1 already exists in stack arn:aws:cloudformation:eu-west-1:444444444444:stack/x/1.",
        },
    ],
    ["quota", { reason: "Cannot exceed quota for RolesPerAccount: 1000 (LimitExceeded)" }],
    ["quota", { reason: "The requested resource exceeds limits. Rule limit exceeded" }],
    ["unknown", { reason: "Internal Failure" }],
    ["unknown", {}],
];

describe("why an instance of a StackSet is not current", () => {
    CASES.forEach(([name, what, others]) => {
        it(`${name}: ${what.reason ?? what.detailedStatus ?? "nothing said"}${others === undefined ? "" : ` (${others})`}`, () => {
            const it = instance(what);
            const current = instance({
                account: others === undefined ? ACCOUNT : OTHER,
                region: "us-east-1",
                status: "CURRENT",
                detailedStatus: "SUCCEEDED",
            });
            const accounts = others === "suspended" ? [OTHER] : [ACCOUNT, OTHER];
            const look = { instances: [it, current], accounts };
            assert.equal(causeOf(it, look)?.name, name);
            assert.equal(causeOf(current, look), undefined);
        });
    });

    it("has a case here for every cause", () => {
        const tried = new Set(CASES.map(([name]) => name));
        assert.deepEqual(
            CAUSES.map(({ name }) => name).filter((name) => !tried.has(name)),
            [],
        );
    });

    it("has AWS's page, or is known from what was seen only", () => {
        for (const { documented, name } of CAUSES) {
            assert.match(
                documented ?? "https://docs.aws.amazon.com/",
                /^https:\/\/docs\.aws\.amazon\.com\//,
                name,
            );
        }
        assert.deepEqual(
            CAUSES.filter(({ documented }) => documented === undefined).map(({ name }) => name),
            ["region not enabled", "trusted access", "not an administrator"],
        );
    });

    it("is harmless only where the account has no events", () =>
        assert.deepEqual(
            CAUSES.filter(({ harmless }) => harmless).map(({ name }) => name),
            ["suspended"],
        ));
});

describe("docs/operate.md", () => {
    it("has the table of the causes there are; `npm run docs` brings it up to date", () => {
        const page = readFileSync(path.resolve(__dirname, "..", "..", "docs", "operate.md"), "utf8");
        assert.equal(page, withTable(page, "causes", causesTable()));
    });
});

describe("why a call about a StackSet fails", () => {
    it("is told by what AWS says, and never by a status", () => {
        assert.equal(
            causeOfError("ValidationError: Account used is not a delegated administrator")?.name,
            "not an administrator",
        );
        assert.equal(
            causeOfError(
                "ValidationError: You must enable organizations access to operate a service managed stack set",
            )?.name,
            "trusted access",
        );
        assert.equal(causeOfError("TimeoutError: socket hang up"), undefined);
    });
});
