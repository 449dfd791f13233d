import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { heartbeatPattern } from "../../events/heartbeat";
import { everyForwardedEvent } from "../../events/patterns";
import type { AdvancedEventSelector } from "../../aws/eventSelectors";
import { agreedBy } from "../../settings/agreement";
import type { LoggingOutputs } from "../../stacks/logging";
import { json, valueOf } from "../mocks";
import {
    LOGGING,
    MANAGEMENT,
    REGIONS,
    SECURITY,
    STACKS,
    WORKLOAD_ONE,
    WORKLOAD_TWO,
    accountsOf,
    componentsOf,
    deployed,
    settingsOf,
} from "./organization";

const TRAIL = "aws:cloudtrail/trail:Trail";
const TARGET = "aws:cloudwatch/eventTarget:EventTarget";
const BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy";
const LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";

const archive = `security-logging-archive-${LOGGING}-eu-west-1`;
const accessLogs = `security-logging-access-logs-${LOGGING}-eu-west-1`;
const results = `security-logging-results-${LOGGING}-eu-west-1`;
const findings = `security-logging-findings-${SECURITY}-eu-west-1`;
const findingLog = `security-logging-finding-log-${SECURITY}-eu-west-1`;
const targetLog = `security-logging-target-log-${SECURITY}-eu-west-1`;
const trailArn = `arn:aws:cloudtrail:eu-west-1:${MANAGEMENT}:trail/security-logging-trail`;
const RULE_NAME = "security-logging-forward-write-events";

const deadLetters = (region: string): string =>
    `arn:aws:sqs:${region}:${SECURITY}:security-logging-dead-letters`;

const busArn = `arn:aws:events:eu-west-1:${SECURITY}:event-bus/security-events`;

const outputsOf = (outputs: object): Promise<unknown> => valueOf(pulumi.output(outputs));

describe("the role logging", () => {
    it("makes the archive, its key and the search over it, in the logging account", async () => {
        const made = await deployed(settingsOf("logging"));
        assert.deepEqual(componentsOf(made), [
            "LogArchive archive",
            "TrailKey archive-key",
            "ArchiveSearch search",
        ]);
        assert.deepEqual(accountsOf(made), [LOGGING]);
        assert.deepEqual(made.stackReferences, []);
    });

    it("encrypts the archive by that key, and trusts the trail that the management stack will make", async () => {
        const made = await deployed(settingsOf("logging"));
        const key = made.the("aws:kms/key:Key", "archive-key-key");
        const encryption = made.the(
            "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
            "archive-encryption",
        );
        assert.ok(made.waitsFor(encryption, key));
        const policies = [
            JSON.stringify(json(key, "policy")),
            JSON.stringify(json(made.the(BUCKET_POLICY, "archive-policy"), "policy")),
        ];
        for (const policy of policies) {
            assert.ok(policy.includes(trailArn), policy);
        }
    });

    it("passes on what the settings say of the archive", async () => {
        const reader = `arn:aws:iam::${SECURITY}:role/analyst`;
        const made = await deployed(
            settingsOf("logging", {
                namePrefix: "acme-logs",
                archive: {
                    bucketName: "acme-archive",
                    lock: { mode: "COMPLIANCE", days: 100, acknowledgeCompliance: true },
                    archiveAfterDays: 110,
                    expireAfterDays: 800,
                    accessLogDays: 7,
                    readers: [reader],
                },
            }),
        );
        assert.equal(made.the("aws:s3/bucket:Bucket", "archive-bucket").inputs["bucket"], "acme-archive");
        assert.deepEqual(
            made.the(
                "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
                "archive-object-lock",
            ).inputs["rule"],
            { defaultRetention: { mode: "COMPLIANCE", days: 100 } },
        );
        const lifecycle = (name: string): string =>
            JSON.stringify(
                made.the("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", name).inputs[
                    "rules"
                ],
            );
        assert.ok(lifecycle("archive-lifecycle").includes('"transitions":[{"days":110,'));
        assert.ok(lifecycle("archive-lifecycle").includes('"expiration":{"days":800}'));
        assert.ok(lifecycle("archive-access-logs-lifecycle").includes('"expiration":{"days":7}'));
        const bucketPolicy = json(made.the(BUCKET_POLICY, "archive-policy"), "policy");
        assert.ok(JSON.stringify(bucketPolicy).includes(reader));
        const keyPolicy = json(made.the("aws:kms/key:Key", "archive-key-key"), "policy");
        assert.ok(JSON.stringify(keyPolicy).includes(reader));
        assert.equal(
            made.the("aws:kms/alias:Alias", "archive-key-alias").inputs["name"],
            "alias/acme-logs-archive",
        );
    });

    it("has a further key encrypt, and keeps those before as they are, for what they encrypted", async () => {
        const [before, made] = [
            await deployed(settingsOf("logging")),
            await deployed(settingsOf("logging", { archive: { keyGeneration: 3 } })),
        ];
        const [first, second, third] = ["archive-key-key", "archive-key-2-key", "archive-key-3-key"].map(
            (name) => made.the("aws:kms/key:Key", name),
        );
        assert.deepEqual(first?.inputs, before.the("aws:kms/key:Key", "archive-key-key").inputs);
        assert.deepEqual([second?.inputs, third?.inputs], [first.inputs, first.inputs]);
        assert.deepEqual(
            made
                .ofType("aws:kms/alias:Alias")
                .flatMap(({ name, inputs }) =>
                    name.startsWith("archive-key") ? [[inputs["name"], inputs["targetKeyId"]]] : [],
                ),
            [
                ["alias/security-logging-archive-2", "archive-key-2-key"],
                ["alias/security-logging-archive-3", "archive-key-3-key"],
                ["alias/security-logging-archive", "archive-key-key"],
            ],
        );
        const arns = ["archive-key", "archive-key-2", "archive-key-3"].map(
            (name) => `arn:aws:kms:us-east-1:${LOGGING}:key/${name}-key`,
        );
        const encryption = made.the(
            "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
            "archive-encryption",
        );
        assert.ok(JSON.stringify(encryption.inputs).includes(`"kmsMasterKeyId":"${arns[2] ?? ""}"`));
        const { archiveKeyArn, formerArchiveKeyArns } = (await outputsOf(made.result)) as LoggingOutputs;
        assert.deepEqual([...(formerArchiveKeyArns as unknown as string[]), archiveKeyArn], arns);
        const searchers = JSON.stringify(json(made.the("aws:iam/policy:Policy", "search-policy"), "policy"));
        assert.ok(searchers.includes(JSON.stringify(arns)));
    });

    it("hands over what the management stack needs", async () => {
        const { result } = await deployed(settingsOf("logging"));
        assert.deepEqual(await outputsOf(result), {
            agreed: agreedBy(settingsOf("logging")),
            archiveBucket: archive,
            archiveKeyArn: `arn:aws:kms:us-east-1:${LOGGING}:key/archive-key-key`,
            accessLogBucket: accessLogs,
            searchWorkgroup: "security-logging-search",
            searchDatabase: "security_logging",
            searchResultsBucket: `security-logging-results-${LOGGING}-eu-west-1`,
            searchPolicyArn: `arn:aws:iam::${LOGGING}:policy/security-logging-search`,
        });
    });

    it("passes on what the settings say of the search, and adds the core accounts to those that are known", async () => {
        const made = await deployed(
            settingsOf("logging", {
                archive: { expireAfterDays: 800 },
                search: { accounts: [WORKLOAD_ONE, SECURITY], resultsDays: 3, scanLimitGigabytes: 2 },
            }),
        );
        const table = made.the("aws:glue/catalogTable:CatalogTable", "search-table-cloudtrail");
        const properties = table.inputs["parameters"] as Readonly<Record<string, string>>;
        assert.equal(
            properties["projection.account.values"],
            [MANAGEMENT, LOGGING, SECURITY, WORKLOAD_ONE].join(","),
        );
        assert.equal(properties["projection.timestamp.range"], "NOW-800DAYS,NOW");
        const workgroup = made.the("aws:athena/workgroup:Workgroup", "search-workgroup");
        assert.match(JSON.stringify(workgroup.inputs), /"bytesScannedCutoffPerQuery":2147483648,/);
        const lifecycle = made.the(
            "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
            "search-results-lifecycle",
        );
        assert.match(JSON.stringify(lifecycle.inputs), /"expiration":\{"days":3\}/);
    });

    it("logs who reads results where it logs who reads the archive, which takes both", async () => {
        const made = await deployed(settingsOf("logging"));
        const logging = made.the("aws:s3/bucketLogging:BucketLogging", "search-results-access-logging");
        assert.equal(logging.inputs["targetBucket"], accessLogs);
        const policy = made.the(BUCKET_POLICY, "archive-access-logs-policy");
        assert.ok(made.waitsFor(logging, policy));
        assert.ok(JSON.stringify(json(policy, "policy")).includes(`security-logging-results-${LOGGING}`));
    });

    it("makes no search where none is wanted", async () => {
        const made = await deployed(settingsOf("logging", { search: { enabled: false } }));
        assert.deepEqual(componentsOf(made), ["LogArchive archive", "TrailKey archive-key"]);
        assert.deepEqual(Object.keys(made.result), [
            "archiveBucket",
            "archiveKeyArn",
            "accessLogBucket",
            "agreed",
        ]);
        const policy = made.the(BUCKET_POLICY, "archive-access-logs-policy");
        assert.ok(!JSON.stringify(json(policy, "policy")).includes("results"));
    });
});

