import assert from "node:assert/strict";
import * as fc from "fast-check";
import { type Call, type Documents, simulate } from "../../iam/simulate";
import { explained, isAbout, placedStatements, type AnyStatement } from "../../iam/statements";
import { MEMBER, OUTSIDER } from "../documents/organization";

const ROLE = `arn:aws:iam::${MEMBER}:role/reader`;

/** Statements of few values, so that what they say often meets. */
const statement = (principal: boolean): fc.Arbitrary<AnyStatement> =>
    fc
        .record({
            Effect: fc.constantFrom("Allow", "Deny"),
            Action: fc.constantFrom("s3:*", "s3:GetObject", "s3:Put*", "*"),
            Resource: fc.constantFrom("*", "arn:aws:s3:::logs/*", "arn:aws:s3:::other/*"),
            Principal: fc.constantFrom<unknown>(
                "*",
                { AWS: ROLE },
                { AWS: `arn:aws:iam::${MEMBER}:root` },
                { AWS: `arn:aws:iam::${OUTSIDER}:role/other` },
                { Service: "cloudtrail.amazonaws.com" },
            ),
            Condition: fc.constantFrom<Record<string, Record<string, string>>>(
                {},
                { StringEquals: { "aws:PrincipalOrgID": "o-1" } },
                { StringEquals: { "aws:PrincipalOrgID": "o-2" } },
                { Bool: { "aws:SecureTransport": "false" } },
                { Null: { "aws:SourceIp": "true" } },
            ),
        })
        .map(({ Principal, ...rest }) => (principal ? { ...rest, Principal } : rest));

const document = (principal: boolean) =>
    fc
        .array(statement(principal), { minLength: 1, maxLength: 3 })
        .map((Statement) => ({ Version: "2012-10-17", Statement }));

const named = (name: string, principal = false) =>
    document(principal).map((made) => ({ name, document: made }));

const levels = fc.array(
    named("attached").map((policy) => ({ target: "r-1", policies: [policy] })),
    { maxLength: 1 },
);

const documents: fc.Arbitrary<Documents> = fc.record({
    identity: fc.array(named("own"), { maxLength: 2 }),
    boundary: fc.option(named("boundary"), { nil: undefined }),
    resource: fc.option(named("the bucket's policy", true), { nil: undefined }),
    serviceControl: levels,
    resourceControl: fc.constant([]),
});

const call = (account: string): Call => ({
    principal: ROLE,
    action: "s3:GetObject",
    resource: "arn:aws:s3:::logs/key",
    account,
    context: { "aws:PrincipalOrgID": "o-1", "aws:SecureTransport": "true", "aws:PrincipalArn": ROLE },
});

describe("what decides a request", () => {
    for (const [what, account] of [
        ["within an account", MEMBER],
        ["between accounts", OUTSIDER],
    ] as const) {
        it(`are the statements that are found to, ${what}`, () => {
            fc.assert(
                fc.property(documents, (given) => {
                    const { result, denying, missing, either, allowing } = explained(call(account), given);
                    assert.equal(denying.length > 0, result === "ExplicitlyDenied");
                    if (result === "Allowed") {
                        assert.ok(allowing.length > 0);
                        assert.deepEqual(missing, []);
                    }
                    if (result === "ImplicitlyDenied") {
                        assert.ok(missing.length > 0);
                        assert.ok(!either || missing.length > 1);
                    }
                }),
                { numRuns: 300 },
            );
        });

        it(`are all denials that there are: without them nothing denies, ${what}`, () => {
            fc.assert(
                fc.property(documents, (given) => {
                    const { denying } = explained(call(account), given);
                    const taken = new Set(denying.map((each) => each.statement));
                    const rest = (of: {
                        readonly name: string;
                        readonly document: { readonly Statement: unknown };
                    }) => ({
                        ...of,
                        document: {
                            Statement: (of.document.Statement as AnyStatement[]).filter(
                                (each) => !taken.has(each),
                            ),
                        },
                    });
                    const without: Documents = {
                        identity: given.identity.map(rest),
                        boundary: given.boundary && rest(given.boundary),
                        resource: given.resource && rest(given.resource),
                        serviceControl: given.serviceControl.map(({ target, policies }) => ({
                            target,
                            policies: policies.map(rest),
                        })),
                        resourceControl: [],
                    };
                    assert.notEqual(simulate(call(account), without), "ExplicitlyDenied");
                }),
                { numRuns: 300 },
            );
        });
    }

    it("knows a statement alone by whatever its effect is", () => {
        for (const Effect of ["Allow", "Deny"]) {
            const one = { Effect, Action: "s3:Get*", Resource: "*" };
            assert.ok(isAbout(one, call(MEMBER)));
            assert.ok(!isAbout({ ...one, Action: "s3:Put*" }, call(MEMBER)));
            assert.ok(isAbout({ ...one, Principal: { AWS: MEMBER } }, call(OUTSIDER)));
            assert.ok(
                !isAbout(
                    { ...one, NotPrincipal: { AWS: [ROLE, `arn:aws:iam::${MEMBER}:root`] } },
                    call(MEMBER),
                ),
            );
        }
    });

    it("names statements by their Sid or their number, and by the document and where it is attached", () => {
        const placed = placedStatements({
            identity: [
                { name: "own", document: { Statement: { Effect: "Allow", Action: "*", Resource: "*" } } },
            ],
            resource: { name: "the bucket's policy", document: { Statement: [{ Sid: "A" }, {}] } },
            serviceControl: [{ target: "ou-1", policies: [{ name: "p", document: { Statement: [{}] } }] }],
            resourceControl: [],
        });
        assert.deepEqual(
            placed.map(({ layer, document: of, name }) => `${layer}: ${of}: ${name}`),
            [
                "identity: own: #1",
                "resource: the bucket's policy: A",
                "resource: the bucket's policy: #2",
                "serviceControl: p at ou-1: #1",
            ],
        );
    });
});
