/** Another value of every setting, beside settings in which as much as possible is on. */
import { EXISTING, MANAGEMENT, REGIONS, SECURITY, WORKLOAD_ONE } from "./organization";

type More = Record<string, unknown>;

/** Settings in which as much as possible is on, so that what a setting is for shows. */
export const BASE: More = {
    homeRegion: "us-east-1",
    regions: ["us-east-1"],
    members: { coreAccounts: true, accounts: [WORKLOAD_ONE] },
    heartbeat: { enabled: true },
    detections: { emails: ["security@example.com"] },
    trail: { dataEvents: [{ type: "AWS::S3::Object", arns: "all", acknowledgeCost: true }] },
    guardrails: { enabled: true, targets: ["ou-ab12-cd34ef56"], breakGlassRoleName: "break-glass" },
    notifications: { enabled: true },
    guardDuty: { enabled: true },
    macie: { enabled: true, existingAccounts: false },
};

const ROLE_ARN = `arn:aws:iam::${SECURITY}:role/somebody`;
const TOPIC = `arn:aws:sns:us-east-1:${SECURITY}:theirs`;

const STATEMENT = {
    Effect: "Allow",
    Principal: { AWS: ROLE_ARN },
    Action: ["s3:GetObject", "kms:Decrypt"],
    Resource: "*",
};

