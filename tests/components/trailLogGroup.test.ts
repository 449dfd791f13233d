import assert from "node:assert/strict";
import { TrailLogGroup, type TrailLogGroupArgs } from "../../components/trailLogGroup";
import { putToFirehose, putToStream } from "../../documents/targetRole";
import { logGroupKeyPolicy } from "../../documents/logGroup";
import {
    logDeliveryPermissions,
    logDeliveryTrust,
    logSubscriptionTrust,
} from "../../documents/trailLogGroup";
import * as org from "../documents/organization";
import { json, valueOf } from "../mocks";
import { assertFamily, make } from "./component";

const place = { partition: "aws", region: "eu-west-1", account: org.MANAGEMENT } as const;
const args: TrailLogGroupArgs = {
    place,
    organizationId: org.ORGANIZATION,
    logGroupName: "the-group",
    keyAlias: "alias/the-group",
    retentionDays: 400,
    deliveryRoleName: "delivery",
    subscription: undefined,
    subscriptionName: "subscription",
    subscriptionRoleName: "subscription-role",
};
const ROLE = "aws:iam/role:Role";
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
const FILTER = "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter";
const GROUP_ARN = `arn:aws:logs:eu-west-1:${org.MANAGEMENT}:log-group:the-group`;

const STREAM = `arn:aws:kinesis:eu-west-1:${org.MANAGEMENT}:stream/events`;
const FIREHOSE = `arn:aws:firehose:eu-west-1:${org.MANAGEMENT}:deliverystream/events`;

const makeGroup = (subscription?: string) =>
    make(org.MANAGEMENT, (options) => new TrailLogGroup("logs", { ...args, subscription }, options));

describe("TrailLogGroup", () => {
    it("is one family, without a subscription unless it is told one", async () => {
        const made = await makeGroup();
        assertFamily(made, "security-logging:components:TrailLogGroup", "logs", org.MANAGEMENT);
        assert.deepEqual(
            made.custom.map(({ name }) => name),
            [
                "logs-delivery-role",
                "logs-delivery-role-policy",
                "logs-key",
                "logs-key-alias",
                "logs-log-group",
            ],
        );
    });

    it("is encrypted by a key of its own, and kept as long as it is told", async () => {
        const made = await makeGroup();
        assert.deepEqual(made.the("aws:cloudwatch/logGroup:LogGroup", "logs-log-group").inputs, {
            name: "the-group",
            region: "eu-west-1",
            kmsKeyId: `arn:aws:kms:eu-west-1:${org.MANAGEMENT}:key/logs-key`,
            retentionInDays: 400,
        });
        const key = made.the("aws:kms/key:Key", "logs-key");
        assert.equal(key.inputs["enableKeyRotation"], true);
        assert.equal(key.inputs["deletionWindowInDays"], 30);
        assert.deepEqual(json(key, "policy"), logGroupKeyPolicy({ ...place, logGroupArn: GROUP_ARN }));
    });

    it("is written to by a role that may nothing else", async () => {
        const made = await makeGroup();
        const role = made.the(ROLE, "logs-delivery-role");
        assert.equal(role.inputs["name"], "delivery");
        assert.deepEqual(json(role, "assumeRolePolicy"), logDeliveryTrust());
        const policy = made.the(ROLE_POLICY, "logs-delivery-role-policy");
        assert.equal(policy.inputs["role"], "delivery");
        assert.deepEqual(json(policy, "policy"), logDeliveryPermissions(args));
    });

    it("hands out what a trail takes", async () => {
        const { result } = await makeGroup();
        assert.equal(await valueOf(result.logGroupArn), `${GROUP_ARN}:*`);
        assert.equal(await valueOf(result.deliveryRoleArn), `arn:aws:iam::${org.MANAGEMENT}:role/delivery`);
        assert.equal(await valueOf(result.logGroupName), "the-group");
    });

    for (const [kind, streamArn, permissions] of [
        [
            "Kinesis",
            STREAM,
            putToStream({ streamArn: STREAM, place: { partition: "aws", region: "eu-west-1" } }),
        ],
        ["Firehose", FIREHOSE, putToFirehose({ deliveryStreamArn: FIREHOSE })],
    ] as const) {
        it(`passes every event on to a ${kind} stream, by a role that may put records there`, async () => {
            const made = await makeGroup(streamArn);
            const filter = made.the(FILTER, "logs-subscription");
            assert.deepEqual(filter.inputs, {
                name: "subscription",
                region: "eu-west-1",
                logGroup: "the-group",
                filterPattern: "",
                destinationArn: streamArn,
                roleArn: `arn:aws:iam::${org.MANAGEMENT}:role/subscription-role`,
            });
            const role = made.the(ROLE, "logs-subscription-role");
            assert.deepEqual(json(role, "assumeRolePolicy"), logSubscriptionTrust(place));
            const policy = made.the(ROLE_POLICY, "logs-subscription-role-policy");
            assert.deepEqual(json(policy, "policy"), permissions);
            assert.ok(made.waitsFor(filter, policy));
        });
    }

    it("passes every event on to a Lambda function once it may call it", async () => {
        const functionArn = `arn:aws:lambda:eu-west-1:${org.MANAGEMENT}:function:detect`;
        const made = await makeGroup(functionArn);
        const filter = made.the(FILTER, "logs-subscription");
        assert.equal(filter.inputs["destinationArn"], functionArn);
        assert.equal(filter.inputs["roleArn"], undefined);
        const permission = made.the("aws:lambda/permission:Permission", "logs-subscription-permission");
        assert.deepEqual(permission.inputs, {
            statementId: "subscription",
            region: "eu-west-1",
            action: "lambda:InvokeFunction",
            function: functionArn,
            principal: "logs.amazonaws.com",
            sourceAccount: org.MANAGEMENT,
            sourceArn: `${GROUP_ARN}:*`,
        });
        assert.ok(made.waitsFor(filter, permission));
    });

    it("refuses to pass events on to anything else", () =>
        assert.rejects(
            makeGroup("arn:aws:sns:eu-west-1:111111111111:topic"),
            /a log group cannot deliver to arn:aws:sns:eu-west-1:111111111111:topic/,
        ));
});