describe("the role management", () => {
    it("makes the trail, in the management account", async () => {
        const made = await deployed(settingsOf("management"));
        assert.deepEqual(componentsOf(made), ["OrganizationTrail organization-trail"]);
        assert.deepEqual(accountsOf(made), [MANAGEMENT]);
    });

    it("turns GuardDuty and Macie on for the organization, where the settings say so", async () => {
        const made = await deployed(
            settingsOf("management", { guardDuty: { enabled: true }, macie: { enabled: true } }),
            {
                stacks: STACKS,
                answer: ({ token, provider }) => {
                    assert.equal(token, "aws:organizations/getOrganization:getOrganization");
                    assert.equal(provider, `account-${MANAGEMENT}`);
                    const account = (id: string, state = "ACTIVE"): object => ({
                        id,
                        email: `${id}@example.com`,
                        state,
                    });
                    return {
                        accounts: [
                            ...[MANAGEMENT, SECURITY, WORKLOAD_TWO, WORKLOAD_ONE].map((id) => account(id)),
                            account("666666666666", "SUSPENDED"),
                        ],
                    };
                },
            },
        );
        assert.deepEqual(componentsOf(made), [
            "FindingsArchive findings",
            "GuardDutyOrganization guardduty",
            "MacieOrganization macie",
            "OrganizationTrail organization-trail",
        ]);
        assert.deepEqual(accountsOf(made), [MANAGEMENT, SECURITY]);
        assert.deepEqual(
            made.namesOfType("aws:macie2/member:Member"),
            REGIONS.flatMap((region) =>
                [MANAGEMENT, WORKLOAD_ONE, WORKLOAD_TWO].map((id) => `macie-${region}-member-${id}`),
            ),
        );
        assert.deepEqual(await outputsOf(made.result), {
            trailArn: `arn:aws:cloudtrail:us-east-1:${MANAGEMENT}:trail/security-logging-trail`,
            findingsBucket: `security-logging-findings-${SECURITY}-eu-west-1`,
        });
    });

    it("turns Macie on only where it is, and GuardDuty everywhere", async () => {
        const made = await deployed(
            settingsOf("management", {
                homeRegion: "eu-central-2",
                regions: ["eu-central-2", "me-south-1", "us-east-1"],
                guardDuty: { enabled: true },
                macie: { enabled: true, existingAccounts: false },
            }),
        );
        assert.deepEqual(made.namesOfType("aws:macie2/account:Account"), [
            "macie-me-south-1-session",
            "macie-us-east-1-session",
        ]);
        assert.deepEqual(made.namesOfType("aws:guardduty/detector:Detector"), [
            "guardduty-eu-central-2-detector",
            "guardduty-me-south-1-detector",
            "guardduty-us-east-1-detector",
        ]);
        const principals = JSON.stringify(json(made.the(BUCKET_POLICY, "findings-policy"), "policy"));
        assert.ok(principals.includes("guardduty.eu-central-2.amazonaws.com"), principals);
        assert.ok(!principals.includes("macie.eu-central-2.amazonaws.com"), principals);
    });

    it("takes bucket and key from the logging stack", async () => {
        const made = await deployed(settingsOf("management"));
        assert.deepEqual(made.stackReferences, ["acme/security-logging/logging"]);
        const { archiveBucket, archiveKeyArn } = STACKS["acme/security-logging/logging"];
        const { inputs } = made.the(TRAIL, "organization-trail-trail");
        assert.equal(inputs["s3BucketName"], archiveBucket);
        assert.equal(inputs["kmsKeyId"], archiveKeyArn);
    });

    it("passes on what the settings say of the trail", async () => {
        const made = await deployed(
            settingsOf("management", {
                organization: { ...settingsOf("management").organization, manageTrustedAccess: false },
                trail: {
                    name: "acme-trail",
                    multiRegion: false,
                    managementEvents: "write",
                    insights: ["ApiCallRateInsight"],
                    dataEvents: [{ type: "AWS::S3::Object", arns: "all", acknowledgeCost: true }],
                    networkActivity: { eventSources: ["kms.amazonaws.com"] },
                },
            }),
        );
        assert.deepEqual(made.ofType("aws:organizations/awsServiceAccess:AwsServiceAccess"), []);
        const { inputs } = made.the(TRAIL, "organization-trail-trail");
        assert.equal(inputs["name"], "acme-trail");
        assert.equal(inputs["isMultiRegionTrail"], false);
        assert.deepEqual(inputs["insightSelectors"], [{ insightType: "ApiCallRateInsight" }]);
        const selectors = inputs["advancedEventSelectors"] as readonly AdvancedEventSelector[];
        assert.deepEqual(
            selectors.map(({ name }) => name),
            [
                "Management events selector",
                "Data events of AWS::S3::Object",
                "Denied network activity of kms.amazonaws.com",
            ],
        );
        // What the trail writes must not make events for it to write.
        assert.deepEqual(selectors[1]?.fieldSelectors[2], {
            field: "resources.ARN",
            notStartsWiths: [archive, accessLogs, results, findings, findingLog, targetLog].map(
                (bucket) => `arn:aws:s3:::${bucket}/`,
            ),
        });
    });

    it("makes the guardrails where the settings turn them on", async () => {
        const made = await deployed(
            settingsOf("management", {
                namePrefix: "acme-logs",
                access: { roleName: "Deployer" },
                guardrails: {
                    enabled: true,
                    targets: ["ou-ab12-cd34ef56", WORKLOAD_ONE],
                    breakGlassRoleName: "break-glass",
                },
            }),
        );
        assert.deepEqual(componentsOf(made), [
            "Guardrails guardrails",
            "OrganizationTrail organization-trail",
        ]);
        const policy = made.the("aws:organizations/policy:Policy", "guardrails-policy");
        assert.equal(policy.inputs["name"], "acme-logs-guardrails");
        const content = JSON.stringify(json(policy, "content"));
        for (const part of [
            "role/Deployer",
            "role/break-glass",
            "rule/acme-logs-forward-events",
            "rule/*/acme-logs-*",
            archive.slice(16),
        ]) {
            assert.ok(content.includes(part), part);
        }
        assert.deepEqual(
            made
                .ofType("aws:organizations/policyAttachment:PolicyAttachment")
                .map(({ inputs }) => inputs["targetId"]),
            [WORKLOAD_ONE, "ou-ab12-cd34ef56"],
        );
    });

    it("makes the resource control policy where the settings turn it on, for the accounts with the evidence", async () => {
        const made = await deployed(settingsOf("management", { guardrails: { resourceControl: true } }));
        assert.deepEqual(componentsOf(made), [
            "OrganizationTrail organization-trail",
            "Guardrails resource-control",
        ]);
        const policy = made.the("aws:organizations/policy:Policy", "resource-control-policy");
        assert.equal(policy.inputs["name"], "security-logging-resource-control");
        assert.equal(policy.inputs["type"], "RESOURCE_CONTROL_POLICY");
        assert.ok(JSON.stringify(json(policy, "content")).includes(archive));
        assert.deepEqual(
            made
                .ofType("aws:organizations/policyAttachment:PolicyAttachment")
                .map(({ inputs }) => inputs["targetId"]),
            [LOGGING, SECURITY],
        );
    });

    it("makes a second one, for the guardrails' targets, where there are guardrails too", async () => {
        const made = await deployed(
            settingsOf("management", {
                guardrails: {
                    enabled: true,
                    targets: ["ou-ab12-cd34ef56"],
                    breakGlassRoleName: "break-glass",
                    resourceControl: true,
                },
            }),
        );
        const policy = made.the("aws:organizations/policy:Policy", "exempt-roles-policy");
        assert.equal(policy.inputs["name"], "security-logging-exempt-roles");
        assert.equal(policy.inputs["type"], "RESOURCE_CONTROL_POLICY");
        const content = JSON.stringify(json(policy, "content"));
        for (const part of [
            "role/stacksets-exec-*",
            "role/break-glass",
            "role/OrganizationAccountAccessRole",
            `${MANAGEMENT}:role/aws-service-role/`,
            "o-a1b2c3d4e5",
        ]) {
            assert.ok(content.includes(part), part);
        }
        assert.deepEqual(
            made
                .ofType("aws:organizations/policyAttachment:PolicyAttachment")
                .filter(({ name }) => name.startsWith("exempt-roles-"))
                .map(({ inputs }) => inputs["targetId"]),
            ["ou-ab12-cd34ef56"],
        );
    });

    it("shows the trail", async () => {
        const { result } = await deployed(settingsOf("management"));
        assert.deepEqual(await outputsOf(result), {
            trailArn: `arn:aws:cloudtrail:us-east-1:${MANAGEMENT}:trail/security-logging-trail`,
        });
    });
});

