import assert from "node:assert/strict";
import * as fc from "fast-check";
import {
    type ReadStatement,
    accountOf,
    awsPrincipals,
    coversAction,
    demandedValues,
    isForEveryone,
    isRestrictedToOrganization,
    isRestrictedToSourceArn,
    readPolicyDocument,
    servicePrincipals,
} from "../../policies/policyDocument";

/** A statement as it is read from the first notation given. */
function statement(json: object): ReadStatement {
    const document = readPolicyDocument({ Statement: { Effect: "Allow", ...json } });
    assert.ok(document.malformed === undefined, document.malformed);
    const [first] = document.statements;
    assert.ok(first !== undefined);
    return first;
}

const conditioned = (operator: string, key: string, value: unknown): ReadStatement =>
    statement({ Condition: { [operator]: { [key]: value } } });

describe("policies/policyDocument", () => {
    describe("readPolicyDocument", () => {
        it("reads every notation of the same document alike", () => {
            const long = {
                Version: "2012-10-17",
                Statement: [
                    {
                        Sid: "Write",
                        Effect: "Allow",
                        Principal: { Service: ["cloudtrail.amazonaws.com"] },
                        Action: ["s3:PutObject"],
                        Resource: ["arn:aws:s3:::logs/*"],
                        Condition: { StringEquals: { "aws:SourceArn": ["a"] } },
                    },
                ],
            };
            const short = {
                statement: {
                    sid: "Write",
                    effect: "Allow",
                    principal: { service: "cloudtrail.amazonaws.com" },
                    action: "S3:putobject",
                    resource: "arn:aws:s3:::logs/*",
                    condition: { stringequals: { "AWS:SourceARN": "a" } },
                },
            };
            const read = readPolicyDocument(long);
            assert.deepEqual(readPolicyDocument(JSON.stringify(long)), read);
            assert.deepEqual(readPolicyDocument(short), read);
            assert.deepEqual(read, {
                statements: [
                    {
                        label: '"Write"',
                        effect: "Allow",
                        principals: [{ type: "Service", value: "cloudtrail.amazonaws.com" }],
                        notPrincipals: [],
                        actions: ["s3:putobject"],
                        notActions: [],
                        resources: ["arn:aws:s3:::logs/*"],
                        notResources: [],
                        conditions: [
                            {
                                operator: "stringequals",
                                set: undefined,
                                ifExists: false,
                                key: "aws:sourcearn",
                                values: ["a"],
                            },
                        ],
                    },
                ],
            });
        });

        it("calls a statement without a Sid by its place", () => {
            const document = readPolicyDocument({ Statement: [{ Effect: "Deny" }, { Effect: "Deny" }] });
            assert.deepEqual(
                document.malformed === undefined && document.statements.map(({ label }) => label),
                ["1", "2"],
            );
        });

        it("tells why it cannot read a document", () => {
            for (const [value, reason] of [
                ["{", /^it is not JSON: /],
                [undefined, /^the document is not an object/],
                ["[]", /^the document is not an object/],
                [{}, /^it has no Statement/],
                [{ Statement: ["x"] }, /^statement 1 is not an object/],
                [{ Statement: { Sid: "A" } }, /^statement "A" must have the Effect Allow or Deny/],
                [{ Statement: { Effect: "allow" } }, /^statement 1 must have the Effect/],
                [
                    { Statement: { Effect: "Allow", Action: [{}] } },
                    /^Action of statement 1 has a value that is/,
                ],
                [{ Statement: { Effect: "Allow", Principal: "me" } }, /^Principal of statement 1 is not an/],
                [{ Statement: { Effect: "Allow", Principal: { Me: "x" } } }, /has the unknown kind Me/],
                [
                    { Statement: { Effect: "Allow", Condition: { "x y": {} } } },
                    /has the unknown operator x y/,
                ],
                [
                    { Statement: { Effect: "Allow", Condition: { Bool: "x" } } },
                    /Condition of statement 1 is not/,
                ],
            ] as const) {
                assert.match(readPolicyDocument(value).malformed ?? "", reason, JSON.stringify(value));
            }
        });

        it("never throws", () => {
            const json = fc.jsonValue();
            fc.assert(
                fc.property(
                    fc.oneof(fc.string(), json, fc.record({ Statement: json })),
                    fc.record({
                        Effect: fc.constant("Allow"),
                        Principal: json,
                        Action: json,
                        Condition: json,
                    }),
                    (document, inside) => {
                        readPolicyDocument(document);
                        readPolicyDocument({ Statement: inside });
                    },
                ),
            );
        });
    });

    describe("principals", () => {
        it("are everyone by any notation of it", () => {
            for (const json of [
                { Principal: "*" },
                { Principal: { AWS: "*" } },
                { Principal: { AWS: ["111111111111", "*"] } },
                { NotPrincipal: { AWS: "111111111111" } },
            ]) {
                assert.ok(isForEveryone(statement(json)), JSON.stringify(json));
            }
            for (const json of [
                {},
                { Principal: { AWS: "111111111111" } },
                { Principal: { Service: "s3.amazonaws.com" } },
                { Effect: "Deny", NotPrincipal: { AWS: "111111111111" } },
            ]) {
                assert.ok(!isForEveryone(statement(json)), JSON.stringify(json));
            }
        });

        it("are told apart by their kinds, and belong to accounts", () => {
            const mixed = statement({
                Principal: {
                    Service: "sns.amazonaws.com",
                    AWS: [
                        "111111111111",
                        "arn:aws-cn:iam::222222222222:role/r",
                        "arn:aws:sts::333333333333:x/y",
                        "*",
                    ],
                },
            });
            assert.deepEqual(servicePrincipals(mixed), ["sns.amazonaws.com"]);
            assert.deepEqual(awsPrincipals(mixed).map(accountOf), [
                "111111111111",
                "222222222222",
                "333333333333",
                undefined,
            ]);
        });
    });

    it("tells which actions a statement covers", () => {
        assert.ok(coversAction(statement({ Action: "*" }), "s3:PutObject"));
        assert.ok(coversAction(statement({ Action: ["s3:Get*", "s3:put*"] }), "s3:PutObject"));
        assert.ok(coversAction(statement({ NotAction: "s3:Get*" }), "s3:PutObject"));
        assert.ok(!coversAction(statement({ NotAction: "s3:Put*" }), "s3:PutObject"));
        assert.ok(!coversAction(statement({ Action: "s3:PutObjec" }), "s3:PutObject"));
        assert.ok(!coversAction(statement({ Action: "s3.PutObject" }), "s3:PutObject"));
    });

    describe("conditions", () => {
        const KEY = "aws:SourceAccount";

        it("demand the values of positive operators, whatever the case of the key", () => {
            for (const operator of ["StringEquals", "stringlike", "ArnLike", "ForAnyValue:StringEquals"]) {
                assert.deepEqual(demandedValues(conditioned(operator, "AWS:sourceaccount", ["1"]), KEY), [
                    "1",
                ]);
            }
            assert.deepEqual(
                demandedValues(conditioned("Bool", "aws:SecureTransport", false), "aws:securetransport"),
                ["false"],
            );
        });

        it("demand nothing if they let requests without the key, or with any value, pass", () => {
            for (const [operator, value] of [
                ["StringEqualsIfExists", "1"],
                ["StringNotEquals", "1"],
                ["ArnNotLike", "1"],
                ["NotIpAddress", "1"],
                ["Null", "false"],
                ["ForAllValues:StringEquals", "1"],
                ["StringLike", "*"],
                ["StringLike", ["1", "**"]],
                ["StringEquals", []],
            ] as const) {
                assert.equal(demandedValues(conditioned(operator, KEY, value), KEY), undefined, operator);
            }
            assert.equal(demandedValues(conditioned("StringEquals", "aws:SourceArn", "1"), KEY), undefined);
        });

        it("restrict to an organization by any of its keys", () => {
            for (const [key, value] of [
                ["aws:PrincipalOrgID", "o-abcdefghij"],
                ["aws:SourceOrgID", ["o-abcdefghij"]],
                ["aws:PrincipalOrgPaths", "o-abcdefghij/r-ab12/*"],
                ["aws:SourceOrgPaths", "o-abcdefghij/*"],
            ] as const) {
                const restricted = conditioned("ForAnyValue:StringLike", key, value);
                assert.ok(isRestrictedToOrganization(restricted), key);
                assert.ok(isRestrictedToOrganization(restricted, "o-abcdefghij"), key);
                assert.ok(!isRestrictedToOrganization(restricted, "o-0000000000"), key);
            }
            for (const value of ["o-*", "*/r-ab12", ["o-abcdefghij", "*"]]) {
                assert.ok(
                    !isRestrictedToOrganization(conditioned("StringLike", "aws:PrincipalOrgID", value)),
                );
            }
            assert.ok(
                !isRestrictedToOrganization(
                    conditioned("StringEqualsIfExists", "aws:PrincipalOrgID", "o-abcdefghij"),
                ),
            );
            assert.ok(!isRestrictedToOrganization(statement({})));
        });

        it("restrict to a source if its account, or a bucket, is named", () => {
            const restricts = (value: unknown): boolean =>
                isRestrictedToSourceArn(conditioned("ArnLike", "aws:SourceArn", value));
            for (const value of [
                "arn:aws:cloudtrail:us-east-1:111111111111:trail/logs",
                "arn:aws:cloudtrail:*:111111111111:trail/*",
                "arn:aws:s3:::logs",
            ]) {
                assert.ok(restricts(value), value);
            }
            for (const value of [
                "*",
                "arn:aws:cloudtrail:*:*:trail/*",
                "arn:aws:cloudtrail:us-east-1:*:trail/logs",
                "arn:aws:s3:::*",
                "arn:*",
                ["arn:aws:s3:::logs", "arn:aws:s3:::*"],
            ]) {
                assert.ok(!restricts(value), String(value));
            }
        });
    });
});
