import assert from "node:assert/strict";
import { SettingsError } from "../../settings";
import { guardedBy } from "../../stacks/detections";
import { type Run, json } from "../mocks";
import {
    LOGGING,
    SECURITY,
    STACKS,
    WORKLOAD_ONE,
    WORKLOAD_TWO,
    accountSettingsOf,
    accountsOf,
    componentsOf,
    deployed,
} from "./organization";

const ACCOUNTS = [LOGGING, SECURITY, WORKLOAD_ONE, WORKLOAD_TWO];
const TRAIL = "aws:cloudtrail/trail:Trail";
const logging = STACKS["acme/security-logging/logging"];

const trailArn = (account: string): string =>
    `arn:aws:cloudtrail:eu-west-1:${account}:trail/security-logging-trail`;
const trailOf = (made: Run<unknown>, account: string) => made.the(TRAIL, `trail-${account}-trail`);
const textOf = (value: unknown): string => JSON.stringify(value);

describe("the role members where each account has its own trail", () => {
    it("makes a trail beside each forwarder, by the account's one provider", async () => {
        const made = await deployed(accountSettingsOf("members"));
        assert.deepEqual(componentsOf(made), [
            `WriteEventForwarder forwarder-${WORKLOAD_ONE}`,
            `WriteEventForwarder forwarder-${WORKLOAD_TWO}`,
            `AccountTrail trail-${WORKLOAD_ONE}`,
            `AccountTrail trail-${WORKLOAD_TWO}`,
        ]);
        assert.deepEqual(accountsOf(made), [WORKLOAD_ONE, WORKLOAD_TWO]);
        for (const account of [WORKLOAD_ONE, WORKLOAD_TWO]) {
            const trail = trailOf(made, account);
            assert.equal(trail.provider, `account-${account}`);
            assert.equal(trail.inputs["isOrganizationTrail"], false);
            assert.equal(trail.inputs["name"], "security-logging-trail");
        }
    });

    it("delivers to the archive of the logging stack, under its key", async () => {
        const made = await deployed(accountSettingsOf("members"));
        assert.deepEqual([...made.stackReferences].sort(), [
            "acme/security-logging/logging",
            "acme/security-logging/security",
        ]);
        for (const { inputs } of made.ofType(TRAIL)) {
            assert.equal(inputs["s3BucketName"], logging.archiveBucket);
            assert.equal(inputs["kmsKeyId"], logging.archiveKeyArn);
            assert.ok(!("snsTopicName" in inputs));
        }
    });

    it("makes the trails that the settings describe", async () => {
        const made = await deployed(
            accountSettingsOf("members", {
                trail: {
                    scope: "account",
                    name: "own",
                    multiRegion: false,
                    managementEvents: "write",
                    insights: ["ApiErrorRateInsight"],
                    dataEvents: [{ type: "AWS::S3::Object", arns: ["arn:aws:s3:::payroll/"] }],
                },
            }),
        );
        for (const { inputs } of made.ofType(TRAIL)) {
            assert.equal(inputs["name"], "own");
            assert.equal(inputs["isMultiRegionTrail"], false);
            assert.deepEqual(inputs["insightSelectors"], [{ insightType: "ApiErrorRateInsight" }]);
            assert.match(textOf(inputs["advancedEventSelectors"]), /"readOnly"\}.*:::payroll\//);
        }
    });

    it("covers the core accounts where the settings say so", async () => {
        const made = await deployed(accountSettingsOf("members", { members: { coreAccounts: true } }));
        assert.deepEqual(accountsOf(made), [LOGGING, SECURITY]);
        assert.equal(made.ofType(TRAIL).length, 2);
    });

    it("tells the topic of the logging stack, the logging account's trail by its name", async () => {
        const made = await deployed(
            accountSettingsOf("members", {
                members: { accounts: [WORKLOAD_ONE], coreAccounts: true },
                notifications: { enabled: true },
            }),
        );
        const { notificationTopicArn: topic } = logging;
        assert.equal(trailOf(made, WORKLOAD_ONE).inputs["snsTopicName"], topic);
        assert.equal(trailOf(made, SECURITY).inputs["snsTopicName"], topic);
        assert.equal(trailOf(made, LOGGING).inputs["snsTopicName"], "the-topic");
    });

    it("tells a topic that is there already, its own account's trail by its name", async () => {
        const topic = `arn:aws:sns:eu-west-1:${WORKLOAD_ONE}:log-files`;
        const made = await deployed(
            accountSettingsOf("members", {
                notifications: { enabled: true, existingTopicArn: topic },
            }),
        );
        assert.equal(trailOf(made, WORKLOAD_ONE).inputs["snsTopicName"], "log-files");
        assert.equal(trailOf(made, WORKLOAD_TWO).inputs["snsTopicName"], topic);
    });

    it("shows the trails", async () => {
        const { result } = await deployed(accountSettingsOf("members"));
        const { trailArns } = result as { readonly trailArns: readonly unknown[] };
        assert.equal(trailArns.length, 2);
    });
});