describe("the account that is closed to the public", () => {
    const ACCOUNT_BLOCK = "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock";
    const blocked = async (role: "logging" | "security", change: Record<string, unknown> = {}) =>
        (await deployed(settingsOf(role, change))).ofType(ACCOUNT_BLOCK);

    it("is the logging account, in every way, and stays so when the block is taken out of the settings", async () => {
        const [block, ...others] = await blocked("logging");
        assert.deepEqual(others, []);
        assert.deepEqual(block?.inputs, {
            accountId: LOGGING,
            blockPublicAcls: true,
            blockPublicPolicy: true,
            ignorePublicAcls: true,
            restrictPublicBuckets: true,
        });
        assert.equal(block.provider, `account-${LOGGING}`);
        assert.equal(block.retainOnDelete, true);
        assert.equal(block.protect, false);
        assert.deepEqual(await blocked("logging", { publicAccessBlock: { loggingAccount: false } }), []);
        assert.deepEqual(await blocked("logging", { access: { deploymentRoles: true } }), []);
    });

    it("is the security account only where the settings say so", async () => {
        assert.deepEqual(await blocked("security"), []);
        const [block] = await blocked("security", { publicAccessBlock: { securityAccount: true } });
        assert.equal(block?.inputs["accountId"], SECURITY);
        assert.equal(block.provider, `account-${SECURITY}`);
    });
});

