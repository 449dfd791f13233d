import assert from "node:assert/strict";
import {
    alarmArn,
    bucketArn,
    busArn,
    deliveryStreamArn,
    logGroupArn,
    queueArn,
    roleArn,
    ruleArn,
    streamArn,
    topicArn,
    trailArn,
    type Partition,
} from "../../aws/arn";
import type { OwnedTrail } from "../../aws/membership";
import type { PolicyDocument } from "../../aws/policyDocument";
import { accessLogBucketPolicy } from "../../documents/accessLogBucket";
import { alertKeyPolicy, alertTopicPolicy } from "../../documents/alertTopic";
import { MAX_BUCKET_POLICY_BYTES, archiveBucketPolicy } from "../../documents/archiveBucket";
import { busKeyPolicy, centralBusPolicy } from "../../documents/centralBus";
import { targetTrust, putToFirehose, putToStream, startExecution } from "../../documents/targetRole";
import { firehosePermissions, firehoseTrust } from "../../documents/firehose";
import { forwarderPermissions, forwarderTrust } from "../../documents/forwarderRole";
import { exemptRolesPolicy } from "../../documents/exemptRoles";
import { guardrailPolicy } from "../../documents/guardrails";
import { heartbeatPermissions, heartbeatTrust } from "../../documents/heartbeat";
import {
    logGroupKeyPolicy,
    logGroupPolicyForDelivery,
    logGroupPolicyForRule,
} from "../../documents/logGroup";
import { queuePolicyForForwarders, queuePolicyForRules, queuePolicyForTopic } from "../../documents/queue";
import { resourceControlPolicy } from "../../documents/resourceControl";
import { searcherPermissions } from "../../documents/searcher";
import { topicKeyPolicy, topicPolicy } from "../../documents/topic";
import { trailKeyPolicy } from "../../documents/trailKey";
import { accountsOwnKeyPolicy } from "../../documents/keyAdministration";
import { tlsOnlyBucketPolicy } from "../../documents/transport";
import { logDeliveryPermissions, logSubscriptionTrust } from "../../documents/trailLogGroup";
import * as org from "./organization";

