/** For each detection, calls that it has to report, and calls like them that it must not. */
import { alphabetical } from "../../aws/alphabetical";
import { forwarderPermissions } from "../../documents/forwarderRole";
import { writeEventPattern } from "../../events/patterns";
import type { EventBridgeEvent, ManagementRecord } from "../../events/record";
import { LOGGING, MANAGEMENT, SECURITY } from "../stacks/organization";
import { call, changed, type Fields } from "./calls";
import { guarded, named } from "./guarded";

type Call = EventBridgeEvent<ManagementRecord>;

export interface Cases {
    readonly reported: Readonly<Record<string, Call>>;
    /** Calls that it has to report of others, and not of the deployment. */
    readonly reportedOfOthers?: Readonly<Record<string, Call>>;
    readonly unreported: Readonly<Record<string, Call>>;
}

const TRAIL = `arn:aws:cloudtrail:eu-west-1:${MANAGEMENT}:trail/${named.trail}`;
const BUCKET = named.archiveBucket;
const ELSEWHERE = "somebody-elses-bucket";
const KEY = `arn:aws:kms:eu-west-1:${LOGGING}:key/11111111-2222-3333-4444-555555555555`;
const OUR_RULE = named.forwarderRule;
const OTHER_RULE = "nightly-backup";
const TOPIC = guarded.alertTopicArn;
const [OTHER_TOPIC = ""] = guarded.otherTopicArns;
const ACCESS_ROLE = "OrganizationAccountAccessRole";

const inLogging = (service: string, eventName: string, parameters: Fields): Call =>
    call(service, eventName, parameters, { recipientAccountId: LOGGING });

const s3 = (eventName: string, bucketName = BUCKET, more: Fields = {}): Call =>
    call("s3", eventName, { bucketName, Host: `${bucketName}.s3.amazonaws.com`, ...more });
const kms = (eventName: string, account: string): Call =>
    call("kms", eventName, { keyId: KEY }, { recipientAccountId: account });
const events = (eventName: string, parameters: Fields, account = "444444444444"): Call =>
    call("events", eventName, parameters, { recipientAccountId: account });
const policy = (eventName: string, name: string): Call =>
    call("iam", eventName, { policyArn: `arn:aws:iam::444444444444:policy/${name}`, setAsDefault: true });
const alias = (eventName: string, aliasName: string): Call => call("kms", eventName, { aliasName });
const queue = (name: string): string => `https://sqs.eu-west-1.amazonaws.com/${SECURITY}/${name}`;
const putRolePolicy = (roleName: string, policyDocument: string): Call =>
    call("iam", "PutRolePolicy", { roleName, policyName: "put-events-on-the-central-bus", policyDocument });
const OWN_POLICY = JSON.stringify(forwarderPermissions({ busArn: named.busArn }));
const OWN_PATTERN = JSON.stringify(alphabetical(writeEventPattern({ readOnlyEvents: false })));
const OWN_SECURITY_PATTERN = JSON.stringify(
    alphabetical(writeEventPattern({ readOnlyEvents: false, alarmPrefix: named.deadLetterAlarmPrefix })),
);
const OWN_TARGET = {
    id: "central-bus",
    arn: named.busArn,
    roleArn: `arn:aws:iam::444444444444:role/${named.forwarderRole}`,
    deadLetterConfig: { arn: `arn:aws:sqs:eu-west-1:${SECURITY}:${named.deadLetterQueue}` },
    retryPolicy: { maximumEventAgeInSeconds: 86_400, maximumRetryAttempts: 185 },
};
const putRule = (more: Fields, account?: string): Call =>
    events("PutRule", { name: OUR_RULE, state: "ENABLED", eventPattern: OWN_PATTERN, ...more }, account);
const putTargets = (more: Fields, rule = OUR_RULE): Call =>
    events("PutTargets", { rule, targets: [{ ...OWN_TARGET, ...more }] });
const DETECTION_RULE = `${named.detectionRulePrefix}trail-stopped`;
const putDetectionTarget = (arn: string): Call =>
    events(
        "PutTargets",
        { rule: DETECTION_RULE, eventBusName: named.bus, targets: [{ id: "alert-topic", arn }] },
        SECURITY,
    );
const updateTrail = (more: Fields, name = TRAIL): Call =>
    call("cloudtrail", "UpdateTrail", { name, ...more });
const putSelectors = (more: Fields, trailName = "a-members-own"): Call =>
    call("cloudtrail", "PutEventSelectors", { trailName, ...more });
const advanced = (...fieldSelectors: Fields[]): Fields => ({
    advancedEventSelectors: [{ name: "management", fieldSelectors }],
});
const MANAGEMENT_EVENTS = { field: "eventCategory", equals: ["Management"] };
const basic = (more: Fields): Fields => ({
    eventSelectors: [
        {
            readWriteType: "All",
            includeManagementEvents: true,
            dataResources: [],
            excludeManagementEventSources: [],
            ...more,
        },
    ],
});

