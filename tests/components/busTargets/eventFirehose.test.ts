import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { EventFirehose } from "../../../components/busTargets/eventFirehose";
import { putToFirehose } from "../../../documents/targetRole";
import { firehosePermissions, firehoseTrust } from "../../../documents/firehose";
import { logGroupKeyPolicy } from "../../../documents/logGroup";
import * as org from "../../documents/organization";
import { tlsOnlyBucketPolicy } from "../../../documents/transport";
import { json, valueOf } from "../../mocks";
import { assertClosed } from "../../resources/closedBucket";
import { assertFamily, make } from "../component";
import {
    assertDelivers,
    assertKey,
    assertRole,
    BUS_RULE,
    keyArn,
    PLACE,
    ROLE_ARN,
} from "../../resources/busRule";

const ARN = `arn:aws:firehose:us-east-1:${org.SECURITY}:deliverystream/the-stream`;
const ERRORS_ARN = `arn:aws:logs:us-east-1:${org.SECURITY}:log-group:/aws/kinesisfirehose/the-stream`;
const KEY = keyArn("lake-events");
const STREAM = "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream";

const makeFirehose = () =>
    make(
        org.SECURITY,
        (options) =>
            new EventFirehose(
                "lake",
                {
                    ...BUS_RULE,
                    streamName: "the-stream",
                    bucketName: "the-bucket",
                    expireAfterDays: 90,
                    accessLogBucketName: pulumi.output("the-access-logs"),
                    roleName: "the-role",
                    bucketRoleName: "the-bucket-role",
                    keyAlias: "alias/the-key",
                    errorLogGroupName: "/aws/kinesisfirehose/the-stream",
                },
                options,
            ),
    );

