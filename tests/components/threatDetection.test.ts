import assert from "node:assert/strict";
import { Provider } from "@pulumi/aws/provider";
import { GUARDDUTY_FEATURES } from "../../aws/guardDuty";
import { FindingsBucket } from "../../components/findingsBucket";
import { GuardDutyOrganization } from "../../components/guardDutyOrganization";
import { MacieOrganization } from "../../components/macieOrganization";
import { accessLogBucketPolicy } from "../../documents/accessLogBucket";
import { findingsBucketPolicy, findingsKeyPolicy } from "../../documents/findings";
import * as org from "../documents/organization";
import { type Resource, type Run, json, run } from "../mocks";
import { assertFamily, make } from "./component";

const HOME = "eu-west-1";
const REGIONS = ["ap-southeast-2", HOME, "us-east-1"];

const both = (): {
    readonly administratorProvider: Provider;
    readonly managementProvider: Provider;
} => ({
    administratorProvider: new Provider(`account-${org.SECURITY}`, { region: HOME }),
    managementProvider: new Provider(`account-${org.MANAGEMENT}`, { region: HOME }),
});

/** The region of a resource, of which the name tells it too. */
const regionOf = ({ inputs }: Resource): unknown => inputs["region"];

function assertHomeFirst(made: Run<unknown>, first: Resource): void {
    for (const resource of made.custom.filter((other) => regionOf(other) !== HOME)) {
        assert.ok(made.waitsFor(resource, first), `${resource.name} does not wait for ${first.name}`);
    }
}

describe("GuardDutyOrganization", () => {
    const makeIt = (features = GUARDDUTY_FEATURES.slice(0, 2)): Promise<Run<GuardDutyOrganization>> =>
        run(
            () =>
                new GuardDutyOrganization("guardduty", {
                    ...both(),
                    administrator: org.SECURITY,
                    homeRegion: HOME,
                    regions: REGIONS,
                    features,
                    bucketArn: "arn:aws:s3:::findings",
                    keyArn: org.KEY,
                }),
        );
    const TYPE = "aws:guardduty/";

    it("delegates from the management account, and does all else in the administrator's", async () => {
        const made = await makeIt();
        for (const { name, provider } of made.custom) {
            const management = /^guardduty-[a-z]+-[a-z]+-\d-administrator$/.test(name);
            assert.equal(provider, `account-${management ? org.MANAGEMENT : org.SECURITY}`, name);
        }
        const delegations = made.ofType(`${TYPE}organizationAdminAccount:OrganizationAdminAccount`);
        assert.deepEqual(
            delegations.map(({ inputs }) => [inputs["region"], inputs["adminAccountId"]]),
            REGIONS.map((region) => [region, org.SECURITY]),
        );
    });

    it("goes from detector to delegation to configuration in each region", async () => {
        const made = await makeIt();
        for (const region of REGIONS) {
            const detector = made.the(`${TYPE}detector:Detector`, `guardduty-${region}-detector`);
            const delegation = made.the(
                `${TYPE}organizationAdminAccount:OrganizationAdminAccount`,
                `guardduty-${region}-administrator`,
            );
            const configuration = made.the(
                `${TYPE}organizationConfiguration:OrganizationConfiguration`,
                `guardduty-${region}-organization`,
            );
            assert.equal(detector.inputs["enable"], true);
            assert.equal(configuration.inputs["autoEnableOrganizationMembers"], "ALL");
            assert.ok(made.waitsFor(delegation, detector));
            assert.ok(made.waitsFor(configuration, delegation));
        }
    });

    it("has the home region ready before any other begins", async () => {
        const made = await makeIt();
        const last = made.the(
            `${TYPE}detectorFeature:DetectorFeature`,
            `guardduty-${HOME}-administrator-${GUARDDUTY_FEATURES.at(-1) ?? ""}`,
        );
        assertHomeFirst(made, last);
    });

    it("sets every feature, for members and administrator, one after the other", async () => {
        const made = await makeIt(["EKS_AUDIT_LOGS", "RUNTIME_MONITORING"]);
        const features = made
            .ofType(`${TYPE}organizationConfigurationFeature:OrganizationConfigurationFeature`)
            .filter((feature) => regionOf(feature) === HOME);
        const on = features.filter(({ inputs }) => inputs["autoEnable"] === "ALL");
        assert.equal(features.length, GUARDDUTY_FEATURES.length);
        assert.deepEqual(on.map(({ inputs }) => inputs["name"]).sort(), [
            "EKS_AUDIT_LOGS",
            "RUNTIME_MONITORING",
        ]);
        for (const one of features) {
            for (const other of features) {
                assert.ok(one === other || made.waitsFor(one, other) || made.waitsFor(other, one));
            }
        }
        const own = made
            .ofType(`${TYPE}detectorFeature:DetectorFeature`)
            .filter((feature) => regionOf(feature) === HOME && feature.inputs["status"] === "ENABLED");
        assert.deepEqual(own.map(({ inputs }) => inputs["name"]).sort(), [
            "EKS_AUDIT_LOGS",
            "RUNTIME_MONITORING",
        ]);
    });

    it("exports the findings of every region, encrypted", async () => {
        const exports = (await makeIt()).ofType(`${TYPE}publishingDestination:PublishingDestination`);
        assert.deepEqual(exports.map(regionOf), REGIONS);
        for (const { inputs } of exports) {
            assert.equal(inputs["destinationArn"], "arn:aws:s3:::findings");
            assert.equal(inputs["kmsKeyArn"], org.KEY);
        }
    });
});

