import assert from "node:assert/strict";
import { BusErrorLog } from "../../components/busErrorLog";
import { logGroupPolicyForDelivery } from "../../documents/logGroup";
import * as org from "../documents/organization";
import { json } from "../mocks";
import { assertFamily, make } from "./component";

const place = { partition: "aws", region: "eu-west-1", account: org.SECURITY } as const;
const GROUP_ARN = `arn:aws:logs:eu-west-1:${org.SECURITY}:log-group:/aws/vendedlogs/errors`;

describe("BusErrorLog", () => {
    const makeLog = () =>
        make(
            org.SECURITY,
            (options) =>
                new BusErrorLog(
                    "errors",
                    {
                        place,
                        busArn: org.BUS,
                        logGroupName: "/aws/vendedlogs/errors",
                        keyAlias: "alias/errors",
                        deliveryName: "the-errors",
                    },
                    options,
                ),
        );

    it("is one family", async () => {
        const made = await makeLog();
        assertFamily(made, "security-logging:components:BusErrorLog", "errors", org.SECURITY);
        assert.deepEqual(
            made.custom.map(({ name }) => name),
            [
                "errors-delivery",
                "errors-destination",
                "errors-key",
                "errors-key-alias",
                "errors-log-group",
                "errors-log-policy",
                "errors-source",
            ],
        );
    });

    it("has the bus's errors delivered to an encrypted log group that lets them in", async () => {
        const made = await makeLog();
        assert.deepEqual(made.the("aws:cloudwatch/logGroup:LogGroup", "errors-log-group").inputs, {
            name: "/aws/vendedlogs/errors",
            region: "eu-west-1",
            kmsKeyId: `arn:aws:kms:eu-west-1:${org.SECURITY}:key/errors-key`,
            retentionInDays: 365,
        });
        const policy = made.the("aws:cloudwatch/logResourcePolicy:LogResourcePolicy", "errors-log-policy");
        assert.deepEqual(
            json(policy, "policyDocument"),
            logGroupPolicyForDelivery({ ...place, logGroupArn: GROUP_ARN }),
        );
        assert.deepEqual(
            made.the("aws:cloudwatch/logDeliverySource:LogDeliverySource", "errors-source").inputs,
            {
                name: "the-errors",
                region: "eu-west-1",
                logType: "ERROR_LOGS",
                resourceArn: org.BUS,
            },
        );
        const destination = made.the(
            "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination",
            "errors-destination",
        );
        assert.deepEqual(destination.inputs["deliveryDestinationConfiguration"], {
            destinationResourceArn: GROUP_ARN,
        });
        assert.equal(
            made.the("aws:cloudwatch/logDelivery:LogDelivery", "errors-delivery").inputs[
                "deliverySourceName"
            ],
            "the-errors",
        );
    });
});
