import assert from "node:assert/strict";
import { hiveType, projection, SEARCH_TABLES, type SearchTable } from "../../search";
import { everyFixture } from "../events/fixtures";
import { answer, ARCHIVE } from "./athena";
import { call, user } from "./records";

const table = (name: string): SearchTable =>
    SEARCH_TABLES.find((candidate) => candidate.name === name) ?? assert.fail(`there is no table ${name}`);

describe("the tables", () => {
    it("have types that Hive reads, and names that it does not change", () => {
        const identity = hiveType(table("cloudtrail").columns["useridentity"] ?? "string");
        assert.match(identity, /^struct<type:string,.*>$/);
        assert.match(identity, /onbehalfof:struct<userid:string,identitystorearn:string>/);
        assert.match(
            identity,
            /webidfederationdata:struct<federatedprovider:string,attributes:map<string,string>>/,
        );
        assert.match(identity, /inscopeof:struct<sourcearn:string,sourceaccount:string,/);
        for (const { columns } of SEARCH_TABLES) {
            for (const [name, type] of Object.entries(columns)) {
                assert.match(`${name}:${hiveType(type)}`, /^[a-z0-9_<>,:]+$/);
            }
        }
    });

    it("have a column for every field of the records that Athena's documentation names", () => {
        for (const record of everyFixture()) {
            const { columns } = table(
                record.eventCategory === "Insight"
                    ? "cloudtrail_insights"
                    : record.eventCategory === "NetworkActivity"
                      ? "cloudtrail_network_activity"
                      : "cloudtrail",
            );
            for (const field of Object.keys(record).map((name) => name.toLowerCase())) {
                assert.ok(field in columns, `${field} of ${record.eventID} has no column`);
            }
        }
    });

    it("refuse a column, or a part of one, that they do not have", async () => {
        await assert.rejects(answer("SELECT eventnam FROM cloudtrail", [], []), /"eventnam"/);
        await assert.rejects(answer("SELECT useridentity.arm FROM cloudtrail", [], []), /"arm"/);
        await assert.rejects(
            answer("SELECT useridentity FROM cloudtrail_insights", [], []),
            /"useridentity"/,
        );
    });
});

describe("the partitions", () => {
    const properties = projection(table("cloudtrail"), ARCHIVE);
    const known = projection(table("cloudtrail"), { ...ARCHIVE, accounts: ["111122223333", "444455556666"] });

    it("are those of an organization trail", () => {
        assert.equal(
            properties["storage.location.template"],
            "s3://the-archive/AWSLogs/o-exampleorg1/${account}/CloudTrail/${region}/${timestamp}",
        );
        assert.equal(
            projection(table("cloudtrail_insights"), ARCHIVE)["storage.location.template"],
            "s3://the-archive/AWSLogs/o-exampleorg1/${account}/CloudTrail-Insight/${region}/${timestamp}",
        );
    });

    it("have the days that the archive keeps", () => {
        assert.equal(properties["projection.timestamp.type"], "date");
        assert.equal(properties["projection.timestamp.format"], "yyyy/MM/dd");
        assert.equal(properties["projection.timestamp.range"], "NOW-1825DAYS,NOW");
    });

    it("have every region of the AWS partition, and no other", () => {
        const regions = (partition: "aws" | "aws-cn"): readonly string[] | undefined =>
            projection(table("cloudtrail"), { ...ARCHIVE, partition })["projection.region.values"]?.split(
                ",",
            );
        assert.ok(regions("aws")?.includes("us-east-1") && regions("aws")?.includes("ap-southeast-2"));
        assert.ok(!regions("aws")?.includes("us-gov-west-1"));
        assert.deepEqual(regions("aws-cn"), ["cn-north-1", "cn-northwest-1"]);
    });

    it("have the accounts that are known, or leave it to the query to name them", () => {
        assert.equal(properties["projection.account.type"], "injected");
        assert.ok(!("projection.account.values" in properties));
        assert.equal(known["projection.account.type"], "enum");
        assert.equal(known["projection.account.values"], "111122223333,444455556666");
    });

    it("are what a query sees, and an account that is not known is not seen", async () => {
        const records = ["111122223333", "444455556666", "777788889999"].map((recipientAccountId) =>
            call(recipientAccountId, "s3:ListBuckets", user("bob"), { recipientAccountId }),
        );
        const sql = 'SELECT account, region, "timestamp" FROM cloudtrail ORDER BY account';
        const rows = await answer(sql, [], records, {
            ...ARCHIVE,
            accounts: ["111122223333", "444455556666"],
        });
        assert.deepEqual(rows, [
            { account: "111122223333", region: "eu-central-1", timestamp: "2026/03/04" },
            { account: "444455556666", region: "eu-central-1", timestamp: "2026/03/04" },
        ]);
        assert.equal((await answer(sql, [], records)).length, 3);
    });

    it("are those of accounts with trails of their own, where there is no organization", async () => {
        const accounts = ["111122223333", "444455556666"];
        const archive = { ...ARCHIVE, place: { bucket: ARCHIVE.place.bucket }, accounts };
        assert.equal(
            projection(table("cloudtrail"), archive)["storage.location.template"],
            "s3://the-archive/AWSLogs/${account}/CloudTrail/${region}/${timestamp}",
        );
        const records = [...accounts, "777788889999"].map((recipientAccountId) =>
            call(recipientAccountId, "s3:ListBuckets", user("bob"), { recipientAccountId }),
        );
        const sql = 'SELECT account, region, "timestamp" FROM cloudtrail ORDER BY account';
        assert.deepEqual(
            await answer(sql, [], records, archive),
            accounts.map((account) => ({ account, region: "eu-central-1", timestamp: "2026/03/04" })),
        );
    });
});
