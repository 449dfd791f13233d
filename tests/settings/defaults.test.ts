import assert from "node:assert/strict";
import { parseSettings } from "../../settings";
import { VALID } from "./valid";

describe("settings that are left out", () => {
    it("are filled in", () => {
        assert.deepEqual(parseSettings(VALID), {
            role: "organization",
            organization: { ...VALID.organization, manageTrustedAccess: true, delegateStackSets: false },
            homeRegion: "us-east-1",
            partition: "aws",
            regions: "enabled",
            namePrefix: "security-logging",
            access: { roleName: "OrganizationAccountAccessRole", deploymentRoles: false },
            membership: { organizationId: "o-a1b2c3d4e5", managementAccount: "111111111111" },
            members: {
                accounts: [],
                organizationalUnits: [],
                coreAccounts: true,
                deployment: "providers",
                unreachable: "fail",
                stackSet: { nameSuffix: "", failureTolerancePercentage: 10, retainWhenLeaving: false },
            },
            trail: {
                scope: "organization",
                name: "security-logging-trail",
                multiRegion: true,
                managementEvents: "all",
                insights: ["ApiCallRateInsight", "ApiErrorRateInsight"],
                dataEvents: [],
                networkActivity: { eventSources: [], deniedOnly: true },
            },
            archive: {
                bucketName: "security-logging-archive-222222222222-us-east-1",
                lock: { mode: "GOVERNANCE", days: 365, acknowledgeCompliance: false },
                archiveAfterDays: 365,
                expireAfterDays: 1825,
                accessLogDays: 400,
                prefix: "",
                readers: [],
                keyAlias: "alias/security-logging-archive",
                keyGeneration: 1,
                policyStatements: [],
                keyStatements: [],
            },
            publicAccessBlock: { loggingAccount: true, securityAccount: false },
            notifications: { enabled: false, subscriberAccounts: [] },
            cloudWatchLogs: { enabled: false, retentionDays: 365, cisAlarms: { enabled: false, emails: [] } },
            search: { enabled: true, accounts: [], resultsDays: 30, scanLimitGigabytes: 200 },
            bus: {
                name: "security-events",
                archiveDays: 30,
                readOnlyEvents: false,
                customerManagedKey: false,
                deadLetterAlarms: true,
                dashboard: true,
                errorLogs: true,
                targets: [{ kind: "queue", name: "events" }],
            },
            heartbeat: { enabled: false, minutes: 15 },
            guardDuty: {
                enabled: false,
                features: [
                    "S3_DATA_EVENTS",
                    "EKS_AUDIT_LOGS",
                    "EBS_MALWARE_PROTECTION",
                    "RDS_LOGIN_EVENTS",
                    "LAMBDA_NETWORK_LOGS",
                ],
            },
            macie: { enabled: false, existingAccounts: true },
            findings: { expireAfterDays: 1825 },
            detections: { enabled: true, news: true, emails: [], allowedPrincipals: [] },
            guardrails: { enabled: false, targets: [], resourceControl: false },
            stacks: {},
            importKept: false,
            tags: {},
        });
    });

    it("depend on the role: only the stack of everything forwards from the core accounts by itself", () => {
        const core = (change: object): boolean => parseSettings({ ...VALID, ...change }).members.coreAccounts;
        const members = { accounts: ["444444444444"] };
        assert.equal(core({ members }), true);
        assert.equal(core({ role: "members", members, stacks: { security: "s" } }), false);
        assert.equal(
            core({ role: "members", members: { coreAccounts: true }, stacks: { security: "s" } }),
            true,
        );
        assert.equal(core({ role: "logging" }), false);
    });

    it("leave a target that is made here with the least of its kind", () => {
        const targets = [
            { kind: "stream", name: "siem" },
            { kind: "firehose", name: "lake" },
            {
                kind: "logGroup",
                name: "logs",
                inputTransformer: { template: '{"timestamp": 1, "message": "m"}' },
            },
        ];
        assert.deepEqual(parseSettings({ ...VALID, bus: { targets } }).bus.targets, [
            { kind: "stream", name: "siem", shards: 1, retentionDays: 7 },
            { kind: "firehose", name: "lake", days: 365 },
            {
                kind: "logGroup",
                name: "logs",
                inputTransformer: { inputPaths: {}, template: '{"timestamp": 1, "message": "m"}' },
            },
        ]);
    });

    it("do not override what is written", () => {
        const written = {
            ...VALID,
            trail: { name: "org.trail" },
            archive: {
                bucketName: "my-archive",
                lock: { mode: "COMPLIANCE", acknowledgeCompliance: true, days: 30 },
            },
        };
        const { trail, archive } = parseSettings(written);
        assert.equal(trail.name, "org.trail");
        assert.equal(archive.bucketName, "my-archive");
        assert.deepEqual(archive.lock, { mode: "COMPLIANCE", days: 30, acknowledgeCompliance: true });
    });
});

describe("the partition", () => {
    it("is that of the home region, and its global services' region is the one that a list needs", () => {
        const china = { ...VALID, homeRegion: "cn-north-1", regions: ["cn-north-1"] };
        const govCloud = { ...VALID, homeRegion: "us-gov-west-1", regions: ["us-gov-west-1"] };
        assert.equal(parseSettings(china).partition, "aws-cn");
        assert.equal(parseSettings(govCloud).partition, "aws-us-gov");
    });
});