/** Another value of each setting, with what else it takes; of lists of sections as a whole. */
export const OTHERWISE: Readonly<Record<string, More>> = {
    "organization.id": { organization: { id: "o-another1234" } },
    "organization.managementAccount": { organization: { managementAccount: "666666666666" } },
    "organization.loggingAccount": { organization: { loggingAccount: "777777777777" } },
    "organization.securityAccount": { organization: { securityAccount: "888888888888" } },
    "organization.manageTrustedAccess": { organization: { manageTrustedAccess: false } },
    "organization.delegateStackSets": { organization: { delegateStackSets: true } },
    homeRegion: { homeRegion: "eu-west-1", regions: REGIONS },
    regions: { regions: REGIONS },
    namePrefix: { namePrefix: "acme" },
    "access.roleName": { access: { roleName: "another" } },
    "access.callerAccount": { access: { callerAccount: SECURITY } },
    "access.deploymentRoles": { access: { deploymentRoles: true } },
    "members.accounts": { members: { accounts: [WORKLOAD_ONE, "999999999999"] } },
    "members.coreAccounts": { members: { coreAccounts: false } },
    "trail.name": { trail: { name: "another" } },
    "trail.multiRegion": { trail: { multiRegion: false } },
    "trail.managementEvents": { trail: { managementEvents: "write", dataEvents: [] } },
    "trail.insights": { trail: { insights: [] } },
    "trail.dataEvents": { trail: { dataEvents: [] } },
    "trail.networkActivity.eventSources": {
        trail: { dataEvents: [], networkActivity: { eventSources: ["s3.amazonaws.com"] } },
    },
    "trail.networkActivity.deniedOnly": {
        trail: { networkActivity: { eventSources: ["s3.amazonaws.com"], deniedOnly: false } },
    },
    "trail.delegatedAdministrator": { trail: { delegatedAdministrator: "securityAccount" } },
    "trail.existing": { trail: { existing: EXISTING.trail.existing.replace("LandingZone", "Another") } },
    "archive.bucketName": { archive: { bucketName: "another-archive" } },
    "archive.lock.mode": { archive: { lock: { mode: "COMPLIANCE", acknowledgeCompliance: true } } },
    "archive.lock.days": { archive: { lock: { days: 400 } } },
    "archive.archiveAfterDays": { archive: { archiveAfterDays: 400 } },
    "archive.expireAfterDays": { archive: { expireAfterDays: 2000 } },
    "archive.accessLogDays": { archive: { accessLogDays: 500 } },
    "archive.readers": { archive: { readers: [ROLE_ARN] } },
    "archive.prefix": { archive: { prefix: "audit" } },
    "archive.keyAlias": { archive: { keyAlias: "alias/acme-cloudtrail" } },
    "archive.policyStatements": { archive: { policyStatements: [STATEMENT] } },
    "archive.keyStatements": { archive: { keyStatements: [STATEMENT] } },
    "archive.keyGeneration": { archive: { keyGeneration: 2 } },
    "archive.existing.bucket": { archive: { existing: { bucket: "another-bucket" } } },
    "archive.existing.keyArn": { archive: { existing: { keyArn: `${EXISTING.archive.existing.keyArn}0` } } },
    "archive.existing.prefix": { archive: { existing: { prefix: "another" } } },
    "archive.existing.organizationPath": { archive: { existing: { organizationPath: false } } },
    "archive.existing.ownerRoleName": { archive: { existing: { ownerRoleName: "another" } } },
    "publicAccessBlock.loggingAccount": { publicAccessBlock: { loggingAccount: false } },
    "publicAccessBlock.securityAccount": { publicAccessBlock: { securityAccount: true } },
    "notifications.enabled": { notifications: { enabled: false } },
    "notifications.existingTopicArn": { notifications: { existingTopicArn: TOPIC } },
    "notifications.subscriberAccounts": { notifications: { subscriberAccounts: [WORKLOAD_ONE] } },
    "cloudWatchLogs.enabled": { cloudWatchLogs: { enabled: true } },
    "cloudWatchLogs.retentionDays": { cloudWatchLogs: { enabled: true, retentionDays: 400 } },
    "cloudWatchLogs.subscription": {
        cloudWatchLogs: {
            enabled: true,
            subscription: `arn:aws:kinesis:us-east-1:${MANAGEMENT}:stream/theirs`,
        },
    },
    "cloudWatchLogs.cisAlarms.enabled": { cloudWatchLogs: { enabled: true, cisAlarms: { enabled: true } } },
    "cloudWatchLogs.cisAlarms.topicArn": {
        cloudWatchLogs: {
            enabled: true,
            cisAlarms: { enabled: true, topicArn: TOPIC.replace(SECURITY, MANAGEMENT) },
        },
    },
    "cloudWatchLogs.cisAlarms.emails": {
        cloudWatchLogs: { enabled: true, cisAlarms: { enabled: true, emails: ["alarms@example.com"] } },
    },
    "search.enabled": { search: { enabled: false } },
    "search.accounts": { search: { accounts: [WORKLOAD_ONE] } },
    "search.resultsDays": { search: { resultsDays: 7 } },
    "search.scanLimitGigabytes": { search: { scanLimitGigabytes: 7 } },
    "bus.name": { bus: { name: "another" } },
    "bus.archiveDays": { bus: { archiveDays: 7 } },
    "bus.readOnlyEvents": { bus: { readOnlyEvents: true } },
    "bus.customerManagedKey": { bus: { customerManagedKey: true } },
    "bus.errorLogs": { bus: { errorLogs: false } },
    "bus.dashboard": { bus: { dashboard: false } },
    "bus.deadLetterAlarms": { bus: { deadLetterAlarms: false } },
    "bus.targets": { bus: { targets: [{ kind: "queue", name: "another" }] } },
    "heartbeat.enabled": { heartbeat: { enabled: false } },
    "heartbeat.minutes": { heartbeat: { minutes: 30 } },
    "heartbeat.alarmTopicArn": { heartbeat: { alarmTopicArn: TOPIC } },
    "guardDuty.enabled": { guardDuty: { enabled: false }, macie: { enabled: false, existingAccounts: true } },
    "guardDuty.features": { guardDuty: { features: [] } },
    "macie.enabled": { guardDuty: { enabled: false }, macie: { enabled: false, existingAccounts: true } },
    "macie.existingAccounts": { macie: { existingAccounts: true } },
    "findings.expireAfterDays": { findings: { expireAfterDays: 2000 } },
    "detections.enabled": { detections: { enabled: false, emails: [] } },
    "detections.news": { detections: { news: false } },
    "detections.emails": { detections: { emails: ["another@example.com"] } },
    "detections.allowedPrincipals": { detections: { allowedPrincipals: [ROLE_ARN] } },
    "guardrails.enabled": { guardrails: { enabled: false, targets: [], breakGlassRoleName: undefined } },
    "guardrails.targets": { guardrails: { targets: [WORKLOAD_ONE] } },
    "guardrails.breakGlassRoleName": { guardrails: { breakGlassRoleName: "another" } },
    "guardrails.resourceControl": { guardrails: { resourceControl: true } },
    tags: { tags: { owner: "somebody" } },
};