describe("the role security", () => {
    it("makes the central bus and the event queue, in the security account", async () => {
        const made = await deployed(settingsOf("security"));
        assert.deepEqual(componentsOf(made), [
            "AlertTopic alerts",
            "BusDashboard bus",
            "BusErrorLog bus-errors",
            "CentralBus central-bus",
            "DeadLetterAlarms dead-letter-alarms",
            "ForwarderDeadLetters dead-letters",
            "TamperDetections detections",
            "OrganizationNews news",
            "EventQueue target-events",
        ]);
        assert.deepEqual(accountsOf(made), [SECURITY]);
        assert.deepEqual(made.stackReferences, []);
    });

    it("puts the queue behind the bus, and both before one dead-letter queue", async () => {
        const made = await deployed(settingsOf("security"));
        const target = made.the(TARGET, "target-events-target");
        assert.ok(made.waitsFor(target, made.the("aws:cloudwatch/eventBus:EventBus", "central-bus-bus")));
        const deadLetters = made.the("aws:sqs/queue:Queue", "central-bus-dead-letter-queue");
        assert.ok(made.waitsFor(target, deadLetters));
        assert.equal(target.inputs["eventBusName"], "security-events");
    });

    it("passes on what the settings say of the bus", async () => {
        const made = await deployed(
            settingsOf("security", {
                namePrefix: "acme-logs",
                // Longer than the 48 characters that the name of an archive may have.
                bus: { name: "b".repeat(60), archiveDays: 3, customerManagedKey: true },
            }),
        );
        const bus = made.the("aws:cloudwatch/eventBus:EventBus", "central-bus-bus");
        assert.equal(bus.inputs["name"], "b".repeat(60));
        assert.ok(made.waitsFor(bus, made.the("aws:kms/key:Key", "central-bus-key")));
        const { inputs } = made.the("aws:cloudwatch/eventArchive:EventArchive", "central-bus-archive");
        assert.equal(inputs["name"], "acme-logs-bus-archive");
        assert.equal(inputs["retentionDays"], 3);
        assert.equal(
            made.the("aws:kms/alias:Alias", "central-bus-key-alias").inputs["name"],
            "alias/acme-logs-bus",
        );
    });

    it("has one access log for the buckets of all targets, those that were targets once included", async () => {
        const made = await deployed(
            settingsOf("security", {
                archive: { accessLogDays: 7 },
                bus: {
                    targets: [
                        { kind: "firehose", name: "lake" },
                        { kind: "firehose", name: "sea" },
                    ],
                },
            }),
        );
        const policy = made.the(BUCKET_POLICY, "targets-access-logs-policy");
        assert.equal(policy.inputs["bucket"], targetLog);
        assert.ok(
            JSON.stringify(json(policy, "policy")).includes(
                `{"aws:SourceArn":["arn:aws:s3:::security-logging-*-${SECURITY}-eu-west-1"]}`,
            ),
        );
        const rules = made.the(LIFECYCLE, "targets-access-logs-lifecycle").inputs["rules"];
        assert.ok(JSON.stringify(rules).includes('"expiration":{"days":7}'));
        const logging = made.ofType("aws:s3/bucketLogging:BucketLogging");
        assert.deepEqual(
            logging.map(({ inputs }) => [inputs["bucket"], inputs["targetBucket"]]),
            ["lake", "sea"].map((name) => [`security-logging-${name}-${SECURITY}-eu-west-1`, targetLog]),
        );
        assert.ok(logging.every((each) => made.waitsFor(each, policy)));
        assert.ok(
            made.custom.every(({ protect }) => !protect),
            "a target can be taken out of the settings",
        );
    });

    it("delivers to what the settings say, more than the five targets that a rule has", async () => {
        const made = await deployed(
            settingsOf("security", {
                detections: { enabled: false },
                bus: {
                    targets: [
                        { kind: "queue", name: "q1" },
                        { kind: "queue", name: "q2", eventPattern: { source: ["aws.iam"] } },
                        { kind: "stream", name: "stream" },
                        { kind: "firehose", name: "lake" },
                        {
                            kind: "logGroup",
                            name: "logs",
                            inputTransformer: { template: '{"timestamp": 1, "message": "m"}' },
                        },
                        {
                            kind: "existing",
                            name: "triage",
                            arn: `arn:aws:lambda:eu-west-1:${SECURITY}:function:triage`,
                        },
                    ],
                },
            }),
        );
        assert.deepEqual(componentsOf(made), [
            "BusDashboard bus",
            "BusErrorLog bus-errors",
            "CentralBus central-bus",
            "ForwarderDeadLetters dead-letters",
            "EventFirehose target-lake",
            "EventLogGroup target-logs",
            "EventQueue target-q1",
            "EventQueue target-q2",
            "EventStream target-stream",
            "ExistingTarget target-triage",
            "AccessLogBucket targets-access-logs",
        ]);
        const rules = made.ofType("aws:cloudwatch/eventRule:EventRule");
        assert.deepEqual(
            rules.map(({ inputs }) => inputs["name"]),
            ["lake", "logs", "q1", "q2", "stream", "triage"].map((name) => `security-logging-to-${name}`),
        );
        assert.deepEqual(
            json(made.the("aws:cloudwatch/eventRule:EventRule", "target-q2-rule"), "eventPattern"),
            {
                source: ["aws.iam"],
            },
        );
        assert.deepEqual(
            json(made.the("aws:cloudwatch/eventRule:EventRule", "target-q1-rule"), "eventPattern"),
            everyForwardedEvent(),
        );
        assert.deepEqual(made.the(TARGET, "target-logs-target").inputs["inputTransformer"], {
            inputPaths: {},
            inputTemplate: '{"timestamp": 1, "message": "m"}',
        });
    });

    it("delivers to nothing where the settings say so", async () => {
        const made = await deployed(
            settingsOf("security", { detections: { enabled: false }, bus: { targets: [] } }),
        );
        assert.deepEqual(componentsOf(made), [
            "BusDashboard bus",
            "BusErrorLog bus-errors",
            "CentralBus central-bus",
            "ForwarderDeadLetters dead-letters",
        ]);
    });

    it("logs no errors of the bus where the settings say so", async () => {
        const made = await deployed(settingsOf("security", { bus: { errorLogs: false } }));
        assert.ok(!componentsOf(made).includes("BusErrorLog bus-errors"));
        assert.deepEqual(
            made.the("aws:cloudwatch/eventBus:EventBus", "central-bus-bus").inputs["logConfig"],
            {
                level: "OFF",
                includeDetail: "NONE",
            },
        );
    });

    it("has a dashboard of what the settings turn on, with the queues of every region", async () => {
        const dashboardOf = async (more: Record<string, unknown>): Promise<string> => {
            const made = await deployed(settingsOf("security", more));
            const { inputs } = made.the("aws:cloudwatch/dashboard:Dashboard", "bus-dashboard");
            assert.equal(inputs["dashboardName"], "security-logging-bus");
            return String(inputs["dashboardBody"]);
        };
        const plain = await dashboardOf({});
        for (const region of REGIONS) {
            assert.ok(
                plain.includes(`"security-logging-dead-letters",{"label":"${region}","region":"${region}"}`),
                region,
            );
        }
        assert.match(plain, /"TopicName","security-logging-alerts"/);
        assert.doesNotMatch(plain, /SELECT SUM|SOURCE/);
        const all = await dashboardOf({
            heartbeat: { enabled: true },
            detections: { enabled: false },
            bus: {
                targets: [
                    { kind: "logGroup", name: "all" },
                    { kind: "queue", name: "events" },
                ],
            },
        });
        assert.match(all, /FROM SCHEMA\(\\"security-logging\\", Account, Region\)/);
        assert.match(all, /SOURCE '\/aws\/events\/security-logging-all' /);
        assert.doesNotMatch(all, /TopicName/);
    });

    it("has no dashboard where the settings say so", async () => {
        const made = await deployed(settingsOf("security", { bus: { dashboard: false } }));
        assert.ok(!componentsOf(made).includes("BusDashboard bus"));
    });

    it("counts heartbeats where the settings say so, of the role that the members stacks make", async () => {
        const made = await deployed(settingsOf("security", { heartbeat: { enabled: true } }));
        assert.ok(componentsOf(made).includes("HeartbeatMonitor heartbeat-monitor"));
        const rule = made.the("aws:cloudwatch/eventRule:EventRule", "heartbeat-monitor-events-rule");
        assert.deepEqual(json(rule, "eventPattern"), heartbeatPattern("security-logging-heartbeat"));
        const topic = JSON.stringify(json(made.the("aws:sns/topic:Topic", "alerts-topic"), "policy"));
        assert.ok(topic.includes(`:${SECURITY}:alarm:security-logging-silence-*`), topic);
        const filter = made.the("aws:cloudwatch/logMetricFilter:LogMetricFilter", "heartbeat-monitor-filter");
        assert.equal(filter.inputs["logGroupName"], "/aws/events/security-logging/heartbeats");
    });

    it("alerts the topic of what the settings have the detections watch, and spares whom they allow", async () => {
        const ALLOWED = `arn:aws:sts::${MANAGEMENT}:assumed-role/Pipeline/*`;
        const made = await deployed(
            settingsOf("security", {
                namePrefix: "acme-logs",
                archive: { bucketName: "acme-archive" },
                access: { roleName: "Deployer" },
                detections: { emails: ["alerts@example.com"], allowedPrincipals: [ALLOWED] },
            }),
        );
        const rule = made.the("aws:cloudwatch/eventRule:EventRule", "detections-archive-deleted-rule");
        assert.equal(rule.inputs["name"], "acme-logs-detect-archive-deleted");
        assert.ok(JSON.stringify(json(rule, "eventPattern")).includes('"acme-archive"'));
        const sparing = made.the("aws:cloudwatch/eventRule:EventRule", "detections-macie-weakened-rule");
        const pattern = JSON.stringify(json(sparing, "eventPattern"));
        for (const part of ["arn:aws:sts::*:assumed-role/Deployer/security-logging*", ALLOWED]) {
            assert.ok(pattern.includes(`"${part}"`), part);
        }
        const target = made.the(TARGET, "detections-archive-deleted-target");
        assert.equal(target.inputs["arn"], `arn:aws:sns:eu-west-1:${SECURITY}:acme-logs-alerts`);
        const mail = made.the(
            "aws:sns/topicSubscription:TopicSubscription",
            "alerts-email-alerts@example.com",
        );
        assert.equal(mail.inputs["endpoint"], "alerts@example.com");
        const key = made.the("aws:kms/alias:Alias", "alerts-key-alias");
        assert.equal(key.inputs["name"], "alias/acme-logs-alerts");
    });

    it("spares a pipeline's roles, whatever their sessions, where those of the bootstrap deploy", async () => {
        const made = await deployed(
            settingsOf("security", { namePrefix: "acme-logs", access: { deploymentRoles: true } }),
        );
        const rule = made.the("aws:cloudwatch/eventRule:EventRule", "detections-macie-weakened-rule");
        const pattern = JSON.stringify(json(rule, "eventPattern"));
        assert.ok(pattern.includes('"arn:aws:sts::*:assumed-role/acme-logs-deploy-*-update/*"'), pattern);
    });

    it("makes no detections where the settings turn them off", async () => {
        const made = await deployed(settingsOf("security", { detections: { enabled: false } }));
        assert.deepEqual(componentsOf(made), [
            "BusDashboard bus",
            "BusErrorLog bus-errors",
            "CentralBus central-bus",
            "ForwarderDeadLetters dead-letters",
            "EventQueue target-events",
        ]);
        assert.ok(!("alertTopicArn" in made.result));
    });

    it("hands over what the members stacks need", async () => {
        const { result } = await deployed(settingsOf("security"));
        assert.deepEqual(await outputsOf(result), {
            agreed: agreedBy(settingsOf("security")),
            alertTopicArn: `arn:aws:sns:eu-west-1:${SECURITY}:security-logging-alerts`,
            busArn,
            deadLetterQueueArns: Object.fromEntries(
                REGIONS.map((region) => [region, deadLetters(region)] as const),
            ),
            targets: [
                {
                    name: "events",
                    arn: `arn:aws:sqs:eu-west-1:${SECURITY}:security-logging-events`,
                    ruleArn: `arn:aws:events:eu-west-1:${SECURITY}:rule/security-events/security-logging-to-events`,
                    queueUrl: `https://sqs.eu-west-1.amazonaws.com/${SECURITY}/security-logging-events`,
                },
            ],
        });
    });
});