describe("MacieOrganization", () => {
    const makeIt = (regions: readonly string[] = REGIONS): Promise<Run<MacieOrganization>> =>
        run(
            () =>
                new MacieOrganization("macie", {
                    ...both(),
                    administrator: org.SECURITY,
                    homeRegion: HOME,
                    regions,
                    managementAccount: org.MANAGEMENT,
                    members: [
                        { account: org.MANAGEMENT, email: "management@example.com" },
                        { account: org.MEMBER, email: "member@example.com" },
                    ],
                    bucketName: "findings",
                    keyArn: org.KEY,
                }),
        );

    it("enables the administrator, delegates, then enables those that join and those that are there", async () => {
        const made = await makeIt();
        for (const region of REGIONS) {
            const session = made.the("aws:macie2/account:Account", `macie-${region}-session`);
            const delegation = made.the(
                "aws:macie2/organizationAdminAccount:OrganizationAdminAccount",
                `macie-${region}-administrator`,
            );
            const configuration = made.the(
                "aws:macie2/organizationConfiguration:OrganizationConfiguration",
                `macie-${region}-organization`,
            );
            const member = made.the("aws:macie2/member:Member", `macie-${region}-member-${org.MEMBER}`);
            assert.equal(session.inputs["status"], "ENABLED");
            assert.equal(delegation.provider, `account-${org.MANAGEMENT}`);
            assert.equal(configuration.inputs["autoEnable"], true);
            assert.equal(member.inputs["email"], "member@example.com");
            assert.ok(made.waitsFor(delegation, session));
            assert.ok(made.waitsFor(configuration, delegation));
            assert.ok(made.waitsFor(member, configuration));
        }
    });

    it("has the management account enable itself before it becomes a member, in every region", async () => {
        const made = await makeIt();
        for (const region of REGIONS) {
            const session = made.the("aws:macie2/account:Account", `macie-${region}-management-session`);
            const members = made
                .ofType("aws:macie2/member:Member")
                .filter((member) => regionOf(member) === region);
            assert.equal(session.provider, `account-${org.MANAGEMENT}`);
            assert.deepEqual([session.inputs["region"], session.inputs["status"]], [region, "ENABLED"]);
            assert.deepEqual(
                members.map((member) => [member.inputs["accountId"], made.waitsFor(member, session)]),
                [
                    [org.MANAGEMENT, true],
                    [org.MEMBER, false],
                ],
            );
        }
    });

    it("begins in another region where Macie is not in the home region, and nowhere where it is in none", async () => {
        const made = await makeIt(["us-east-1", "eu-north-1"]);
        const ready = made.the(
            "aws:macie2/organizationConfiguration:OrganizationConfiguration",
            "macie-us-east-1-organization",
        );
        const session = made.the("aws:macie2/account:Account", "macie-eu-north-1-session");
        assert.ok(made.waitsFor(session, ready));
        assert.deepEqual((await makeIt([])).ofType("aws:macie2/account:Account"), []);
    });

    it("has the home region ready before any other begins", async () => {
        const made = await makeIt();
        assertHomeFirst(
            made,
            made.the(
                "aws:macie2/organizationConfiguration:OrganizationConfiguration",
                `macie-${HOME}-organization`,
            ),
        );
    });
});

describe("FindingsBucket", () => {
    const args = {
        partition: "aws",
        account: org.SECURITY,
        bucketName: "findings",
        accessLogBucketName: "findings-access-logs",
        keyAlias: "alias/findings",
        regions: { guardduty: REGIONS },
        expireAfterDays: 100,
        accessLogDays: 400,
    } as const;
    const makeIt = (): Promise<Run<FindingsBucket>> =>
        make(org.SECURITY, (options) => new FindingsBucket("findings", args, options));

    it("is one family, all of which is kept when the services are switched off", async () => {
        const made = await makeIt();
        assertFamily(made, "security-logging:components:FindingsArchive", "findings", org.SECURITY);
        assert.ok(made.custom.every(({ retainOnDelete, protect }) => retainOnDelete && !protect));
    });

    it("is closed, versioned, and encrypted with a key of its own that is rotated", async () => {
        const made = await makeIt();
        const key = made.the("aws:kms/key:Key", "findings-key");
        assert.equal(key.inputs["enableKeyRotation"], true);
        assert.deepEqual(json(key, "policy"), findingsKeyPolicy(args));
        assert.deepEqual(
            json(made.the("aws:s3/bucketPolicy:BucketPolicy", "findings-policy"), "policy"),
            findingsBucketPolicy(args),
        );
        const encryption = made.the(
            "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
            "findings-encryption",
        );
        assert.ok(made.waitsFor(encryption, key));
        assert.match(JSON.stringify(encryption.inputs["rules"]), /"sseAlgorithm":"aws:kms"/);
        assert.deepEqual(
            made.the("aws:s3/bucketVersioning:BucketVersioning", "findings-versioning").inputs[
                "versioningConfiguration"
            ],
            { status: "Enabled" },
        );
    });

    it("has S3 log who uses it, to a bucket that takes its access logs and no other's", async () => {
        const made = await makeIt();
        const logging = made.the("aws:s3/bucketLogging:BucketLogging", "findings-access-logging");
        assert.deepEqual(logging.inputs, {
            bucket: "findings",
            targetBucket: "findings-access-logs",
            targetPrefix: "findings/",
        });
        const policy = made.the("aws:s3/bucketPolicy:BucketPolicy", "findings-access-logs-policy");
        assert.ok(made.waitsFor(logging, policy));
        assert.deepEqual(
            json(policy, "policy"),
            accessLogBucketPolicy({
                partition: "aws",
                account: org.SECURITY,
                bucketName: "findings-access-logs",
                sourceBucketNames: ["findings"],
            }),
        );
        const lifecycle = made.the(
            "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
            "findings-access-logs-lifecycle",
        );
        assert.match(JSON.stringify(lifecycle.inputs["rules"]), /"expiration":\{"days":400\}/);
    });
});