describe("the role logging where each account has its own trail", () => {
    it("lets all accounts' trails deliver, encrypt and publish", async () => {
        const made = await deployed(accountSettingsOf("logging", { notifications: { enabled: true } }));
        const documents = [
            json(made.the("aws:s3/bucketPolicy:BucketPolicy", "archive-policy"), "policy"),
            json(made.the("aws:kms/key:Key", "archive-key-key"), "policy"),
            json(made.the("aws:sns/topic:Topic", "notifications-topic-topic"), "policy"),
        ];
        for (const document of documents) {
            for (const account of ACCOUNTS) {
                assert.ok(textOf(document).includes(`"${trailArn(account)}"`), textOf(document));
            }
            assert.doesNotMatch(textOf(document), /PrincipalOrgID/);
        }
    });

    it("is refused with more accounts and readers than the archive's policy has room for", async () => {
        const accounts = Array.from({ length: 60 }, (_, index) => String(100_000_000_000 + index));
        const readers = [`arn:aws:iam::${LOGGING}:role/Analyst`];
        await assert.rejects(
            deployed(accountSettingsOf("logging", { members: { accounts }, archive: { readers } })),
            (error) => {
                assert.ok(error instanceof SettingsError);
                assert.match(
                    error.mistakes.join("\n"),
                    /^members.accounts, archive.readers and archive.policyStatements are too many: the policy of the archive's bucket would have \d{5} bytes \(trails: 62, readers: 1, statements of others: 0\), and S3 takes 20480. Name fewer, or shorten trail.name or archive.bucketName.$/,
                );
                return true;
            },
        );
    });

    it("searches the accounts' folders, and those of the core accounts with the ones that are listed", async () => {
        const made = await deployed(accountSettingsOf("logging", { search: { accounts: [WORKLOAD_ONE] } }));
        const table = made.the("aws:glue/catalogTable:CatalogTable", "search-table-cloudtrail");
        const parameters = table.inputs["parameters"] as Readonly<Record<string, string>>;
        assert.equal(parameters["projection.account.values"], [LOGGING, SECURITY, WORKLOAD_ONE].join(","));
        assert.match(parameters["storage.location.template"] ?? "", /\/AWSLogs\/\$\{account\}\/CloudTrail\//);
    });
});

describe("the role security where each account has its own trail", () => {
    it("lets all accounts, and no others, put events", async () => {
        const made = await deployed(accountSettingsOf("security"));
        const policy = made.the("aws:cloudwatch/eventBusPolicy:EventBusPolicy", "central-bus-policy");
        const { Statement: statements } = json(policy, "policy") as {
            readonly Statement: readonly { readonly Principal: unknown }[];
        };
        assert.deepEqual(
            statements.map(({ Principal }) => Principal),
            [{ AWS: ACCOUNTS.map((account) => `arn:aws:iam::${account}:root`) }],
        );
    });

    it("watches over the trail of every account", () =>
        assert.deepEqual(guardedBy(accountSettingsOf("security")).trailArn, {
            wildcard: "arn:aws:cloudtrail:eu-west-1:*:trail/security-logging-trail",
        }));
});

describe("the role organization where each account has its own trail", () => {
    it("makes everything but what is the management account's", async () => {
        const made = await deployed(accountSettingsOf("organization"), {});
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
            ...ACCOUNTS.map((account) => `WriteEventForwarder forwarder-${account}`),
            "ArchiveSearch search",
            "EventQueue target-events",
            ...ACCOUNTS.map((account) => `AccountTrail trail-${account}`),
        ]);
        assert.deepEqual([...accountsOf(made)].sort(), ACCOUNTS);
        assert.deepEqual(made.stackReferences, []);
        assert.deepEqual(made.ofType("aws:organizations/awsServiceAccess:AwsServiceAccess"), []);
    });

    it("makes each trail only once the archive takes its log files and the key lets it encrypt", async () => {
        const made = await deployed(accountSettingsOf("organization"), {});
        for (const account of ACCOUNTS) {
            const trail = trailOf(made, account);
            assert.ok(made.waitsFor(trail, made.the("aws:s3/bucketPolicy:BucketPolicy", "archive-policy")));
            assert.ok(made.waitsFor(trail, made.the("aws:kms/key:Key", "archive-key-key")));
        }
    });

    it("describes the archive's key without a list that grows", async () => {
        const made = await deployed(accountSettingsOf("organization"), {});
        const { inputs } = made.the("aws:kms/key:Key", "archive-key-key");
        assert.equal(
            inputs["description"],
            "Encrypts the CloudTrail log archive of the trails of several accounts",
        );
    });
});