describe("the role members", () => {
    const settings = settingsOf("members", { members: { accounts: [WORKLOAD_ONE, WORKLOAD_TWO] } });

    it("makes a forwarder in each account, by the account's one provider", async () => {
        const made = await deployed(settings);
        assert.deepEqual(componentsOf(made), [
            `WriteEventForwarder forwarder-${WORKLOAD_ONE}`,
            `WriteEventForwarder forwarder-${WORKLOAD_TWO}`,
        ]);
        assert.deepEqual(accountsOf(made), [WORKLOAD_ONE, WORKLOAD_TWO]);
        for (const { name, provider } of made.custom) {
            assert.equal(provider, `account-${name.split("-")[1]}`, name);
        }
    });

    it("forwards every region to the bus of the security stack", async () => {
        const made = await deployed(settings);
        assert.deepEqual(made.stackReferences, ["acme/security-logging/security"]);
        const targets = made.ofType(TARGET);
        assert.deepEqual(
            targets.map(({ name }) => name),
            [WORKLOAD_ONE, WORKLOAD_TWO].flatMap((account) =>
                REGIONS.map((region) => `forwarder-${account}-${region}-target`),
            ),
        );
        for (const { inputs } of targets) {
            assert.equal(inputs["arn"], STACKS["acme/security-logging/security"].busArn);
        }
    });

    it("forwards read-only events where the settings say so", async () => {
        const made = await deployed(
            settingsOf("members", { members: { accounts: [WORKLOAD_ONE] }, bus: { readOnlyEvents: true } }),
        );
        for (const { inputs } of made.ofType("aws:cloudwatch/eventRule:EventRule")) {
            assert.equal(inputs["state"], "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS");
        }
    });

    it("makes heartbeats where the settings say so, and the alarms of their silence in the security account", async () => {
        const topic = `arn:aws:sns:eu-west-1:${SECURITY}:alerts`;
        const made = await deployed(
            settingsOf("members", {
                members: { accounts: [WORKLOAD_ONE] },
                heartbeat: { enabled: true, minutes: 30, alarmTopicArn: topic },
            }),
        );
        assert.deepEqual(componentsOf(made), [
            `WriteEventForwarder forwarder-${WORKLOAD_ONE}`,
            `Heartbeat heartbeat-${WORKLOAD_ONE}`,
            `SilenceAlarms silence-${WORKLOAD_ONE}`,
        ]);
        assert.deepEqual([...accountsOf(made)].sort(), [SECURITY, WORKLOAD_ONE]);
        for (const region of REGIONS) {
            const schedule = made.the(
                "aws:scheduler/schedule:Schedule",
                `heartbeat-${WORKLOAD_ONE}-${region}-schedule`,
            );
            assert.equal(schedule.provider, `account-${WORKLOAD_ONE}`);
            assert.ok(
                made.waitsFor(
                    schedule,
                    made.the(
                        "aws:cloudwatch/eventRule:EventRule",
                        `forwarder-${WORKLOAD_ONE}-${region}-rule`,
                    ),
                ),
            );
            const alarm = made.the(
                "aws:cloudwatch/metricAlarm:MetricAlarm",
                `silence-${WORKLOAD_ONE}-${region}-alarm`,
            );
            assert.equal(alarm.provider, `account-${SECURITY}`);
            assert.equal(alarm.inputs["region"], "eu-west-1");
            assert.equal(alarm.inputs["namespace"], "security-logging");
            assert.equal(alarm.inputs["evaluationPeriods"], 6);
            assert.deepEqual(alarm.inputs["alarmActions"], [topic]);
        }
        const role = made.the("aws:iam/role:Role", `heartbeat-${WORKLOAD_ONE}-role`);
        assert.equal(role.inputs["name"], "security-logging-heartbeat");
    });

    it("forwards findings from the account that administers GuardDuty and Macie, and from no other", async () => {
        const patternsWith = async (more: object): Promise<readonly string[]> => {
            const made = await deployed(
                settingsOf("members", {
                    members: { accounts: [WORKLOAD_ONE], coreAccounts: true },
                    ...more,
                }),
            );
            return made
                .ofType("aws:cloudwatch/eventRule:EventRule")
                .filter(({ inputs }) => JSON.stringify(inputs["eventPattern"]).includes("GuardDuty Finding"))
                .map(({ provider }) => provider ?? "");
        };
        const fromSecurity = REGIONS.map(() => `account-${SECURITY}`);
        assert.deepEqual(await patternsWith({ guardDuty: { enabled: true } }), fromSecurity);
        assert.deepEqual(await patternsWith({ macie: { enabled: true } }), fromSecurity);
        assert.deepEqual(await patternsWith({}), []);
    });

    it("tells the detections' topic of silence where the settings name no other, and nobody where there is none", async () => {
        const alarmOf = async (more: object): Promise<Readonly<Record<string, unknown>>> => {
            const made = await deployed(
                settingsOf("members", {
                    members: { accounts: [WORKLOAD_ONE] },
                    heartbeat: { enabled: true },
                    ...more,
                }),
            );
            return made.the(
                "aws:cloudwatch/metricAlarm:MetricAlarm",
                `silence-${WORKLOAD_ONE}-eu-west-1-alarm`,
            ).inputs;
        };
        assert.deepEqual((await alarmOf({}))["alarmActions"], [
            `arn:aws:sns:eu-west-1:${SECURITY}:security-logging-alerts`,
        ]);
        assert.equal((await alarmOf({ detections: { enabled: false } }))["alarmActions"], undefined);
    });

    it("bounds each account's role by that account's policy where the roles of the bootstrap make it", async () => {
        const made = await deployed(
            settingsOf("members", {
                members: { accounts: [WORKLOAD_ONE, WORKLOAD_TWO] },
                access: { deploymentRoles: true },
                heartbeat: { enabled: true },
            }),
        );
        assert.deepEqual(
            made.ofType("aws:iam/role:Role").map(({ inputs }) => inputs["permissionsBoundary"]),
            ["forwarder", "heartbeat"].flatMap(() =>
                [WORKLOAD_ONE, WORKLOAD_TWO].map(
                    (account) => `arn:aws:iam::${account}:policy/security-logging-workload-boundary`,
                ),
            ),
        );
    });

    it("shows what is forwarded", async () =>
        assert.deepEqual((await deployed(settings)).result, {
            forwarding: [{ accounts: [WORKLOAD_ONE, WORKLOAD_TWO], regions: REGIONS, ruleName: RULE_NAME }],
            deadLetterQueues: REGIONS.map(deadLetters),
        }));

    it("makes one StackSet for all accounts of units, in the management account, and goes into none of them", async () => {
        const units = settingsOf("members", {
            members: { organizationalUnits: ["ou-ab12-cd34ef56"], deployment: "stackSet" },
        });
        const found = { accounts: [{ id: WORKLOAD_TWO, state: "ACTIVE", status: "" }] };
        const made = await deployed(units, { stacks: STACKS, answer: () => found });
        assert.deepEqual(componentsOf(made), ["ForwarderSet forwarders"]);
        assert.deepEqual(accountsOf(made), [MANAGEMENT]);
        const { inputs } = made.the(
            "aws:cloudformation/stackInstances:StackInstances",
            "forwarders-instances",
        );
        assert.deepEqual(inputs["regions"], REGIONS);
        assert.deepEqual(inputs["deploymentTargets"], {
            organizationalUnitIds: ["ou-ab12-cd34ef56"],
            accountFilterType: "DIFFERENCE",
            accounts: [LOGGING, SECURITY],
        });
        assert.deepEqual(made.result, {
            forwarding: [
                { accounts: [WORKLOAD_TWO], regions: REGIONS, ruleName: "security-logging-forward-events" },
            ],
            deadLetterQueues: REGIONS.map(deadLetters),
        });
    });

    it("shows in which accounts a StackSet that replaces forwarders by providers is current everywhere", async () => {
        const units = settingsOf("members", {
            members: { organizationalUnits: ["ou-ab12-cd34ef56"], deployment: "stackSet" },
        });
        const accounts = [WORKLOAD_ONE, WORKLOAD_TWO];
        const instances = accounts.flatMap((accountId) =>
            REGIONS.map((region) => ({
                accountId,
                region,
                status: accountId === WORKLOAD_TWO && region === "us-east-1" ? "OUTDATED" : "CURRENT",
            })),
        );
        const shown = async (summaries: unknown): Promise<unknown> => {
            const made = await deployed(units, {
                stacks: {
                    ...STACKS,
                    "organization/security-logging/test": {
                        forwarding: accounts.map((account) => ({ account, regions: REGIONS })),
                    },
                },
                answer: () => ({ accounts: accounts.map((id) => ({ id, state: "ACTIVE", status: "" })) }),
                tells: {
                    "aws:cloudformation/stackInstances:StackInstances": { stackInstanceSummaries: summaries },
                },
            });
            assert.deepEqual(componentsOf(made), [
                ...accounts.map((account) => `WriteEventForwarder forwarder-${account}`),
                "ForwarderSet forwarders",
            ]);
            const { supersededByStackSet } = made.result as {
                readonly supersededByStackSet: pulumi.Output<readonly string[]>;
            };
            return valueOf(supersededByStackSet);
        };
        assert.deepEqual(await shown(instances), [WORKLOAD_ONE]);
        assert.deepEqual(await shown(instances.slice(1)), []);
        assert.deepEqual(await shown(undefined), []);
    });

    it("makes it by the security account, and goes into no other, where that administers StackSets", async () => {
        const units = settingsOf("members", {
            organization: {
                id: "o-a1b2c3d4e5",
                managementAccount: MANAGEMENT,
                loggingAccount: LOGGING,
                securityAccount: SECURITY,
                delegateStackSets: true,
            },
            members: { organizationalUnits: ["ou-ab12-cd34ef56"], deployment: "stackSet" },
        });
        const found = { accounts: [{ id: WORKLOAD_TWO, state: "ACTIVE", status: "" }] };
        const made = await deployed(units, { stacks: STACKS, answer: () => found });
        assert.deepEqual(accountsOf(made), [SECURITY]);
        const set = made.the("aws:cloudformation/stackSet:StackSet", "forwarders-stack-set");
        assert.equal(set.inputs["callAs"], "DELEGATED_ADMIN");
        assert.equal(set.provider, `account-${SECURITY}`);
    });

    it("refuses a StackSet in a region where the security account has no dead-letter queue", async () => {
        const units = settingsOf("members", {
            members: { organizationalUnits: ["ou-ab12-cd34ef56"], deployment: "stackSet" },
        });
        const security = STACKS["acme/security-logging/security"];
        await assert.rejects(
            deployed(units, {
                stacks: {
                    ...STACKS,
                    "acme/security-logging/security": {
                        ...security,
                        deadLetterQueueArns: { "us-east-1": "x" },
                    },
                },
                answer: () => ({ accounts: [{ id: WORKLOAD_TWO, state: "ACTIVE", status: "" }] }),
            }),
            /the security account, which has none in eu-west-1\. Enable these regions there and deploy the security stack/,
        );
    });

    it("gives an account a queue of its own where the security account has not enabled the region", async () => {
        const security = STACKS["acme/security-logging/security"];
        const made = await deployed(settings, {
            stacks: {
                ...STACKS,
                "acme/security-logging/security": {
                    ...security,
                    deadLetterQueueArns: { "us-east-1": security.deadLetterQueueArns["us-east-1"] },
                },
            },
        });
        const own = (account: string): string =>
            `arn:aws:sqs:eu-west-1:${account}:security-logging-forwarder-dlq`;
        for (const account of [WORKLOAD_ONE, WORKLOAD_TWO]) {
            const deadLettersOf = (region: string): unknown =>
                made.the("aws:cloudwatch/eventTarget:EventTarget", `forwarder-${account}-${region}-target`)
                    .inputs["deadLetterConfig"];
            assert.deepEqual(deadLettersOf("eu-west-1"), { arn: own(account) });
            assert.deepEqual(deadLettersOf("us-east-1"), { arn: security.deadLetterQueueArns["us-east-1"] });
        }
        assert.deepEqual((made.result as { deadLetterQueues: unknown }).deadLetterQueues, [
            own(WORKLOAD_ONE),
            own(WORKLOAD_TWO),
            deadLetters("us-east-1"),
        ]);
    });
});

