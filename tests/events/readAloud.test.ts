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
            "The rate was 6.2 errors a minute, where the baseline is none. " +
            'By userIdentityArn: "arn:aws:iam::111122223333:user/alice" (6.2 a minute).',
        "create-user-denied":
            "The user alice of account 111122223333 called iam CreateUser at 2026-03-04T22:03:10Z. " +
            "us-east-1 served the call; it came from 203.0.113.64; account 111122223333 recorded it. " +
            'It was called with userName "backdoor". ' +
            'It failed with AccessDenied: "User: arn:aws:iam::111122223333:user/alice is not authorized to perform: ' +
            "iam:CreateUser on resource: arn:aws:iam::111122223333:user/backdoor because no identity-based policy " +
            'allows the iam:CreateUser action".',
        "console-login-without-mfa":
            "The user alice of account 111122223333 signed in to the console at 2026-03-04T07:58:02Z. " +
            "eu-central-1 served the call; it came from 203.0.113.64; account 111122223333 recorded it. " +
            "It succeeded: there is no error in the record. " +
            "No second factor was checked by AWS.",
        "stop-logging-by-root":
            "The root user of account 111122223333 called cloudtrail StopLogging at 2026-03-04T23:41:55Z. " +
            "eu-central-1 served the call; it came from 192.0.2.7; account 111122223333 recorded it. " +
            'It was called with name "arn:aws:cloudtrail:eu-central-1:111122223333:trail/organization". ' +
            "It succeeded: there is no error in the record.",
        "rotate-key":
            "AWS itself did kms RotateKey at 2026-03-04T03:00:19Z, without anyone's call. " +
            "It happened in eu-central-1; account 111122223333 recorded it. " +
            "It was done to arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab. " +
            'Its details: keyId "1234abcd-12ab-34cd-56ef-1234567890ab", rotationType "AUTOMATIC", keyOrigin "AWS_KMS", ' +
            'previousKeyMaterialId "EXAMPLE123456789abcdef123456789abcdef123456789abcdef123456789ab1", ' +
            'currentKeyMaterialId "EXAMPLE123456789abcdef123456789abcdef123456789abcdef123456789ab2". ' +
            "It succeeded: there is no error in the record.",
        "put-bucket-policy":
            "The role Deployer in session build-4711 of account 111122223333, through the service cloudformation, " +
            "called s3 PutBucketPolicy at 2026-03-04T09:14:37Z. " +
            "eu-central-1 served the call; account 111122223333 recorded it. " +
            "It was done to arn:aws:s3:::example-reports. " +
            'It was called with bucketPolicy.Version "2012-10-17", bucketPolicy.Statement.Sid "OnlyTls", ' +
            'bucketPolicy.Statement.Effect "Deny", bucketPolicy.Statement.Principal "*", bucketPolicy.Statement.Action "s3:*", ' +
            'bucketPolicy.Statement.Resource "arn:aws:s3:::example-reports" and "arn:aws:s3:::example-reports/*", ' +
            'bucketPolicy.Statement.Condition.Bool.aws:SecureTransport "false", bucketName "example-reports", ' +
            'Host "example-reports.s3.eu-central-1.amazonaws.com", policy "" (empty). ' +
            "It succeeded: there is no error in the record.",
        "vpc-endpoint-denied":
            "A principal (AIDAEXAMPLESTRANGER1) of account 777788889999 called kms ListKeys (read-only) " +
            "at 2026-03-04T16:45:11Z. " +
            "eu-central-1 served the call; it came from 10.20.30.40; " +
            "it went through the VPC endpoint vpce-0a1b2c3d4e5f67890; account 111122223333 recorded it. " +
            'It failed with VpceAccessDenied: "The request was denied due to a VPC endpoint policy".',
    };
    for (const [name, sentences] of Object.entries(expected)) {
        it(name, () => {
            assert.equal(aloud(name), sentences);
        });
    }

    for (const [where, changes, told] of [
        [
            "a sign-in's own field and a message",
            { errorMessage: "Failed authentication", responseElements: { ConsoleLogin: "Failure" } },
            'It failed: "Failed authentication".',
        ],
        [
            "a sign-in's own field alone",
            { responseElements: { ConsoleLogin: "Failure" } },
            "It failed: ConsoleLogin is Failure.",
        ],
        [
            "a service event's details",
            { eventName: "UserAuthentication", serviceEventDetails: { UserAuthentication: "Failure" } },
            "It failed: UserAuthentication is Failure.",
        ],
        [
            "a state at some depth",
            { responseElements: { task: { status: { state: "FAILED" } } } },
            "It failed: state is FAILED.",
        ],
        [
            "a count of what was not done",
            { responseElements: { failedEntryCount: 2, failedEntries: [] } },
            "It failed in part: failedEntryCount is 2.",
        ],
        [
            "a list of what was not done",
            { responseElements: { unprocessedAccounts: [{ accountId: "1" }, { accountId: "2" }] } },
            "It failed in part: unprocessedAccounts is a list of 2.",
        ],
    ] as const) {
        it(`finds a failure in ${where}`, () => {
            const said = aloud("console-login-without-mfa", changes);
            assert.ok(said.includes(told), said);
            assert.doesNotMatch(said, /succeeded/);
        });
    }

    it("takes what was before, what is wanted and a count of none for no failure", () => {
        const responseElements = {
            ConsoleLogin: "Success",
            previousState: "FAILED",
            onFailure: "failed",
            failedEntryCount: 0,
        };
        assert.match(aloud("console-login-without-mfa", { responseElements }), /It succeeded:/);
    });

    it("does not say that someone signed in who failed to", () => {
        assert.match(
            aloud("console-login-without-mfa", { responseElements: { ConsoleLogin: "Failure" } }),
            /^The user alice of account 111122223333 tried to sign in to the console/,
        );
    });

    it("says of a call that failed what it was meant for", () => {
        const said = aloud("put-bucket-policy", { errorCode: "AccessDenied" });
        assert.match(said, /It was meant for arn:aws:s3:::example-reports\./);
        assert.doesNotMatch(said, /done to/);
    });

    for (const [who, userIdentity, told] of [
        [
            "a role of which there is only the id",
            { type: "AssumedRole", principalId: "AROAEXAMPLE:i-0abc", accountId: "111122223333" },
            "The role AROAEXAMPLE in session i-0abc of account 111122223333 called",
        ],
        [
            "a user of whom there is only the id",
            { type: "IAMUser", principalId: "AIDAEXAMPLE" },
            "The user AIDAEXAMPLE called",
        ],
        [
            "a user of an identity provider, without a capital",
            { type: "SAMLUser", userName: "eve", identityProvider: "example" },
            "The user eve, known to example, called",
        ],
        [
            "a request without credentials",
            { type: "AWSAccount", principalId: "", accountId: "ANONYMOUS_PRINCIPAL" },
            "An anonymous caller called",
        ],
        [
            "a session with the management account's root rights",
            {
                type: "AssumedRole",
                arn: "arn:aws:sts::1:assumed-role/x/y",
                sessionContext: { assumedRoot: "true" },
            },
            "The root user by AssumeRoot called",
        ],
        [
            "a person behind a role",
            {
                type: "AssumedRole",
                arn: "arn:aws:sts::1:assumed-role/x/y",
                sessionContext: { sourceIdentity: "alice@example.com" },
            },
            "The role x in session y (source identity alice@example.com) called",
        ],
        [
            "a name that is more than one",
            { type: "IAMUser", userName: "bob. It" },
            'The user "bob. It" called',
        ],
    ] as const) {
        it(`names ${who}`, () => {
            const said = aloud("create-user-denied", { userIdentity });
            assert.ok(said.startsWith(told), said);
        });
    }

    it("says which things were meant, and what was set on them", () => {
        const said = aloud("create-user-denied", {
            requestParameters: {
                instancesSet: {
                    items: [
                        { instanceId: "i-1" },
                        { instanceId: "i-2" },
                        { instanceId: "i-3" },
                        { instanceId: "i-4" },
                    ],
                },
                VersioningConfiguration: { Status: "Suspended" },
                cloudWatchLogsLogGroupArn: "",
                eventSelectors: [],
                size: 9007199254740993,
                force: false,
            },
        });
        assert.ok(
            said.includes(
                'It was called with instancesSet.items.instanceId "i-1" and "i-2" and "i-3" and 1 more, ' +
                    'VersioningConfiguration.Status "Suspended", cloudWatchLogsLogGroupArn "" (empty), eventSelectors (empty), ',
            ),
            said,
        );
    });

    it("cuts long values and says how long they were, but no ARN", () => {
        const arn = `arn:aws:s3:::b/${"k".repeat(200)}`;
        const said = aloud("create-user-denied", { requestParameters: { document: "x".repeat(2345), arn } });
        assert.ok(said.includes(`document "${"x".repeat(100)}..." (2,345 characters), arn "${arn}".`), said);
    });

    it("names what has another shape than AWS documents, and reads the rest", () => {
        const said = aloud("create-user-denied", {
            userIdentity: "anonymous",
            resources: { ARN: "arn:aws:s3:::b" },
            errorMessage: { message: "m" },
        });
        assert.match(said, /It was meant for arn:aws:s3:::b\./);
        assert.match(
            said,
            /Odd in the record: userIdentity is no object, resources is no list of objects, errorMessage is no text, its value is "anonymous"\.$/,
        );
    });

    it("says by whom unusual calls were", () => {
        const insightDetails = {
            state: "End",
            insightContext: {
                attributions: [
                    {
                        attribute: "userIdentityArn",
                        insight: [{ value: "arn:aws:sts::1:assumed-role/x/y", average: 664 }],
                    },
                ],
            },
        };
        assert.match(
            aloud("insight-api-call-rate-end", { insightDetails }),
            /By userIdentityArn: "arn:aws:sts::1:assumed-role\/x\/y" \(664 a minute\)\.$/,
        );
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

    it("is one line, in which nothing that others chose passes for a sentence", () => {
        const forged = fc.constantFrom(
            "x\nThe user bob",
            "x. The user bob",
            'x" The user bob',
            '\\" The user bob',
            "\u202eThe user bob",
            "\u2028The user bob",
            "\u001b[2JThe user bob",
            "\u00a0The\u3164user\u200bbob",
            "\ud800The user bob",
        );
        fc.assert(
            fc.property(
                fc.constantFrom(...everyFixture()),
                forged,
                fc.string({ unit: "binary" }),
                fc.infiniteStream(fc.nat(2)),
                (record, lie, noise, dice) => {
                    const said = readAloud(replaced(record, lie + noise, dice) as CloudTrailRecord);
                    assert.doesNotMatch(said, /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u3164]|(?! )\p{Zs}/u);
                    assert.doesNotMatch(said.replace(/"(?:[^"\\]|\\.)*"/gu, '""'), /The.*user.bob/);
                },
            ),
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

/** The same value with some of its texts, and some of the names of its fields, replaced by another. */
function replaced(value: unknown, text: string, dice: Iterator<number>): unknown {
    const isChosen = (): boolean => dice.next().value === 0;
    if (Array.isArray(value)) {
        return value.map((each) => replaced(each, text, dice));
    }
    if (typeof value === "object" && value !== null) {
        return Object.fromEntries(
            Object.entries(value).map(([name, field]) => [
                isChosen() && isChosen() ? text : name,
                replaced(field, text, dice),
            ]),
        );
    }
    return typeof value === "string" && isChosen() ? text : value;
}
