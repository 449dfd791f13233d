import assert from "node:assert/strict";
import { readFile, rm } from "node:fs/promises";
import * as path from "node:path";
import { CloudTrailClient, DescribeTrailsCommand, GetTrailStatusCommand } from "@aws-sdk/client-cloudtrail";
import { DescribeKeyCommand, GetKeyPolicyCommand, KMSClient } from "@aws-sdk/client-kms";
import {
    GetBucketPolicyCommand,
    GetObjectLockConfigurationCommand,
    ListBucketsCommand,
    ListObjectVersionsCommand,
    S3Client,
} from "@aws-sdk/client-s3";
import { parse } from "yaml";
import type { PolicyDocument } from "../../aws/policyDocument";
import { clientOptions } from "../../local/emulator/clients";
import type { Adoption } from "../../operate/adoption";
import type { Comparison } from "../../operate/archiveComparison";
import { type Changes, preview, TestOrganization, up, writes } from "./harness";
import { jsonOf, type Run, runAs } from "./operating";
import { type OwnTrail, setUpOwnTrail } from "./ownTrail";
import type { Stack } from "./stack";

/** What makes the trail and the bucket what they are, as AWS tells of them. */
interface Identity {
    readonly bucketCreated: Date | undefined;
    readonly keyCreated: Date | undefined;
    readonly trailArn: string | undefined;
    readonly loggingSince: Date | undefined;
    readonly logging: boolean | undefined;
    /** The versions of the objects that were there before. */
    readonly versions: readonly string[];
}

