/**
 * The emulator decides by an evaluation of policies of its own, since the simulator is not in its language. Here both
 * are asked the same.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as path from "node:path";
import fc from "fast-check";
import { policyDocument, type PolicyDocument } from "../../../aws/policyDocument";
import { archiveBucketPolicy } from "../../../documents/archiveBucket";
import { centralBusPolicy } from "../../../documents/centralBus";
import { queuePolicyForRules } from "../../../documents/queue";
import { topicPolicy } from "../../../documents/topic";
import { trailKeyPolicy } from "../../../documents/trailKey";
import { forwarderPermissions, forwarderTrust } from "../../../documents/forwarderRole";
import { ensurePython } from "../../../local/emulator/python";
import {
    BUS,
    FORWARDER_ROLE,
    KEY,
    LOGGING,
    MANAGEMENT,
    MEMBER,
    MEMBERSHIP,
    ORGANIZATION,
    OTHER_ORGANIZATION,
    QUEUE,
    READER,
    RULE,
    RULE_NAME,
    SECURITY,
    STRANGER,
    TRAIL,
    TRAILS,
} from "../../documents/organization";
import { contextOf, decideUnchecked, type Request } from "../../documents/simulate";

const BUCKET = "arn:aws:s3:::archive";
const TOPIC = `arn:aws:sns:eu-west-1:${LOGGING}:news`;
const FORWARDER = `arn:aws:iam::${MEMBER}:role/${FORWARDER_ROLE}`;

/** The emulator's decisions on requests, or why it takes none. */
async function decidedByEmulator(requests: readonly Request[]): Promise<readonly string[]> {
    const { python } = await ensurePython(() => undefined);
    const lines = requests.map((request) =>
        JSON.stringify({
            ...request,
            context: contextOf(request),
            resourcePolicy: request.resourcePolicy ?? null,
            identityPolicies: request.identityPolicy === undefined ? [] : [request.identityPolicy],
        }),
    );
    const script = path.join(__dirname, "decide.py");
    const said = execFileSync(python, [script], { input: lines.join("\n"), maxBuffer: 1 << 26 });
    return said.toString().trim().split("\n");
}

/** Asserts that emulator and simulator decide the same, and that both ways to decide occur. */
async function assertAgreed(requests: readonly Request[]): Promise<void> {
    const emulator = await decidedByEmulator(requests);
    assert.equal(emulator.length, requests.length);
    const seen = new Set<string>();
    for (const [index, request] of requests.entries()) {
        const simulator = decideUnchecked(request);
        assert.equal(emulator[index], simulator, JSON.stringify(request, undefined, 2));
        seen.add(simulator);
    }
    assert.ok(seen.has("Allowed") && seen.has("ImplicitlyDenied"), [...seen].join());
}

/** A sample that is the same in every run. */
function sample<T>(arbitrary: fc.Arbitrary<T>, size: number): T[] {
    return fc.sample(arbitrary, { numRuns: size, seed: 20 });
}

const KEYS = {
    "aws:SourceArn": [TRAIL, RULE, `${RULE}-2`],
    "aws:SourceAccount": [MANAGEMENT, MEMBER],
    "aws:PrincipalOrgID": [ORGANIZATION, OTHER_ORGANIZATION],
    "aws:PrincipalArn": [READER, STRANGER, FORWARDER],
    "aws:SecureTransport": ["true", "false"],
    "s3:x-amz-acl": ["bucket-owner-full-control", "private"],
    "s3:TlsVersion": ["1.1", "1.2", "1.3"],
    "kms:EncryptionContext:aws:cloudtrail:arn": [TRAIL, `arn:aws:cloudtrail:eu-west-1:${MEMBER}:trail/own`],
    "kms:EncryptionContext:aws:sns:topicArn": [TOPIC],
} as const;

const context = fc.record(
    Object.fromEntries(
        Object.entries(KEYS).map(([key, values]) => [key, fc.constantFrom<string>(...values)]),
    ),
    { requiredKeys: [] },
) as fc.Arbitrary<Record<string, string>>;

const principal = fc.constantFrom(
    ...[READER, STRANGER, FORWARDER, `arn:aws:iam::${MANAGEMENT}:root`],
    ...["cloudtrail.amazonaws.com", "events.amazonaws.com", "sns.amazonaws.com"],
);

