/** Whether landing zones' service control policies let through what the program deploys beside them. */
import assert from "node:assert/strict";
import { roleArn } from "../../aws/arn";
import { deploymentRoles } from "../../gitops/bootstrap/roles/roles";
import * as org from "../documents/organization";
import { decideUnchecked } from "../documents/simulate";
import { args } from "../gitops/bootstrap/example";
import { ADMINISTRATOR } from "../gitops/bootstrap/roles";
import { type Zone, ZONES } from ".";

const REGION = org.REGIONS.aws;
const zones = ZONES.map((zone) =>
    zone({
        organizationId: org.ORGANIZATION,
        managementAccount: org.MANAGEMENT,
        loggingAccount: org.LOGGING,
        securityAccount: org.SECURITY,
        homeRegion: REGION,
    }),
);

/** The names of the policies that deny a call of the role that deploys. A statement's actions are not each for all of its resources. */
function deniers(
    { serviceControlPolicies }: Zone,
    account: string,
    [action, resource]: readonly [string, string],
    region = REGION,
): readonly string[] {
    const principal = roleArn("aws", account, "OrganizationAccountAccessRole");
    return Object.entries(serviceControlPolicies).flatMap(([name, serviceControlPolicy]) => {
        const decision = decideUnchecked({
            ...{ principal, action, resource, account, serviceControlPolicy },
            context: { "aws:PrincipalArn": principal, "aws:RequestedRegion": region },
            identityPolicy: ADMINISTRATOR,
        });
        return decision === "ExplicitlyDenied" ? [name] : [];
    });
}

/** What a deployment does in an account, by what the roles that the bootstrap makes for it may: their tests have every call of it. */
function doneIn(account: string): readonly (readonly [string, string])[] {
    const done = new Map<string, readonly [string, string]>();
    for (const { permissions } of deploymentRoles(args(account))) {
        for (const { Effect, Action, Resource = [] } of permissions.Statement) {
            if (Effect === "Deny") {
                continue;
            }
            for (const action of [Action].flat()) {
                for (const pattern of [Resource].flat()) {
                    // An example of what the pattern is for, in the home region.
                    const [, ...parts] = /^(arn:[^:]*:[^:]*):([^:]*)(:.*)$/.exec(pattern) ?? [];
                    const [service = "", region = "", rest = ""] = parts;
                    const resource =
                        pattern === "*"
                            ? "*"
                            : `${service}:${region.replace("*", REGION)}${rest.replace(/:\*$/, ":log-stream:").replaceAll("*", "x")}`;
                    done.set(`${action} ${resource}`, [action, resource]);
                }
            }
        }
    }
    return [...done.values()];
}

describe("the guardrails of landing zones", () => {
    for (const zone of zones.filter(({ serviceControlPolicies: each }) => Object.keys(each).length > 0)) {
        for (const account of [org.LOGGING, org.SECURITY, org.MEMBER]) {
            it(`of ${zone.title} let through all that is deployed in ${account}`, () => {
                const done = doneIn(account);
                assert.ok(done.length > 20, `only ${done.length} calls`);
                assert.deepEqual(
                    done.filter((call) => deniers(zone, account, call).length > 0),
                    [],
                );
            });
        }

        it(`of ${zone.title} deny what is the landing zone's`, () => {
            const [bucket] = zone.buckets;
            const theirs = zone.title.startsWith("Control Tower") ? "aws-controltower-x" : "AWSAccelerator-x";
            for (const call of [
                ["s3:PutEncryptionConfiguration", `arn:aws:s3:::${bucket?.name}`],
                ["events:PutRule", `arn:aws:events:${REGION}:${org.LOGGING}:rule/${theirs}`],
                ["iam:CreateRole", `arn:aws:iam::${org.LOGGING}:role/${theirs}`],
                ["cloudtrail:StopLogging", `arn:aws:cloudtrail:${REGION}:${org.LOGGING}:trail/${theirs}`],
            ] as const) {
                assert.equal(deniers(zone, org.LOGGING, call).length, 1, call.join(" "));
            }
        });
    }

    it("of Control Tower's region deny keep rules and queues out of regions that are not governed", () => {
        const zone = zones.find(({ title }) => title === "Control Tower 4.0") ?? assert.fail();
        for (const call of [
            [
                "events:PutRule",
                `arn:aws:events:sa-east-1:${org.MEMBER}:rule/security-logging-forward-write-events`,
            ],
            ["sqs:CreateQueue", `arn:aws:sqs:sa-east-1:${org.SECURITY}:security-logging-dead-letters`],
        ] as const) {
            assert.deepEqual(deniers(zone, org.MEMBER, call, "sa-east-1"), ["region-deny"]);
            assert.deepEqual(deniers(zone, org.MEMBER, call), []);
        }
    });
});
