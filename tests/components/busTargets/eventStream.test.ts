import assert from "node:assert/strict";
import { EventStream } from "../../../components/busTargets/eventStream";
import { putToStream } from "../../../documents/targetRole";
import { accountsOwnKeyPolicy } from "../../../documents/keyAdministration";
import * as org from "../../documents/organization";
import { valueOf } from "../../mocks";
import { assertFamily, make } from "../component";
import { assertDelivers, assertKey, assertRole, BUS_RULE, keyArn, ROLE_ARN } from "../../resources/busRule";

const ARN = `arn:aws:kinesis:us-east-1:${org.SECURITY}:stream/the-stream`;

const makeStream = () =>
    make(
        org.SECURITY,
        (options) =>
            new EventStream(
                "siem",
                {
                    ...BUS_RULE,
                    streamName: "the-stream",
                    shards: 2,
                    retentionDays: 3,
                    roleName: "the-role",
                    keyAlias: "alias/the-key",
                },
                options,
            ),
    );

describe("EventStream", () => {
    it("is one family", async () => {
        const made = await makeStream();
        assertFamily(made, "security-logging:components:EventStream", "siem", org.SECURITY);
        assert.deepEqual(
            made.custom.map(({ name }) => name),
            [
                "siem-key",
                "siem-key-alias",
                "siem-role",
                "siem-role-policy",
                "siem-rule",
                "siem-stream",
                "siem-target",
            ],
        );
    });

    it("is encrypted with a key of its own", async () => {
        const made = await makeStream();
        assertKey(made, "siem", `Encrypts the events in ${ARN}`, accountsOwnKeyPolicy("aws", org.SECURITY));
        assert.deepEqual(made.the("aws:kinesis/stream:Stream", "siem-stream").inputs, {
            name: "the-stream",
            region: "us-east-1",
            shardCount: 2,
            retentionPeriod: 72,
            encryptionType: "KMS",
            kmsKeyId: keyArn("siem"),
        });
    });

    it("is delivered to by a role that can do that and no more", async () => {
        const made = await makeStream();
        const target = assertDelivers(made, "siem", { arn: ARN, roleArn: ROLE_ARN });
        assertRole(
            made,
            "siem",
            target,
            putToStream({
                streamArn: ARN,
                keyArn: keyArn("siem"),
                place: { partition: "aws", region: "us-east-1" },
            }),
        );
    });

    it("hands out its ARN", async () => assert.equal(await valueOf((await makeStream()).result.arn), ARN));
});
