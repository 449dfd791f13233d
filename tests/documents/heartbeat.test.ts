import { ruleArn, roleArn } from "../../aws/arn";
import { heartbeatPermissions, heartbeatTrust } from "../../documents/heartbeat";
import * as org from "./organization";
import { assertAllowed, assertNotAllowed, type Request } from "./simulate";

const ROLE = roleArn("aws", org.MEMBER, "heartbeat");
const GROUP = `arn:aws:scheduler:eu-west-1:${org.MEMBER}:schedule-group/heartbeat`;

describe("the heartbeat role's trust policy", () => {
    const assuming: Request = {
        principal: "scheduler.amazonaws.com",
        action: "sts:AssumeRole",
        resource: ROLE,
        account: org.MEMBER,
        resourcePolicy: heartbeatTrust({
            partition: "aws",
            account: org.MEMBER,
            scheduleGroup: "heartbeat",
        }),
        context: { "aws:SourceArn": GROUP, "aws:SourceAccount": org.MEMBER },
    };

    it("lets Scheduler assume the role for the group, in every region", async () => {
        await assertAllowed(assuming);
        await assertAllowed({
            ...assuming,
            context: { ...assuming.context, "aws:SourceArn": GROUP.replace("eu-west-1", "us-east-1") },
        });
    });

    it("does not let it for another group or account, or for none", async () => {
        for (const source of [
            `${GROUP}-2`,
            GROUP.replace("/heartbeat", "/default"),
            GROUP.replace(org.MEMBER, org.OUTSIDER),
        ]) {
            await assertNotAllowed({
                ...assuming,
                context: { ...assuming.context, "aws:SourceArn": source },
            });
        }
        await assertNotAllowed({
            ...assuming,
            context: { "aws:SourceArn": GROUP, "aws:SourceAccount": org.OUTSIDER },
        });
        await assertNotAllowed({ ...assuming, context: {} });
    });

    it("lets nobody else", async () => {
        for (const principal of ["events.amazonaws.com", `arn:aws:iam::${org.MEMBER}:role/admin`]) {
            await assertNotAllowed({ ...assuming, principal });
        }
    });
});

describe("what a heartbeat may do", () => {
    const rule = ruleArn({ partition: "aws", region: "us-east-1", account: org.MEMBER }, "rule");
    const untagging: Request = {
        principal: ROLE,
        action: "events:UntagResource",
        resource: rule,
        account: org.MEMBER,
        identityPolicy: heartbeatPermissions({
            partition: "aws",
            account: org.MEMBER,
            ruleName: "rule",
            tagKey: "beat",
        }),
        context: { "aws:TagKeys": ["beat"] },
    };

    it("take a tag from the rule of any region", async () => {
        await assertAllowed(untagging);
        await assertAllowed({ ...untagging, resource: rule.replace("us-east-1", "eu-west-1") });
    });

    it("not another tag, alone or with the one", async () => {
        await assertNotAllowed({ ...untagging, context: { "aws:TagKeys": ["owner"] } });
        await assertNotAllowed({ ...untagging, context: { "aws:TagKeys": ["beat", "owner"] } });
    });

    it("not from another rule", async () => {
        await assertNotAllowed({ ...untagging, resource: `${rule}-2` });
        await assertNotAllowed({
            ...untagging,
            resource: rule.replace(org.MEMBER, org.OUTSIDER),
            account: org.OUTSIDER,
        });
    });

    it("do nothing else", async () => {
        for (const action of [
            "events:TagResource",
            "events:DeleteRule",
            "events:DisableRule",
            "events:PutTargets",
        ]) {
            const { context: _, ...withoutTag } = untagging;
            await assertNotAllowed({ ...withoutTag, action });
        }
    });
});
