import assert from "node:assert/strict";
import { Provider } from "@pulumi/aws/provider";
import { type AdvancedEventSelector, managementEventSelector } from "../../aws/eventSelectors";
import { OrganizationTrail, type OrganizationTrailArgs } from "../../components/organizationTrail";
import * as org from "../documents/organization";
import { type Run, valueOf } from "../mocks";
import { assertFamily, make } from "./component";

const objectsRead: AdvancedEventSelector = {
    name: "Reads of objects",
    fieldSelectors: [
        { field: "eventCategory", equals: ["Data"] },
        { field: "resources.type", equals: ["AWS::S3::Object"] },
        { field: "readOnly", equals: ["true"] },
    ],
};

const args: OrganizationTrailArgs = {
    trailName: "the-trail",
    bucketName: "the-archive",
    keyArn: org.KEY,
    multiRegion: true,
    managementEvents: "all",
    furtherSelectors: [],
    insights: ["ApiCallRateInsight", "ApiErrorRateInsight"],
    manageTrustedAccess: true,
};

const TRAIL = "aws:cloudtrail/trail:Trail";
const ACCESS = "aws:organizations/awsServiceAccess:AwsServiceAccess";
const REGISTRATION = "aws:cloudtrail/organizationDelegatedAdminAccount:OrganizationDelegatedAdminAccount";

const makeTrail = (changed: Partial<OrganizationTrailArgs> = {}): Promise<Run<OrganizationTrail>> =>
    make(org.MANAGEMENT, (options) => new OrganizationTrail("trail", { ...args, ...changed }, options));

const theTrail = (made: Run<unknown>) => made.the(TRAIL, "trail-trail");

describe("OrganizationTrail", () => {
    it("is one family", async () => {
        const made = await makeTrail();
        assertFamily(made, "security-logging:components:OrganizationTrail", "trail", org.MANAGEMENT);
        assert.equal(made.custom.length, 2);
    });

    it("records the whole organization, validated and encrypted", async () =>
        assert.deepEqual(theTrail(await makeTrail()).inputs, {
            name: "the-trail",
            s3BucketName: "the-archive",
            kmsKeyId: org.KEY,
            isOrganizationTrail: true,
            isMultiRegionTrail: true,
            includeGlobalServiceEvents: true,
            enableLogging: true,
            enableLogFileValidation: true,
            advancedEventSelectors: [
                {
                    name: "Management events selector",
                    fieldSelectors: [{ field: "eventCategory", equals: ["Management"] }],
                },
            ],
            insightSelectors: [{ insightType: "ApiCallRateInsight" }, { insightType: "ApiErrorRateInsight" }],
        }));

    it("records one region where it is told to", async () =>
        assert.equal(theTrail(await makeTrail({ multiRegion: false })).inputs["isMultiRegionTrail"], false));

    it("records data events besides the management events", async () =>
        assert.deepEqual(
            theTrail(await makeTrail({ managementEvents: "write", furtherSelectors: [objectsRead] })).inputs[
                "advancedEventSelectors"
            ],
            [managementEventSelector("write"), objectsRead],
        ));

    it("looks for no unusual activity where there is none to look for", async () =>
        assert.deepEqual(theTrail(await makeTrail({ insights: [] })).inputs["insightSelectors"], []));

    it("tells a topic of log files, and delivers to a log group, where it is given one", async () => {
        const given = { topic: "arn:aws:sns:eu-west-1:222222222222:log-files" };
        const logGroup = {
            arn: "arn:aws:logs:eu-west-1:111111111111:log-group:trail:*",
            roleArn: org.READER,
        };
        const { inputs } = theTrail(await makeTrail({ ...given, logGroup }));
        assert.equal(inputs["snsTopicName"], given.topic);
        assert.equal(inputs["cloudWatchLogsGroupArn"], logGroup.arn);
        assert.equal(inputs["cloudWatchLogsRoleArn"], logGroup.roleArn);
    });

    it("turns on CloudTrail's trusted access first", async () => {
        const made = await makeTrail();
        const access = made.the(ACCESS, "trail-trusted-access");
        assert.deepEqual(access.inputs, { servicePrincipal: "cloudtrail.amazonaws.com" });
        assert.ok(made.waitsFor(theTrail(made), access));
    });

    it("leaves trusted access alone where it is another's", async () => {
        const made = await makeTrail({ manageTrustedAccess: false });
        assert.deepEqual(made.ofType(ACCESS), []);
        assert.deepEqual(theTrail(made).dependencies, []);
    });

    describe("administered by another account", () => {
        const administered = (
            changed: Partial<OrganizationTrailArgs> = {},
        ): Promise<Run<OrganizationTrail>> =>
            make(org.MANAGEMENT, (options) => {
                const provider = new Provider(`account-${org.SECURITY}`);
                const administrator = { account: org.SECURITY, provider };
                return new OrganizationTrail("trail", { ...args, ...changed, administrator }, options);
            });
        const theRegistration = (made: Run<unknown>) => made.the(REGISTRATION, "trail-administrator");

        it("registers that account by the management account, after trusted access and before the trail", async () => {
            const made = await administered();
            const registration = theRegistration(made);
            assert.deepEqual(registration.inputs, { accountId: org.SECURITY });
            assert.equal(registration.provider, `account-${org.MANAGEMENT}`);
            assert.ok(made.waitsFor(registration, made.the(ACCESS, "trail-trusted-access")));
            assert.ok(made.waitsFor(theTrail(made), registration));
        });

        it("registers it where trusted access is another's too", async () => {
            const made = await administered({ manageTrustedAccess: false });
            assert.deepEqual(theTrail(made).dependencies.length, 1);
            assert.ok(made.waitsFor(theTrail(made), theRegistration(made)));
        });

        it("is the same trail, made by that account", async () => {
            const [ours, theirs] = [await makeTrail(), await administered()].map(theTrail);
            assert.equal(theirs?.provider, `account-${org.SECURITY}`);
            assert.deepEqual(theirs.inputs, ours?.inputs);
            assert.equal(theirs.protect, true);
        });

        it("can be ended: the registration is neither protected nor kept", async () => {
            const { protect, retainOnDelete } = theRegistration(await administered());
            assert.deepEqual([protect, retainOnDelete].map(Boolean), [false, false]);
        });

        it("is not, unless it is said", async () =>
            assert.deepEqual((await makeTrail()).ofType(REGISTRATION), []));
    });

    it("is protected, and kept when its stack goes, its trusted access too", async () => {
        for (const { name, protect, retainOnDelete } of (await makeTrail()).custom) {
            assert.deepEqual({ protect, retainOnDelete }, { protect: true, retainOnDelete: true }, name);
        }
    });

    it("hands out its ARN and its name", async () => {
        const { result } = await makeTrail();
        assert.equal(
            await valueOf(result.arn),
            `arn:aws:cloudtrail:us-east-1:${org.MANAGEMENT}:trail/the-trail`,
        );
        assert.equal(await valueOf(result.trailName), "the-trail");
    });
});