/** Every document of this room, for an organization in the given partition. */
function everyDocument(partition: Partition, readers: readonly string[]): Record<string, PolicyDocument> {
    const at = (account: string) => ({ partition, region: org.REGIONS[partition], account });
    const bus = busArn(at(org.SECURITY), "security-logging");
    const topic = topicArn(at(org.SECURITY), "alerts");
    const trail = {
        partition,
        bucketName: "archive",
        trails: [{ account: org.MANAGEMENT, arn: trailArn(at(org.MANAGEMENT), "organization") }],
        membership: org.MEMBERSHIP,
        readers,
    };
    return {
        archiveBucket: archiveBucketPolicy(trail),
        accessLogBucket: accessLogBucketPolicy({
            partition,
            account: org.LOGGING,
            bucketName: "access-logs",
            sourceBucketNames: ["archive", "results"],
        }),
        trailKey: trailKeyPolicy({ ...trail, keyAccount: org.LOGGING }),
        centralBus: centralBusPolicy({
            partition,
            busArn: bus,
            membership: org.MEMBERSHIP,
            forwarderRoleNames: [org.FORWARDER_ROLE],
        }),
        busKey: busKeyPolicy({ ...at(org.SECURITY), busArn: bus, logsErrors: true }),
        queue: queuePolicyForRules({
            queueArn: queueArn(at(org.MEMBER), "dead-letters"),
            ruleArns: [ruleArn(at(org.MEMBER), org.RULE_NAME)],
        }),
        forwardersQueue: queuePolicyForForwarders({
            queueArn: queueArn(at(org.SECURITY), "dead-letters"),
            partition,
            region: org.REGIONS[partition],
            ruleNames: [org.RULE_NAME],
            membership: org.MEMBERSHIP,
        }),
        alertTopic: alertTopicPolicy({
            topicArn: topic,
            account: org.SECURITY,
            alarmArns: [alarmArn(at(org.SECURITY), "silence-*")],
        }),
        alertKey: alertKeyPolicy({ partition, account: org.SECURITY, topicArn: topic, alarms: true }),
        guardrails: guardrailPolicy({
            partition,
            homeRegion: org.REGIONS[partition],
            securityAccount: org.SECURITY,
            trailArn: trailArn({ ...at(org.MANAGEMENT), region: "*" }, "organization"),
            archiveBuckets: ["archive", "access-logs"],
            busName: "security-logging",
            forwarderRules: ["security-logging-forward-write-events", "security-logging-forward-events"],
            namePrefix: "security-logging",
            exemptRoles: [{ name: "deployer" }, { name: "break-glass" }],
        }),
        resourceControl: resourceControlPolicy({
            partition,
            organizationId: org.ORGANIZATION,
            archiveBucket: "archive",
            namePrefix: "security-logging",
        }),
        exemptRoles: exemptRolesPolicy({
            partition,
            organizationId: org.ORGANIZATION,
            managementAccount: org.MANAGEMENT,
            exemptRoles: [{ name: "deployer" }, { name: "members-deployer", ofMembers: true }],
        }),
        forwarderTrust: forwarderTrust({ partition, account: org.MEMBER, ruleName: org.RULE_NAME }),
        forwarderPermissions: forwarderPermissions({ busArn: bus }),
        queryResultsBucket: tlsOnlyBucketPolicy(partition, "results"),
        queryResultsKey: accountsOwnKeyPolicy(partition, org.LOGGING),
        searcher: searcherPermissions({
            place: at(org.LOGGING),
            workgroup: "security-logging-search",
            database: "security_logging",
            archive: { bucket: "archive", organizationId: org.MEMBERSHIP.organizationId },
            archiveKeyArns: [`arn:${partition}:kms:${org.REGIONS[partition]}:${org.LOGGING}:key/archive`],
            resultsBucketName: "results",
            resultsKeyArn: `arn:${partition}:kms:${org.REGIONS[partition]}:${org.LOGGING}:key/results`,
        }),
        ...targetDocuments(partition),
        ...deliveryDocuments(partition, trail.trails),
        heartbeatTrust: heartbeatTrust({ partition, account: org.MEMBER, scheduleGroup: "heartbeat" }),
        heartbeatPermissions: heartbeatPermissions({
            partition,
            account: org.MEMBER,
            ruleName: org.RULE_NAME,
            tagKey: "heartbeat",
        }),
    };
}

/** The documents of what the trail delivers to besides the archive. */
function deliveryDocuments(
    partition: Partition,
    trails: readonly OwnedTrail[],
): Record<string, PolicyDocument> {
    const place = { partition, region: org.REGIONS[partition], account: org.LOGGING };
    const topic = topicArn(place, "log-files");
    const publisher = { service: "cloudtrail.amazonaws.com", sourceArn: trails.map((trail) => trail.arn) };
    const group = { place, logGroupName: "trail", organizationId: org.ORGANIZATION };
    return {
        topicQueue: queuePolicyForTopic({ queueArn: queueArn(place, "log-files"), topicArn: topic }),
        topic: topicPolicy({
            partition,
            topicArn: topic,
            publisher,
            subscriberAccounts: [org.SECURITY],
            membership: org.MEMBERSHIP,
        }),
        topicKey: topicKeyPolicy({ ...place, topicArn: topic, publisher }),
        // The trust of the role that CloudTrail delivers by holds no ARN and no source, and says why.
        logDeliveryPermissions: logDeliveryPermissions(group),
        logSubscriptionTrust: logSubscriptionTrust(place),
    };
}