describe("EventFirehose", () => {
    it("is one family", async () => {
        const made = await makeFirehose();
        assertFamily(made, "security-logging:components:EventFirehose", "lake", org.SECURITY);
    });

    it("delivers compressed lines to its bucket, encrypted on the way and there", async () => {
        const { serverSideEncryption, extendedS3Configuration, ...inputs } = (await makeFirehose()).the(
            STREAM,
            "lake-stream",
        ).inputs;
        assert.deepEqual(inputs, { name: "the-stream", region: "us-east-1", destination: "extended_s3" });
        assert.deepEqual(serverSideEncryption, {
            enabled: true,
            keyType: "CUSTOMER_MANAGED_CMK",
            keyArn: KEY,
        });
        assert.deepEqual(extendedS3Configuration, {
            bucketArn: "arn:aws:s3:::the-bucket",
            roleArn: `arn:aws:iam::${org.SECURITY}:role/the-bucket-role`,
            kmsKeyArn: KEY,
            compressionFormat: "GZIP",
            bufferingInterval: 300,
            bufferingSize: 64,
            prefix: "events/!{timestamp:yyyy/MM/dd/HH}/",
            errorOutputPrefix: "errors/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd/HH}/",
            cloudwatchLoggingOptions: {
                enabled: true,
                logGroupName: "/aws/kinesisfirehose/the-stream",
                logStreamName: "DestinationDelivery",
            },
            processingConfiguration: {
                enabled: true,
                processors: [
                    {
                        type: "AppendDelimiterToRecord",
                        parameters: [{ parameterName: "Delimiter", parameterValue: "\\n" }],
                    },
                ],
            },
        });
    });

    it("has a bucket that is encrypted with its own key, versioned, closed to the public and over TLS only", async () => {
        const made = await makeFirehose();
        assertKey(
            made,
            "lake-events",
            "Encrypts the events in the bucket the-bucket",
            logGroupKeyPolicy({ ...PLACE, logGroupArn: ERRORS_ARN }),
        );
        assertClosed(made, "lake-events", "the-bucket");
        const encryption = made.the(
            "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
            "lake-events-encryption",
        );
        assert.deepEqual(encryption.inputs["rules"], [
            {
                applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: KEY },
                bucketKeyEnabled: true,
            },
        ]);
        const versioning = made.the("aws:s3/bucketVersioning:BucketVersioning", "lake-events-versioning");
        assert.deepEqual(versioning.inputs["versioningConfiguration"], { status: "Enabled" });
        const policy = made.the("aws:s3/bucketPolicy:BucketPolicy", "lake-events-policy");
        assert.deepEqual(json(policy, "policy"), tlsOnlyBucketPolicy("aws", "the-bucket"));
        assert.ok(made.waitsFor(made.the(STREAM, "lake-stream"), policy));
        assert.ok(made.waitsFor(made.the(STREAM, "lake-stream"), encryption));
    });

    it("has its bucket expire events, and their old versions", async () => {
        const lifecycle = (await makeFirehose()).the(
            "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
            "lake-events-lifecycle",
        );
        const [expiry] = lifecycle.inputs["rules"] as readonly Record<string, unknown>[];
        assert.deepEqual(expiry?.["expiration"], { days: 90 });
        assert.deepEqual(expiry["noncurrentVersionExpiration"], { noncurrentDays: 30 });
    });

    it("has S3 log who uses its bucket", async () =>
        assert.deepEqual(
            (await makeFirehose()).the("aws:s3/bucketLogging:BucketLogging", "lake-events-access-logging")
                .inputs,
            { bucket: "the-bucket", targetBucket: "the-access-logs", targetPrefix: "the-bucket/" },
        ));

    it("leaves bucket, key and error log where they are when the target goes", async () => {
        const kept = (await makeFirehose()).custom.filter(({ retainOnDelete }) => retainOnDelete);
        const types = new Set(kept.map(({ type }) => type));
        assert.ok(types.has("aws:s3/bucket:Bucket"));
        assert.ok(types.has("aws:kms/key:Key"));
        assert.ok(types.has("aws:s3/bucketLogging:BucketLogging"));
        assert.ok(kept.every(({ name }) => /^lake-(events|error-log)-/.test(name)));
    });

    it("logs what it could not deliver to a log group under the bucket's key, and keeps it for a year", async () => {
        const made = await makeFirehose();
        const group = made.the("aws:cloudwatch/logGroup:LogGroup", "lake-error-log-group");
        assert.deepEqual(group.inputs, {
            name: "/aws/kinesisfirehose/the-stream",
            region: "us-east-1",
            kmsKeyId: KEY,
            retentionInDays: 365,
        });
        const stream = made.the("aws:cloudwatch/logStream:LogStream", "lake-error-log-stream");
        assert.deepEqual(stream.inputs, {
            name: "DestinationDelivery",
            region: "us-east-1",
            logGroupName: "/aws/kinesisfirehose/the-stream",
        });
        assert.ok(made.waitsFor(made.the(STREAM, "lake-stream"), stream));
    });

    it("delivers by a role that can do that and no more", async () => {
        const made = await makeFirehose();
        const role = made.the("aws:iam/role:Role", "lake-events-role");
        assert.deepEqual(
            json(role, "assumeRolePolicy"),
            firehoseTrust({ account: org.SECURITY, deliveryStreamArn: ARN }),
        );
        const policy = made.the("aws:iam/rolePolicy:RolePolicy", "lake-events-role-policy");
        assert.deepEqual(
            json(policy, "policy"),
            firehosePermissions({
                ...PLACE,
                bucketName: "the-bucket",
                keyArn: KEY,
                errorLogGroupArn: ERRORS_ARN,
            }),
        );
        assert.ok(made.waitsFor(made.the(STREAM, "lake-stream"), policy));
    });

    it("is delivered to by another", async () => {
        const made = await makeFirehose();
        const target = assertDelivers(made, "lake", { arn: ARN, roleArn: ROLE_ARN });
        assertRole(made, "lake", target, putToFirehose({ deliveryStreamArn: ARN }));
    });

    it("hands out the stream and the bucket", async () => {
        const { result } = await makeFirehose();
        assert.equal(await valueOf(result.arn), ARN);
        assert.equal(await valueOf(result.bucketArn), "arn:aws:s3:::the-bucket");
    });
});
