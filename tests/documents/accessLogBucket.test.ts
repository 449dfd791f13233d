import { accessLogBucketPolicy } from "../../documents/accessLogBucket";
import * as org from "./organization";
import { anonymous, assertAllowed, assertDenied, assertNotAllowed, type Request } from "./simulate";

const delivery: Request = {
    principal: "logging.s3.amazonaws.com",
    action: "s3:PutObject",
    resource: "arn:aws:s3:::access-logs/archive/2026-01-02-03-04-05-0123456789ABCDEF",
    account: org.LOGGING,
    resourcePolicy: accessLogBucketPolicy({
        partition: "aws",
        account: org.LOGGING,
        bucketName: "access-logs",
        sourceBucketNames: ["archive", "results"],
    }),
    context: {
        "aws:SourceArn": "arn:aws:s3:::archive",
        "aws:SourceAccount": org.LOGGING,
        "aws:SecureTransport": "true",
    },
};

describe("access-log bucket policy", () => {
    it("lets S3 deliver the archive bucket's access logs", () => assertAllowed(delivery));

    it("lets it deliver another source's, and both are the account's", () =>
        assertAllowed({
            ...delivery,
            resource: "arn:aws:s3:::access-logs/results/2026-01-02-03-04-05-0123456789ABCDEF",
            context: { ...delivery.context, "aws:SourceArn": "arn:aws:s3:::results" },
        }));

    it("lets it deliver no other bucket's", () =>
        assertNotAllowed({
            ...delivery,
            context: { ...delivery.context, "aws:SourceArn": "arn:aws:s3:::archive2" },
        }));

    it("lets it deliver every bucket's whose name is as the pattern says, where there is one", async () => {
        const resourcePolicy = accessLogBucketPolicy({
            partition: "aws",
            account: org.LOGGING,
            bucketName: "access-logs",
            sourceBucketNames: ["prefix-*-222222222222-eu-west-1"],
        });
        const of = (bucket: string): Request => ({
            ...delivery,
            resourcePolicy,
            context: { ...delivery.context, "aws:SourceArn": `arn:aws:s3:::${bucket}` },
        });
        await assertAllowed(of("prefix-lake-222222222222-eu-west-1"));
        await assertNotAllowed(of("prefix-lake-222222222222-us-east-1"));
        await assertNotAllowed(of("other-lake-222222222222-eu-west-1"));
    });

    it("lets it deliver for no other account, should the archive's name change hands", () =>
        assertNotAllowed({
            ...delivery,
            context: { ...delivery.context, "aws:SourceAccount": org.OUTSIDER },
        }));

    it("lets it deliver for nobody in particular neither", () =>
        assertNotAllowed({ ...delivery, context: { "aws:SecureTransport": "true" } }));

    it("lets nobody else write or read", async () => {
        await assertNotAllowed({ ...delivery, principal: "cloudtrail.amazonaws.com" });
        await assertDenied({ ...delivery, principal: org.STRANGER });
        await assertNotAllowed({ ...delivery, principal: anonymous, context: {} });
        await assertNotAllowed({ ...delivery, action: "s3:GetObject" });
    });

    it("lets no administrator write, of the account or of another, whatever their own policies allow", async () => {
        for (const action of ["s3:PutObject", "s3:ReplicateObject", "s3:ReplicateDelete"]) {
            await assertDenied({
                ...delivery,
                principal: org.STRANGER,
                action,
                identityPolicy: {
                    Version: "2012-10-17",
                    Statement: [{ Sid: "All", Effect: "Allow", Action: "s3:*", Resource: "*" }],
                },
            });
        }
    });

    it("lets nobody delete, the account's own administrators neither", async () => {
        const deletion: Request = {
            ...delivery,
            principal: org.STRANGER,
            identityPolicy: {
                Version: "2012-10-17",
                Statement: [{ Sid: "All", Effect: "Allow", Action: "s3:*", Resource: "*" }],
            },
            context: { "aws:SecureTransport": "true" },
        };
        for (const action of ["s3:DeleteObject", "s3:DeleteObjectVersion"]) {
            await assertDenied({ ...deletion, action });
        }
        await assertDenied({ ...deletion, action: "s3:DeleteBucket", resource: "arn:aws:s3:::access-logs" });
        await assertAllowed({ ...deletion, action: "s3:GetObject" });
        await assertAllowed({
            ...deletion,
            action: "s3:PutBucketPolicy",
            resource: "arn:aws:s3:::access-logs",
        });
    });

    it("refuses plain HTTP and TLS 1.1", async () => {
        await assertDenied({ ...delivery, context: { ...delivery.context, "aws:SecureTransport": "false" } });
        await assertDenied({ ...delivery, context: { ...delivery.context, "s3:TlsVersion": "1.1" } });
    });
});
