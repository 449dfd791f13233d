import assert from "node:assert/strict";
import { archiveBucketPolicy } from "../../documents/archiveBucket";
import { searcherPermissions } from "../../documents/searcher";
import { trailKeyPolicy } from "../../documents/trailKey";
import { accountsOwnKeyPolicy } from "../../documents/keyAdministration";
import { tlsOnlyBucketPolicy } from "../../documents/transport";
import * as org from "./organization";
import { anonymous, assertAllowed, assertDenied, assertNotAllowed, type Request } from "./simulate";

const place = { partition: "aws", region: org.REGIONS.aws, account: org.LOGGING } as const;
const RESULTS_KEY = `arn:aws:kms:${place.region}:${org.LOGGING}:key/22222222-2222-3333-4444-555555555555`;
const inRegion = (service: string, resource: string): string =>
    `arn:aws:${service}:${place.region}:${org.LOGGING}:${resource}`;

const identityPolicy = searcherPermissions({
    place,
    workgroup: "logs-search",
    database: "logs",
    archive: { bucket: "archive", organizationId: org.MEMBERSHIP.organizationId },
    archiveKeyArns: [org.KEY],
    resultsBucketName: "results",
    resultsKeyArn: RESULTS_KEY,
});

const archive = {
    partition: "aws",
    bucketName: "archive",
    trails: org.TRAILS,
    membership: org.MEMBERSHIP,
    readers: [],
} as const;

const TLS = { "aws:SecureTransport": "true", "s3:TlsVersion": "1.3" };

/** A role of the logging account, to which the policy is attached. */
const may = (action: string, resource: string, more: Partial<Request> = {}): Request => ({
    principal: `arn:aws:iam::${org.LOGGING}:role/searcher`,
    account: org.LOGGING,
    action,
    resource,
    identityPolicy,
    ...more,
});

const onArchive: Partial<Request> = { resourcePolicy: archiveBucketPolicy(archive), context: TLS };
const onResults: Partial<Request> = {
    resourcePolicy: tlsOnlyBucketPolicy("aws", "results"),
    context: TLS,
};
const archiveKey: Partial<Request> = {
    resourcePolicy: trailKeyPolicy({ ...archive, keyAccount: org.LOGGING }),
};
const resultsKey: Partial<Request> = { resourcePolicy: accountsOwnKeyPolicy("aws", org.LOGGING) };
const through = (service: string): Record<string, string> => ({
    "kms:ViaService": `${service}.${place.region}.amazonaws.com`,
});

const WORKGROUP = inRegion("athena", "workgroup/logs-search");
const LOG_FILE = `arn:aws:s3:::archive/AWSLogs/${org.ORGANIZATION}/${org.MEMBER}/CloudTrail/eu-west-1/2026/01/02/log.json.gz`;
const RESULT = "arn:aws:s3:::results/result.csv";

