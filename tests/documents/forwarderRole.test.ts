import { roleArn, ruleArn } from "../../aws/arn";
import type { PolicyDocument } from "../../aws/policyDocument";
import { centralBusPolicy } from "../../documents/centralBus";
import { forwarderPermissions, forwarderTrust } from "../../documents/forwarderRole";
import * as org from "./organization";
import { assertAllowed, assertNotAllowed, type Request } from "./simulate";

const ROLE = roleArn("aws", org.MEMBER, org.FORWARDER_ROLE);

const busPolicy = (busArn: string): PolicyDocument =>
    centralBusPolicy({
        partition: "aws",
        busArn,
        membership: org.MEMBERSHIP,
        forwarderRoleNames: [org.FORWARDER_ROLE],
    });

describe("forwarder's trust policy", () => {
    const assuming: Request = {
        principal: "events.amazonaws.com",
        action: "sts:AssumeRole",
        resource: ROLE,
        account: org.MEMBER,
        resourcePolicy: forwarderTrust({ partition: "aws", account: org.MEMBER, ruleName: org.RULE_NAME }),
        context: { "aws:SourceArn": org.RULE, "aws:SourceAccount": org.MEMBER },
    };
    const from = (source: string, account = org.MEMBER): Request => ({
        ...assuming,
        context: { "aws:SourceArn": source, "aws:SourceAccount": account },
    });

    it("lets EventBridge assume the role for the rule in every region", async () => {
        for (const region of ["eu-west-1", "us-east-1", "ap-southeast-2"]) {
            await assertAllowed(
                from(ruleArn({ partition: "aws", region, account: org.MEMBER }, org.RULE_NAME)),
            );
        }
    });

    it("does not let it for another rule", async () => {
        await assertNotAllowed(from(`${org.RULE}-2`));
        await assertNotAllowed(from(org.RULE.replace("rule/", "rule/other-bus/")));
    });

    it("does not let it for another account's rule of that name", async () => {
        const foreign = org.RULE.replace(org.MEMBER, org.OUTSIDER);
        await assertNotAllowed(from(foreign, org.OUTSIDER));
        await assertNotAllowed(from(foreign));
        await assertNotAllowed(from(org.RULE, org.OUTSIDER));
    });

    it("does not let it for no rule at all", () => assertNotAllowed({ ...assuming, context: {} }));

    it("lets no one else assume the role", async () => {
        for (const principal of [
            "lambda.amazonaws.com",
            "scheduler.amazonaws.com",
            `arn:aws:iam::${org.MEMBER}:role/admin`,
            `arn:aws:iam::${org.SECURITY}:role/admin`,
        ]) {
            await assertNotAllowed({
                ...assuming,
                principal,
                identityPolicy: {
                    Version: "2012-10-17",
                    Statement: [{ Sid: "Assume", Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" }],
                },
            });
        }
    });
});

describe("forwarder's permissions", () => {
    const putting: Request = {
        principal: ROLE,
        action: "events:PutEvents",
        resource: org.BUS,
        account: org.SECURITY,
        identityPolicy: forwarderPermissions({ busArn: org.BUS }),
        resourcePolicy: busPolicy(org.BUS),
        context: { "aws:PrincipalOrgID": org.ORGANIZATION, "aws:PrincipalArn": ROLE },
    };

    it("put events on the central bus", () => assertAllowed(putting));

    it("put events on no other bus, were it open to everyone", () => {
        const open = org.BUS.replace("security-logging", "open");
        return assertNotAllowed({
            ...putting,
            resource: open,
            resourcePolicy: busPolicy(open),
        });
    });

    it("do nothing else, in the bus's own account neither", async () => {
        const { resourcePolicy: _, ...ownAccount } = {
            ...putting,
            principal: roleArn("aws", org.SECURITY, "forwarder"),
        };
        await assertAllowed(ownAccount);
        for (const action of ["events:DeleteEventBus", "events:DescribeEventBus"]) {
            await assertNotAllowed({ ...ownAccount, action });
        }
    });
});
