import { retentionJobPermissions, retentionJobTrust } from "../../documents/retentionJob";
import * as org from "./organization";
import { assertAllowed, assertNotAllowed, type Request } from "./simulate";

const role = `arn:aws:iam::${org.LOGGING}:role/security-logging-retention-job`;

const lock: Request = {
    principal: role,
    action: "s3:PutObjectRetention",
    resource: "arn:aws:s3:::archive/AWSLogs/o-a1b2c3d4e5/file.json.gz",
    account: org.LOGGING,
    identityPolicy: retentionJobPermissions({
        partition: "aws",
        bucketName: "archive",
        reportBucketName: "reports",
    }),
};

describe("the role of a job that locks objects", () => {
    it("locks them, looks at the bucket's lock, has S3 list them and reports", async () => {
        await assertAllowed(lock);
        for (const action of ["s3:GetBucketObjectLockConfiguration", "s3:PutInventoryConfiguration"]) {
            await assertAllowed({ ...lock, action, resource: "arn:aws:s3:::archive" });
        }
        await assertAllowed({
            ...lock,
            action: "s3:PutObject",
            resource: "arn:aws:s3:::reports/retention-job/report.csv",
        });
    });

    it("ends no retention, reads nothing, writes and deletes nothing in the archive, and locks no other bucket's", async () => {
        for (const action of [
            ...["s3:BypassGovernanceRetention", "s3:GetObject", "s3:PutObject"],
            ...["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:PutObjectLegalHold"],
        ]) {
            await assertNotAllowed({ ...lock, action });
        }
        await assertNotAllowed({ ...lock, resource: "arn:aws:s3:::archive-2/file.json.gz" });
    });

    it("is assumed by S3 Batch Operations alone", async () => {
        const assume: Request = {
            principal: "batchoperations.s3.amazonaws.com",
            action: "sts:AssumeRole",
            resource: role,
            account: org.LOGGING,
            resourcePolicy: retentionJobTrust(),
        };
        await assertAllowed(assume);
        await assertNotAllowed({ ...assume, principal: "s3.amazonaws.com" });
        await assertNotAllowed({ ...assume, principal: org.STRANGER });
    });
});