describe("local/emulator/policy", function () {
    this.timeout(300_000);

    const DOCUMENTS: readonly (Omit<Request, "principal" | "action" | "context"> & {
        readonly actions: readonly string[];
    })[] = [
        {
            actions: ["s3:GetBucketAcl", "s3:PutObject", "s3:GetObject", "s3:DeleteObject"],
            resource: `${BUCKET}/AWSLogs/${MANAGEMENT}/a`,
            account: LOGGING,
            resourcePolicy: archiveBucketPolicy({
                partition: "aws",
                bucketName: "archive",
                trails: TRAILS,
                membership: MEMBERSHIP,
                readers: [READER],
            }),
        },
        {
            actions: ["kms:GenerateDataKey", "kms:Decrypt", "kms:DescribeKey", "kms:PutKeyPolicy"],
            resource: KEY,
            account: LOGGING,
            resourcePolicy: trailKeyPolicy({
                partition: "aws",
                keyAccount: LOGGING,
                bucketName: "archive",
                trails: TRAILS,
                membership: MEMBERSHIP,
                readers: [READER],
            }),
        },
        {
            actions: ["events:PutEvents", "events:PutRule"],
            resource: BUS,
            account: SECURITY,
            resourcePolicy: centralBusPolicy({
                partition: "aws",
                busArn: BUS,
                membership: MEMBERSHIP,
                forwarderRoleNames: [FORWARDER_ROLE],
            }),
            identityPolicy: forwarderPermissions({ busArn: BUS }),
        },
        {
            actions: ["sqs:SendMessage", "sqs:ReceiveMessage"],
            resource: QUEUE,
            account: MEMBER,
            resourcePolicy: queuePolicyForRules({ queueArn: QUEUE, ruleArns: [RULE] }),
        },
        {
            actions: ["sns:Publish", "sns:Subscribe"],
            resource: TOPIC,
            account: LOGGING,
            resourcePolicy: topicPolicy({
                partition: "aws",
                topicArn: TOPIC,
                publisher: { service: "cloudtrail.amazonaws.com", sourceArn: TRAIL },
                subscriberAccounts: [SECURITY],
                membership: MEMBERSHIP,
            }),
            identityPolicy: policyDocument({ Sid: "All", Effect: "Allow", Action: "sns:*", Resource: "*" }),
        },
        {
            actions: ["sts:AssumeRole"],
            resource: FORWARDER,
            account: MEMBER,
            resourcePolicy: forwarderTrust({ partition: "aws", account: MEMBER, ruleName: RULE_NAME }),
        },
    ];

    it("decides as the simulator does by the program's own documents", async () => {
        const requests = DOCUMENTS.flatMap(({ actions, ...rest }) =>
            sample(fc.record({ principal, action: fc.constantFrom(...actions), context }), 250).map(
                (asked) => ({
                    ...rest,
                    ...asked,
                }),
            ),
        );
        await assertAgreed(requests);
    });

    it("decides as the simulator does by documents made at random", async () => {
        await assertAgreed(sample(anyRequest, 3000));
    });

    it("takes no condition operator that AWS does not have", async () => {
        const [said] = await decidedByEmulator([
            {
                principal: READER,
                action: "sqs:SendMessage",
                resource: QUEUE,
                account: MEMBER,
                context: { "aws:SourceArn": RULE },
                resourcePolicy: {
                    Version: "2012-10-17",
                    Statement: [
                        {
                            Effect: "Allow",
                            Principal: "*",
                            Action: "*",
                            Resource: "*",
                            Condition: { ArnIs: { "aws:SourceArn": RULE } },
                        },
                    ],
                } as unknown as PolicyDocument,
            },
        ]);
        assert.equal(said, "AWS has no condition operator ArnIs");
    });
});