describe("an organization that takes over its own trail and archive", function () {
    this.timeout(900_000);

    let organization: TestOrganization;
    let own: OwnTrail;
    /** A trail beside it, which is moved from. */
    let old: OwnTrail;
    let logging: Stack;
    let management: Stack;
    let found: Identity;
    /** What the trail delivered before, between, and after the deployments. */
    const delivered: (readonly string[])[] = [];

    const adopt = (...args: readonly string[]): Promise<Run> =>
        runAs(organization, {}, "adopt", [...args, "--json"]);
    const adopted = async (...args: readonly string[]): Promise<Adoption> =>
        jsonOf<Adoption>("adopt", await adopt(...args));
    const file = (stack: string): string => path.join(organization.folder, `Pulumi.${stack}.yaml`);
    const s3 = (): S3Client =>
        new S3Client(clientOptions(organization.emulator, organization.ids.loggingAccount));
    const kms = (): KMSClient =>
        new KMSClient(clientOptions(organization.emulator, organization.ids.loggingAccount));

    async function identity(): Promise<Identity> {
        const trails = new CloudTrailClient(clientOptions(organization.emulator));
        const [{ Buckets = [] }, { Versions = [] }, { KeyMetadata }, { trailList = [] }, status] =
            await Promise.all([
                s3().send(new ListBucketsCommand({})),
                s3().send(new ListObjectVersionsCommand({ Bucket: own.bucket })),
                kms().send(new DescribeKeyCommand({ KeyId: own.keyArn })),
                trails.send(new DescribeTrailsCommand({ trailNameList: [own.trailArn] })),
                trails.send(new GetTrailStatusCommand({ Name: own.trailArn })),
            ]);
        const earlier = delivered[0] ?? [];
        return {
            bucketCreated: Buckets.find(({ Name }) => Name === own.bucket)?.CreationDate,
            keyCreated: KeyMetadata?.CreationDate,
            trailArn: trailList[0]?.TrailARN,
            loggingSince: status.StartLoggingTime,
            logging: status.IsLogging,
            versions: Versions.filter(({ Key = "" }) => earlier.includes(Key))
                .map(({ Key, VersionId }) => `${Key ?? ""} ${VersionId ?? ""}`)
                .sort(),
        };
    }

    /** What came into the bucket since the last time. */
    async function deliver(): Promise<void> {
        const keys = await organization.emulator.deliverLogFiles();
        const folder = `${own.prefix}/AWSLogs/${organization.ids.organizationId}/`;
        const { Versions = [] } = await s3().send(new ListObjectVersionsCommand({ Bucket: own.bucket }));
        const there = new Set(Versions.map(({ Key }) => Key));
        delivered.push(keys.filter((key) => key.startsWith(folder) && there.has(key)));
    }

    before(async () => {
        organization = await TestOrganization.start();
        own = await setUpOwnTrail(organization, "acme");
        old = await setUpOwnTrail(organization, "old");
        await organization.emulator.watchCalls(true);
        await s3().send(new ListBucketsCommand({}));
        await deliver();
        found = await identity();
        logging = await organization.stack("logging", { role: "logging", search: { enabled: false } });
        management = await organization.stack("management", {
            role: "management",
            stacks: { logging: organization.reference("logging") },
        });
    });
    after(() => organization.stop());

    it("is shown what it would mean, and nothing is changed, in AWS, the state or the files", async () => {
        const written = await readFile(file("logging"), "utf8");
        await organization.emulator.forgetCalls();
        const { done, findings, settings, stacks } = await adopted("--trail", own.trailArn);
        assert.deepEqual(writes(await organization.emulator.recordedCalls()), []);
        assert.equal(await readFile(file("logging"), "utf8"), written);
        assert.deepEqual((await logging.state()).resources, []);
        assert.deepEqual([done, findings], [false, []]);

        const [first, second] = stacks;
        assert.deepEqual(first?.refused, []);
        const of = (name: string) => first.adopted.find((each) => each.name === name);
        assert.equal(of("archive-bucket")?.id, own.bucket);
        assert.deepEqual(of("archive-bucket")?.changes, []);
        assert.equal(of("archive-key-key")?.id, own.keyArn.split("/")[1]);
        assert.equal(of("archive-key-alias")?.id, own.alias);
        for (const name of ["archive-policy", "archive-lifecycle", "archive-public-access-block"]) {
            assert.notDeepEqual(of(name)?.changes, [], name);
        }
        assert.equal(first.made["aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration"], 1);
        assert.match(second?.waits ?? "", /Deploy it first/);
        const { config } = parse(settings["logging"] ?? "") as { readonly config: Record<string, unknown> };
        assert.deepEqual(config["security-logging:trail"], { name: "acme-organization-trail" });
    });

    it("is refused what AWS cannot move: a key or a bucket of another region", async () => {
        const far = await setUpOwnTrail(organization, "far", "eu-west-1");
        const elsewhere = await adopt("--trail", far.trailArn, "--yes");
        assert.equal(elsewhere.code, 1);
        assert.match(
            elsewhere.output,
            /The key arn:aws:kms:eu-west-1:\S+ is in eu-west-1 .* would be replaced/,
        );
        await organization.stack("elsewhere", { role: "logging", archive: { bucketName: far.bucket } });
        const bucket = await adopt("--stack", "elsewhere", "--yes");
        assert.equal(bucket.code, 1);
        assert.match(bucket.output, /The bucket far-cloudtrail-logs is in eu-west-1/);
        await rm(file("elsewhere"));
    });

    it("is taken over: nothing is replaced, and a second deployment changes nothing", async () => {
        const kept = ({ urns }: Changes): void => {
            const ops = [...urns.keys()].filter((op) => !/^(create|update|read|refresh)$/.test(op));
            assert.deepEqual(ops, []);
        };
        assert.equal((await adopted("--trail", own.trailArn, "--yes")).done, true);
        const changed = await up(logging);
        kept(changed);
        assert.ok(!changed.urns.get("create")?.some((urn) => urn.endsWith("::archive-bucket")));
        await deliver();

        const { stacks, done } = await adopted("--yes");
        assert.equal(done, true);
        const [first, second] = stacks;
        assert.deepEqual(first?.adopted, []);
        assert.deepEqual(
            second?.adopted.map(({ name, id }) => [name, id]),
            [["organization-trail-trail", own.trailArn]],
        );
        kept(await up(management));
        await s3().send(new ListBucketsCommand({}));
        await deliver();

        assert.deepEqual(await identity(), found);
        assert.ok(found.versions.length > 0);
        for (const [index, keys] of delivered.entries()) {
            assert.ok(keys.length > 0, `nothing was delivered in part ${index} of ${delivered.length}`);
        }
        for (const stack of [logging, management]) {
            const { counts } = await preview(stack, { refresh: true });
            assert.deepEqual(Object.keys(counts), ["same"], `${stack.name}: ${JSON.stringify(counts)}`);
        }
    });

    it("keeps what others have in the policies, and locks from now on", async () => {
        const [{ Policy: ofBucket }, { Policy: ofKey }, { ObjectLockConfiguration: lock }] =
            await Promise.all([
                s3().send(new GetBucketPolicyCommand({ Bucket: own.bucket })),
                kms().send(new GetKeyPolicyCommand({ KeyId: own.keyArn, PolicyName: "default" })),
                s3().send(new GetObjectLockConfigurationCommand({ Bucket: own.bucket })),
            ]);
        for (const policy of [ofBucket, ofKey]) {
            const { Statement } = JSON.parse(policy ?? "") as PolicyDocument;
            const siem = Statement.find(({ Sid }) => Sid === "Siem");
            assert.deepEqual(siem?.Principal, { AWS: own.reader });
        }
        assert.equal(lock?.Rule?.DefaultRetention?.Mode, "GOVERNANCE");
    });

    it("is shown that the archive has every event that another trail delivered, before that ends", async () => {
        const soon = new Date(Date.now() + 60_000).toISOString();
        const run = await runAs(organization, {}, "compare", [
            ...["--other", `s3://${old.bucket}/${old.prefix}`, "--from", "1h", "--to", soon, "--json"],
        ]);
        const { complete, origins } = await jsonOf<Comparison>("compare", run);
        assert.deepEqual([run.code, complete], [0, true], run.output);
        assert.ok(origins.some(({ inBoth }) => inBoth > 0));
    });
});
