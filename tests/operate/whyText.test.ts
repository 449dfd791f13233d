import assert from "node:assert/strict";
import { policyDocument } from "../../aws/policyDocument";
import { archiveBucketPolicy } from "../../documents/archiveBucket";
import { type AccessFacts, archiveAccess } from "../../operate/archiveAccess";
import { whyText } from "../../operate/whyText";
import * as org from "../documents/organization";

const FACTS: AccessFacts = {
    partition: "aws",
    region: org.REGIONS.aws,
    reader: { arn: org.READER, account: org.SECURITY },
    bucket: "logs",
    bucketAccount: org.LOGGING,
    key: "AWSLogs/log.json.gz",
    membership: org.MEMBERSHIP,
    trailArn: org.TRAIL,
    own: false,
    member: { told: true },
    object: { told: { bucketKey: true, legalHold: false } },
    keyArn: undefined,
    bucketPolicy: { told: undefined },
    keyPolicy: { untold: "there is no key" },
    bucketNotes: ["ACLs are on in the bucket."],
    ownPolicies: {
        told: {
            identity: [
                {
                    name: "own",
                    document: policyDocument({ Sid: "All", Effect: "Allow", Action: "*", Resource: "*" }),
                },
            ],
        },
    },
    serviceControl: { told: [] },
    resourceControl: { told: [] },
    context: {},
};

const textOf = (facts: Partial<AccessFacts>): string => {
    const all = { ...FACTS, ...facts };
    return whyText({ facts: all, ...archiveAccess(all) });
};

describe("the answer to why", () => {
    it("says what allows each call, what was assumed, and nothing to change", () => {
        const text = textOf({
            bucketPolicy: {
                told: archiveBucketPolicy({
                    partition: "aws",
                    bucketName: "logs",
                    trails: org.TRAILS,
                    membership: org.MEMBERSHIP,
                    readers: [org.READER],
                }),
            },
        });
        assert.match(
            text,
            /^arn:aws:iam::\d+:role\/log-reader can read s3:\/\/logs\/AWSLogs\/log\.json\.gz\.$/m,
        );
        assert.match(text, /│ s3:GetObject +│ allowed +│ All of own; ReadersRead of the bucket's policy +│/);
        assert.match(text, /^It could not delete this version/m);
        assert.match(text, /^ACLs are on in the bucket\.$/m);
        assert.match(text, /^Taken to be so:\n {2}A signed request over TLS 1\.3/m);
        assert.doesNotMatch(text, /What to change/);
    });

    it("says what is missing, and which statement to propose", () => {
        const text = textOf({});
        assert.match(text, /role\/log-reader CANNOT read/);
        assert.match(
            text,
            /│ s3:GetObject +│ not allowed +│ no statement of the bucket's or the key's policy allows it/,
        );
        assert.match(text, /What to change:\n {2}Have the owner of the bucket's policy add ReadersRead/);
        assert.match(text, /^ {4}\{\n {6}"Sid": "ReadersRead",/m);
    });

    it("says which condition a statement asks for that would allow it", () => {
        const text = textOf({
            bucketPolicy: {
                told: policyDocument({
                    Sid: "FromThere",
                    Effect: "Allow",
                    Principal: { AWS: org.READER },
                    Action: "s3:*",
                    Resource: "*",
                    Condition: { StringEquals: { "aws:PrincipalOrgID": "o-another" } },
                }),
            },
        }).replaceAll(/ *│\n│ +│ +│ /g, " ");
        assert.match(
            text,
            /FromThere of the bucket's policy would, but asks for StringEquals aws:PrincipalOrgID "o-another", and the request has "o-exampleorg1"/,
        );
    });
});