export const CASES: Readonly<Record<string, Cases>> = {
    "trail-stopped": {
        reported: {
            "the organization trail is stopped": call("cloudtrail", "StopLogging", { name: TRAIL }),
            "a trail is deleted by its name": call("cloudtrail", "DeleteTrail", { name: "audit" }),
            "the root user stops a trail": call(
                "cloudtrail",
                "StopLogging",
                { name: "audit" },
                {
                    userIdentity: {
                        type: "Root",
                        principalId: MANAGEMENT,
                        arn: `arn:aws:iam::${MANAGEMENT}:root`,
                        accountId: MANAGEMENT,
                    },
                },
            ),
        },
        unreported: {
            "a trail is started": call("cloudtrail", "StartLogging", { name: TRAIL }),
            "a trail is made": call("cloudtrail", "CreateTrail", { name: "audit" }),
            "another service stops logging": call("redshift", "StopLogging", { clusterIdentifier: "x" }),
        },
    },
    "trail-narrowed": {
        reported: {
            "to one region": updateTrail({ isMultiRegionTrail: false }),
            "to no digests, on a member's own trail": updateTrail(
                { enableLogFileValidation: false },
                "audit",
            ),
            "to one account": updateTrail({ isOrganizationTrail: false }),
            "to no global services": updateTrail({ includeGlobalServiceEvents: false }),
            "to another bucket": updateTrail({ s3BucketName: ELSEWHERE }),
            "to another account's key": updateTrail({ kmsKeyId: KEY.replace(LOGGING, "999999999999") }),
            "to no key": updateTrail({ kmsKeyId: "" }),
            "to no log group, by its name": updateTrail({ cloudWatchLogsLogGroupArn: "" }, named.trail),
            "to another key of the logging account": updateTrail({ kmsKeyId: KEY }),
            "to another prefix": updateTrail({ s3KeyPrefix: "elsewhere" }),
            "to a topic": updateTrail({ snsTopicName: "deliveries" }),
            "to shorter events": call("cloudtrail", "PutEventConfiguration", { trailName: TRAIL }),
        },
        unreported: {
            "a member's own trail loses nothing": updateTrail(
                { isMultiRegionTrail: true, enableLogFileValidation: true },
                "audit",
            ),
            "a member's own trail has shorter events": call("cloudtrail", "PutEventConfiguration", {
                trailName: "audit",
            }),
            "a member's own trail gets another bucket": updateTrail({ s3BucketName: ELSEWHERE }, "audit"),
            "a trail is made for one region": call("cloudtrail", "CreateTrail", {
                isMultiRegionTrail: false,
            }),
        },
    },
    "trail-selectors-changed": {
        reported: {
            "of the organization trail, to selectors of the older kind": putSelectors(basic({}), TRAIL),
            "of the organization trail, by its name": putSelectors(basic({}), named.trail),
            "of the organization trail, to writes": putSelectors(
                advanced(MANAGEMENT_EVENTS, { field: "readOnly", equals: ["false"] }),
                TRAIL,
            ),
            "of the organization trail, to data events": putSelectors(
                advanced({ field: "eventCategory", equals: ["Data"] }),
                TRAIL,
            ),
            "of the organization trail, to none": putSelectors({ advancedEventSelectors: [] }, TRAIL),
            "to no management events": putSelectors(basic({ includeManagementEvents: false })),
            "to reads only": putSelectors(basic({ readWriteType: "ReadOnly" })),
            "to leave out KMS": putSelectors(basic({ excludeManagementEventSources: ["kms.amazonaws.com"] })),
            "to writes only, by advanced selectors": putSelectors(
                advanced(MANAGEMENT_EVENTS, { field: "readOnly", equals: ["false"] }),
            ),
            "to leave out KMS, by advanced selectors": putSelectors(
                advanced(MANAGEMENT_EVENTS, { field: "eventSource", notEquals: ["kms.amazonaws.com"] }),
            ),
        },
        unreported: {
            "a member's own trail records everything": putSelectors(basic({})),
            "everything, by advanced selectors": putSelectors(advanced(MANAGEMENT_EVENTS)),
            "of the organization trail, to what it is made with": putSelectors(
                advanced(MANAGEMENT_EVENTS),
                TRAIL,
            ),
            "a data store gets selectors": call("cloudtrail", "UpdateEventDataStore", {
                advancedEventSelectors: [],
            }),
            "two fields, each of one of the two conditions": putSelectors(
                advanced(MANAGEMENT_EVENTS, { field: "resources.ARN", notEquals: ["arn:aws:s3:::x"] }),
            ),
        },
    },
    "trail-insights-changed": {
        reported: {
            "to none": call("cloudtrail", "PutInsightSelectors", { trailName: TRAIL, insightSelectors: [] }),
            "to one kind": call("cloudtrail", "PutInsightSelectors", {
                trailName: TRAIL,
                insightSelectors: [{ insightType: "ApiCallRateInsight" }],
            }),
            "by the trail's name": call("cloudtrail", "PutInsightSelectors", {
                trailName: named.trail,
                insightSelectors: [],
            }),
        },
        unreported: {
            "of a member's own trail": call("cloudtrail", "PutInsightSelectors", { trailName: "audit" }),
            "of a trail whose name begins alike": call("cloudtrail", "PutInsightSelectors", {
                trailName: `${named.trail}-2`,
            }),
            "they are looked at": call("cloudtrail", "GetInsightSelectors", { trailName: TRAIL }),
        },
    },
    "archive-deleted": {
        reported: {
            "the archive": s3("DeleteBucket"),
            "its access logs": s3("DeleteBucket", named.accessLogBucket),
            "the archive, by the root user": call(
                "s3",
                "DeleteBucket",
                { bucketName: BUCKET },
                {
                    recipientAccountId: LOGGING,
                    userIdentity: {
                        type: "Root",
                        principalId: LOGGING,
                        arn: `arn:aws:iam::${LOGGING}:root`,
                        accountId: LOGGING,
                    },
                },
            ),
        },
        unreported: {
            "another bucket": s3("DeleteBucket", ELSEWHERE),
            "a bucket whose name begins alike": s3("DeleteBucket", `${BUCKET}-copy`),
            "the archive's tags": s3("DeleteBucketTagging"),
        },
    },
    "archive-policy-changed": {
        reported: {
            "a policy": s3("PutBucketPolicy", BUCKET, {
                bucketPolicy: { Version: "2012-10-17", Statement: [] },
            }),
            "no policy": s3("DeleteBucketPolicy"),
            "an ACL": s3("PutBucketAcl"),
            "open to the public": s3("DeleteBucketPublicAccessBlock"),
            "ACLs again": s3("PutBucketOwnershipControls", named.accessLogBucket),
        },
        unreported: {
            "another bucket's policy": s3("PutBucketPolicy", ELSEWHERE),
            "a member's public access block": call("s3", "PutAccountPublicAccessBlock", {}),
            "the archive's tags": s3("PutBucketTagging"),
        },
    },
    "archive-lifecycle-changed": {
        reported: {
            "it expires after a day": s3("PutBucketLifecycle", BUCKET, {
                LifecycleConfiguration: { Rule: { Status: "Enabled", Expiration: { Days: 1 } } },
            }),
            "under the newer name": s3("PutBucketLifecycleConfiguration"),
            "it never expires": s3("DeleteBucketLifecycle"),
            "the access logs expire": s3("PutBucketLifecycle", named.accessLogBucket),
        },
        unreported: {
            "another bucket's": s3("PutBucketLifecycle", ELSEWHERE),
            "a bucket without a name": call("s3", "PutBucketLifecycle", null),
            "it is looked at": s3("GetBucketLifecycle"),
        },
    },
    "archive-lock-changed": {
        reported: {
            "versioning is suspended": s3("PutBucketVersioning", BUCKET, {
                VersioningConfiguration: { Status: "Suspended" },
            }),
            "the lock is shorter": s3("PutBucketObjectLockConfiguration", BUCKET, {
                ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: "GOVERNANCE", Days: 1 } } },
            }),
            "the lock, under the call's own name": s3("PutObjectLockConfiguration"),
        },
        unreported: {
            "another bucket's versioning": s3("PutBucketVersioning", ELSEWHERE),
            "one object's retention": s3("PutObjectRetention", BUCKET, { key: "AWSLogs/x.json.gz" }),
            "it is looked at": s3("GetBucketObjectLockConfiguration"),
        },
    },
    "archive-settings-changed": {
        reported: {
            "another key": s3("PutBucketEncryption"),
            "no access log": s3("PutBucketLogging", BUCKET, { BucketLoggingStatus: "" }),
            "a copy elsewhere": s3("PutBucketReplication"),
            "a list elsewhere": s3("PutBucketInventoryConfiguration"),
            "news of each log file": s3("PutBucketNotification"),
            "no key": s3("DeleteBucketEncryption"),
        },
        unreported: {
            "another bucket's encryption": s3("PutBucketEncryption", ELSEWHERE),
            "another bucket's notifications": s3("PutBucketNotification", ELSEWHERE),
            tags: s3("PutBucketTagging"),
        },
    },
    "bucket-changed": {
        reported: {
            "the results' policy": s3("PutBucketPolicy", guarded.resultsBucket),
            "the findings are deleted": call(
                "s3",
                "DeleteBucket",
                { bucketName: named.findingsBucket },
                { recipientAccountId: SECURITY },
            ),
            "the logging account is opened to the public": call(
                "s3",
                "DeleteAccountPublicAccessBlock",
                {},
                { recipientAccountId: LOGGING },
            ),
            "an access point": call(
                "s3",
                "CreateAccessPoint",
                { CreateAccessPointRequest: { Bucket: BUCKET } },
                { recipientAccountId: LOGGING },
            ),
            "a batch job": call("s3", "CreateJob", {}, { recipientAccountId: LOGGING }),
        },
        unreported: {
            "a bucket of a member": s3("PutBucketPolicy", ELSEWHERE),
            "a bucket of ours by its name, of a member": s3("DeleteBucket", `${guarded.namePrefix}-x`),
            "an access point of a member": call("s3", "CreateAccessPoint", {}),
            "the archive's policy": call(
                "s3",
                "PutBucketPolicy",
                { bucketName: BUCKET },
                { recipientAccountId: LOGGING },
            ),
        },
    },
    "key-destroyed": {
        reported: {
            "the archive's key is scheduled for deletion": kms("ScheduleKeyDeletion", LOGGING),
            "the archive's key is disabled": kms("DisableKey", LOGGING),
            "the alerts' key is disabled": kms("DisableKey", SECURITY),
            "the log group's key is disabled": kms("DisableKey", MANAGEMENT),
        },
        unreported: {
            "a member's own key": kms("ScheduleKeyDeletion", "444444444444"),
            "a key is enabled": kms("EnableKey", LOGGING),
            "a deletion is taken back": kms("CancelKeyDeletion", LOGGING),
        },
    },
    "key-policy-changed": {
        reported: {
            "the archive's key": kms("PutKeyPolicy", LOGGING),
            "the alerts' key": kms("PutKeyPolicy", SECURITY),
            "the archive's key is rotated no longer": kms("DisableKeyRotation", LOGGING),
            "somebody is granted the use of the archive's key": kms("CreateGrant", LOGGING),
        },
        reportedOfOthers: {
            "an alias of ours leads to another key": alias("UpdateAlias", "alias/security-logging-archive"),
            "an alias of ours goes": alias("DeleteAlias", named.alertKeyAlias),
        },
        unreported: {
            "a service is granted the use of a key": changed(kms("CreateGrant", SECURITY), {
                userIdentity: { type: "AWSService", invokedBy: "firehose.amazonaws.com" },
            }),
            "another alias": alias("UpdateAlias", "alias/application"),
            "a member's own key": kms("PutKeyPolicy", "444444444444"),
            "rotation is turned on": kms("EnableKeyRotation", LOGGING),
            "a key is described anew": kms("UpdateKeyDescription", LOGGING),
        },
    },
    "rule-disabled": {
        reported: {
            "a forwarder's rule is disabled": events("DisableRule", { name: OUR_RULE }),
            "a detection's rule is deleted": events(
                "DeleteRule",
                { name: `${named.detectionRulePrefix}trail-stopped`, eventBusName: named.bus },
                SECURITY,
            ),
            "a forwarder loses its target": events("RemoveTargets", { rule: OUR_RULE, ids: ["central-bus"] }),
            "a rule is put anew, disabled": events("PutRule", { name: OUR_RULE, state: "DISABLED" }),
        },
        unreported: {
            "another rule is disabled": events("DisableRule", { name: OTHER_RULE }),
            "another rule loses a target": events("RemoveTargets", { rule: OTHER_RULE, ids: ["1"] }),
            "a forwarder's rule is enabled": events("EnableRule", { name: OUR_RULE }),
            "another rule is put, disabled": events("PutRule", { name: OTHER_RULE, state: "DISABLED" }),
        },
    },
    "forwarder-changed": {
        reported: {
            "another pattern": putRule({ eventPattern: '{"source":["nothing"]}' }),
            "another pattern, of a StackSet's rule": putRule({
                name: named.forwarderSetRule,
                eventPattern: '{"source":["aws.s3"]}',
            }),
            "its pattern and one service less": putRule({
                eventPattern: OWN_PATTERN.replace("{", '{"account":["000000000000"],'),
            }),
            "no pattern but a schedule": events("PutRule", {
                name: OUR_RULE,
                state: "ENABLED",
                scheduleExpression: "rate(1 day)",
            }),
            "no state": events("PutRule", { name: OUR_RULE, eventPattern: '{"source":["nothing"]}' }),
            "reads too, which loop": putRule({ state: "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" }),
        },
        unreported: {
            "its own pattern": putRule({}),
            "its own pattern, of a StackSet's rule": putRule({ name: named.forwarderSetRule }),
            "another rule": events("PutRule", { name: OTHER_RULE, state: "ENABLED" }),
            "tags of the rule": events("TagResource", { resourceARN: `rule/${OUR_RULE}` }),
            "a rule whose name has ours further in": events("PutRule", { name: `not-${OUR_RULE}` }),
            "the security account's own": putRule({ eventPattern: OWN_SECURITY_PATTERN }, SECURITY),
        },
    },
    "own-forwarder-changed": {
        reported: {
            "another pattern": putRule({ eventPattern: '{"source":["nothing"]}' }, SECURITY),
            "the pattern of other accounts, without alarms": putRule({}, SECURITY),
            "another state": putRule(
                {
                    eventPattern: OWN_SECURITY_PATTERN,
                    state: "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS",
                },
                SECURITY,
            ),
        },
        unreported: {
            "its own pattern": putRule({ eventPattern: OWN_SECURITY_PATTERN }, SECURITY),
            "another rule": putRule({ name: OTHER_RULE }, SECURITY),
            "a member's": putRule({}),
        },
    },
    "forwarder-redirected": {
        reported: {
            "another bus": putTargets({ arn: "arn:aws:events:eu-west-1:999999999999:event-bus/theirs" }),
            "another role": putTargets({ roleArn: "arn:aws:iam::444444444444:role/application" }),
            "another account's queue": putTargets({
                deadLetterConfig: { arn: "arn:aws:sqs:eu-west-1:999999999999:security-logging-dead-letters" },
            }),
            "no queue": putTargets({ deadLetterConfig: undefined }),
            "a fixed text in place of the event": putTargets({ input: "{}" }),
            "a part of the event": putTargets({ inputPath: "$.id" }),
            "a transformed event": putTargets({ inputTransformer: { inputTemplate: "{}" } }),
            "one target more": events("PutTargets", {
                rule: OUR_RULE,
                targets: [
                    OWN_TARGET,
                    { ...OWN_TARGET, id: "2", arn: "arn:aws:sqs:eu-west-1:999999999999:x" },
                ],
            }),
        },
        unreported: {
            "its own target": putTargets({}),
            "its own target, of a StackSet": putTargets(
                { roleArn: `arn:aws:iam::444444444444:role/${named.forwarderSetRolePrefix}eu-west-1` },
                named.forwarderSetRule,
            ),
            "another rule's target": events("PutTargets", { rule: OTHER_RULE, targets: [] }),
        },
    },
    "rule-changed": {
        reported: {
            "a detection alerts elsewhere": putDetectionTarget("arn:aws:sns:eu-west-1:999999999999:theirs"),
            "a detection alerts a topic whose name begins alike": putDetectionTarget(`${TOPIC}-2`),
            "a detection alerts elsewhere too": events(
                "PutTargets",
                {
                    rule: DETECTION_RULE,
                    eventBusName: named.bus,
                    targets: [
                        { id: "alert-topic", arn: TOPIC },
                        { id: "2", arn: `${TOPIC}-2` },
                    ],
                },
                SECURITY,
            ),
        },
        reportedOfOthers: {
            "a detection's pattern": events(
                "PutRule",
                {
                    name: DETECTION_RULE,
                    eventBusName: named.bus,
                    state: "ENABLED",
                    eventPattern: '{"source":["nothing"]}',
                },
                SECURITY,
            ),
            "a detection's message": putDetectionTarget(TOPIC),
            "a target's pattern": events(
                "PutRule",
                { name: `${guarded.namePrefix}-to-siem`, eventBusName: named.busArn, eventPattern: "{}" },
                SECURITY,
            ),
            "a target's target": events(
                "PutTargets",
                { rule: `${guarded.namePrefix}-to-siem`, eventBusName: named.bus, targets: [{ id: "1" }] },
                SECURITY,
            ),
        },
        unreported: {
            "another rule": events("PutRule", { name: OTHER_RULE, eventBusName: named.bus }, SECURITY),
            "another rule's target": events(
                "PutTargets",
                { rule: OTHER_RULE, eventBusName: named.bus, targets: [] },
                SECURITY,
            ),
            "a forwarder's own pattern": putRule({}),
            "a rule of ours on another bus": events("PutRule", {
                name: `${guarded.namePrefix}-to-siem`,
                eventBusName: "orders",
            }),
        },
    },
    "role-changed": {
        reported: {
            "it may do nothing": call("iam", "DeleteRolePolicy", {
                roleName: named.forwarderRole,
                policyName: "put-events-on-the-central-bus",
            }),
            "others may assume it": call("iam", "UpdateAssumeRolePolicy", { roleName: named.forwarderRole }),
            "it is deleted": call("iam", "DeleteRole", { roleName: named.forwarderRole }),
            "CloudTrail's own role is to go": call("iam", "DeleteServiceLinkedRole", {
                roleName: "AWSServiceRoleForCloudTrail",
            }),
            "it is bounded by whatever": call("iam", "PutRolePermissionsBoundary", {
                roleName: named.forwarderRole,
                permissionsBoundary: "arn:aws:iam::aws:policy/ReadOnlyAccess",
            }),
            "its boundary is another's": call("iam", "PutRolePermissionsBoundary", {
                roleName: named.forwarderRole,
                permissionsBoundary:
                    "arn:aws:iam::444444444444:policy/not-security-logging-workload-boundary",
            }),
        },
        unreported: {
            "another role": call("iam", "DeleteRole", { roleName: "application" }),
            "a user": call("iam", "PutUserPolicy", { userName: named.forwarderRole }),
            "its tags": call("iam", "TagRole", { roleName: named.forwarderRole }),
            "its own boundary": call("iam", "PutRolePermissionsBoundary", {
                roleName: named.forwarderRole,
                permissionsBoundary: "arn:aws:iam::444444444444:policy/security-logging-workload-boundary",
            }),
        },
    },
    "role-policy-changed": {
        reported: {
            "it may put some events": putRolePolicy(
                named.forwarderRole,
                OWN_POLICY.replace("}]", ',"Condition":{"StringEquals":{"events:source":"aws.s3"}}}]'),
            ),
            "it may do all": putRolePolicy(named.forwarderRole, '{"Version":"2012-10-17","Statement":[]}'),
            "a StackSet's role": putRolePolicy(`${named.forwarderSetRolePrefix}eu-west-1`, "{}"),
            "no document is recorded": call("iam", "PutRolePolicy", { roleName: named.forwarderRole }),
            "a role that deploys": putRolePolicy("security-logging-deploy-members-update", "{}"),
        },
        reportedOfOthers: {
            "a target's role": putRolePolicy(`${guarded.namePrefix}-siem`, "{}"),
            "the heartbeats' role": putRolePolicy(named.heartbeatRole, "{}"),
        },
        unreported: {
            "its own policy": putRolePolicy(named.forwarderRole, OWN_POLICY),
            "its own policy, of a StackSet's role": putRolePolicy(
                `${named.forwarderSetRolePrefix}eu-west-1`,
                OWN_POLICY,
            ),
            "another role": putRolePolicy("application", "{}"),
        },
    },
    "policy-changed": {
        reported: {
            "a boundary's new version": policy("CreatePolicyVersion", "security-logging-deploy-boundary"),
            "the workloads' boundary": policy("CreatePolicyVersion", "security-logging-workload-boundary"),
            "an older version": policy("SetDefaultPolicyVersion", "security-logging-workload-boundary"),
            "the searchers' policy": policy("CreatePolicyVersion", named.searchPolicy),
            "it is deleted": policy("DeletePolicy", named.searchPolicy),
        },
        unreported: {
            "another policy": policy("CreatePolicyVersion", "application"),
            "a boundary is made, in an account that joins": call("iam", "CreatePolicy", {
                policyName: "security-logging-workload-boundary",
            }),
            "an old version goes": policy("DeletePolicyVersion", "security-logging-workload-boundary"),
        },
    },
    "deployment-changed": {
        reported: {
            "the role that deploys lets others in": call("iam", "UpdateAssumeRolePolicy", {
                roleName: ACCESS_ROLE,
            }),
            "it is made": call("iam", "CreateRole", { roleName: ACCESS_ROLE }),
            "it gets a policy": call("iam", "PutRolePolicy", { roleName: ACCESS_ROLE, policyDocument: "{}" }),
            "it loses its rights": call("iam", "DetachRolePolicy", { roleName: ACCESS_ROLE }),
            "whom an identity provider speaks for": call(
                "iam",
                "AddClientIDToOpenIDConnectProvider",
                { clientID: "x" },
                { recipientAccountId: LOGGING },
            ),
            "deployments are started elsewhere": events(
                "UpdateApiDestination",
                { name: `${guarded.namePrefix}-redeploy` },
                SECURITY,
            ),
        },
        reportedOfOthers: {
            "the set of forwarders brings something else": call("cloudformation", "UpdateStackSet", {
                stackSetName: `${guarded.namePrefix}-forwarders`,
            }),
            "a unit loses the members' roles": call("cloudformation", "DeleteStackInstances", {
                stackSetName: `${guarded.namePrefix}-deploy-roles`,
            }),
        },
        unreported: {
            "another role": call("iam", "UpdateAssumeRolePolicy", { roleName: "application" }),
            "a role whose name begins alike": call("iam", "CreateRole", { roleName: `${ACCESS_ROLE}2` }),
            "an identity provider of a member": call("iam", "DeleteOpenIDConnectProvider", {}),
            "another StackSet": call("cloudformation", "UpdateStackSet", { stackSetName: "baseline" }),
        },
    },
    "queue-changed": {
        reported: {
            "it is emptied": call("sqs", "PurgeQueue", { queueUrl: queue(named.busDeadLetterQueue) }),
            "it is opened": call("sqs", "AddPermission", { queueUrl: queue(named.deadLetterQueue) }),
            "its messages are moved": call("sqs", "StartMessageMoveTask", {
                sourceArn: named.busDeadLetterQueueArn,
            }),
        },
        reportedOfOthers: {
            "it is deleted": call("sqs", "DeleteQueue", { queueUrl: queue(`${guarded.namePrefix}-events`) }),
            "its policy": call("sqs", "SetQueueAttributes", { queueUrl: queue(named.deadLetterQueue) }),
            "a stream is deleted": call("kinesis", "DeleteStream", {
                streamName: `${guarded.namePrefix}-siem`,
            }),
            "a Firehose stream delivers elsewhere": call("firehose", "UpdateDestination", {
                deliveryStreamName: `${guarded.namePrefix}-lake`,
            }),
        },
        unreported: {
            "another queue": call("sqs", "PurgeQueue", { queueUrl: queue("orders") }),
            "the queue of a verification": call("sqs", "DeleteQueue", {
                queueUrl: queue("verify_security-logging-x"),
            }),
            "another stream": call("kinesis", "DeleteStream", { streamName: "orders" }),
        },
    },
    "log-group-changed": {
        reported: {
            "the trail's log group is deleted": call("logs", "DeleteLogGroup", {
                logGroupName: named.logGroup,
            }),
            "heartbeats are counted no longer": call("logs", "DeleteMetricFilter", {
                logGroupName: named.heartbeatLogGroup,
            }),
            "it is copied elsewhere": call("logs", "PutSubscriptionFilter", { logGroupName: named.logGroup }),
            "it is masked, by its ARN": call("logs", "PutDataProtectionPolicy", {
                logGroupIdentifier: `arn:aws:logs:eu-west-1:${SECURITY}:log-group:${named.busErrorLogGroup}`,
            }),
            "who may write": call(
                "logs",
                "DeleteResourcePolicy",
                { policyName: "x" },
                { recipientAccountId: SECURITY },
            ),
            "the bus's errors go nowhere": call(
                "logs",
                "DeleteDelivery",
                { id: "x" },
                { recipientAccountId: SECURITY },
            ),
        },
        unreported: {
            "another log group": call("logs", "DeleteLogGroup", { logGroupName: "/aws/lambda/orders" }),
            "another retention": call("logs", "PutRetentionPolicy", { logGroupName: "orders" }),
            "who may write, in a member": call("logs", "DeleteResourcePolicy", { policyName: "x" }),
        },
    },
    "alarm-changed": {
        reported: {
            "it is deleted": call("monitoring", "DeleteAlarms", {
                alarmNames: ["orders", `${named.silenceAlarmPrefix}-x`],
            }),
            "it is put to fine": call("monitoring", "SetAlarmState", {
                alarmName: `${named.cisAlarmPrefix}4.1`,
            }),
            "it is muted": call("monitoring", "PutAlarmMuteRule", {
                name: "night",
                muteTargets: { alarmNames: [`${named.deadLetterAlarmPrefix}-x`] },
            }),
            "its topic is deleted": call("sns", "DeleteTopic", { topicArn: OTHER_TOPIC }),
            "who listens to its topic": call("sns", "Unsubscribe", { subscriptionArn: `${OTHER_TOPIC}:x` }),
            "heartbeats end": call("scheduler", "DeleteScheduleGroup", { name: named.heartbeatSchedule }),
        },
        unreported: {
            "another alarm": call("monitoring", "DeleteAlarms", { alarmNames: ["orders"] }),
            "another topic": call("sns", "DeleteTopic", { topicArn: `${OTHER_TOPIC}-2` }),
            "another schedule": call("scheduler", "UpdateSchedule", {
                name: "nightly",
                groupName: "default",
            }),
            "it is turned on": call("monitoring", "EnableAlarmActions", {
                alarmNames: [`${named.silenceAlarmPrefix}-x`],
            }),
        },
    },
    "search-changed": {
        reported: {
            "results go elsewhere": inLogging("athena", "UpdateWorkGroup", {
                workGroup: named.searchWorkgroup,
            }),
            "a saved query asks less": inLogging("athena", "UpdateNamedQuery", { namedQueryId: "x" }),
            "a table is read elsewhere": inLogging("glue", "UpdateTable", {
                databaseName: named.searchDatabase,
            }),
        },
        unreported: {
            "somebody searches": inLogging("athena", "StartQueryExecution", {}),
            "a member's table": call("glue", "UpdateTable", { databaseName: named.searchDatabase }),
            "a member's workgroup": call("athena", "UpdateWorkGroup", { workGroup: "primary" }),
        },
    },
    "administrator-named": {
        reported: {
            "of any service": call("organizations", "RegisterDelegatedAdministrator", {
                accountId: SECURITY,
            }),
            "of CloudTrail": call("cloudtrail", "RegisterOrganizationDelegatedAdmin", {
                memberAccountId: "444444444444",
            }),
            "of policies": call("organizations", "PutResourcePolicy", { content: "{}" }),
            "of GuardDuty": call("guardduty", "EnableOrganizationAdminAccount", { adminAccountId: SECURITY }),
        },
        unreported: {
            "one loses it": call("organizations", "DeregisterDelegatedAdministrator", {}),
            "of another service": call("inspector2", "EnableOrganizationAdminAccount", {}),
            "of a bucket": s3("PutBucketPolicy", ELSEWHERE),
        },
    },
    "region-turned": {
        reported: {
            "one is turned on": call("account", "EnableRegion", { regionName: "ap-east-1" }),
            "one is turned off": call("account", "DisableRegion", { regionName: "ap-east-1" }),
            "one of another account": call(
                "account",
                "EnableRegion",
                { regionName: "ap-east-1", accountId: "444444444444" },
                { recipientAccountId: MANAGEMENT },
            ),
        },
        unreported: {
            "another contact": call("account", "PutAlternateContact", {}),
            "another service's region": call("ec2", "EnableRegion", {}),
            "it is looked at": call("account", "GetRegionOptStatus", {}),
        },
    },
    "bus-deleted": {
        reported: {
            "the bus, by its name": events("DeleteEventBus", { name: named.bus }, SECURITY),
            "the bus, by its ARN": events("DeleteEventBus", { name: named.busArn }, SECURITY),
            "its policy": events(
                "RemovePermission",
                { eventBusName: named.bus, removeAllPermissions: true },
                SECURITY,
            ),
        },
        unreported: {
            "another bus": events("DeleteEventBus", { name: "orders" }, SECURITY),
            "a member's bus of that name": events("DeleteEventBus", { name: named.bus }),
            "a function's permission": call(
                "lambda",
                "RemovePermission",
                { functionName: "f" },
                { recipientAccountId: SECURITY },
            ),
        },
    },
    "default-bus-changed": {
        reported: {
            "a member's default bus is opened to an account": events("PutPermission", {
                action: "events:PutRule",
                principal: "999999999999",
                statementId: "open",
            }),
            "the default bus is named": events("PutPermission", { eventBusName: "default", policy: "{}" }),
            "it gets a key": events("UpdateEventBus", { name: "default", kmsKeyIdentifier: "k" }),
            "by its ARN, in the security account": events(
                "PutPermission",
                { eventBusName: `arn:aws:events:eu-west-1:${SECURITY}:event-bus/default`, policy: "{}" },
                SECURITY,
            ),
        },
        unreported: {
            "another bus gets a key": events("UpdateEventBus", { name: "orders", kmsKeyIdentifier: "k" }),
            "another bus is opened": events("PutPermission", { eventBusName: "orders", policy: "{}" }),
            "another bus is opened by its ARN": events("PutPermission", {
                eventBusName: "arn:aws:events:eu-west-1:444444444444:event-bus/orders-default",
                policy: "{}",
            }),
            "the default bus is closed": events("RemovePermission", { removeAllPermissions: true }),
        },
    },
    "bus-changed": {
        reported: {
            "its policy": events("PutPermission", { eventBusName: named.bus, principal: "*" }, SECURITY),
            "its key": events("UpdateEventBus", { name: named.busArn, kmsKeyIdentifier: "" }, SECURITY),
            "no replay": events("DeleteArchive", { archiveName: named.busArchive }, SECURITY),
            "a short replay": events(
                "UpdateArchive",
                { archiveName: named.busArchive, retentionDays: 1 },
                SECURITY,
            ),
        },
        unreported: {
            "another bus": events("PutPermission", { eventBusName: "orders" }, SECURITY),
            "a member's default bus": events("PutPermission", { eventBusName: "default" }),
            "another archive": events("DeleteArchive", { archiveName: "orders" }, SECURITY),
        },
    },
    "alerts-silenced": {
        reported: {
            "the topic is deleted": call("sns", "DeleteTopic", { topicArn: TOPIC }),
            "its policy is changed": call("sns", "SetTopicAttributes", {
                topicArn: TOPIC,
                attributeName: "Policy",
            }),
            "a subscription ends": call("sns", "Unsubscribe", {
                subscriptionArn: `${TOPIC}:11111111-2222-3333-4444-555555555555`,
            }),
            "what it publishes is masked": call("sns", "PutDataProtectionPolicy", { resourceArn: TOPIC }),
            "a subscription filters": call("sns", "SetSubscriptionAttributes", {
                subscriptionArn: `${TOPIC}:11111111-2222-3333-4444-555555555555`,
                attributeName: "FilterPolicy",
            }),
        },
        unreported: {
            "another topic": call("sns", "DeleteTopic", { topicArn: `${TOPIC}-2` }),
            "another topic's subscription": call("sns", "Unsubscribe", {
                subscriptionArn: `${TOPIC}-2:11111111-2222-3333-4444-555555555555`,
            }),
            "somebody more is told": call("sns", "Subscribe", { topicArn: TOPIC, protocol: "email" }),
        },
    },
    "organization-left": {
        reported: {
            "a member leaves": call("organizations", "LeaveOrganization", null),
            "a member is removed": call(
                "organizations",
                "RemoveAccountFromOrganization",
                { accountId: "444444444444" },
                { recipientAccountId: MANAGEMENT },
            ),
            "all is dissolved": call("organizations", "DeleteOrganization", null),
            "a member is closed": call(
                "organizations",
                "CloseAccount",
                { accountId: "444444444444" },
                { recipientAccountId: MANAGEMENT },
            ),
            "a member closes itself": call("account", "CloseAccount", null),
        },
        unreported: {
            "an account is asked": call("organizations", "InviteAccountToOrganization", {}),
            "an account comes": call("organizations", "CreateAccount", { accountName: "new" }),
            "an invitation is declined": call("organizations", "DeclineHandshake", { handshakeId: "h-1" }),
        },
    },
    "trusted-access-withdrawn": {
        reported: {
            "from CloudTrail": call("organizations", "DisableAWSServiceAccess", {
                servicePrincipal: "cloudtrail.amazonaws.com",
            }),
            "from an administrator": call("organizations", "DeregisterDelegatedAdministrator", {
                accountId: SECURITY,
                servicePrincipal: "guardduty.amazonaws.com",
            }),
            "from CloudTrail's administrator": call("cloudtrail", "DeregisterOrganizationDelegatedAdmin", {
                delegatedAdminAccountId: SECURITY,
            }),
            "from StackSets": call("cloudformation", "DeactivateOrganizationsAccess", null),
            "from GuardDuty's administrator": call("guardduty", "DisableOrganizationAdminAccount", {
                adminAccountId: SECURITY,
            }),
        },
        unreported: {
            "it is given": call("organizations", "EnableAWSServiceAccess", {
                servicePrincipal: "cloudtrail.amazonaws.com",
            }),
            "an administrator is named": call("organizations", "RegisterDelegatedAdministrator", {}),
            "another service loses its administrator": call(
                "inspector2",
                "DisableOrganizationAdminAccount",
                {},
            ),
        },
    },
    "guardrails-changed": {
        reported: {
            "one is detached": call("organizations", "DetachPolicy", { policyId: "p-1", targetId: "r-ab12" }),
            "one is emptied": call("organizations", "UpdatePolicy", { policyId: "p-1" }),
            "one more is attached": call("organizations", "AttachPolicy", { policyId: "p-1" }),
            "an account is moved": call("organizations", "MoveAccount", { accountId: "444444444444" }),
            "all are turned off": call("organizations", "DisablePolicyType", {
                policyType: "SERVICE_CONTROL_POLICY",
            }),
        },
        unreported: {
            "a policy type is turned on": call("organizations", "EnablePolicyType", {
                policyType: "SERVICE_CONTROL_POLICY",
            }),
            "a role's policy is detached": call("iam", "DetachRolePolicy", { roleName: "application" }),
            "one is made": call("organizations", "CreatePolicy", { name: "more" }),
        },
    },
    "guardduty-weakened": {
        reported: {
            "a detector is deleted": call("guardduty", "DeleteDetector", { detectorId: "d" }),
            "a detector is turned off": call("guardduty", "UpdateDetector", {
                detectorId: "d",
                enable: false,
            }),
            "a feature is turned off": call("guardduty", "UpdateDetector", {
                detectorId: "d",
                features: [
                    { name: "EKS_AUDIT_LOGS", status: "ENABLED" },
                    { name: "S3_DATA_EVENTS", status: "DISABLED" },
                ],
            }),
            "a member leaves": call("guardduty", "DisassociateFromAdministratorAccount", { detectorId: "d" }),
            "findings are archived by themselves": call("guardduty", "CreateFilter", { action: "ARCHIVE" }),
            "an address is trusted": call("guardduty", "CreateIPSet", { location: "s3://x/y" }),
            "new accounts are left out": call("guardduty", "UpdateOrganizationConfiguration", {
                autoEnableOrganizationMembers: "NONE",
            }),
            "findings go elsewhere": call("guardduty", "UpdatePublishingDestination", { detectorId: "d" }),
        },
        unreported: {
            "a detector is turned on": call("guardduty", "UpdateDetector", { detectorId: "d", enable: true }),
            "a detector's rhythm is changed": call("guardduty", "UpdateDetector", {
                detectorId: "d",
                findingPublishingFrequency: "SIX_HOURS",
            }),
            "members are added": call("guardduty", "CreateMembers", { detectorId: "d" }),
            "a filter for the eye": call("guardduty", "CreateFilter", { action: "NOOP" }),
            "a finding is archived": call("guardduty", "ArchiveFindings", { findingIds: ["f"] }),
        },
    },
    "macie-weakened": {
        reported: {
            "it is turned off": call("macie2", "DisableMacie", null),
            "it is paused": call("macie2", "UpdateMacieSession", { status: "PAUSED" }),
            "a member leaves": call("macie2", "DisassociateFromAdministratorAccount", null),
            "findings are archived by themselves": call("macie2", "CreateFindingsFilter", {
                action: "ARCHIVE",
            }),
            "results go elsewhere": call("macie2", "PutClassificationExportConfiguration", {}),
        },
        unreported: {
            "it is resumed": call("macie2", "UpdateMacieSession", { status: "ENABLED" }),
            "it is turned on": call("macie2", "EnableMacie", { status: "ENABLED" }),
            "GuardDuty loses a member": call("guardduty", "DeleteMember", null),
        },
    },
};
