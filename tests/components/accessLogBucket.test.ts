import assert from "node:assert/strict";
import { AccessLogBucket } from "../../components/accessLogBucket";
import { accessLogBucketPolicy } from "../../documents/accessLogBucket";
import * as org from "../documents/organization";
import { json, valueOf } from "../mocks";
import { assertClosed } from "../resources/closedBucket";
import { assertFamily, make } from "./component";

const args = {
    partition: "aws",
    account: org.LOGGING,
    bucketName: "the-access-logs",
    sourceBucketNames: ["the-archive", "the-results"],
    expireAfterDays: 400,
} as const;

const makeBucket = () => make(org.LOGGING, (options) => new AccessLogBucket("logs", args, options));

describe("AccessLogBucket", () => {
    it("is one family", async () => {
        const made = await makeBucket();
        assertFamily(made, "security-logging:components:AccessLogBucket", "logs", org.LOGGING);
        assert.deepEqual(
            made.custom.map(({ name }) => name),
            [
                "logs-bucket",
                "logs-encryption",
                "logs-lifecycle",
                "logs-ownership",
                "logs-policy",
                "logs-public-access-block",
                "logs-versioning",
            ],
        );
    });

    it("is encrypted by S3's own keys and has no Object Lock, as S3 delivers to no other kind", async () => {
        const made = await makeBucket();
        assert.deepEqual(made.the("aws:s3/bucket:Bucket", "logs-bucket").inputs, {
            bucket: "the-access-logs",
        });
        assert.deepEqual(
            made.the(
                "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
                "logs-encryption",
            ).inputs,
            {
                bucket: "the-access-logs",
                rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
            },
        );
    });

    it("is closed to the public", async () => assertClosed(await makeBucket(), "logs", "the-access-logs"));

    it("keeps every version", async () =>
        assert.deepEqual(
            (await makeBucket()).the("aws:s3/bucketVersioning:BucketVersioning", "logs-versioning").inputs,
            { bucket: "the-access-logs", versioningConfiguration: { status: "Enabled" } },
        ));

    it("expires logs after the days it was told, and what was replaced or has expired later", async () =>
        assert.deepEqual(
            (await makeBucket()).the(
                "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
                "logs-lifecycle",
            ).inputs,
            {
                bucket: "the-access-logs",
                rules: [
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
            },
        ));

    it("lets the logs of its source buckets in", async () => {
        const policy = (await makeBucket()).the("aws:s3/bucketPolicy:BucketPolicy", "logs-policy");
        assert.equal(policy.inputs["bucket"], "the-access-logs");
        assert.deepEqual(
            json(policy, "policy"),
            accessLogBucketPolicy({
                partition: "aws",
                account: org.LOGGING,
                bucketName: "the-access-logs",
                sourceBucketNames: ["the-archive", "the-results"],
            }),
        );
    });

    it("is kept as it is when its stack goes, and protected where the component is", async () => {
        for (const { name, protect, retainOnDelete } of (await makeBucket()).custom) {
            assert.deepEqual({ protect, retainOnDelete }, { protect: false, retainOnDelete: true }, name);
        }
        const made = await make(
            org.LOGGING,
            (options) => new AccessLogBucket("logs", args, { ...options, protect: true }),
        );
        for (const { name, protect } of made.custom) {
            assert.equal(protect, true, name);
        }
    });

    it("hands out its name", async () =>
        assert.equal(await valueOf((await makeBucket()).result.bucketName), "the-access-logs"));
});
