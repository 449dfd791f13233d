import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { LogArchive, type LogArchiveArgs } from "../../components/logArchive";
import { accessLogBucketPolicy } from "../../documents/accessLogBucket";
import { archiveBucketPolicy } from "../../documents/archiveBucket";
import * as org from "../documents/organization";
import { json, valueOf } from "../mocks";
import { assertClosed } from "../resources/closedBucket";
import { assertFamily, make } from "./component";

const args: LogArchiveArgs = {
    partition: "aws",
    account: org.LOGGING,
    bucketName: "the-archive",
    accessLogBucketName: "the-access-logs",
    otherLoggedBucketNames: ["the-results"],
    keyArn: pulumi.output(org.KEY),
    trails: org.TRAILS,
    membership: org.MEMBERSHIP,
    readers: [org.READER],
    lock: { mode: "COMPLIANCE", days: 90 },
    transitionAfterDays: 30,
    expireAfterDays: 1825,
    accessLogDays: 400,
};

const makeArchive = (changed: Partial<LogArchiveArgs> = {}) =>
    make(org.LOGGING, (options) => new LogArchive("archive", { ...args, ...changed }, options));

describe("LogArchive", () => {
    it("is one family", async () => {
        const made = await makeArchive();
        assertFamily(made, "security-logging:components:LogArchive", "archive", org.LOGGING);
        assert.deepEqual(
            made.custom.map(({ name }) => name).filter((name) => !name.startsWith("archive-access-logs-")),
            [
                "archive-access-logging",
                "archive-bucket",
                "archive-encryption",
                "archive-lifecycle",
                "archive-object-lock",
                "archive-ownership",
                "archive-policy",
                "archive-public-access-block",
                "archive-versioning",
            ],
        );
    });

    it("has Object Lock from its creation, and nothing that would empty it", async () =>
        assert.deepEqual((await makeArchive()).the("aws:s3/bucket:Bucket", "archive-bucket").inputs, {
            bucket: "the-archive",
            objectLockEnabled: true,
        }));

    it("is made in the account's own namespace where its name says so", async () => {
        const bucketName = `logs-${org.LOGGING}-eu-west-1-an`;
        assert.deepEqual(
            (await makeArchive({ bucketName })).the("aws:s3/bucket:Bucket", "archive-bucket").inputs,
            {
                bucket: bucketName,
                bucketNamespace: "account-regional",
                objectLockEnabled: true,
            },
        );
    });

    it("keeps every version", async () =>
        assert.deepEqual(
            (await makeArchive()).the("aws:s3/bucketVersioning:BucketVersioning", "archive-versioning")
                .inputs,
            { bucket: "the-archive", versioningConfiguration: { status: "Enabled" } },
        ));

    it("locks log files in the mode and for the days it was told, once versioning is on", async () => {
        const made = await makeArchive();
        const lock = made.the(
            "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
            "archive-object-lock",
        );
        assert.deepEqual(lock.inputs, {
            bucket: "the-archive",
            rule: { defaultRetention: { mode: "COMPLIANCE", days: 90 } },
        });
        const versioning = made.the("aws:s3/bucketVersioning:BucketVersioning", "archive-versioning");
        assert.ok(made.waitsFor(lock, versioning));
    });

    it("encrypts by its key, with a bucket key", async () =>
        assert.deepEqual(
            (await makeArchive()).the(
                "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
                "archive-encryption",
            ).inputs,
            {
                bucket: "the-archive",
                rules: [
                    {
                        applyServerSideEncryptionByDefault: {
                            sseAlgorithm: "aws:kms",
                            kmsMasterKeyId: org.KEY,
                        },
                        bucketKeyEnabled: true,
                    },
                ],
            },
        ));

    it("is closed to the public", async () => assertClosed(await makeArchive(), "archive", "the-archive"));

    it("moves log files to Glacier Instant Retrieval, expires them, and then removes what is left", async () => {
        const made = await makeArchive();
        const lifecycle = made.the(
            "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
            "archive-lifecycle",
        );
        assert.deepEqual(lifecycle.inputs, {
            bucket: "the-archive",
            rules: [
                {
                    id: "archive-and-expire-log-files",
                    status: "Enabled",
                    filter: {},
                    transitions: [{ days: 30, storageClass: "GLACIER_IR" }],
                    expiration: { days: 1825 },
                    noncurrentVersionExpiration: { noncurrentDays: 90 },
                    abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
                },
                {
                    id: "remove-expired-delete-markers",
                    status: "Enabled",
                    filter: {},
                    expiration: { expiredObjectDeleteMarker: true },
                },
            ],
        });
        const versioning = made.the("aws:s3/bucketVersioning:BucketVersioning", "archive-versioning");
        assert.ok(made.waitsFor(lifecycle, versioning));
    });

    it("lets its trail and its readers in", async () => {
        const policy = (await makeArchive()).the("aws:s3/bucketPolicy:BucketPolicy", "archive-policy");
        assert.equal(policy.inputs["bucket"], "the-archive");
        assert.deepEqual(
            json(policy, "policy"),
            archiveBucketPolicy({
                partition: "aws",
                bucketName: "the-archive",
                trails: org.TRAILS,
                membership: org.MEMBERSHIP,
                readers: [org.READER],
            }),
        );
    });

    it("logs access to a bucket of its own, once S3 may deliver there", async () => {
        const made = await makeArchive();
        const logging = made.the("aws:s3/bucketLogging:BucketLogging", "archive-access-logging");
        assert.deepEqual(logging.inputs, {
            bucket: "the-archive",
            targetBucket: "the-access-logs",
            targetPrefix: "the-archive/",
        });
        const policy = made.the("aws:s3/bucketPolicy:BucketPolicy", "archive-access-logs-policy");
        assert.ok(made.waitsFor(logging, policy));
        assert.deepEqual(
            json(policy, "policy"),
            accessLogBucketPolicy({
                partition: "aws",
                account: org.LOGGING,
                bucketName: "the-access-logs",
                sourceBucketNames: ["the-archive", "the-results"],
            }),
        );
        assert.deepEqual(
            made.the(
                "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
                "archive-access-logs-lifecycle",
            ).inputs["rules"],
            [
                {
                    id: "expire-access-logs",
                    status: "Enabled",
                    filter: {},
                    expiration: { days: 400 },
                    noncurrentVersionExpiration: { noncurrentDays: 90 },
                    abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
                },
                {
                    id: "remove-expired-delete-markers",
                    status: "Enabled",
                    filter: {},
                    expiration: { expiredObjectDeleteMarker: true },
                },
            ],
        );
        assert.deepEqual(made.namesOfType("security-logging:components:AccessLogBucket"), [
            "archive-access-logs",
        ]);
    });

    it("is protected, and kept as it is when its stack goes: a bucket without its policy would take no logs", async () => {
        for (const { name, protect, retainOnDelete } of (await makeArchive()).custom) {
            assert.deepEqual({ protect, retainOnDelete }, { protect: true, retainOnDelete: true }, name);
        }
    });

    it("hands out its names", async () => {
        const { result } = await makeArchive();
        assert.equal(await valueOf(result.bucketName), "the-archive");
        assert.equal(await valueOf(result.bucketArn), "arn:aws:s3:::the-archive");
        assert.equal(await valueOf(result.accessLogBucketName), "the-access-logs");
    });
});
