/** Who can read an object of the archive, by the very documents that the program deploys. */
import assert from "node:assert/strict";
import { accountRootArn, roleArn } from "../../aws/arn";
import { policyDocument, type PolicyDocument } from "../../aws/policyDocument";
import { archiveBucketPolicy } from "../../documents/archiveBucket";
import { resourceControlPolicy } from "../../documents/resourceControl";
import { trailKeyPolicy } from "../../documents/trailKey";
import { ALLOW_ALL, type OrganizationLevel } from "../../iam/simulate";
import { type AccessFacts, type AccessReport, archiveAccess } from "../../operate/archiveAccess";
import * as org from "../documents/organization";

const BUCKET = "archive";
const KEY = `AWSLogs/${org.ORGANIZATION}/${org.MEMBER}/CloudTrail/eu-west-1/2026/01/02/log.json.gz`;
const OUTSIDE = roleArn("aws", org.OUTSIDER, "siem");

const archive = {
    partition: "aws",
    bucketName: BUCKET,
    trails: org.TRAILS,
    membership: org.MEMBERSHIP,
    keyAccount: org.LOGGING,
} as const;

const told = <T>(value: T) => ({ told: value });
const untold = { untold: "AccessDenied: no" };
const allowed = (document: PolicyDocument) => told({ identity: [{ name: "own", document }] });

const administrator = policyDocument({ Sid: "All", Effect: "Allow", Action: "*", Resource: "*" });
const nothing = told({ identity: [] });

/** A reader that the settings name, with policies of its own that allow it, and an object under lock. */
const READS: AccessFacts = {
    partition: "aws",
    region: org.REGIONS.aws,
    reader: { arn: org.READER, account: org.SECURITY },
    bucket: BUCKET,
    bucketAccount: org.LOGGING,
    key: KEY,
    membership: org.MEMBERSHIP,
    trailArn: org.TRAIL,
    own: true,
    member: told(true),
    object: told({
        versionId: "v1",
        encryption: "aws:kms",
        keyArn: org.KEY,
        bucketKey: true,
        lock: { mode: "GOVERNANCE", until: new Date("2027-01-02T00:00:00Z") },
        legalHold: false,
    }),
    keyArn: org.KEY,
    bucketPolicy: told(archiveBucketPolicy({ ...archive, readers: [org.READER] })),
    keyPolicy: told(trailKeyPolicy({ ...archive, readers: [org.READER] })),
    bucketNotes: [],
    ownPolicies: allowed(administrator),
    serviceControl: told([]),
    resourceControl: told([]),
    context: {},
};

const level = (document: { readonly Statement: unknown }): readonly OrganizationLevel[] => [
    {
        target: "r-ab12",
        policies: [
            { name: "FullAWSAccess", document: ALLOW_ALL },
            { name: "theirs", document },
        ],
    },
];

const outsider: Partial<AccessFacts> = {
    reader: { arn: OUTSIDE, account: org.OUTSIDER },
    member: told(false),
    ownPolicies: untold,
};

/** What of the call of an action decides it, as `layer: document: statement`. */
function decidedBy({ calls }: AccessReport, action: string): readonly string[] {
    const { explained } = calls.find(({ call }) => call.action === action) ?? assert.fail(action);
    const placed = explained.result === "Allowed" ? explained.allowing : explained.denying;
    return placed.map(({ layer, document, name }) => `${layer}: ${document}: ${name}`);
}

const readable = ({ calls }: AccessReport): Readonly<Record<string, string>> =>
    Object.fromEntries(
        calls
            .filter(({ purpose }) => purpose === "read")
            .map(({ call, explained }) => [call.action, explained.result]),
    );

interface Case {
    readonly facts: Partial<AccessFacts>;
    readonly verdict: AccessReport["verdict"];
    /** What the remedies have to say, one for each. */
    readonly remedies: readonly RegExp[];
    /** What else has to hold. */
    readonly also?: (report: AccessReport) => void;
}

