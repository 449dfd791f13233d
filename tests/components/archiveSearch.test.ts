import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { ArchiveSearch, type ArchiveSearchArgs } from "../../components/archiveSearch";
import { searcherPermissions } from "../../documents/searcher";
import { SAVED_QUERIES } from "../../search";
import * as org from "../documents/organization";
import { type Run, json, valueOf } from "../mocks";
import { assertFamily, make } from "./component";

const args: ArchiveSearchArgs = {
    place: { partition: "aws", region: org.REGIONS.aws, account: org.LOGGING },
    archive: { bucket: "the-archive", organizationId: org.MEMBERSHIP.organizationId },
    archiveKeyArns: [pulumi.output(org.KEY)],
    expireAfterDays: 1000,
    accounts: [org.MEMBER],
    databaseName: "the_database",
    workgroupName: "the-workgroup",
    policyName: "the-policy",
    resultsBucketName: "the-results",
    resultsKeyAlias: "alias/the-results",
    accessLogBucketName: pulumi.output("the-access-logs"),
    resultsDays: 7,
    scanLimitBytes: 1024 ** 3,
};

const makeSearch = (change: Partial<ArchiveSearchArgs> = {}): Promise<Run<ArchiveSearch>> =>
    make(org.LOGGING, (options) => new ArchiveSearch("search", { ...args, ...change }, options));

const TABLE = "aws:glue/catalogTable:CatalogTable";
const WORKGROUP = "aws:athena/workgroup:Workgroup";
const RESULTS_KEY = `arn:aws:kms:us-east-1:${org.LOGGING}:key/search-results-key`;

/** A part of a resource's inputs that is an object. */
const part = (inputs: unknown, key: string): Readonly<Record<string, unknown>> =>
    (inputs as Record<string, Record<string, unknown>>)[key] ?? assert.fail(`there is no ${key}`);

describe("ArchiveSearch", () => {
    it("is one family", async () => {
        const made = await makeSearch();
        assertFamily(made, "security-logging:components:ArchiveSearch", "search", org.LOGGING);
        assert.deepEqual(
            made.custom.map(({ name }) => name).filter((name) => !/^search-(results|query)-/.test(name)),
            [
                "search-database",
                "search-policy",
                "search-table-cloudtrail",
                "search-table-cloudtrail-insights",
                "search-table-cloudtrail-network-activity",
                "search-workgroup",
            ],
        );
        assert.deepEqual(made.namesOfType("security-logging:components:QueryResultsBucket"), [
            "search-results",
        ]);
    });

    it("reads the organization's log files as they are, in a table each of events, Insights and network activity", async () => {
        const made = await makeSearch();
        for (const [resource, name, folder] of [
            ["search-table-cloudtrail", "cloudtrail", "CloudTrail"],
            ["search-table-cloudtrail-insights", "cloudtrail_insights", "CloudTrail-Insight"],
            [
                "search-table-cloudtrail-network-activity",
                "cloudtrail_network_activity",
                "CloudTrail-NetworkActivity",
            ],
        ] as const) {
            const { inputs } = made.the(TABLE, resource);
            assert.equal(inputs["name"], name);
            assert.equal(inputs["databaseName"], "the_database");
            assert.equal(inputs["tableType"], "EXTERNAL_TABLE");
            assert.deepEqual(inputs["partitionKeys"], [
                { name: "account", type: "string" },
                { name: "region", type: "string" },
                { name: "timestamp", type: "string" },
            ]);
            const storage = part(inputs, "storageDescriptor");
            assert.equal(storage["location"], `s3://the-archive/AWSLogs/${org.ORGANIZATION}/`);
            assert.equal(storage["inputFormat"], "com.amazon.emr.cloudtrail.CloudTrailInputFormat");
            assert.equal(
                storage["outputFormat"],
                "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
            );
            assert.deepEqual(storage["serDeInfo"], {
                serializationLibrary: "org.apache.hive.hcatalog.data.JsonSerDe",
            });
            const properties = part(inputs, "parameters");
            assert.equal(
                properties["storage.location.template"],
                `s3://the-archive/AWSLogs/${org.ORGANIZATION}/\${account}/${folder}/\${region}/\${timestamp}`,
            );
            assert.equal(properties["projection.account.values"], org.MEMBER);
            assert.equal(properties["projection.timestamp.range"], "NOW-1000DAYS,NOW");
        }
        const columns = part(made.the(TABLE, "search-table-cloudtrail").inputs, "storageDescriptor")[
            "columns"
        ];
        assert.deepEqual((columns as readonly unknown[])[0], { name: "eventversion", type: "string" });
    });

    it("has accounts named by the query where they are not known", async () => {
        const made = await makeSearch({ accounts: [] });
        const properties = part(made.the(TABLE, "search-table-cloudtrail").inputs, "parameters");
        assert.equal(properties["projection.account.type"], "injected");
    });

    it("lets no query choose where results go, and cancels one that scans too much", async () => {
        const made = await makeSearch();
        const workgroup = made.the(WORKGROUP, "search-workgroup");
        assert.equal(workgroup.inputs["name"], "the-workgroup");
        assert.deepEqual(workgroup.inputs["configuration"], {
            enforceWorkgroupConfiguration: true,
            publishCloudwatchMetricsEnabled: true,
            requesterPaysEnabled: false,
            bytesScannedCutoffPerQuery: 1_073_741_824,
            engineVersion: { selectedEngineVersion: "Athena engine version 3" },
            resultConfiguration: {
                outputLocation: "s3://the-results/",
                expectedBucketOwner: org.LOGGING,
                encryptionConfiguration: { encryptionOption: "SSE_KMS", kmsKeyArn: RESULTS_KEY },
            },
        });
        assert.ok(
            made.waitsFor(workgroup, made.the("aws:s3/bucketPolicy:BucketPolicy", "search-results-policy")),
        );
    });

    it("offers every saved query in its workgroup", async () => {
        const made = await makeSearch();
        assert.deepEqual(
            made.ofType("aws:athena/namedQuery:NamedQuery").map(({ inputs }) => inputs),
            [...SAVED_QUERIES]
                .sort((one, other) => (one.name < other.name ? -1 : 1))
                .map(({ name, description, sql }) => ({
                    name,
                    description,
                    workgroup: "the-workgroup",
                    database: "the_database",
                    query: sql,
                })),
        );
    });

    it("has a policy for searchers, who decrypt by two keys and encrypt by one", async () => {
        const policy = (await makeSearch()).the("aws:iam/policy:Policy", "search-policy");
        assert.equal(policy.inputs["name"], "the-policy");
        assert.deepEqual(
            json(policy, "policy"),
            searcherPermissions({
                place: args.place,
                workgroup: "the-workgroup",
                database: "the_database",
                archive: args.archive,
                archiveKeyArns: [org.KEY],
                resultsBucketName: "the-results",
                resultsKeyArn: RESULTS_KEY,
            }),
        );
    });

    it("hands out what a searcher needs to know", async () => {
        const { result } = await makeSearch();
        assert.equal(await valueOf(result.workgroupName), "the-workgroup");
        assert.equal(await valueOf(result.databaseName), "the_database");
        assert.equal(await valueOf(result.resultsBucketName), "the-results");
        assert.equal(await valueOf(result.policyArn), `arn:aws:iam::${org.LOGGING}:policy/the-policy`);
    });
});
