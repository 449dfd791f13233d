import { deliveryStreamArn, logGroupArn, roleArn } from "../../aws/arn";
import { firehosePermissions, firehoseTrust } from "../../documents/firehose";
import { accountsOwnKeyPolicy } from "../../documents/keyAdministration";
import { tlsOnlyBucketPolicy } from "../../documents/transport";
import * as org from "./organization";
import { assertAllowed, assertDenied, assertNotAllowed, type Request } from "./simulate";

const region = org.REGIONS.aws;
const place = { partition: "aws", region, account: org.SECURITY } as const;
const ROLE = roleArn("aws", org.SECURITY, "to-lake-bucket");
const STREAM = deliveryStreamArn(place, "lake");
const BUCKET = "arn:aws:s3:::lake";
const ERRORS = logGroupArn(place, "/aws/kinesisfirehose/lake");
const KEY = `arn:aws:kms:${region}:${org.SECURITY}:key/22222222-2222-3333-4444-555555555555`;

describe("Firehose's trust policy", () => {
    const assuming: Request = {
        principal: "firehose.amazonaws.com",
        action: "sts:AssumeRole",
        resource: ROLE,
        account: org.SECURITY,
        resourcePolicy: firehoseTrust({ account: org.SECURITY, deliveryStreamArn: STREAM }),
        context: { "aws:SourceArn": STREAM, "aws:SourceAccount": org.SECURITY },
    };

    it("lets Firehose assume the role for its stream", () => assertAllowed(assuming));

    it("does not let it for another stream or account, or for none", async () => {
        for (const source of [`${STREAM}2`, STREAM.replace(org.SECURITY, org.OUTSIDER)]) {
            await assertNotAllowed({
                ...assuming,
                context: { ...assuming.context, "aws:SourceArn": source },
            });
        }
        await assertNotAllowed({
            ...assuming,
            context: { "aws:SourceArn": STREAM, "aws:SourceAccount": org.OUTSIDER },
        });
        await assertNotAllowed({ ...assuming, context: {} });
    });

    it("lets nobody else", async () => {
        await assertNotAllowed({ ...assuming, principal: "events.amazonaws.com" });
        await assertNotAllowed({ ...assuming, principal: org.STRANGER });
    });
});

describe("what Firehose may do", () => {
    const doing = (action: string, resource: string): Request => ({
        principal: ROLE,
        action,
        resource,
        account: org.SECURITY,
        identityPolicy: firehosePermissions({
            partition: "aws",
            region,
            bucketName: "lake",
            keyArn: KEY,
            errorLogGroupArn: ERRORS,
        }),
    });

    it("put events into the bucket", async () => {
        await assertAllowed(doing("s3:PutObject", `${BUCKET}/events/2026/x.gz`));
        await assertAllowed(doing("s3:ListBucket", BUCKET));
        await assertNotAllowed(doing("s3:PutObject", "arn:aws:s3:::lake-2/x"));
    });

    it("not read, delete or open what was put there", async () => {
        for (const action of ["s3:GetObject", "s3:DeleteObject", "s3:PutObjectAcl"]) {
            await assertNotAllowed(doing(action, `${BUCKET}/x`));
        }
        for (const action of ["s3:PutBucketPolicy", "s3:DeleteBucket"]) {
            await assertNotAllowed(doing(action, BUCKET));
        }
    });

    it("log its errors, and nothing elsewhere", async () => {
        await assertAllowed(doing("logs:PutLogEvents", `${ERRORS}:log-stream:DestinationDelivery`));
        await assertNotAllowed(doing("logs:PutLogEvents", `${ERRORS}-2:log-stream:DestinationDelivery`));
        await assertNotAllowed(doing("logs:GetLogEvents", `${ERRORS}:log-stream:DestinationDelivery`));
    });

    it("encrypt with the key by way of S3, for the bucket", async () => {
        const using: Request = {
            ...doing("kms:GenerateDataKey", KEY),
            resourcePolicy: accountsOwnKeyPolicy("aws", org.SECURITY),
            context: {
                "kms:ViaService": `s3.${region}.amazonaws.com`,
                "kms:EncryptionContext:aws:s3:arn": BUCKET,
            },
        };
        await assertAllowed(using);
        for (const context of [`${BUCKET}/events/2026/x.gz`, `${BUCKET}/errors/x`]) {
            await assertAllowed({
                ...using,
                context: { ...using.context, "kms:EncryptionContext:aws:s3:arn": context },
            });
        }
        await assertNotAllowed({
            ...using,
            context: { ...using.context, "kms:ViaService": `s3.${region}.amazonaws.com.cn` },
        });
        await assertNotAllowed({ ...using, resource: `${KEY}2` });
        for (const context of [`${BUCKET}-2`, `${BUCKET}-2/events/x.gz`]) {
            await assertNotAllowed({
                ...using,
                context: { ...using.context, "kms:EncryptionContext:aws:s3:arn": context },
            });
        }
        await assertNotAllowed({ ...using, context: {} });
    });
});

describe("policy of the bucket of delivered events", () => {
    const reading = (context: Record<string, string>): Request => ({
        principal: roleArn("aws", org.SECURITY, "analyst"),
        action: "s3:GetObject",
        resource: `${BUCKET}/x`,
        account: org.SECURITY,
        context,
        resourcePolicy: tlsOnlyBucketPolicy("aws", "lake"),
        identityPolicy: {
            Version: "2012-10-17",
            Statement: [{ Sid: "Read", Effect: "Allow", Action: "s3:GetObject", Resource: `${BUCKET}/*` }],
        },
    });

    it("lets IAM policies of the account decide, over TLS 1.2", () =>
        assertAllowed(reading({ "aws:SecureTransport": "true", "s3:TlsVersion": "1.2" })));

    it("refuses plain HTTP and old TLS", async () => {
        await assertDenied(reading({ "aws:SecureTransport": "false" }));
        await assertDenied(reading({ "aws:SecureTransport": "true", "s3:TlsVersion": "1.1" }));
    });

    it("opens the bucket to no other account", () =>
        assertNotAllowed({
            ...reading({ "aws:SecureTransport": "true", "s3:TlsVersion": "1.2" }),
            principal: roleArn("aws", org.OUTSIDER, "analyst"),
        }));
});