/** The documents of what the central bus delivers to. */
function targetDocuments(partition: Partition): Record<string, PolicyDocument> {
    const account = org.SECURITY;
    const region = org.REGIONS[partition];
    const place = { partition, region, account };
    const rule = ruleArn(place, "r".repeat(64), "b".repeat(256));
    const logGroup = { logGroupArn: logGroupArn(place, `/aws/events/${"g".repeat(48)}`) };
    const firehose = { deliveryStreamArn: deliveryStreamArn(place, "lake") };
    const keyArn = `arn:${partition}:kms:${region}:${account}:key/22222222-2222-3333-4444-555555555555`;
    return {
        targetTrust: targetTrust({ account, ruleArn: rule }),
        putToStream: putToStream({ streamArn: streamArn(place, "siem"), keyArn, place }),
        putToFirehose: putToFirehose(firehose),
        startExecution: startExecution({
            stateMachineArn: `arn:${partition}:states:${region}:${account}:stateMachine:triage`,
        }),
        firehoseTrust: firehoseTrust({ account, ...firehose }),
        firehosePermissions: firehosePermissions({
            ...place,
            bucketName: "lake",
            keyArn,
            errorLogGroupArn: logGroup.logGroupArn,
        }),
        deliveredEventsBucket: tlsOnlyBucketPolicy(partition, "lake"),
        logGroup: logGroupPolicyForRule({ ...logGroup, ruleArn: rule }),
        deliveredLogs: logGroupPolicyForDelivery({ ...place, ...logGroup }),
        logGroupKey: logGroupKeyPolicy({ ...place, ...logGroup }),
    };
}

/** Every string in a JSON value, the names of its properties included. */
function strings(value: unknown): readonly string[] {
    if (typeof value === "string") {
        return [value];
    }
    return typeof value === "object" && value !== null ? Object.entries(value).flat().flatMap(strings) : [];
}

const arnsIn = (document: PolicyDocument): readonly string[] =>
    strings(document).filter((text) => text.startsWith("arn:"));

/** What EventBridge does, and tells no source of: the statement is for this on one resource, and for nothing else. */
const WITHOUT_SOURCE = ["sns:Publish", "logs:CreateLogStream"];

describe("every document", () => {
    for (const partition of ["aws", "aws-us-gov", "aws-cn"] as const) {
        const reader = roleArn(partition, org.SECURITY, "log-reader");
        for (const [name, document] of Object.entries(everyDocument(partition, [reader]))) {
            it(`${name} holds ARNs of ${partition} only`, () => {
                const arns = arnsIn(document);
                assert.ok(arns.length > 0, "no ARN was found: the test looks in the wrong place");
                assert.deepEqual(
                    arns.filter((text) => !text.startsWith(`arn:${partition}:`)),
                    [],
                );
            });
        }
    }

    for (const partition of ["aws", "aws-us-gov", "aws-cn"] as const) {
        for (const [name, document] of Object.entries(everyDocument(partition, [org.READER]))) {
            it(`${name} names services' endpoints as they are in ${partition}`, () => {
                const { [partition]: region } = org.REGIONS;
                const endpoints = strings(document).filter((text) => text.includes(`.${region}.`));
                const domain = partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
                assert.deepEqual(
                    endpoints.filter((text) => !text.endsWith(`.${region}.${domain}`)),
                    [],
                );
            });
        }
    }

    for (const [name, document] of Object.entries(everyDocument("aws", [org.READER]))) {
        it(`${name} gives its statements names of letters and digits, each once`, () => {
            const names = document.Statement.map((statement) => statement.Sid);
            assert.deepEqual(names, [...new Set(names)]);
            assert.deepEqual(
                names.filter((sid) => !/^[A-Za-z0-9]+$/.test(sid)),
                [],
            );
        });

        it(`${name} lets no service in without a source ARN, no one and everyone in without an organization`, () => {
            for (const { Effect, Principal, Condition, Action, Resource } of document.Statement) {
                if (Effect === "Deny" || Principal === undefined) {
                    continue;
                }
                const keys = Object.values(Condition ?? {}).flatMap((test) => Object.keys(test));
                if (Principal === "*") {
                    assert.ok(keys.includes("aws:PrincipalOrgID"));
                } else if (
                    "Service" in Principal &&
                    !(Condition === undefined && WITHOUT_SOURCE.includes(String(Action)))
                ) {
                    // To encrypt for EventBridge on a topic, for CloudWatch Logs, and logs on their way, KMS is told what
                    // for and no source.
                    assert.ok(
                        [
                            "aws:SourceArn",
                            "kms:EncryptionContext:aws:sns:topicArn",
                            "kms:EncryptionContext:aws:logs:arn",
                            "kms:EncryptionContext:SourceArn",
                        ].some((key) => keys.includes(key)),
                    );
                } else if ("Service" in Principal) {
                    assert.ok([Principal.Service].flat().includes("events.amazonaws.com"));
                    assert.match(String(Resource), /^arn:[^*]+(:\*)?$/);
                }
            }
        });
    }
});