describe("a searcher", () => {
    it("runs the workgroup's queries", async () => {
        for (const action of [
            "athena:StartQueryExecution",
            "athena:GetQueryResults",
            "athena:StopQueryExecution",
            "athena:ListNamedQueries",
            "athena:GetNamedQuery",
        ]) {
            await assertAllowed(may(action, WORKGROUP));
        }
    });

    it("reads the tables' definitions", async () => {
        await assertAllowed(may("glue:GetTable", inRegion("glue", "table/logs/cloudtrail")));
        await assertAllowed(may("glue:GetDatabase", inRegion("glue", "database/logs")));
        // Athena looks for it, whatever is queried.
        await assertAllowed(may("glue:GetDatabase", inRegion("glue", "database/default")));
    });

    it("reads log files, and decrypts them by way of S3", async () => {
        await assertAllowed(may("s3:GetObject", LOG_FILE, onArchive));
        await assertAllowed(may("s3:ListBucket", "arn:aws:s3:::archive", onArchive));
        await assertAllowed(may("kms:Decrypt", org.KEY, { ...archiveKey, context: through("s3") }));
    });

    it("writes results and reads them, encrypted by their key", async () => {
        await assertAllowed(may("s3:PutObject", RESULT, onResults));
        await assertAllowed(may("s3:GetObject", RESULT, onResults));
        await assertAllowed(may("s3:GetBucketLocation", "arn:aws:s3:::results", onResults));
        for (const action of ["kms:GenerateDataKey", "kms:Decrypt"]) {
            await assertAllowed(may(action, RESULTS_KEY, { ...resultsKey, context: through("s3") }));
        }
    });

    it("uses no other workgroup, whose results may go anywhere", async () => {
        await assertNotAllowed(may("athena:StartQueryExecution", inRegion("athena", "workgroup/primary")));
        await assertNotAllowed(may("athena:GetQueryResults", inRegion("athena", "workgroup/logs-search2")));
        await assertNotAllowed(
            may(
                "athena:StartQueryExecution",
                `arn:aws:athena:us-west-2:${org.LOGGING}:workgroup/logs-search`,
            ),
        );
    });

    it("changes neither workgroup nor saved queries nor tables", async () => {
        for (const action of [
            "athena:UpdateWorkGroup",
            "athena:DeleteWorkGroup",
            "athena:CreateNamedQuery",
            "athena:DeleteNamedQuery",
        ]) {
            await assertNotAllowed(may(action, WORKGROUP));
        }
        for (const action of ["glue:UpdateTable", "glue:DeleteTable", "glue:CreateTable"]) {
            await assertNotAllowed(may(action, inRegion("glue", "table/logs/cloudtrail")));
        }
    });

    it("reads no other database and no other bucket", async () => {
        await assertNotAllowed(may("glue:GetTable", inRegion("glue", "table/payroll/salaries")));
        await assertNotAllowed(may("glue:GetTable", inRegion("glue", "table/default/salaries")));
        await assertNotAllowed(may("glue:GetDatabase", inRegion("glue", "database/payroll")));
        await assertNotAllowed(may("glue:GetTable", inRegion("glue", "table/logs2/cloudtrail")));
        await assertNotAllowed(may("s3:GetObject", "arn:aws:s3:::payroll/salaries.csv"));
        await assertNotAllowed(may("s3:GetObject", "arn:aws:s3:::archive/other.txt", onArchive));
        await assertNotAllowed(may("s3:GetObject", "arn:aws:s3:::access-logs/archive/2026", {}));
    });

    it("neither writes nor deletes in the archive", async () => {
        await assertDenied(may("s3:PutObject", LOG_FILE, onArchive));
        await assertDenied(may("s3:DeleteObject", LOG_FILE, onArchive));
        await assertNotAllowed(
            may("kms:GenerateDataKey", org.KEY, { ...archiveKey, context: through("s3") }),
        );
    });

    it("deletes neither results nor their bucket, nor opens it", async () => {
        await assertNotAllowed(may("s3:DeleteObject", RESULT, onResults));
        for (const action of ["s3:DeleteBucket", "s3:PutBucketPolicy", "s3:PutLifecycleConfiguration"]) {
            await assertNotAllowed(may(action, "arn:aws:s3:::results", onResults));
        }
        await assertNotAllowed(may("kms:ScheduleKeyDeletion", RESULTS_KEY, resultsKey));
    });

    it("uses the keys by way of S3 only, and no other key", async () => {
        await assertNotAllowed(may("kms:Decrypt", org.KEY, archiveKey));
        await assertNotAllowed(
            may("kms:Decrypt", org.KEY, { ...archiveKey, context: through("secretsmanager") }),
        );
        await assertNotAllowed(
            may("kms:Decrypt", inRegion("kms", "key/33333333-2222-3333-4444-555555555555"), {
                ...resultsKey,
                context: through("s3"),
            }),
        );
    });

    it("has a policy that IAM takes as a managed one", () =>
        assert.ok(JSON.stringify(identityPolicy).replaceAll(/\s/g, "").length <= 6144));
});

describe("the results' bucket", () => {
    it("refuses plain HTTP and TLS 1.1", async () => {
        await assertDenied(
            may("s3:GetObject", RESULT, { ...onResults, context: { "aws:SecureTransport": "false" } }),
        );
        await assertDenied(
            may("s3:GetObject", RESULT, { ...onResults, context: { ...TLS, "s3:TlsVersion": "1.1" } }),
        );
    });

    it("lets in nobody whom its account does not, and no other account", async () => {
        const { identityPolicy: _, ...withoutPermission } = may("s3:GetObject", RESULT, onResults);
        await assertNotAllowed(withoutPermission);
        await assertNotAllowed({ ...withoutPermission, principal: anonymous });
        await assertNotAllowed(
            may("s3:GetObject", RESULT, {
                ...onResults,
                principal: `arn:aws:iam::${org.MEMBER}:role/searcher`,
            }),
        );
        await assertNotAllowed(
            may("kms:Decrypt", RESULTS_KEY, {
                ...resultsKey,
                context: through("s3"),
                principal: `arn:aws:iam::${org.MEMBER}:role/searcher`,
            }),
        );
    });
});