describe("the role organization", () => {
    const settings = settingsOf("organization", {
        members: { accounts: [WORKLOAD_ONE] },
        access: { callerAccount: MANAGEMENT },
    });

    it("makes everything, with one provider an account and no other stack", async () => {
        const made = await deployed(settings, {});
        assert.deepEqual(componentsOf(made), [
            "AlertTopic alerts",
            "LogArchive archive",
            "TrailKey archive-key",
            "BusDashboard bus",
            "BusErrorLog bus-errors",
            "CentralBus central-bus",
            "DeadLetterAlarms dead-letter-alarms",
            "ForwarderDeadLetters dead-letters",
            "TamperDetections detections",
            ...[MANAGEMENT, LOGGING, SECURITY, WORKLOAD_ONE].map(
                (account) => `WriteEventForwarder forwarder-${account}`,
            ),
            "OrganizationNews news",
            "OrganizationTrail organization-trail",
            "ArchiveSearch search",
            "EventQueue target-events",
        ]);
        assert.deepEqual(accountsOf(made), [MANAGEMENT, LOGGING, SECURITY, WORKLOAD_ONE]);
        assert.deepEqual(made.stackReferences, []);
    });

    it("makes nothing by a provider that is not one of an account", async () => {
        const made = await deployed(settings, {});
        const providers = new Set(made.custom.map(({ provider }) => provider));
        assert.deepEqual(
            [...providers].sort(),
            [MANAGEMENT, LOGGING, SECURITY, WORKLOAD_ONE].map((account) => `account-${account}`),
        );
    });

    it("makes the trail only once the archive takes its log files and the key lets it encrypt", async () => {
        const made = await deployed(settings, {});
        const trail = made.the(TRAIL, "organization-trail-trail");
        assert.ok(made.waitsFor(trail, made.the(BUCKET_POLICY, "archive-policy")));
        assert.ok(made.waitsFor(trail, made.the("aws:kms/key:Key", "archive-key-key")));
        assert.equal(trail.inputs["s3BucketName"], archive);
    });

    it("makes the trail only once CloudTrail may publish to the topic", async () => {
        const made = await deployed(
            settingsOf("organization", {
                access: { callerAccount: MANAGEMENT },
                notifications: { enabled: true },
            }),
            {},
        );
        const trail = made.the(TRAIL, "organization-trail-trail");
        const topic = made.the("aws:sns/topic:Topic", "notifications-topic-topic");
        assert.ok(made.waitsFor(trail, topic));
        assert.equal(
            trail.inputs["snsTopicName"],
            `arn:aws:sns:eu-west-1:${LOGGING}:security-logging-log-files`,
        );
    });

    it("makes a target of the bus only once the organization may put events there", async () => {
        const made = await deployed(settings, {});
        const policy = made.the("aws:cloudwatch/eventBusPolicy:EventBusPolicy", "central-bus-policy");
        const forwarding = made.ofType(TARGET).filter(({ name }) => name.startsWith("forwarder-"));
        assert.equal(forwarding.length, 8);
        for (const target of forwarding) {
            assert.ok(made.waitsFor(target, policy), target.name);
            assert.equal(target.inputs["arn"], busArn);
        }
    });

    it("shows the outputs of all roles", async () => {
        const { result } = await deployed(settings, {});
        assert.deepEqual(Object.keys((await outputsOf(result)) as object).sort(), [
            "accessLogBucket",
            "agreed",
            "alertTopicArn",
            "archiveBucket",
            "archiveKeyArn",
            "busArn",
            "deadLetterQueueArns",
            "deadLetterQueues",
            "forwarding",
            "searchDatabase",
            "searchPolicyArn",
            "searchResultsBucket",
            "searchWorkgroup",
            "targets",
            "trailArn",
        ]);
    });
});