describe("size limits, with fifty readers", () => {
    const documents = everyDocument("aws", org.FIFTY_READERS);
    const limits: Readonly<Record<string, number>> = {
        archiveBucket: MAX_BUCKET_POLICY_BYTES,
        accessLogBucket: 20 * 1024,
        trailKey: 32 * 1024,
        busKey: 32 * 1024,
        centralBus: 10_240,
        alertTopic: 30_720,
        alertKey: 32 * 1024,
        forwarderTrust: 2_048,
        forwarderPermissions: 10_240,
        targetTrust: 2_048,
        firehoseTrust: 2_048,
        heartbeatTrust: 2_048,
        firehosePermissions: 10_240,
        putToStream: 10_240,
        logGroup: 5_120,
        logGroupKey: 32 * 1024,
        topic: 30_720,
        topicKey: 32 * 1024,
        logDeliveryPermissions: 10_240,
        logSubscriptionTrust: 2_048,
        queryResultsBucket: 20 * 1024,
        queryResultsKey: 32 * 1024,
        searcher: 6_144,
    };
    for (const [name, limit] of Object.entries(limits)) {
        it(`${name} stays below ${limit} bytes`, () => {
            const document = documents[name];
            assert.ok(document !== undefined);
            assert.ok(Buffer.byteLength(JSON.stringify(document)) < limit);
        });
    }

    it("are kept by all documents of as many accounts' own trails as the archive's policy has room for", () => {
        const documentsOf = (count: number): Readonly<Record<string, PolicyDocument>> => {
            const accounts = Array.from({ length: count }, (_, index) => String(100_000_000_000 + index));
            const at = { partition: "aws", region: org.REGIONS.aws } as const;
            const owned = accounts.map((account) => ({
                account,
                arn: trailArn({ ...at, account }, "security-logging-trail"),
            }));
            const archive = {
                partition: "aws",
                bucketName: "security-logging-archive-222222222222-eu-west-1",
                trails: owned,
                membership: { accounts },
                readers: [org.READER],
            } as const;
            const topic = topicArn({ ...at, account: org.LOGGING }, "log-files");
            const publisher = {
                service: "cloudtrail.amazonaws.com",
                sourceArn: owned.map((trail) => trail.arn),
            };
            return {
                archiveBucket: archiveBucketPolicy(archive),
                trailKey: trailKeyPolicy({ ...archive, keyAccount: org.LOGGING }),
                centralBus: centralBusPolicy({
                    ...archive,
                    busArn: org.BUS,
                    forwarderRoleNames: ["security-logging-prefix-forwarder"],
                }),
                topic: topicPolicy({ ...archive, topicArn: topic, publisher, subscriberAccounts: accounts }),
                topicKey: topicKeyPolicy({ ...at, account: org.LOGGING, topicArn: topic, publisher }),
            };
        };
        const sizes = (count: number): Readonly<Record<string, number>> =>
            Object.fromEntries(
                Object.entries(documentsOf(count)).map(([name, document]) => [
                    name,
                    Buffer.byteLength(JSON.stringify(document)),
                ]),
            );
        // What docs/limits.md says.
        const room = 39;
        const documents = sizes(room);
        assert.ok(
            Object.entries(documents).every(([name, size]) => size < (limits[name] ?? 0)),
            JSON.stringify(documents),
        );
        // It is the archive's policy that is full first.
        assert.deepEqual(
            Object.entries(sizes(room + 1))
                .filter(([name, size]) => size >= (limits[name] ?? 0))
                .map(([name]) => name),
            ["archiveBucket"],
        );
    });

    it("names all fifty in the archive's two documents", () => {
        for (const document of [documents["archiveBucket"], documents["trailKey"]]) {
            const text = JSON.stringify(document);
            assert.deepEqual(
                org.FIFTY_READERS.filter((reader) => !text.includes(`"${reader}"`)),
                [],
            );
        }
    });

    it("names the source bucket by the same ARN that the archive has", () => {
        assert.ok(JSON.stringify(documents["accessLogBucket"]).includes(`"${bucketArn("aws", "archive")}"`));
    });
});
