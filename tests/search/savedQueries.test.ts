import assert from "node:assert/strict";
import type { JsonObject } from "../../events/record";
import { SAVED_QUERIES, type SavedQuery } from "../../search";
import { everyFixture, fixture } from "../events/fixtures";
import { answer, type Row, useTrino } from "./athena";
import { DENIED_CODES, OTHER_CODES } from "./errorCodes";
import { noTrino, Trino } from "./trino";
import { ACCOUNT, assumeRole, call, objectRead, OTHER_ACCOUNT, root, session, signIn, user } from "./records";

function theQuery(name: string): SavedQuery {
    return SAVED_QUERIES.find((query) => query.name === name) ?? assert.fail(`there is no query ${name}`);
}

const DAY = "2026/03/04";
const PERIOD = [ACCOUNT, DAY, DAY];
const at = (eventTime: string): JsonObject => ({ eventTime });

/** Asks a query about these records, and about the records of the events room, whatever they are of. */
const ask = (
    name: string,
    values: readonly string[],
    records: readonly JsonObject[],
): Promise<readonly Row[]> =>
    answer(theQuery(name).sql, values, [...records, ...everyFixture().map((record) => ({ ...record }))]);

const idsOf = (rows: readonly Row[]): readonly unknown[] => rows.map(({ eventid }) => eventid);

const public_ = (policy: JsonObject): JsonObject => ({
    requestParameters: { bucketName: "example-site", bucketPolicy: policy, policy: "" },
});

const allow = (Principal: unknown, more: JsonObject = {}): JsonObject => ({
    Effect: "Allow",
    Principal,
    Action: "s3:GetObject",
    Resource: "arn:aws:s3:::example-site/*",
    ...more,
});

