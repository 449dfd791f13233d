import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { QueryResultsBucket } from "../../components/queryResultsBucket";
import * as org from "../documents/organization";
import { accountsOwnKeyPolicy } from "../../documents/keyAdministration";
import { tlsOnlyBucketPolicy } from "../../documents/transport";
import { json, valueOf } from "../mocks";
import { assertClosed } from "../resources/closedBucket";
import { assertFamily, make } from "./component";

const args = {
    partition: "aws",
    account: org.LOGGING,
    bucketName: "the-results",
    keyAlias: "alias/the-results",
    accessLogBucketName: pulumi.output("the-access-logs"),
    expireAfterDays: 7,
} as const;

const makeBucket = () => make(org.LOGGING, (options) => new QueryResultsBucket("results", args, options));

describe("QueryResultsBucket", () => {
    it("is one family", async () => {
        const made = await makeBucket();
        assertFamily(made, "security-logging:components:QueryResultsBucket", "results", org.LOGGING);
        assert.deepEqual(
            made.custom.map(({ name }) => name),
            [
                "results-access-logging",
                "results-bucket",
                "results-encryption",
                "results-key",
                "results-key-alias",
                "results-lifecycle",
                "results-ownership",
                "results-policy",
                "results-public-access-block",
                "results-versioning",
            ],
        );
    });

    it("is encrypted by a key of its own, which is rotated", async () => {
        const made = await makeBucket();
        const key = made.the("aws:kms/key:Key", "results-key");
        assert.equal(key.inputs["enableKeyRotation"], true);
        assert.equal(key.inputs["deletionWindowInDays"], 30);
        assert.deepEqual(json(key, "policy"), accountsOwnKeyPolicy("aws", org.LOGGING));
        assert.equal(
            made.the("aws:kms/alias:Alias", "results-key-alias").inputs["name"],
            "alias/the-results",
        );
        assert.deepEqual(
            made.the(
                "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
                "results-encryption",
            ).inputs["rules"],
            [
                {
                    applyServerSideEncryptionByDefault: {
                        sseAlgorithm: "aws:kms",
                        kmsMasterKeyId: `arn:aws:kms:us-east-1:${org.LOGGING}:key/results-key`,
                    },
                    bucketKeyEnabled: true,
                },
            ],
        );
    });

    it("is closed to the public, and lets in TLS only", async () => {
        const made = await makeBucket();
        assertClosed(made, "results", "the-results");
        const policy = made.the("aws:s3/bucketPolicy:BucketPolicy", "results-policy");
        assert.deepEqual(json(policy, "policy"), tlsOnlyBucketPolicy("aws", "the-results"));
    });

    it("keeps versions, and removes results and what is left of them after the days it was told", async () => {
        const made = await makeBucket();
        const versioning = made.the("aws:s3/bucketVersioning:BucketVersioning", "results-versioning");
        assert.deepEqual(versioning.inputs["versioningConfiguration"], { status: "Enabled" });
        const lifecycle = made.the(
            "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
            "results-lifecycle",
        );
        assert.deepEqual(lifecycle.inputs["rules"], [
            {
                id: "expire-results",
                status: "Enabled",
                filter: {},
                expiration: { days: 7 },
                noncurrentVersionExpiration: { noncurrentDays: 1 },
                abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
            },
            {
                id: "remove-expired-delete-markers",
                status: "Enabled",
                filter: {},
                expiration: { expiredObjectDeleteMarker: true },
            },
        ]);
        assert.ok(made.waitsFor(lifecycle, versioning));
    });

    it("has who reads it logged where the archive's readers are", async () =>
        assert.deepEqual(
            (await makeBucket()).the("aws:s3/bucketLogging:BucketLogging", "results-access-logging").inputs,
            { bucket: "the-results", targetBucket: "the-access-logs", targetPrefix: "the-results/" },
        ));

    it("is not protected: a result can be had again", async () => {
        for (const { name, protect, retainOnDelete } of (await makeBucket()).custom) {
            assert.deepEqual({ protect, retainOnDelete }, { protect: false, retainOnDelete: false }, name);
        }
    });

    it("hands out its name and its key", async () => {
        const { result } = await makeBucket();
        assert.equal(await valueOf(result.bucketName), "the-results");
        assert.equal(await valueOf(result.keyArn), `arn:aws:kms:us-east-1:${org.LOGGING}:key/results-key`);
    });
});
