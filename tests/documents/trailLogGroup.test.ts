import { logGroupArn, type Place } from "../../aws/arn";
import {
    logDeliveryPermissions,
    logDeliveryTrust,
    logSubscriptionTrust,
} from "../../documents/trailLogGroup";
import * as org from "./organization";
import { assertAllowed, assertNotAllowed, type Request } from "./simulate";

const place: Place = { partition: "aws", region: "eu-west-1", account: org.MANAGEMENT };
const GROUP = logGroupArn(place, "the-group");
const ROLE = `arn:aws:iam::${org.MANAGEMENT}:role/delivery`;

describe("the role by which CloudTrail writes to the log group", () => {
    const assuming: Request = {
        principal: "cloudtrail.amazonaws.com",
        action: "sts:AssumeRole",
        resource: ROLE,
        account: org.MANAGEMENT,
        resourcePolicy: logDeliveryTrust(),
    };

    it("is assumed by CloudTrail, which sends no source, and by nobody else", async () => {
        await assertAllowed(assuming);
        for (const principal of ["logs.amazonaws.com", `arn:aws:iam::${org.OUTSIDER}:role/other`]) {
            await assertNotAllowed({ ...assuming, principal });
        }
    });

    const writing: Request = {
        principal: ROLE,
        action: "logs:PutLogEvents",
        resource: `${GROUP}:log-stream:${org.MANAGEMENT}_CloudTrail_eu-west-1`,
        account: org.MANAGEMENT,
        identityPolicy: logDeliveryPermissions({
            place,
            logGroupName: "the-group",
            organizationId: org.ORGANIZATION,
        }),
    };

    it("writes the streams of the trail's account and of the organization", async () => {
        for (const stream of [
            `${org.MANAGEMENT}_CloudTrail_eu-west-1`,
            `${org.MANAGEMENT}_CloudTrail_eu-west-1_3`,
            `${org.ORGANIZATION}_${org.MEMBER}_CloudTrail_us-east-1`,
        ]) {
            const resource = `${GROUP}:log-stream:${stream}`;
            await assertAllowed({ ...writing, resource });
            await assertAllowed({ ...writing, resource, action: "logs:CreateLogStream" });
        }
    });

    it("writes no other stream, and no other group", async () => {
        for (const resource of [
            `${GROUP}:log-stream:application`,
            `${GROUP}:log-stream:${org.OTHER_ORGANIZATION}_${org.OUTSIDER}_CloudTrail_us-east-1`,
            `${GROUP}2:log-stream:${org.MANAGEMENT}_CloudTrail_eu-west-1`,
        ]) {
            await assertNotAllowed({ ...writing, resource });
        }
    });

    it("deletes and reads nothing", async () => {
        for (const action of ["logs:DeleteLogStream", "logs:GetLogEvents"]) {
            await assertNotAllowed({ ...writing, action });
        }
        await assertNotAllowed({ ...writing, resource: GROUP, action: "logs:DeleteLogGroup" });
    });
});

describe("the role by which the log group's events get into a stream", () => {
    const assuming: Request = {
        principal: "logs.amazonaws.com",
        action: "sts:AssumeRole",
        resource: ROLE,
        account: org.MANAGEMENT,
        resourcePolicy: logSubscriptionTrust(place),
        context: { "aws:SourceArn": `${GROUP}:*`, "aws:SourceAccount": org.MANAGEMENT },
    };

    it("is assumed by CloudWatch Logs for log groups of the account and region alone", async () => {
        await assertAllowed(assuming);
        const foreign = GROUP.replace(org.MANAGEMENT, org.OUTSIDER);
        await assertNotAllowed({
            ...assuming,
            context: { "aws:SourceArn": foreign, "aws:SourceAccount": org.OUTSIDER },
        });
        const { context: _, ...withoutSource } = assuming;
        await assertNotAllowed(withoutSource);
        await assertNotAllowed({ ...assuming, principal: "cloudtrail.amazonaws.com" });
    });
});
