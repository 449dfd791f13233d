import assert from "node:assert/strict";
import { guardrailsOf } from "../../stacks/guardrails";
import { ADMINISTRATOR } from "../gitops/bootstrap/roles";
import { decide } from "../documents/simulate";
import { LOGGING, WORKLOAD_ONE, settingsOf } from "./organization";

const policy = guardrailsOf(settingsOf("management", { access: { deploymentRoles: true } }));

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