const noKey = trailKeyPolicy({ ...archive, readers: [] });

const CASES: Readonly<Record<string, Case>> = {
    "a reader that the settings name": {
        facts: {},
        verdict: "can",
        remedies: [],
        also: (report) => {
            assert.deepEqual(readable(report), {
                "s3:GetObject": "Allowed",
                "s3:GetObjectVersion": "Allowed",
                "kms:Decrypt": "Allowed",
                "s3:ListBucket": "Allowed",
            });
            assert.deepEqual(decidedBy(report, "s3:GetObject"), [
                "identity: own: All",
                "resource: the bucket's policy: ReadersRead",
            ]);
            assert.deepEqual(decidedBy(report, "kms:Decrypt"), [
                "identity: own: All",
                "resource: the key's policy: ReadersDecryptByBucketKey",
            ]);
        },
    },
    "an object from before the Bucket Key": {
        facts: { object: told({ bucketKey: false, legalHold: false }) },
        verdict: "can",
        remedies: [],
        also: (report) =>
            assert.deepEqual(decidedBy(report, "kms:Decrypt"), [
                "identity: own: All",
                "resource: the key's policy: ReadersDecrypt",
            ]),
    },
    "a key that does not know the reader": {
        facts: { keyPolicy: told(noKey) },
        verdict: "cannot",
        remedies: [/^Add "arn:aws:iam::333333333333:role\/log-reader" to archive\.readers .*, and deploy\.$/],
        also: (report) => {
            assert.equal(readable(report)["kms:Decrypt"], "ImplicitlyDenied");
            assert.equal(readable(report)["s3:GetObject"], "Allowed");
        },
    },
    "a reader whose own policies have nothing": {
        facts: { ownPolicies: nothing },
        verdict: "cannot",
        remedies: [/with the statement ReadArchive to arn/, /with the statement DecryptArchive to arn/],
    },
    "a reader whose own policies cannot be read": {
        facts: { ownPolicies: untold },
        verdict: "can",
        remedies: [],
        also: ({ assumed }) =>
            assert.match(assumed.join("\n"), /The policies of .*log-reader cannot be read: taken to allow/),
    },
    "a reader that is named, of an account that left the organization": {
        facts: { member: told(false) },
        verdict: "cannot",
        remedies: [/is no account of the organization.*external id \(sts:ExternalId\)/],
        also: ({ calls }) =>
            assert.deepEqual(
                calls[0]?.explained.nearMisses.map(({ name, unmet }) => [name, unmet]),
                [
                    [
                        "ReadersRead",
                        [
                            {
                                operator: "StringEquals",
                                key: "aws:PrincipalOrgID",
                                wanted: org.ORGANIZATION,
                                found: undefined,
                            },
                        ],
                    ],
                ],
            ),
    },
    "a foreign account": {
        facts: outsider,
        verdict: "cannot",
        remedies: [/is no account of the organization.*external id \(sts:ExternalId\)/],
    },
    "a role of the logging account that no policy names, with rights of its own": {
        facts: { reader: { arn: org.STRANGER, account: org.LOGGING } },
        verdict: "can",
        remedies: [],
    },
    "the same without rights of its own, for whom one way is enough": {
        facts: { reader: { arn: org.STRANGER, account: org.LOGGING }, ownPolicies: nothing },
        verdict: "cannot",
        remedies: [/^Attach a policy/, /^Attach a policy/],
        also: ({ calls }) =>
            assert.deepEqual(
                [calls[0]?.explained.missing, calls[0]?.explained.either],
                [["identity", "resource"], true],
            ),
    },
    "an account, whose principals are named one by one": {
        facts: {
            reader: { arn: accountRootArn("aws", org.SECURITY), account: org.SECURITY },
            ownPolicies: untold,
        },
        verdict: "cannot",
        remedies: [/^Add "arn:aws:iam::333333333333:root" to archive\.readers/],
    },
    "an explicit denial in the bucket's policy": {
        facts: {
            bucketPolicy: told({
                Statement: [
                    ...archiveBucketPolicy({ ...archive, readers: [org.READER] }).Statement,
                    { Sid: "KeepOut", Effect: "Deny", Principal: "*", Action: "s3:Get*", Resource: "*" },
                ],
            }),
        },
        verdict: "cannot",
        remedies: [/owner of the bucket's policy exempt the reader from the statement KeepOut/],
        also: (report) =>
            assert.deepEqual(decidedBy(report, "s3:GetObject"), ["resource: the bucket's policy: KeepOut"]),
    },
    "plain HTTP": {
        facts: { context: { "aws:SecureTransport": "false" } },
        verdict: "cannot",
        remedies: [/over TLS 1\.2 or newer: the statement DenyPlaintext of the bucket's policy/],
    },
    "TLS 1.1": {
        facts: { context: { "s3:TlsVersion": "1.1" } },
        verdict: "cannot",
        remedies: [/the statement DenyOldTls of the bucket's policy/],
    },
    "an organization that denies reading S3": {
        facts: {
            serviceControl: told(
                level({ Statement: { Sid: "NoS3", Effect: "Deny", Action: "s3:GetObject*", Resource: "*" } }),
            ),
        },
        verdict: "cannot",
        remedies: [/^Exempt the reader in the statement NoS3 of theirs at r-ab12/],
    },
    "a resource control policy that keeps strangers out": {
        facts: {
            ...outsider,
            bucketPolicy: told(
                policyDocument({
                    Sid: "Careless",
                    Effect: "Allow",
                    Principal: { AWS: OUTSIDE },
                    Action: "s3:*",
                    Resource: "*",
                }),
            ),
            keyArn: undefined,
            resourceControl: told(
                level(
                    resourceControlPolicy({
                        partition: "aws",
                        organizationId: org.ORGANIZATION,
                        archiveBucket: BUCKET,
                        namePrefix: "security-logging",
                    }),
                ),
            ),
        },
        verdict: "cannot",
        remedies: [/external id/],
        also: (report) =>
            assert.match(decidedBy(report, "s3:GetObject").join(), /^resourceControl: theirs at r-ab12: /),
    },
    "a permissions boundary that has no S3": {
        facts: {
            ownPolicies: told({
                identity: [{ name: "own", document: administrator }],
                boundary: {
                    name: "bounds",
                    document: policyDocument({ Sid: "K", Effect: "Allow", Action: "kms:*", Resource: "*" }),
                },
            }),
        },
        verdict: "cannot",
        remedies: [/boundary of .* allow s3:GetObject\./, /allow s3:GetObjectVersion/, /allow s3:ListBucket/],
    },
    "an archive that others own": {
        facts: {
            own: false,
            bucketPolicy: told(undefined),
            keyPolicy: told(noKey),
        },
        verdict: "cannot",
        remedies: [
            /owner of the bucket's policy add ReadersRead to it, without taking anything out/,
            /owner of the key's policy add ReadersDecrypt to it/,
            /owner of the key's policy add ReadersDecryptByBucketKey to it/,
        ],
        also: ({ remedies }) => {
            const [bucket, ...ofKey] = remedies.map(({ statement }) => statement ?? assert.fail());
            const let_in = {
                ...READS,
                own: false,
                bucketPolicy: told({ Statement: [bucket] }),
                keyPolicy: told({ Statement: [...noKey.Statement, ...ofKey] }),
            };
            assert.equal(archiveAccess(let_in).verdict, "can", "the proposal does not let the reader in");
        },
    },
    "no object of that key": {
        facts: { object: told(undefined) },
        verdict: "cannot",
        remedies: [],
        also: ({ there }) => assert.equal(there, false),
    },
    "an object that cannot be looked at": {
        facts: { object: untold },
        verdict: "can",
        remedies: [],
        also: ({ there, assumed }) => {
            assert.equal(there, undefined);
            assert.match(assumed.join("\n"), /The object cannot be looked at: taken to be there/);
        },
    },
    "a bucket's policy that cannot be read": {
        facts: { bucketPolicy: untold },
        verdict: "not known",
        // Without it, it would be as if there were none.
        remedies: [/archive\.readers/],
    },
    "an archive without a key": {
        facts: { keyArn: undefined, keyPolicy: untold },
        verdict: "can",
        remedies: [],
        also: (report) => assert.ok(!("kms:Decrypt" in readable(report))),
    },
};

describe("the access to an object of the archive", () => {
    for (const [what, { facts, verdict, remedies, also }] of Object.entries(CASES)) {
        it(`of ${what}: ${verdict}`, () => {
            const report = archiveAccess({ ...READS, ...facts });
            assert.equal(report.verdict, verdict, JSON.stringify(readable(report)));
            const texts = report.remedies.map(({ text }) => text);
            assert.equal(texts.length, remedies.length, texts.join("\n"));
            remedies.forEach((said, index) => {
                assert.match(texts[index] ?? "", said);
            });
            also?.(report);
        });
    }

    it("is given by what the remedies propose for the reader's own policies", () => {
        const { remedies } = archiveAccess({ ...READS, ownPolicies: nothing });
        const document = { Statement: remedies.map(({ statement }) => statement) };
        const report = archiveAccess({
            ...READS,
            ownPolicies: told({ identity: [{ name: "own", document }] }),
        });
        assert.equal(report.verdict, "can");
    });

    it("does not let anyone delete, hide or overwrite, and says what keeps the version", () => {
        assert.equal(
            archiveAccess(READS).change,
            "It could not delete this version (Object Lock keeps this version in GOVERNANCE mode until " +
                "2027-01-02T00:00:00.000Z), could not hide it behind a delete marker, and could not put another version in " +
                "front of it.",
        );
        const open = {
            ...READS,
            bucketPolicy: told(
                policyDocument({
                    Sid: "Open",
                    Effect: "Allow",
                    Principal: { AWS: org.READER },
                    Action: "s3:*",
                    Resource: "*",
                }),
            ),
        };
        const object = { bucketKey: true, legalHold: false };
        const until = new Date("2027-01-02T00:00:00Z");
        const deletes = (there: Partial<typeof object & { lock: { mode: string; until: Date } }>): boolean =>
            archiveAccess({ ...open, object: told({ ...object, ...there }) }).change.startsWith(
                "It COULD delete",
            );
        assert.deepEqual(
            [
                deletes({}),
                deletes({ lock: { mode: "GOVERNANCE", until } }),
                deletes({ lock: { mode: "COMPLIANCE", until } }),
                deletes({ legalHold: true }),
                deletes({ lock: { mode: "GOVERNANCE", until }, legalHold: true }),
            ],
            [true, true, false, false, false],
        );
        assert.match(archiveAccess(open).change, /COULD hide it .* COULD put another version/);
    });

    it("names the condition keys that nobody can know, once", () => {
        const bucketPolicy = told({
            Statement: [
                ...archiveBucketPolicy({ ...archive, readers: [org.READER] }).Statement,
                {
                    Sid: "Vpc",
                    Effect: "Deny",
                    Principal: "*",
                    Action: "s3:*",
                    Resource: "*",
                    Condition: { StringNotEquals: { "aws:SourceVpce": "vpce-1" } },
                },
            ],
        });
        const without = archiveAccess({ ...READS, bucketPolicy });
        assert.equal(without.verdict, "cannot");
        assert.doesNotMatch(archiveAccess(READS).assumed.join("\n"), /Conditions ask for/);
        assert.match(without.assumed.join("\n"), /Conditions ask for aws:SourceVpce, taken not to be sent/);
        const through = archiveAccess({ ...READS, bucketPolicy, context: { "aws:SourceVpce": "vpce-1" } });
        assert.equal(through.verdict, "can");
        assert.doesNotMatch(through.assumed.join("\n"), /Conditions ask for/);
    });
});