describe("saved queries", function () {
    this.timeout(600_000);
    let trino: Trino | undefined;

    it("are run by Trino, too, from here on", async function () {
        const missing = await noTrino();
        if (missing !== undefined) {
            console.log(`skipped: saved queries on Trino, on DuckDB alone: ${missing}`);
            this.skip();
        }
        trino = await Trino.start();
        useTrino(trino);
    });

    after(() => {
        trino?.stop();
        useTrino(undefined);
    });

    describe("the query principal-activity", () => {
        const identityCenter = {
            type: "IdentityCenterUser",
            accountId: ACCOUNT,
            onBehalfOf: {
                userId: "user-1",
                identityStoreArn: `arn:aws:identitystore::${ACCOUNT}:identitystore/d-1`,
            },
            credentialId: "credential-1",
        };
        const records = [
            call("later", "s3:DeleteBucket", session("Deployer", "build-1"), at("2026-03-04T23:59:59Z")),
            call("refused", "iam:CreateUser", session("Deployer", "build-2"), { errorCode: "AccessDenied" }),
            call("another-role", "s3:DeleteBucket", session("Deployer2", "build-1")),
            call("named-like-it", "s3:DeleteBucket", user("Deployer")),
            call("day-before", "s3:DeleteBucket", session("Deployer", "build-1"), at("2026-03-03T23:59:59Z")),
            call("day-after", "s3:DeleteBucket", session("Deployer", "build-1"), at("2026-03-05T00:00:00Z")),
            call("elsewhere", "s3:DeleteBucket", session("Deployer", "build-1"), {
                recipientAccountId: OTHER_ACCOUNT,
            }),
            call("center", "sso:Authenticate", identityCenter),
            call("bob", "ec2:RunInstances", user("bob", "AKIAEXAMPLEKEYOFBOB1")),
        ];
        const about = async (principal: string): Promise<readonly unknown[]> =>
            idsOf(await ask("principal-activity", [...PERIOD, principal], records));

        it("finds what a role's sessions did and tried, in order, in that account and period alone", async () =>
            assert.deepEqual(await about(`arn:aws:iam::${ACCOUNT}:role/Deployer`), [
                "refused",
                "0b1f2c3d-1111-4a4a-9b9b-000000000001",
                "later",
            ]));

        it("finds one session, a user by name, a key, and a user of IAM Identity Center", async () => {
            assert.deepEqual(await about(`arn:aws:sts::${ACCOUNT}:assumed-role/Deployer/build-2`), [
                "refused",
            ]);
            assert.deepEqual(await about("Deployer"), ["named-like-it"]);
            assert.deepEqual(await about("AKIAEXAMPLEKEYOFBOB1"), ["bob"]);
            assert.deepEqual(await about("user-1"), ["center"]);
        });

        it("finds a user, a role's sessions and one of them by their principal ids", async () => {
            assert.deepEqual(await about("AIDAEXAMPLEBOB"), ["bob"]);
            assert.deepEqual(await about("AROAEXAMPLEDeployer:build-2"), ["refused"]);
            assert.deepEqual(await about("AROAEXAMPLEDeployer"), ["refused", "later"]);
        });

        it("shows what was asked for as JSON", async () => {
            const rows = await ask("principal-activity", [...PERIOD, "AKIAEXAMPLEKEYID0002"], []);
            assert.deepEqual(
                rows.map(({ eventname, requestparameters, readonly, errorcode }) => [
                    eventname,
                    requestparameters,
                    readonly,
                    errorcode,
                ]),
                [
                    [
                        "DescribeInstances",
                        '{"maxResults":1000,"instancesSet":{},"filterSet":{}}',
                        "true",
                        null,
                    ],
                    ["CreateUser", '{"userName":"backdoor"}', "false", "AccessDenied"],
                ],
            );
        });
    });

    describe("the query console-sign-in-without-mfa", () => {
        it("finds root and IAM users who had no second factor, and nobody else", async () => {
            const rows = await ask("console-sign-in-without-mfa", PERIOD, [
                signIn("root-without", root(), "Success", { MFAUsed: "No" }),
                signIn("not-told", user("carol"), "Success", {}),
                signIn("with-mfa", user("bob"), "Success", { MFAUsed: "Yes" }),
                signIn("with-mfa-otherwise-written", user("bob"), "Success", { MFAUsed: "YES" }),
                signIn("failed", user("bob"), "Failure", { MFAUsed: "No" }),
                signIn("federated", session("SSO", "dave"), "Success", { MFAUsed: "No" }),
                call("another-event", "signin:CheckMfa", user("bob"), {
                    responseElements: { ConsoleLogin: "Success" },
                }),
                call("another-service", "example:ConsoleLogin", user("bob"), {
                    responseElements: { ConsoleLogin: "Success" },
                }),
            ]);
            assert.deepEqual(idsOf(rows), [
                "0b1f2c3d-4444-4a4a-9b9b-000000000006",
                "not-told",
                "root-without",
            ]);
            assert.equal(rows[2]?.["loginto"], "https://console.aws.amazon.com/");
        });
    });

    describe("the query root-use", () => {
        it("finds what root did itself", async () => {
            const rows = await ask("root-use", PERIOD, [
                call("refused", "s3:DeleteBucket", root(), { errorCode: "AccessDenied" }),
                signIn("sign-in", root(), "Success", { MFAUsed: "Yes" }),
                call("by-a-service", "kms:Decrypt", root({ invokedBy: "s3.amazonaws.com" })),
                call("of-its-own-accord", "kms:RotateKey", root(), { eventType: "AwsServiceEvent" }),
                call("called-root", "s3:DeleteBucket", user("root")),
            ]);
            assert.deepEqual(idsOf(rows), ["refused", "sign-in", "0b1f2c3d-5555-4a4a-9b9b-000000000008"]);
            assert.equal(rows[2]?.["mfaauthenticated"], "true");
        });
    });

    describe("the query denied-calls", () => {
        it("counts by role, API and error, the most frequent first", async () => {
            const denied = (id: string, errorCode: string, more: JsonObject = {}): JsonObject =>
                call(id, "ec2:RunInstances", session("Builder", id), { errorCode, ...more });
            const rows = await ask("denied-calls", PERIOD, [
                denied("one", "Client.UnauthorizedOperation", at("2026-03-04T10:00:00Z")),
                denied("two", "Client.UnauthorizedOperation", {
                    ...at("2026-03-04T11:00:00Z"),
                    sourceIPAddress: "198.51.100.1",
                }),
                denied("three", "Client.UnauthorizedOperation", at("2026-03-04T10:30:00Z")),
                call("dynamo", "dynamodb:GetItem", user("bob"), { errorCode: "AccessDeniedException" }),
                denied("not-found", "Client.InvalidInstanceID.NotFound"),
                call("no-bucket", "s3:GetBucketPolicy", user("bob"), { errorCode: "NoSuchBucket" }),
                call("succeeded", "ec2:RunInstances", session("Builder", "one")),
            ]);
            assert.deepEqual(
                rows.map((row) => [
                    row["principal"],
                    row["eventname"],
                    row["calls"],
                    row["addresses"],
                    row["firsttime"],
                    row["lasttime"],
                ]),
                [
                    [
                        `arn:aws:iam::${ACCOUNT}:role/Builder`,
                        "RunInstances",
                        "3",
                        "2",
                        "2026-03-04T10:00:00Z",
                        "2026-03-04T11:00:00Z",
                    ],
                    [
                        `arn:aws:iam::${ACCOUNT}:user/alice`,
                        "CreateUser",
                        "1",
                        "1",
                        "2026-03-04T22:03:10Z",
                        "2026-03-04T22:03:10Z",
                    ],
                    [
                        `arn:aws:iam::${ACCOUNT}:user/bob`,
                        "GetItem",
                        "1",
                        "1",
                        "2026-03-04T09:00:00Z",
                        "2026-03-04T09:00:00Z",
                    ],
                ],
            );
        });
    });

    describe("the query denied-calls, of errors by their names,", () => {
        const found = async (codes: readonly string[]): Promise<readonly unknown[]> =>
            (
                await answer(
                    theQuery("denied-calls").sql,
                    PERIOD,
                    codes.map((errorCode) => call(errorCode, "example:Do", user("bob"), { errorCode })),
                )
            ).map(({ errorcode }) => errorcode);

        it("finds those that mean that permission was wanting", async () =>
            assert.deepEqual([...(await found(DENIED_CODES))].sort(), [...DENIED_CODES].sort()));

        it("finds no other", async () => assert.deepEqual(await found(OTHER_CODES), []));
    });

    describe("the query access-keys-from-new-addresses", () => {
        it("finds addresses that a key was not used from before, and keys that were not used before", async () => {
            const from = (
                id: string,
                who: JsonObject,
                eventTime: string,
                sourceIPAddress: string,
            ): JsonObject => call(id, "s3:ListBuckets", who, { eventTime, sourceIPAddress });
            const rows = await ask(
                "access-keys-from-new-addresses",
                [ACCOUNT, "2026/02/02", DAY, "2026/03/04"],
                [
                    from("bob-home", user("bob"), "2026-02-20T10:00:00Z", "198.51.100.1"),
                    from("bob-home-again", user("bob"), "2026-03-04T10:00:00Z", "198.51.100.1"),
                    from("bob-abroad", user("bob"), "2026-03-04T11:00:00Z", "192.0.2.200"),
                    from("bob-abroad-again", user("bob"), "2026-03-04T12:00:00Z", "192.0.2.200"),
                    from("carol-first", user("carol"), "2026-03-04T13:00:00Z", "198.51.100.1"),
                    // Too long ago to count as known.
                    from("erin-then", user("erin"), "2026-02-01T10:00:00Z", "198.51.100.9"),
                    from("erin-now", user("erin"), "2026-03-04T14:00:00Z", "198.51.100.9"),
                    from("new-before-the-period", user("frank"), "2026-03-03T10:00:00Z", "198.51.100.7"),
                    from("temporary", session("Builder", "one"), "2026-03-04T10:00:00Z", "192.0.2.201"),
                    from("by-a-service", user("bob"), "2026-03-04T10:00:00Z", "athena.amazonaws.com"),
                    from("by-aws", user("bob"), "2026-03-04T10:00:00Z", "AWS Internal"),
                ],
            );
            assert.deepEqual(
                rows.map((row) => [
                    row["accesskeyid"],
                    row["sourceipaddress"],
                    row["calls"],
                    row["firsttime"],
                ]),
                [
                    ["AKIAEXAMPLEKEYID0002", "198.51.100.20", "1", "2026-03-04T10:21:45Z"],
                    ["AKIAEXAMPLEBOB", "192.0.2.200", "2", "2026-03-04T11:00:00Z"],
                    ["AKIAEXAMPLECAROL", "198.51.100.1", "1", "2026-03-04T13:00:00Z"],
                    ["AKIAEXAMPLEERIN", "198.51.100.9", "1", "2026-03-04T14:00:00Z"],
                    ["AKIAEXAMPLEKEYID0002", "203.0.113.64", "1", "2026-03-04T22:03:10Z"],
                ],
            );
        });
    });

    describe("the query logging-changes", () => {
        const CHANGES = [
            ...["StopLogging", "DeleteTrail", "UpdateTrail", "PutEventSelectors", "PutInsightSelectors"].map(
                (name) => `cloudtrail:${name}`,
            ),
            ...[
                "PutBucketPolicy",
                "DeleteBucketPolicy",
                "PutBucketLifecycle",
                "PutBucketVersioning",
                "PutBucketObjectLockConfiguration",
                "DeleteBucket",
            ].map((name) => `s3:${name}`),
            ...["DisableKey", "ScheduleKeyDeletion", "PutKeyPolicy"].map((name) => `kms:${name}`),
            ...[
                "DisableRule",
                "DeleteRule",
                "RemoveTargets",
                "PutRule",
                "PutTargets",
                "RemovePermission",
                "DeleteEventBus",
            ].map((name) => `events:${name}`),
            ...["LeaveOrganization", "DeregisterDelegatedAdministrator", "DisableAWSServiceAccess"].map(
                (name) => `organizations:${name}`,
            ),
            ...[
                "DeleteDetector",
                "UpdateDetector",
                "DisassociateMembers",
                "DisassociateFromAdministratorAccount",
            ].map((name) => `guardduty:${name}`),
            "macie2:DisableMacie",
            "macie2:DisassociateFromAdministratorAccount",
        ];

        it("finds every attack on logging, refused ones included", async () => {
            const rows = await ask(
                "logging-changes",
                PERIOD,
                CHANGES.map((api) => call(api, api, user("mallory"), { errorCode: "AccessDenied" })),
            );
            assert.deepEqual(
                idsOf(rows).filter((id) => !String(id).startsWith("0b1f2c3d-")),
                [...CHANGES].sort(),
            );
        });

        it("finds nothing of that name in another service, and nothing that only looks", async () => {
            const rows = await ask("logging-changes", PERIOD, [
                call("another-service", "scheduler:DeleteRule", user("mallory")),
                call("looks", "cloudtrail:DescribeTrails", user("mallory")),
                call("starts", "cloudtrail:StartLogging", user("mallory")),
                call("invites", "guardduty:InviteMembers", user("mallory")),
                call("enables", "macie2:EnableMacie", user("mallory")),
            ]);
            assert.deepEqual(idsOf(rows), [
                "0b1f2c3d-1111-4a4a-9b9b-000000000001",
                "0b1f2c3d-5555-4a4a-9b9b-000000000008",
            ]);
        });
    });

    describe("the query assume-role-chains", () => {
        const SAML_USER = {
            type: "SAMLUser",
            principalId: "EXAMPLE=:dave",
            userName: "dave",
            identityProvider: "EXAMPLE=",
        };

        it("finds a role that was assumed from another, by whom, and how it goes on", async () => {
            const rows = await ask("assume-role-chains", PERIOD, [
                assumeRole("first", user("mallory"), "Build", "ASIABUILD", at("2026-03-04T09:00:00Z")),
                assumeRole("second", session("Build", "Build-session", "ASIABUILD"), "Deploy", "ASIADEPLOY", {
                    ...at("2026-03-04T09:05:00Z"),
                    sourceIPAddress: "192.0.2.7",
                }),
                assumeRole("third", session("Deploy", "Deploy-session", "ASIADEPLOY"), "Admin", "ASIAADMIN", {
                    ...at("2026-03-04T09:10:00Z"),
                }),
                // Earlier than what comes before it.
                assumeRole("by-saml", SAML_USER, "Sso", "ASIASSO", {
                    ...at("2026-03-04T08:00:00Z"),
                    eventName: "AssumeRoleWithSAML",
                }),
                assumeRole("from-saml", session("Sso", "dave", "ASIASSO"), "Admin", "ASIAADMIN2"),
                assumeRole("by-root", session("Break", "g", "ASIABREAK"), "none", "ASIAROOT", {
                    ...at("2026-03-04T07:00:00Z"),
                    eventName: "AssumeRoot",
                    requestParameters: { targetPrincipal: OTHER_ACCOUNT, taskPolicyArn: { arn: "p" } },
                }),
                assumeRole("from-root", root({ accessKeyId: "ASIAROOT" }), "Admin", "ASIAADMIN5", {
                    ...at("2026-03-04T07:05:00Z"),
                }),
                assumeRole("federated", user("eve"), "none", "ASIAFEDERATED", {
                    ...at("2026-03-04T07:10:00Z"),
                    eventName: "GetFederationToken",
                    requestParameters: { name: "guest" },
                    responseElements: {
                        credentials: { accessKeyId: "ASIAFEDERATED" },
                        federatedUser: { arn: `arn:aws:sts::${ACCOUNT}:federated-user/guest` },
                    },
                }),
                assumeRole("from-federated", user("guest", "ASIAFEDERATED"), "Admin", "ASIAADMIN6", {
                    ...at("2026-03-04T07:15:00Z"),
                }),
                assumeRole("no-role", user("bob"), "none", "ASIATOKEN", { eventName: "GetSessionToken" }),
                assumeRole("from-no-role", user("bob", "ASIATOKEN"), "Admin", "ASIAADMIN3"),
                assumeRole("another-service", user("bob"), "Other", "ASIAOTHER", {
                    eventSource: "example.amazonaws.com",
                }),
                assumeRole(
                    "from-another-service",
                    session("Other", "bob", "ASIAOTHER"),
                    "Admin",
                    "ASIAADMIN4",
                ),
                assumeRole("alone", user("bob"), "Report", "ASIAREPORT"),
                assumeRole("unknown-before", session("Other", "o", "ASIAUNKNOWN"), "Deploy", "ASIADEPLOY2"),
                assumeRole("refused", session("Report", "r", "ASIAREPORT"), "Admin", "ASIANEVER", {
                    errorCode: "AccessDenied",
                    responseElements: null,
                }),
            ]);
            assert.deepEqual(
                rows.map((row) => [
                    row["caller"],
                    row["firstrole"],
                    row["firsteventid"],
                    row["secondrole"],
                    row["secondaddress"],
                    row["secondeventid"],
                ]),
                [
                    [
                        `arn:aws:sts::${ACCOUNT}:assumed-role/Break/g`,
                        OTHER_ACCOUNT,
                        "by-root",
                        `arn:aws:iam::${ACCOUNT}:role/Admin`,
                        "203.0.113.64",
                        "from-root",
                    ],
                    [
                        `arn:aws:iam::${ACCOUNT}:user/eve`,
                        `arn:aws:sts::${ACCOUNT}:federated-user/guest`,
                        "federated",
                        `arn:aws:iam::${ACCOUNT}:role/Admin`,
                        "203.0.113.64",
                        "from-federated",
                    ],
                    [
                        "dave",
                        `arn:aws:iam::${ACCOUNT}:role/Sso`,
                        "by-saml",
                        `arn:aws:iam::${ACCOUNT}:role/Admin`,
                        "203.0.113.64",
                        "from-saml",
                    ],
                    [
                        `arn:aws:iam::${ACCOUNT}:user/mallory`,
                        `arn:aws:iam::${ACCOUNT}:role/Build`,
                        "first",
                        `arn:aws:iam::${ACCOUNT}:role/Deploy`,
                        "192.0.2.7",
                        "second",
                    ],
                    [
                        `arn:aws:sts::${ACCOUNT}:assumed-role/Build/Build-session`,
                        `arn:aws:iam::${ACCOUNT}:role/Deploy`,
                        "second",
                        `arn:aws:iam::${ACCOUNT}:role/Admin`,
                        "203.0.113.64",
                        "third",
                    ],
                ],
            );
        });
    });

    describe("the query buckets-made-public", () => {
        const put = (id: string, policy: JsonObject, more: JsonObject = {}): JsonObject =>
            call(id, "s3:PutBucketPolicy", user("bob"), { ...public_(policy), ...more });
        const acl = (id: string, requestParameters: JsonObject): JsonObject =>
            call(id, "s3:PutBucketAcl", user("bob"), {
                requestParameters: { bucketName: "example-site", ...requestParameters },
            });
        const block = (id: string, restrictPublicBuckets: boolean): JsonObject =>
            call(id, "s3:PutBucketPublicAccessBlock", user("bob"), {
                requestParameters: {
                    bucketName: "example-site",
                    PublicAccessBlockConfiguration: {
                        BlockPublicAcls: true,
                        IgnorePublicAcls: true,
                        BlockPublicPolicy: true,
                        RestrictPublicBuckets: restrictPublicBuckets,
                    },
                },
            });
        const OWNER = { type: "CanonicalUser", ID: "EXAMPLE" };
        const grantedTo = (grantee: JsonObject): JsonObject => ({
            AccessControlPolicy: { AccessControlList: { Grant: { Grantee: grantee, Permission: "READ" } } },
        });
        const AUTHENTICATED = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";
        const EVERYONE = { "xsi:type": "Group", URI: "http://acs.amazonaws.com/groups/global/AllUsers" };

        it("finds policies, ACLs and public access blocks that let everyone in", async () => {
            const rows = await ask("buckets-made-public", PERIOD, [
                block("i-opened", false),
                put("a-star", { Statement: [allow({ AWS: `arn:aws:iam::${ACCOUNT}:root` }), allow("*")] }),
                put("b-aws-star", { Statement: [allow({ AWS: "*" })] }),
                put("c-aws-list", { Statement: [allow({ AWS: ["*"] })] }),
                put("d-without-list", { Statement: allow("*") }),
                put("e-narrowed", {
                    Statement: [allow("*", { Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } })],
                }),
                acl("f-canned", { "x-amz-acl": ["public-read-write"] }),
                acl("g-granted", grantedTo(EVERYONE)),
                acl("f-signed-in", { "x-amz-acl": ["authenticated-read"] }),
                acl("g-granted-to-signed-in", grantedTo({ ...EVERYONE, URI: AUTHENTICATED })),
                call("h-unblocked", "s3:DeleteBucketPublicAccessBlock", user("bob"), {
                    requestParameters: { bucketName: "example-site" },
                }),
            ]);
            assert.deepEqual(
                rows.map((row) => [row["eventid"], row["bucket"], row["allowed"], row["condition"]]),
                [
                    ["a-star", "example-site", '"s3:GetObject"', null],
                    ["b-aws-star", "example-site", '"s3:GetObject"', null],
                    ["c-aws-list", "example-site", '"s3:GetObject"', null],
                    ["d-without-list", "example-site", '"s3:GetObject"', null],
                    [
                        "e-narrowed",
                        "example-site",
                        '"s3:GetObject"',
                        '{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}',
                    ],
                    ["f-canned", "example-site", null, null],
                    ["f-signed-in", "example-site", null, null],
                    ["g-granted", "example-site", null, null],
                    ["g-granted-to-signed-in", "example-site", null, null],
                    ["h-unblocked", "example-site", null, null],
                    ["i-opened", "example-site", null, null],
                ],
            );
        });

        it("finds everyone in every notation", async () => {
            const everyone = [
                { Principal: { AWS: [`arn:aws:iam::${ACCOUNT}:root`, "*"] } },
                { Principal: { Service: "s3.amazonaws.com", AWS: "*" } },
                { Principal: { Federated: "*" } },
                { NotPrincipal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } },
            ];
            const rows = await ask(
                "buckets-made-public",
                PERIOD,
                everyone.map((who, index) =>
                    put(`policy-${index}`, { Statement: [{ ...allow("x"), Principal: undefined, ...who }] }),
                ),
            );
            assert.deepEqual(idsOf(rows), ["policy-0", "policy-1", "policy-2", "policy-3"]);
        });

        it("finds access points, the account's block, and buckets for one zone", async () => {
            const policy = JSON.stringify({ Version: "2012-10-17", Statement: [allow({ AWS: "*" })] });
            const closed = {
                BlockPublicAcls: "true",
                IgnorePublicAcls: "true",
                BlockPublicPolicy: "true",
                RestrictPublicBuckets: "true",
            };
            const accessPoint = (id: string, eventName: string, requestParameters: JsonObject): JsonObject =>
                call(id, `s3:${eventName}`, user("bob"), {
                    requestParameters: { name: "door", ...requestParameters },
                });
            const rows = await ask("buckets-made-public", PERIOD, [
                accessPoint("a-policy", "PutAccessPointPolicy", { policy }),
                accessPoint("b-named", "PutAccessPointPolicy", {
                    policy: policy.replace('"*"', '"111122223333"'),
                }),
                accessPoint("c-denies", "PutAccessPointPolicy", { policy: policy.replace("Allow", "Deny") }),
                accessPoint("d-lambda", "PutAccessPointPolicyForObjectLambda", { policy }),
                accessPoint("e-open", "CreateAccessPoint", {
                    publicAccessBlockConfiguration: { ...closed, blockPublicPolicy: "false" },
                }),
                accessPoint("f-closed", "CreateAccessPoint", { publicAccessBlockConfiguration: closed }),
                accessPoint("g-account", "PutAccountPublicAccessBlock", {
                    PublicAccessBlockConfiguration: { ...closed, RestrictPublicBuckets: "false" },
                }),
                put("h-zone", { Statement: [allow("*")] }, { eventSource: "s3express.amazonaws.com" }),
            ]);
            assert.deepEqual(idsOf(rows), ["a-policy", "d-lambda", "e-open", "g-account", "h-zone"]);
            assert.equal(rows[0]?.["bucket"], "door");
        });

        it("finds nothing else, a denial to everyone included", async () =>
            assert.deepEqual(
                await ask("buckets-made-public", PERIOD, [
                    put("named", { Statement: [allow({ AWS: `arn:aws:iam::${ACCOUNT}:root` })] }),
                    put("service", { Statement: [allow({ Service: "cloudtrail.amazonaws.com" })] }),
                    put("denies", {
                        Statement: [
                            { ...allow("*"), Effect: "Deny" },
                            allow({ AWS: `arn:aws:iam::${ACCOUNT}:root` }),
                        ],
                    }),
                    put("refused", { Statement: [allow("*")] }, { errorCode: "AccessDenied" }),
                    acl("private", { "x-amz-acl": ["private"] }),
                    acl("granted-to-one", grantedTo(OWNER)),
                    block("closed", true),
                    call("another-service", "sqs:DeleteBucketPublicAccessBlock", user("bob")),
                ]),
                [],
            ));
    });

    describe("the query object-reads", () => {
        const KEY = "in/2026-03-04.csv";
        const ask_ = (records: readonly JsonObject[]): Promise<readonly Row[]> =>
            ask("object-reads", [...PERIOD, "example-reports", KEY], records);

        it("finds who read or tried to read the object, from other accounts too", async () => {
            const rows = await ask_([
                objectRead("refused", KEY, {
                    eventName: "HeadObject",
                    errorCode: "AccessDenied",
                    eventTime: "2026-03-04T10:00:00Z",
                }),
                objectRead("read", KEY),
                objectRead("stranger", KEY, {
                    eventTime: "2026-03-04T11:00:00Z",
                    userIdentity: {
                        type: "AWSAccount",
                        principalId: "AROAEXAMPLEPARTNER:nightly",
                        accountId: OTHER_ACCOUNT,
                    },
                }),
            ]);
            assert.deepEqual(
                rows.map((row) => [
                    row["eventid"],
                    row["principal"],
                    row["accountid"],
                    row["errorcode"],
                    row["bytes"],
                ]),
                [
                    ["read", `arn:aws:sts::${ACCOUNT}:assumed-role/Analyst/alice`, ACCOUNT, null, "20480"],
                    [
                        "refused",
                        `arn:aws:sts::${ACCOUNT}:assumed-role/Analyst/alice`,
                        ACCOUNT,
                        "AccessDenied",
                        "20480",
                    ],
                    ["stranger", "AROAEXAMPLEPARTNER:nightly", OTHER_ACCOUNT, null, "20480"],
                ],
            );
        });

        const copy = (id: string, source: string, more: JsonObject = {}): JsonObject =>
            objectRead(id, "copy.csv", {
                eventName: "CopyObject",
                readOnly: false,
                requestParameters: { bucketName: "elsewhere", key: "copy.csv", "x-amz-copy-source": source },
                resources: [{ type: "AWS::S3::Object", ARN: "arn:aws:s3:::elsewhere/copy.csv" }],
                ...more,
            });

        it("finds copies by what they were made of, however that is written", async () => {
            const rows = await ask_([
                copy("a", `example-reports/${KEY}`),
                copy("b", `/example-reports/${KEY}?versionId=abc`),
                copy("c", `example-reports/${encodeURIComponent(KEY)}`),
                copy("d", `example-reports/${KEY}`, { eventName: "UploadPartCopy" }),
                copy("not-of-it", `example-reports/${KEY}.old`),
                objectRead("onto-it", KEY, {
                    eventName: "CopyObject",
                    requestParameters: {
                        bucketName: "example-reports",
                        key: KEY,
                        "x-amz-copy-source": "elsewhere/other.csv",
                    },
                }),
            ]);
            assert.deepEqual(
                rows.map(({ eventid, copiedto }) => [eventid, copiedto]),
                ["a", "b", "c", "d"].map((id) => [id, "elsewhere/copy.csv"]),
            );
        });

        it("finds reads through an access point", async () => {
            const through = {
                requestParameters: {
                    bucketName: `arn:aws:s3:eu-central-1:${ACCOUNT}:accesspoint/door`,
                    key: KEY,
                },
            };
            assert.deepEqual(idsOf(await ask_([objectRead("read", KEY, through)])), ["read"]);
        });

        it("finds neither other objects nor writes of this one", async () =>
            assert.deepEqual(
                await ask_([
                    objectRead("another-key", `${KEY}.old`),
                    objectRead("another-bucket", KEY, {
                        requestParameters: { bucketName: "example-reports2", key: KEY },
                    }),
                    objectRead("on-an-outpost", KEY, { eventSource: "s3-outposts.amazonaws.com" }),
                    objectRead("deleted", KEY, { eventName: "DeleteObject", readOnly: false }),
                    objectRead("day-before", KEY, at("2026-03-03T12:00:00Z")),
                ]),
                [],
            ));
    });

    describe("the query network-activity-denied", () => {
        it("finds who was refused at which endpoint, and nothing that was let through", async () => {
            const rows = await ask("network-activity-denied", PERIOD, [
                { ...fixture("vpc-endpoint-denied"), eventID: "again", eventTime: "2026-03-04T17:00:00Z" },
                { ...fixture("vpc-endpoint-denied"), eventID: "let-through", errorCode: undefined },
            ]);
            assert.deepEqual(
                rows.map((row) => [
                    row["calleraccount"],
                    row["principal"],
                    row["vpcendpointid"],
                    row["errorcode"],
                    row["calls"],
                ]),
                [["777788889999", "AIDAEXAMPLESTRANGER1", "vpce-0a1b2c3d4e5f67890", "VpceAccessDenied", "2"]],
            );
        });
    });

    describe("the query insights", () => {
        it("finds starts and ends with their rates, and no events", async () =>
            assert.deepEqual(await ask("insights", PERIOD, [call("event", "s3:DeleteBucket", user("bob"))]), [
                {
                    eventtime: "2026-03-04T12:31:00Z",
                    region: "eu-central-1",
                    state: "Start",
                    insighttype: "ApiErrorRateInsight",
                    eventsource: "s3.amazonaws.com",
                    eventname: "GetBucketAcl",
                    errorcode: "AccessDenied",
                    usualperminute: 0,
                    foundperminute: 6.2,
                    minutes: null,
                    sharedeventid: "0b1f2c3d-7777-4a4a-9b9b-000000000011",
                },
            ]));

        it("finds them in their order", async () => {
            const insight = (id: string, eventTime: string): JsonObject => ({
                ...fixture("insight-error-rate-start"),
                sharedEventID: id,
                eventTime,
            });
            const rows = await ask("insights", PERIOD, [
                insight("late", "2026-03-04T23:00:00Z"),
                insight("early", "2026-03-04T01:00:00Z"),
            ]);
            assert.deepEqual(
                rows.map(({ sharedeventid }) => sharedeventid),
                ["early", "0b1f2c3d-7777-4a4a-9b9b-000000000011", "late"],
            );
        });

        it("tells how long it went on once it is over", async () => {
            const [end] = await ask("insights", ["123456789012", "2019/10/15", "2019/10/15"], []);
            assert.deepEqual(
                [end?.["state"], end?.["usualperminute"], end?.["foundperminute"], end?.["minutes"]],
                ["End", 0.0017857143, 4, 1],
            );
        });
    });

    describe("every saved query", () => {
        /** The text without the lines that tell what it is. */
        const bodyOf = ({ sql }: SavedQuery): string =>
            sql
                .split("\n")
                .filter((line) => !line.startsWith("--"))
                .join("\n");

        it("has a name of its own, and keeps within Athena's limits", () => {
            assert.equal(new Set(SAVED_QUERIES.map(({ name }) => name)).size, SAVED_QUERIES.length);
            for (const { name, description, sql } of SAVED_QUERIES) {
                assert.ok(name.length <= 128, name);
                assert.ok(description.length <= 1024, name);
                assert.ok(sql.length <= 262_144, name);
            }
        });

        for (const query of SAVED_QUERIES) {
            it(`${query.name} says what its question marks are, and has no others`, () => {
                assert.equal(query.sql.split("?").length - 1, query.parameters.length);
                const header = query.sql.slice(
                    0,
                    query.sql.indexOf("\nSELECT") + 1 || query.sql.indexOf("\nWITH") + 1,
                );
                for (const text of [
                    query.description,
                    query.cost,
                    ...query.parameters.map(({ name }) => name),
                ]) {
                    assert.ok(header.includes(text), `"${text}" is not in\n${header}`);
                }
            });

            it(`${query.name} reads its table once, and no more of it than an account's days`, () => {
                const readings = [...bodyOf(query).matchAll(/\bFROM (cloudtrail\w*)/g)].map(
                    ([, table]) => table,
                );
                assert.deepEqual(readings, [query.table.name]);
                assert.match(
                    bodyOf(query),
                    /WHERE account = \?\n\s+AND "timestamp" BETWEEN \? AND \?\n?(\s+AND [^]*)?(\s+(GROUP|ORDER) BY|\n\))/,
                );
                assert.deepEqual(query.parameters[0]?.name, "account");
            });

            it(`${query.name} finds nothing in another account or on other days`, async () => {
                const rest = query.parameters.slice(3).map(() => "2026/03/01");
                const all = everyFixture().map((record) => ({ ...record }));
                assert.deepEqual(await answer(query.sql, ["999999999999", DAY, DAY, ...rest], all), []);
                assert.deepEqual(
                    await answer(query.sql, [ACCOUNT, "2026/03/05", "2026/03/31", ...rest], all),
                    [],
                );
            });
        }
    });
});
