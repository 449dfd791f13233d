import assert from "node:assert/strict";
import { MAX_GUARDRAIL_LENGTH } from "../../documents/guardrails";
import { guardrailsOf } from "../../stacks/guardrails";
import { ADMINISTRATOR } from "../gitops/bootstrap/roles";
import { decide } from "../documents/simulate";
import { LOGGING, WORKLOAD_ONE, settingsOf } from "./organization";

const policy = guardrailsOf(
    settingsOf("management", {
        access: { deploymentRoles: true },
        guardrails: { breakGlassRoleName: "break-glass" },
    }),
);

const may = async (role: string, account: string, action: string, resource: string): Promise<boolean> => {
    const principal = `arn:aws:iam::${account}:role/${role}`;
    const decision = await decide({
        principal,
        action,
        resource,
        account,
        context: { "aws:PrincipalArn": principal, "aws:PrincipalAccount": account },
        identityPolicy: ADMINISTRATOR,
        serviceControlPolicy: policy,
    });
    return decision === "Allowed";
};

describe("the guardrails, where the roles of the bootstrap deploy", () => {
    const archive = `arn:aws:s3:::security-logging-archive-${LOGGING}-eu-west-1`;
    const roleOf = (name: string): string => `arn:aws:iam::${WORKLOAD_ONE}:role/${name}`;
    const MEMBERS = "security-logging-deploy-members-update";
    const STACK_SETS = "stacksets-exec-0123456789abcdef0123456789abcdef";

    it("let the roles that change something do so, and those that look not", async () => {
        assert.ok(
            await may("security-logging-deploy-logging-update", LOGGING, "s3:PutBucketPolicy", archive),
        );
        assert.ok(
            !(await may("security-logging-deploy-logging-preview", LOGGING, "s3:PutBucketPolicy", archive)),
        );
        const forwarder = roleOf("security-logging-forwarder");
        assert.ok(await may(MEMBERS, WORKLOAD_ONE, "iam:CreateRole", forwarder));
    });

    it("let CloudFormation bring the roles to an account that joins", async () =>
        assert.ok(await may(STACK_SETS, WORKLOAD_ONE, "iam:CreateRole", roleOf(MEMBERS))));

    it("take each for its own account, and in every one no role that changes more than members have", async () => {
        for (const kind of ["logging", "security", "management", "mine"]) {
            const role = `security-logging-deploy-${kind}-update`;
            assert.ok(
                !(await may(role, WORKLOAD_ONE, "iam:PutRolePolicy", roleOf("security-logging-forwarder"))),
                role,
            );
            assert.equal(await may(role, LOGGING, "s3:PutBucketPolicy", archive), kind === "logging", role);
        }
        for (const role of [MEMBERS, STACK_SETS]) {
            assert.ok(!(await may(role, LOGGING, "s3:PutBucketPolicy", archive)), role);
            assert.ok(!(await may(role, WORKLOAD_ONE, "organizations:LeaveOrganization", "*")), role);
        }
    });

    it("let boundaries be changed by a StackSet in members, and in core accounts by the break-glass role alone", async () => {
        const boundary = (account: string): string =>
            `arn:aws:iam::${account}:policy/security-logging-deploy-boundary`;
        for (const action of ["iam:CreatePolicyVersion", "iam:DeletePolicyVersion"]) {
            assert.ok(await may(STACK_SETS, WORKLOAD_ONE, action, boundary(WORKLOAD_ONE)));
            assert.ok(await may("break-glass", LOGGING, action, boundary(LOGGING)));
            for (const role of ["Administrator", "OrganizationAccountAccessRole"]) {
                for (const account of [WORKLOAD_ONE, LOGGING]) {
                    assert.ok(!(await may(role, account, action, boundary(account))), role);
                }
            }
        }
        const searchers = `arn:aws:iam::${LOGGING}:policy/security-logging-search`;
        assert.ok(
            await may(
                "security-logging-deploy-logging-update",
                LOGGING,
                "iam:CreatePolicyVersion",
                searchers,
            ),
        );
    });

    it("let nobody else make a role that they exempt", async () => {
        for (const exempt of [
            MEMBERS,
            "security-logging-deploy-mine-update",
            STACK_SETS,
            "stacksets-exec-mine",
        ]) {
            assert.ok(!(await may("Administrator", WORKLOAD_ONE, "iam:CreateRole", roleOf(exempt))), exempt);
            assert.ok(
                !(await may("Administrator", WORKLOAD_ONE, "iam:UpdateAssumeRolePolicy", roleOf(exempt))),
                exempt,
            );
        }
        assert.ok(!(await may("OrganizationAccountAccessRole", LOGGING, "s3:PutBucketPolicy", archive)));
    });
});

describe("the guardrails, where forwarders come by a StackSet", () => {
    it("let CloudFormation make them, although another stack's settings have the set", async () => {
        const rule = `arn:aws:events:eu-west-1:${WORKLOAD_ONE}:rule/security-logging-forward-events`;
        const principal = `arn:aws:iam::${WORKLOAD_ONE}:role/stacksets-exec-0123456789abcdef0123456789abcdef`;
        const decision = await decide({
            principal,
            action: "events:PutRule",
            resource: rule,
            account: WORKLOAD_ONE,
            context: { "aws:PrincipalArn": principal },
            identityPolicy: ADMINISTRATOR,
            serviceControlPolicy: guardrailsOf(settingsOf("management")),
        });
        assert.equal(decision, "Allowed");
    });
});

describe(`the guardrails, of ${MAX_GUARDRAIL_LENGTH} characters at most, be every name ever so long`, () => {
    for (const access of [{ roleName: "d".repeat(64) }, { deploymentRoles: true }]) {
        it(`are within them with ${Object.keys(access).join()}`, () => {
            const { length } = JSON.stringify(
                guardrailsOf(
                    settingsOf("management", {
                        homeRegion: "us-gov-west-1",
                        regions: ["us-gov-west-1"],
                        namePrefix: "p".repeat(23),
                        access,
                        trail: { name: "t".repeat(128) },
                        archive: { bucketName: "b".repeat(63) },
                        bus: { name: "b".repeat(256) },
                        guardrails: { breakGlassRoleName: "g".repeat(64) },
                    }),
                ),
            );
            assert.ok(length > 4000 && length <= MAX_GUARDRAIL_LENGTH, `${length}`);
        });
    }
});
