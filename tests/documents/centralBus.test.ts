import type { PolicyDocument } from "../../aws/policyDocument";
import { busKeyPolicy, centralBusPolicy } from "../../documents/centralBus";
import * as org from "./organization";
import { anonymous, assertAllowed, assertNotAllowed, type Request } from "./simulate";

const place = { partition: "aws", region: org.REGIONS.aws, account: org.SECURITY } as const;

const eventsAll: PolicyDocument = {
    Version: "2012-10-17",
    Statement: [{ Sid: "Events", Effect: "Allow", Action: "events:*", Resource: "*" }],
};

describe("central bus policy", () => {
    const putting: Request = {
        principal: `arn:aws:iam::${org.MEMBER}:role/forwarder`,
        action: "events:PutEvents",
        resource: org.BUS,
        account: org.SECURITY,
        resourcePolicy: centralBusPolicy({
            partition: "aws",
            busArn: org.BUS,
            membership: org.MEMBERSHIP,
            forwarderRoleNames: [org.FORWARDER_ROLE],
        }),
        identityPolicy: eventsAll,
        context: {
            "aws:PrincipalOrgID": org.ORGANIZATION,
            "aws:PrincipalArn": `arn:aws:iam::${org.MEMBER}:role/forwarder`,
        },
    };
    const by = (principal: string, organization = org.ORGANIZATION): Request => ({
        ...putting,
        principal,
        context: { "aws:PrincipalOrgID": organization, "aws:PrincipalArn": principal },
    });

    it("lets the forwarder of every account of the organization put events", async () => {
        for (const account of [org.MANAGEMENT, org.LOGGING, org.SECURITY, org.MEMBER]) {
            await assertAllowed(by(`arn:aws:iam::${account}:role/forwarder`));
        }
    });

    it("does not let another principal of the organization", async () => {
        for (const other of [
            "role/admin",
            "role/forwarder-2",
            "role/path/forwarder",
            "user/forwarder",
            "user/role/forwarder",
            "root",
        ]) {
            await assertNotAllowed(by(`arn:aws:iam::${org.MEMBER}:${other}`));
        }
    });

    it("does not let a role of the forwarder's name in another organization", () =>
        assertNotAllowed(by(`arn:aws:iam::${org.OUTSIDER}:role/forwarder`, org.OTHER_ORGANIZATION)));

    it("does not let an account without an organization, nor the anonymous", async () => {
        await assertNotAllowed({
            ...putting,
            context: { "aws:PrincipalArn": `arn:aws:iam::${org.MEMBER}:role/forwarder` },
        });
        const { identityPolicy: _, context: __, ...unsigned } = putting;
        await assertNotAllowed({ ...unsigned, principal: anonymous });
    });

    it("does not let the organization govern the bus", async () => {
        for (const action of ["events:DeleteEventBus", "events:DescribeEventBus"]) {
            await assertNotAllowed({ ...putting, action });
        }
        await assertNotAllowed({
            ...putting,
            action: "events:PutRule",
            resource: org.BUS.replace("event-bus/", "rule/").concat("/intruder"),
        });
    });

    it("speaks of no other bus", () =>
        assertNotAllowed({ ...putting, resource: org.BUS.replace("security-logging", "default") }));
});

describe("bus key policy", () => {
    const key = org.KEY.replace(org.LOGGING, org.SECURITY);
    const source = { "aws:SourceArn": org.BUS, "aws:SourceAccount": org.SECURITY };
    const context = { ...source, "kms:EncryptionContext:aws:events:event-bus:arn": org.BUS };
    const encryption: Request = {
        principal: "events.amazonaws.com",
        action: "kms:GenerateDataKey",
        resource: key,
        account: org.SECURITY,
        resourcePolicy: busKeyPolicy({ ...place, busArn: org.BUS, logsErrors: true }),
        context,
    };

    it("lets EventBridge encrypt and decrypt the events of the bus", async () => {
        await assertAllowed(encryption);
        await assertAllowed({ ...encryption, action: "kms:Decrypt" });
        await assertAllowed({ ...encryption, action: "kms:DescribeKey", context: source });
    });

    it("does not let it for another bus, another account or without context", async () => {
        const otherBus = org.BUS.replace("security-logging", "default");
        for (const changed of [
            { ...context, "aws:SourceArn": otherBus },
            { ...context, "aws:SourceAccount": org.OUTSIDER },
            { ...context, "kms:EncryptionContext:aws:events:event-bus:arn": otherBus },
            source,
        ]) {
            await assertNotAllowed({ ...encryption, context: changed });
        }
        await assertNotAllowed({
            ...encryption,
            action: "kms:DescribeKey",
            context: { ...source, "aws:SourceArn": otherBus },
        });
    });

    describe("for logs", () => {
        const logged = {
            ...encryption,
            context: {
                "kms:EncryptionContext:SourceArn": `arn:aws:logs:${place.region}:${org.SECURITY}:*`,
            },
        };
        const delivering = { ...logged, principal: "delivery.logs.amazonaws.com" };

        it("lets EventBridge encrypt them, and CloudWatch Logs take them", async () => {
            await assertAllowed(logged);
            await assertAllowed(delivering);
            await assertAllowed({ ...delivering, action: "kms:Decrypt" });
        });

        it("does not let either for those of another account or region, or for none", async () => {
            for (const request of [logged, delivering]) {
                for (const source of [
                    `arn:aws:logs:${place.region}:${org.OUTSIDER}:*`,
                    `arn:aws:logs:us-west-2:${org.SECURITY}:*`,
                ]) {
                    await assertNotAllowed({
                        ...request,
                        context: { "kms:EncryptionContext:SourceArn": source },
                    });
                }
                await assertNotAllowed({ ...request, context: {} });
            }
        });

        it("lets nobody where nothing is logged", async () => {
            const resourcePolicy = busKeyPolicy({ ...place, busArn: org.BUS, logsErrors: false });
            await assertNotAllowed({ ...logged, resourcePolicy });
            await assertNotAllowed({ ...delivering, resourcePolicy });
        });
    });

    it("lets nobody else, but for the account's own administrators", async () => {
        await assertNotAllowed({ ...encryption, principal: "cloudtrail.amazonaws.com" });
        const { context: _, ...plain } = encryption;
        await assertNotAllowed({ ...plain, principal: `arn:aws:iam::${org.MEMBER}:role/forwarder` });
        await assertAllowed({
            ...plain,
            action: "kms:PutKeyPolicy",
            principal: `arn:aws:iam::${org.SECURITY}:role/admin`,
            identityPolicy: {
                Version: "2012-10-17",
                Statement: [{ Sid: "Keys", Effect: "Allow", Action: "kms:*", Resource: "*" }],
            },
        });
    });
});
