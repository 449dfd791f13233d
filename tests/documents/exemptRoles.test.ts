import assert from "node:assert/strict";
import type { PolicyDocument } from "../../aws/policyDocument";
import { exemptRolesPolicy } from "../../documents/exemptRoles";
import { STACK_SETS_ROLE_NAMES } from "../../documents/guardrails";
import { MAX_RESOURCE_CONTROL_LENGTH } from "../../documents/resourceControl";
import { deploymentRoles } from "../../gitops/bootstrap/roles/roles";
import { args as bootstrapArgs } from "../gitops/bootstrap/example";
import * as org from "./organization";
import { anonymous, assertAllowed, assertDenied, type Request } from "./simulate";

const policy = exemptRolesPolicy({
    partition: "aws",
    organizationId: org.ORGANIZATION,
    managementAccount: org.MANAGEMENT,
    exemptRoles: [
        { name: STACK_SETS_ROLE_NAMES, ofMembers: true },
        { name: "members-deployer", ofMembers: true },
        { name: "deployer" },
        { name: "logging-deployer", account: org.LOGGING },
        { name: "break-glass" },
    ],
});

const STACK_SETS = "stacksets-exec-0123456789abcdef0123456789abcdef";

/** The trust that a role was brought along with: everybody, every service and every identity provider. */
const OPEN: PolicyDocument = {
    Version: "2012-10-17",
    Statement: [{ Sid: "Open", Effect: "Allow", Principal: "*", Action: "sts:AssumeRole*" }],
};

const ALL: PolicyDocument = {
    Version: "2012-10-17",
    Statement: [{ Sid: "All", Effect: "Allow", Action: "*", Resource: "*" }],
};

const by = (role: string, who: Partial<Request>, action = "sts:AssumeRole"): Request => ({
    action,
    resource: `arn:aws:iam::${org.MEMBER}:role/${role}`,
    account: org.MEMBER,
    principal: org.STRANGER,
    resourcePolicy: OPEN,
    resourceControlPolicy: policy,
    ...who,
});

const principal = (arn: string, organization?: string): Partial<Request> => ({
    principal: arn,
    identityPolicy: ALL,
    context: {
        "aws:PrincipalArn": arn,
        ...(organization === undefined ? {} : { "aws:PrincipalOrgID": organization }),
    },
});

const STRANGERS: Readonly<Record<string, Partial<Request>>> = {
    "a role of another organization": principal(
        `arn:aws:iam::${org.OUTSIDER}:role/Stranger`,
        org.OTHER_ORGANIZATION,
    ),
    "a role of no organization": principal(`arn:aws:iam::${org.OUTSIDER}:role/Stranger`),
    "a service of AWS": { principal: "lambda.amazonaws.com" },
};

const OURS: Readonly<Record<string, Partial<Request>>> = {
    "an administrator of the account itself": principal(
        `arn:aws:iam::${org.MEMBER}:role/Administrator`,
        org.ORGANIZATION,
    ),
    "the management account": principal(`arn:aws:iam::${org.MANAGEMENT}:role/Deploys`, org.ORGANIZATION),
};

const FEDERATED = ["sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"];

describe("the resource control policy of exempt roles", () => {
    for (const [who, its] of Object.entries({ ...STRANGERS, ...OURS })) {
        it(`lets ${who} take on no role of CloudFormation's, whatever the role trusts`, () =>
            assertDenied(by(STACK_SETS, its)));
    }

    it("lets CloudFormation's service-linked role of the management account, and no other account's or path's", async () => {
        const role = "AWSServiceRoleForCloudFormationStackSetsOrgAdmin";
        const path = "aws-service-role/stacksets.cloudformation.amazonaws.com";
        const at = (account: string, where: string): Request =>
            by(STACK_SETS, principal(`arn:aws:iam::${account}:role/${where}${role}`, org.ORGANIZATION));
        await assertAllowed(at(org.MANAGEMENT, `${path}/`));
        await assertDenied(at(org.MEMBER, `${path}/`));
        await assertDenied(at(org.MANAGEMENT, ""));
    });

    for (const role of ["members-deployer", "deployer", "break-glass"]) {
        for (const [who, its] of Object.entries(STRANGERS)) {
            it(`does not let ${who} take on ${role}, whatever it trusts`, () => assertDenied(by(role, its)));
        }
        for (const [who, its] of Object.entries(OURS)) {
            it(`leaves it to the trust of ${role} whether ${who} takes it on`, () =>
                assertAllowed(by(role, its)));
        }
    }

    for (const action of FEDERATED) {
        it(`is for no identity provider, by ${action}, but in roles that people or pipelines may have`, async () => {
            const provider = { principal: anonymous };
            for (const role of [STACK_SETS, "members-deployer"]) {
                await assertDenied(by(role, provider, action));
            }
            for (const role of ["deployer", "break-glass"]) {
                await assertAllowed(by(role, provider, action));
            }
        });
    }

    it("says nothing of other roles, nor of those that are in one account alone", async () => {
        for (const [, its] of Object.entries(STRANGERS)) {
            for (const role of ["Vendor", "logging-deployer", "stacksets-executor"]) {
                await assertAllowed(by(role, its));
            }
        }
    });

    it("leaves no pipeline out: the bootstrap's role of members trusts no identity provider outside the management account", () => {
        for (const account of [org.LOGGING, org.SECURITY, org.MEMBER]) {
            const roles = deploymentRoles(bootstrapArgs(account)).filter(({ kind }) => kind === "members");
            assert.ok(roles.length > 0);
            for (const { trust } of roles) {
                assert.ok(!JSON.stringify(trust).includes("Federated"), account);
            }
        }
    });

    it("is such as Organizations takes", () => {
        assert.ok(JSON.stringify(policy).length <= MAX_RESOURCE_CONTROL_LENGTH);
        for (const { Effect, Principal, Action } of policy.Statement) {
            assert.deepEqual([Effect, Principal], ["Deny", "*"]);
            for (const action of [Action].flat()) {
                assert.match(action, /^sts:AssumeRole/);
            }
        }
    });
});