const OPERATORS: readonly (readonly [
    operators: readonly string[],
    key: string,
    values: readonly string[],
])[] = [
    [
        ["ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"],
        "aws:SourceArn",
        [RULE, TRAIL, `arn:aws:events:*:${MEMBER}:rule/*`, "arn:*:events:*:*:rule/forward*"],
    ],
    [
        ["StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase"],
        "aws:PrincipalOrgID",
        [ORGANIZATION, OTHER_ORGANIZATION, ORGANIZATION.toUpperCase(), "o-*", "o-exampleorg?"],
    ],
    [["StringEquals", "StringLike"], "aws:SourceAccount", [MANAGEMENT, MEMBER, "4*"]],
    [["Bool"], "aws:SecureTransport", ["true", "false"]],
    [
        ["NumericLessThan", "NumericGreaterThanEquals", "NumericEquals", "NumericNotEquals"],
        "s3:TlsVersion",
        ["1.2"],
    ],
    [["Null"], "aws:SourceArn", ["true", "false"]],
];

const condition = fc.constantFrom(...OPERATORS).chain(([operators, key, values]) =>
    fc
        .record({
            operator: fc.constantFrom(...operators),
            exists: fc.boolean(),
            quantifier: fc.constantFrom("", "", "", "ForAllValues:", "ForAnyValue:"),
            wanted: fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 }),
        })
        .map(({ operator, exists, quantifier, wanted }) =>
            operator === "Null"
                ? { Null: { [key]: wanted[0] } }
                : { [`${quantifier}${operator}${exists ? "IfExists" : ""}`]: { [key]: wanted } },
        ),
);

const aPrincipal = fc.constantFrom(
    "*",
    { AWS: "*" },
    { AWS: READER },
    { AWS: [STRANGER, FORWARDER] },
    { AWS: SECURITY },
    { AWS: `arn:aws:iam::${LOGGING}:root` },
    { Service: "events.amazonaws.com" },
    { Service: ["sns.amazonaws.com", "cloudtrail.amazonaws.com"] },
    { AWS: MEMBER, Service: "events.amazonaws.com" },
);

const ofActions = fc.constantFrom(
    { Action: "*" },
    { Action: "sqs:SendMessage" },
    { Action: ["SQS:send*", "kms:Decrypt"] },
    { Action: "sqs:?endMessage" },
    { Action: ["events:PutEvents", "kms:*", "s3:Get*"] },
    { NotAction: "sqs:*" },
    { NotAction: ["kms:Decrypt", "events:*"] },
);

const onResources = fc.constantFrom(
    { Resource: "*" },
    { Resource: QUEUE },
    { Resource: [KEY, BUS] },
    { Resource: "arn:aws:sqs:*:*:dead-*" },
    { Resource: `${BUCKET}/*` },
    { Resource: `arn:aws:events:eu-west-1:${SECURITY}:event-bus/?ecurity-logging` },
    { NotResource: [QUEUE, `${BUCKET}/*`] },
);

const statement = (ofResource: boolean): fc.Arbitrary<object> =>
    fc
        .record({
            effect: fc.constantFrom("Allow", "Allow", "Allow", "Deny"),
            who: aPrincipal,
            actions: ofActions,
            resources: onResources,
            conditions: fc.array(condition, { maxLength: 2 }),
        })
        .map(({ effect, who, actions, resources, conditions }) => ({
            Effect: effect,
            ...(ofResource && { Principal: who }),
            ...actions,
            ...resources,
            ...(conditions.length > 0 && { Condition: Object.assign({}, ...conditions) as object }),
        }));

const policy = (ofResource: boolean): fc.Arbitrary<PolicyDocument> =>
    fc
        .array(statement(ofResource), { minLength: 1, maxLength: 3 })
        .map((Statement) => ({ Version: "2012-10-17", Statement }) as unknown as PolicyDocument);

const anyRequest: fc.Arbitrary<Request> = fc
    .record({
        principal,
        what: fc.constantFrom(
            { action: "sqs:SendMessage", resource: QUEUE, account: MEMBER },
            { action: "kms:Decrypt", resource: KEY, account: LOGGING },
            { action: "events:PutEvents", resource: BUS, account: SECURITY },
            { action: "s3:GetObject", resource: `${BUCKET}/a/b`, account: LOGGING },
        ),
        context,
        resourcePolicy: policy(true),
        identityPolicy: policy(false),
    })
    .map(({ principal: who, what, ...rest }) => ({ principal: who, ...what, ...rest }));
