import assert from "node:assert/strict";
import * as fc from "fast-check";
import { readAloud } from "../../events/readAloud";
import type { CloudTrailRecord } from "../../events/record";
import { everyFixture, fixture } from "./fixtures";

/** A fixture, some of whose fields are changed, read aloud. */
function aloud(name: string, changes: Readonly<Record<string, unknown>> = {}): string {
    return readAloud({ ...fixture(name), ...changes });
}

describe("a record read aloud", () => {
    const expected: Readonly<Record<string, string>> = {
        "assume-role-by-ec2":
            "The service ec2 called sts AssumeRole at 2019-12-10T01:44:26Z. " +
            "us-east-1 served the call; account 123456789012 recorded it. " +
            "The role assumed is S3SecurityDataAssumeRole in account 123456789012, " +
            "with session i-00888ddddd3333322, which is the EC2 host. " +
            "It succeeded and temporary credentials were returned: there is no error in the record.",
        "insight-api-call-rate-end":
            "An unusual rate of calls of autoscaling PutLifecycleHook ended at 2019-10-15T21:14:00Z. " +
            "It was seen in us-east-1; account 123456789012 recorded it. " +
            "The rate was 4 calls a minute over 1 minute, about 2,240 times the baseline of 0.0017857143.",
        "insight-error-rate-start":
            "An unusual rate of errors of s3 GetBucketAcl with AccessDenied began at 2026-03-04T12:31:00Z. " +
            "It was seen in eu-central-1; account 111122223333 recorded it. " +
            "The rate was 6.2 errors a minute, where the baseline is none.",
        "create-user-denied":
            "The user alice of account 111122223333 called iam CreateUser at 2026-03-04T22:03:10Z. " +
            "us-east-1 served the call; it came from 203.0.113.64; account 111122223333 recorded it. " +
            "It was called with userName backdoor. " +
            "It failed with AccessDenied: User: arn:aws:iam::111122223333:user/alice is not authorized to perform: " +
            "iam:CreateUser on resource: arn:aws:iam::111122223333:user/backdoor because no identity-based policy " +
            "allows the iam:CreateUser action.",
        "console-login-without-mfa":
            "The user alice of account 111122223333 signed in to the console at 2026-03-04T07:58:02Z. " +
            "eu-central-1 served the call; it came from 203.0.113.64; account 111122223333 recorded it. " +
            "It succeeded: there is no error in the record. " +
            "No second factor was checked by AWS.",
        "stop-logging-by-root":
            "The root user of account 111122223333 called cloudtrail StopLogging at 2026-03-04T23:41:55Z. " +
            "eu-central-1 served the call; it came from 192.0.2.7; account 111122223333 recorded it. " +
            "It was called with name arn:aws:cloudtrail:eu-central-1:111122223333:trail/organization. " +
            "It succeeded: there is no error in the record.",
        "rotate-key":
            "AWS itself did kms RotateKey at 2026-03-04T03:00:19Z, without anyone's call. " +
            "It happened in eu-central-1; account 111122223333 recorded it. " +
            "It was done to arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab. " +
            "It succeeded: there is no error in the record.",
        "put-bucket-policy":
            "The role Deployer in session build-4711 of account 111122223333, through the service cloudformation, " +
            "called s3 PutBucketPolicy at 2026-03-04T09:14:37Z. " +
            "eu-central-1 served the call; account 111122223333 recorded it. " +
            "It was done to arn:aws:s3:::example-reports. " +
            "It succeeded: there is no error in the record.",
        "vpc-endpoint-denied":
            "A principal (AIDAEXAMPLESTRANGER1) of account 777788889999 called kms ListKeys (read-only) " +
            "at 2026-03-04T16:45:11Z. " +
            "eu-central-1 served the call; it came from 10.20.30.40; " +
            "it went through the VPC endpoint vpce-0a1b2c3d4e5f67890; account 111122223333 recorded it. " +
            "It failed with VpceAccessDenied: The request was denied due to a VPC endpoint policy.",
    };
    for (const [name, sentences] of Object.entries(expected)) {
        it(name, () => {
            assert.equal(aloud(name), sentences);
        });
    }

    it("does not say that someone signed in who failed to", () => {
        const said = aloud("console-login-without-mfa", {
            errorMessage: "Failed authentication",
            responseElements: { ConsoleLogin: "Failure" },
        });
        assert.match(said, /alice of account 111122223333 tried to sign in to the console/);
        assert.match(said, /It failed: Failed authentication\./);
        assert.doesNotMatch(said, /succeeded/);
    });

    it("tells a sign-in with a second factor", () => {
        assert.match(
            aloud("console-login-without-mfa", { additionalEventData: { MFAUsed: "Yes" } }),
            /Multi-factor authentication was used\.$/,
        );
    });

    it("takes a session for an EC2 host only if EC2 opened it", () => {
        const requestParameters = {
            roleArn: "arn:aws:iam::111122223333:role/Reader",
            roleSessionName: "i-am-no-host",
        };
        const said = aloud("assume-role-by-eventbridge", { requestParameters });
        assert.match(said, /The role assumed is Reader in account 111122223333, with session i-am-no-host\./);
    });

    it("rounds how many times the baseline a rate is to three digits", () => {
        const statistics = { baseline: { average: 0.7 }, insight: { average: 6.2 } };
        const insightDetails = { state: "Start", insightContext: { statistics } };
        assert.match(
            aloud("insight-api-call-rate-end", { insightDetails }),
            /about 8\.86 times the baseline of 0\.7\.$/,
        );
    });

    it("leaves out parameters that are documents", () => {
        const requestParameters = { userName: "bob", policyDocument: "x".repeat(101) };
        assert.match(aloud("create-user-denied", { requestParameters }), /It was called with userName bob\./);
    });

    it("says of an empty record that nothing is known", () => {
        assert.match(
            readAloud({}),
            /^An unknown principal called an unknown service an unknown action at an unknown time\./,
        );
    });

    it("never throws, whichever fields are missing or null", () => {
        fc.assert(
            fc.property(fc.constantFrom(...everyFixture()), fc.infiniteStream(fc.nat(7)), (record, dice) => {
                const said = readAloud(torn(record, dice) as CloudTrailRecord);
                assert.ok(said.length > 0);
                assert.doesNotMatch(said, /undefined|null|NaN|\[object/);
            }),
        );
    });
});

/** The same value with some of its fields, at any depth, taken away or set to null. */
function torn(value: unknown, dice: Iterator<number>): unknown {
    if (Array.isArray(value)) {
        return value.map((each) => torn(each, dice));
    }
    if (typeof value !== "object" || value === null) {
        return value;
    }
    const fields = Object.entries(value).map(([name, field]) => {
        const roll: unknown = dice.next().value;
        return [name, roll === 0 ? undefined : roll === 1 ? null : torn(field, dice)];
    });
    return Object.fromEntries(fields);
}
