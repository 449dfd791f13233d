import assert from "node:assert/strict";
import type { Statement } from "../../aws/policyDocument";
import { archiveBucketPolicy } from "../../documents/archiveBucket";
import {
    adoptedNames,
    adoptionMistakes,
    statementFindings,
    statementsOfOthers,
} from "../../operate/adoptionSettings";

const TRAIL = "arn:aws:cloudtrail:us-east-1:111111111111:trail/acme";
const OWN = archiveBucketPolicy({
    partition: "aws",
    bucketName: "acme-logs",
    trails: [{ account: "111111111111", arn: TRAIL }],
    membership: { organizationId: "o-a1b2c3d4e5", managementAccount: "111111111111" },
    readers: [],
}).Statement;

const READ: Statement = {
    Sid: "Siem",
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::333333333333:role/siem" },
    Action: "s3:GetObject",
    Resource: "arn:aws:s3:::acme-logs/*",
};
const DELIVER: Statement = {
    Sid: "AWSCloudTrailWrite",
    Effect: "Allow",
    Principal: { Service: "cloudtrail.amazonaws.com" },
    Action: "s3:PutObject",
    Resource: "arn:aws:s3:::acme-logs/AWSLogs/*",
    Condition: { StringEquals: { "AWS:SourceArn": [TRAIL] } },
};

describe("what of the policies of a bucket and a key is kept that are taken over", () => {
    const kept = (...there: readonly Statement[]) => statementsOfOthers(there, OWN, TRAIL);

    it("is every statement but those that let CloudTrail in for the one trail, and those that are the program's", () => {
        assert.deepEqual(kept(READ, DELIVER, ...OWN), [READ]);
        const renamed = OWN.map((statement, index) => ({ ...statement, Sid: `Other${index}` }));
        assert.deepEqual(kept(...renamed), []);
    });

    it("is what lets CloudTrail in for other trails, for nobody in particular, or with others, too", () => {
        const other = { StringEquals: { "aws:SourceArn": [TRAIL, `${TRAIL}-2`] } };
        const { Condition: _, ...open } = DELIVER;
        const all = [
            { ...DELIVER, Sid: "Two", Condition: other },
            { ...open, Sid: "Open" },
            {
                ...DELIVER,
                Sid: "With",
                Principal: { Service: ["cloudtrail.amazonaws.com", "config.amazonaws.com"] },
            },
            { ...DELIVER, Sid: "Deny", Effect: "Deny" as const },
        ];
        assert.deepEqual(kept(...all), all);
    });

    it("has no Sid that the program's statements have, since a policy takes each once", () => {
        const { Sid: _, ...without } = READ;
        assert.deepEqual(kept({ ...READ, Sid: "NobodyEmpties" }), [without]);
    });

    it("is warned of where it lets a service in for anybody, or allows what the archive denies", () => {
        const { Condition: _, ...open } = DELIVER;
        const warned = (what: "bucket" | "key", ...statements: readonly Statement[]) =>
            statementFindings(what, "archive.policyStatements", statements).map(({ text }) => text);
        assert.deepEqual(warned("bucket", READ, DELIVER), []);
        assert.match(
            warned("bucket", open)[0] ?? "",
            /^archive\.policyStatements\[0\] \(AWSCloudTrailWrite\)/,
        );
        for (const Action of ["s3:PutObject", "s3:*", "s3:DeleteObject", ["s3:GetObject", "s3:Put*"]]) {
            assert.equal(warned("bucket", { ...READ, Action }).length, 1, String(Action));
        }
        for (const Action of ["s3:PutObjectRetention", "s3:Get*", "s3:ListBucket"]) {
            assert.deepEqual(warned("bucket", { ...READ, Action }), [], Action);
        }
        assert.deepEqual(warned("bucket", { ...READ, Effect: "Deny", Action: "s3:*" }), []);
    });
});

describe("what keeps a trail from being taken over", () => {
    const owners = {
        managementAccount: "111111111111",
        loggingAccount: "222222222222",
        homeRegion: "us-east-1",
    };
    const trail = { Name: "acme", TrailARN: TRAIL, HomeRegion: "us-east-1", S3BucketName: "acme-logs" };
    const key = (account: string, region = "us-east-1") => ({
        arn: `arn:aws:kms:${region}:${account}:key/0a1b`,
        aliases: ["alias/acme"],
        statements: [],
    });
    const mistakes = (look: Parameters<typeof adoptionMistakes>[0]) =>
        adoptionMistakes(look, owners).map(({ text }) => text);

    it("is nothing where all of it is where the settings have it", () => {
        assert.deepEqual(mistakes({ trail, key: key("222222222222") }), []);
        assert.deepEqual(mistakes({ trail, key: undefined }), []);
    });

    it("is another account or region of the trail or the key: AWS moves none", () => {
        assert.match(mistakes({ trail, key: key("111111111111") }).join(), /The key .* would be replaced/);
        assert.match(mistakes({ trail, key: key("222222222222", "eu-west-1") }).join(), /The key/);
        assert.match(
            mistakes({ trail: { ...trail, HomeRegion: "eu-west-1" }, key: undefined }).join(),
            /home region is eu-west-1/,
        );
        assert.match(
            mistakes({
                trail: { ...trail, TrailARN: TRAIL.replace("111111111111", "444444444444") },
                key: undefined,
            }).join(),
            /is of the account 444444444444/,
        );
    });

    it("names everything as it is called, and takes `existing` out", () => {
        assert.deepEqual(
            adoptedNames({
                trail: { ...trail, S3KeyPrefix: "audit" },
                bucketStatements: [],
                key: key("222222222222"),
            }),
            {
                trail: { existing: undefined, name: "acme" },
                archive: {
                    existing: undefined,
                    bucketName: "acme-logs",
                    prefix: "audit",
                    keyAlias: "alias/acme",
                },
            },
        );
    });
});
