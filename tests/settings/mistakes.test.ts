import assert from "node:assert/strict";
import { parseSettings, SettingsError } from "../../settings";
import { fields } from "../../settings/schema";
import { mistakesIn, VALID, withoutOrganizationKey } from "./valid";

const organization = (change: object): object => ({ organization: { ...VALID.organization, ...change } });
const dataEvents = (...events: object[]): object => ({ trail: { dataEvents: events } });
const PAYROLL = { type: "AWS::S3::Object", arns: ["arn:aws:s3:::payroll/"] };
const COST =
    "every data event of AWS::S3::Object in every account is billed: about $0.10 for 100,000, and their storage " +
    "besides. A busy bucket or table makes thousands a second, of which 1,000 cost about $2,600 a month. Set it to true " +
    "to say that this is meant, or name the arns.";
const OWN_BUCKET =
    "it is a bucket of this logging. Events of what is written there would be written there too, without end, so that " +
    "they are never recorded. Leave it out: the archive has an access log.";
const SUBSCRIPTION =
    "the ARN of one Lambda function, Kinesis stream or Firehose stream. AWS lets a log group have two subscriptions; " +
    "this program makes one and leaves the other to your own tools. To reach more, subscribe one stream and read it as " +
    "often as needed.";
const TOPIC_OF_ADMINISTRATOR =
    "the topic of notifications is in the same account and region. The AWS provider reads such a topic back by its name, " +
    "so that every deployment would change the trail. Let the other account administer, or turn notifications off.";
const STREAM = "arn:aws:kinesis:us-east-1:444444444444:stream/events";
const TOPIC = "arn:aws:sns:us-east-1:444444444444:log-files";
const COMPLIANCE =
    "under COMPLIANCE nobody, the account's root user and AWS included, can delete an object or shorten its retention " +
    "before it ends, and the bucket is paid for until then. Set it to true to say that this is meant, or use the mode " +
    "GOVERNANCE.";
const NOBODY_IN_MEMBERS =
    "a stack of the role members needs somebody to forward from. Name accounts or organizationalUnits, or set " +
    "coreAccounts to true.";
const NO_CORE_ALONE =
    "nobody is named. Name accounts or organizationalUnits, or, if there are only the core accounts, " +
    "leave members out or set coreAccounts to true.";
const NO_US_EAST_1 =
    '"us-east-1" is missing. IAM, STS, Organizations and the other global services send their events only there, and ' +
    'without it they are never forwarded. Add it, or write "enabled".';

const SILENCE =
    "minutes of silence until the alarm, a multiple of 5 from 10 to 1440: there is a heartbeat every 5.";

/** What is refused, what is changed in valid settings for it, and the one mistake that is reported. */
const REFUSED: readonly (readonly [string, object, string])[] = [
    [
        "silence that is no multiple of heartbeats",
        { heartbeat: { minutes: 12 } },
        `heartbeat.minutes is 12: ${SILENCE}`,
    ],
    [
        "silence that one late heartbeat would make",
        { heartbeat: { minutes: 5 } },
        `heartbeat.minutes is 5: ${SILENCE}`,
    ],
    [
        "an alarm topic that is none",
        { heartbeat: { alarmTopicArn: "alerts" } },
        'heartbeat.alarmTopicArn is "alerts": the ARN of an SNS topic, e.g. "arn:aws:sns:us-east-1:111122223333:alerts".',
    ],
    [
        "an alarm topic in another region",
        { heartbeat: { alarmTopicArn: "arn:aws:sns:eu-west-1:333333333333:alerts" } },
        'heartbeat.alarmTopicArn is "arn:aws:sns:eu-west-1:333333333333:alerts": alarms tell topics of their own region ' +
            'only, and they are in homeRegion "us-east-1". Name a topic there.',
    ],
    [
        "an account id of fewer than 12 digits",
        organization({ loggingAccount: "12345" }),
        'organization.loggingAccount is "12345": an AWS account id has 12 digits. Write it in quotes, e.g. "111122223333".',
    ],
    [
        "an account id without quotes",
        organization({ loggingAccount: 222222222222 }),
        "organization.loggingAccount is 222222222222 (a number), but must be a string: an AWS account id has 12 digits. " +
            'Write it in quotes, e.g. "111122223333".',
    ],
    [
        "one account in two roles",
        organization({ securityAccount: "222222222222" }),
        'organization.securityAccount is "222222222222": organization.loggingAccount is the same account. Give each its ' +
            "own, so that no administrator of one can touch what another guards.",
    ],
    [
        "an id that is no organization's",
        organization({ id: "r-ab12" }),
        'organization.id is "r-ab12": the organization\'s id, e.g. "o-a1b2c3d4e5" ("aws organizations ' +
            'describe-organization" tells it).',
    ],
    [
        "an unknown role",
        { role: "member" },
        'role is "member": one of "organization", "logging", "management", "security", "members". It says what this ' +
            "stack makes.",
    ],
    [
        "a feature that GuardDuty does not have",
        { guardDuty: { features: ["S3_LOGS"] } },
        'guardDuty.features[0] is "S3_LOGS": one of "S3_DATA_EVENTS", "EKS_AUDIT_LOGS", "EBS_MALWARE_PROTECTION", ' +
            '"RDS_LOGIN_EVENTS", "LAMBDA_NETWORK_LOGS", "RUNTIME_MONITORING". It is a feature of GuardDuty.',
    ],
    [
        "an unknown home region",
        { homeRegion: "us-wset-2" },
        'homeRegion is "us-wset-2": no AWS region of this name is known. Did you mean "us-west-2"?',
    ],
    [
        "a home region that is like none",
        { homeRegion: "moon" },
        'homeRegion is "moon": no AWS region of this name is known. Write one like "us-east-1".',
    ],
    [
        "an unknown region in the list",
        { regions: ["us-east-1", "eu-wset-1"] },
        'regions[1] is "eu-wset-1": no AWS region of this name is known. Did you mean "eu-west-1"?',
    ],
    [
        "a region that is not a string",
        { regions: ["us-east-1", 5] },
        'regions[1] is 5: the name of an AWS region, e.g. "us-east-1".',
    ],
    [
        "one region outside a list",
        { regions: "us-east-1" },
        'regions is "us-east-1": "enabled", or a list of names of regions.',
    ],
    [
        "a list of regions without us-east-1",
        { homeRegion: "eu-west-1", regions: ["eu-west-1", "eu-north-1"] },
        `regions is ["eu-west-1","eu-north-1"]: ${NO_US_EAST_1}`,
    ],
    [
        "a list of regions without the home region",
        { homeRegion: "eu-west-1", regions: ["us-east-1"] },
        'regions is ["us-east-1"]: homeRegion "eu-west-1" is missing. Add it, or write "enabled".',
    ],
    [
        "a region twice",
        { regions: ["us-east-1", "eu-west-1", "eu-west-1"] },
        'regions[2] is "eu-west-1": the list has it already. Write it once.',
    ],
    [
        "a region of another partition",
        { regions: ["us-east-1", "cn-north-1"] },
        'regions[1] is "cn-north-1": it is in the partition aws-cn, homeRegion "us-east-1" in aws, and no event passes ' +
            "from one to the other. Leave it out.",
    ],
    [
        "a prefix that would make a bucket's name too long",
        { namePrefix: "a".repeat(24) },
        `namePrefix is "${"a".repeat(24)}": 3 to 23 lower-case letters, digits and single dashes, a letter first and no ` +
            "dash last. It starts the names of buckets, which have at most 63 characters.",
    ],
    [
        "a prefix that S3 keeps for itself",
        { namePrefix: "sthree" },
        'namePrefix is "sthree": S3 keeps names that start with "sthree-" for itself.',
    ],
    [
        "an ARN for a role's name",
        { access: { roleName: "arn:aws:iam::111111111111:role/Admin" } },
        'access.roleName is "arn:aws:iam::111111111111:role/Admin": the name, not the ARN, of an IAM role, 1 to 64 ' +
            "letters, digits and _+=,.@- characters.",
    ],
    [
        "an unknown key at the top",
        { homeRegoin: "us-east-1" },
        'homeRegoin is not a known setting. Did you mean "homeRegion"?',
    ],
    [
        "an unknown key that is like none",
        { colour: "red" },
        `colour is not a known setting. The keys here are ${Object.keys(fields.shape).join(", ")}.`,
    ],
    [
        "an unknown key further in",
        { archive: { lock: { dayz: 30 } } },
        'archive.lock.dayz is not a known setting. Did you mean "days"?',
    ],
    [
        "an unknown key in a list",
        dataEvents({ ...PAYROLL, eventName: [] }),
        'trail.dataEvents[0].eventName is not a known setting. Did you mean "eventNames"?',
    ],
    [
        "a string for a number",
        { archive: { lock: { days: "365" } } },
        'archive.lock.days is "365" (a string), but must be a number: days that objects stay locked, from 1 to 36500.',
    ],
    [
        "a string for true or false",
        { bus: { readOnlyEvents: "yes" } },
        'bus.readOnlyEvents is "yes" (a string), but must be true or false: whether read-only events are forwarded too.',
    ],
    [
        "a list for an object",
        { access: [] },
        "access is [] (a list), but must be an object: it holds roleName, callerAccount and deploymentRoles.",
    ],
    [
        "an object for a list",
        { members: { accounts: {} } },
        "members.accounts is {} (an object), but must be a list: a list of account ids in quotes.",
    ],
    [
        "null",
        { access: null },
        "access is null, but must be an object: it holds roleName, callerAccount and deploymentRoles.",
    ],
    [
        "a lock of 0 days",
        { archive: { lock: { days: 0 } } },
        "archive.lock.days is 0: Object Lock keeps objects for a whole number of days, from 1 to 36500 (100 years).",
    ],
    [
        "a lock of 36501 days",
        { archive: { lock: { days: 36_501 } } },
        "archive.lock.days is 36501: Object Lock keeps objects for a whole number of days, from 1 to 36500 (100 years).",
    ],
    [
        "an expiry before the lock ends",
        { archive: { expireAfterDays: 400, lock: { days: 401 } } },
        "archive.expireAfterDays is 400: S3 cannot expire an object that is still locked, and the lock holds for 401 " +
            "days. Expire after 401 days or more, or lock for 400 days or fewer.",
    ],
    [
        "an expiry that only the default makes too early",
        { archive: { lock: { days: 3650 } } },
        "archive.expireAfterDays is 1825 by default: S3 cannot expire an object that is still locked, and the lock holds " +
            "for 3650 days. Expire after 3650 days or more, or lock for 1825 days or fewer.",
    ],
    [
        "an expiry before the move to Glacier",
        { archive: { expireAfterDays: 365, archiveAfterDays: 365 } },
        "archive.expireAfterDays is 365: objects would expire before they move to Glacier, after 365 days. Expire later " +
            "than that, or lower archive.archiveAfterDays.",
    ],
    [
        "COMPLIANCE without acknowledgement",
        { archive: { lock: { mode: "COMPLIANCE" } } },
        `archive.lock.acknowledgeCompliance is false by default: ${COMPLIANCE}`,
    ],
    [
        "COMPLIANCE with the acknowledgement refused",
        { archive: { lock: { mode: "COMPLIANCE", acknowledgeCompliance: false } } },
        `archive.lock.acknowledgeCompliance is false: ${COMPLIANCE}`,
    ],
    [
        "an acknowledgement that is not exactly true",
        { archive: { lock: { mode: "COMPLIANCE", acknowledgeCompliance: "yes" } } },
        'archive.lock.acknowledgeCompliance is "yes" (a string), but must be true or false: whether undeletable objects ' +
            "are meant.",
    ],
    [
        "a bucket's name that S3 refuses",
        { archive: { bucketName: "Archive" } },
        'archive.bucketName is "Archive": a bucket\'s name has only lower-case letters, digits and dashes (periods would ' +
            "break TLS).",
    ],
    [
        "a reader with a wildcard",
        { archive: { readers: ["arn:aws:iam::111122223333:role/*"] } },
        'archive.readers[0] is "arn:aws:iam::111122223333:role/*": the ARN of an IAM role, user or account root without ' +
            'wildcards, e.g. "arn:aws:iam::111122223333:role/Analyst".',
    ],
    [
        "a reader of another partition",
        { archive: { readers: ["arn:aws-cn:iam::111122223333:root"] } },
        'archive.readers[0] is "arn:aws-cn:iam::111122223333:root": homeRegion "us-east-1" is in the partition aws, and ' +
            'no principal of another partition can be granted anything there. Write an ARN that starts with "arn:aws:".',
    ],
    [
        "an account to search that is not an account's id",
        { search: { accounts: ["44444444444"] } },
        'search.accounts[0] is "44444444444": an AWS account id has 12 digits. Write it in quotes, e.g. "111122223333".',
    ],
    [
        "an account to search twice",
        { search: { accounts: ["444444444444", "444444444444"] } },
        'search.accounts[1] is "444444444444": the list has it already. Write it once.',
    ],
    [
        "results that are kept for no day",
        { search: { resultsDays: 0 } },
        "search.resultsDays is 0: days to keep results of queries, a whole number from 1 to 36500.",
    ],
    [
        "a limit of less than a gigabyte",
        { search: { scanLimitGigabytes: 0.5 } },
        "search.scanLimitGigabytes is 0.5: gigabytes after which a query is cancelled, a whole number from 1 to 1000000.",
    ],
    [
        "a misspelt key of search",
        { search: { scanLimit: 5 } },
        "search.scanLimit is not a known setting. The keys here are enabled, accounts, resultsDays, scanLimitGigabytes.",
    ],
    [
        "a members stack of nobody",
        { role: "members", stacks: { security: "s" } },
        `members is missing: ${NOBODY_IN_MEMBERS}`,
    ],
    [
        "a members stack with empty lists",
        { role: "members", stacks: { security: "s" }, members: { accounts: [], organizationalUnits: [] } },
        `members is {"accounts":[],"organizationalUnits":[]}: ${NOBODY_IN_MEMBERS}`,
    ],
    [
        "an organization with an empty list",
        { members: { accounts: [] } },
        `members is {"accounts":[]}: ${NO_CORE_ALONE}`,
    ],
    [
        "an organization in which nobody forwards",
        { members: { coreAccounts: false } },
        `members is {"coreAccounts":false}: ${NO_CORE_ALONE}`,
    ],
    [
        "a core account among the members",
        { members: { accounts: ["444444444444", "222222222222"] } },
        'members.accounts[1] is "222222222222": it is organization.loggingAccount. Leave it out: members.coreAccounts ' +
            "gives it its forwarder.",
    ],
    [
        "a member twice",
        { members: { accounts: ["444444444444", "444444444444"] } },
        'members.accounts[1] is "444444444444": the list has it already. Write it once.',
    ],
    [
        "a unit's name for its id",
        { members: { organizationalUnits: ["Workloads"] } },
        'members.organizationalUnits[0] is "Workloads": the id of an organizational unit, e.g. "ou-ab12-cd34ef56", or of ' +
            'the root, e.g. "r-ab12".',
    ],
    [
        "a trail's name that is too short",
        { trail: { name: "ab" } },
        'trail.name is "ab": a trail\'s name has 3 to 128 characters, this one 2.',
    ],
    [
        "a trail's name that is too long",
        { trail: { name: "a".repeat(129) } },
        `trail.name is "${"a".repeat(129)}": a trail's name has 3 to 128 characters, this one 129.`,
    ],
    [
        "a space in a trail's name",
        { trail: { name: "my trail" } },
        'trail.name is "my trail": a trail\'s name has only ASCII letters, digits, periods, underscores and dashes.',
    ],
    [
        "a trail's name that ends with a dash",
        { trail: { name: "trail-" } },
        'trail.name is "trail-": a trail\'s name starts and ends with a letter or a digit.',
    ],
    [
        "a trail's name that starts with an underscore",
        { trail: { name: "_trail" } },
        'trail.name is "_trail": a trail\'s name starts and ends with a letter or a digit.',
    ],
    [
        "a dash next to an underscore in a trail's name",
        { trail: { name: "my-_trail" } },
        'trail.name is "my-_trail": a trail\'s name has no two of period, underscore and dash next to each other.',
    ],
    [
        "a trail's name like an IP address",
        { trail: { name: "192.168.5.4" } },
        'trail.name is "192.168.5.4": a trail\'s name cannot look like an IP address.',
    ],
    [
        "call-rate Insights without write events",
        { trail: { managementEvents: "read" } },
        'trail.insights is ["ApiCallRateInsight","ApiErrorRateInsight"] by default: ApiCallRateInsight counts write ' +
            'events, and trail.managementEvents is "read". Record "all" or "write", or leave ApiCallRateInsight out.',
    ],
    [
        "data events of every bucket without saying that the cost is meant",
        dataEvents({ ...PAYROLL, arns: "all" }),
        `trail.dataEvents[0].acknowledgeCost is false by default: ${COST}`,
    ],
    [
        "data events of every bucket with the acknowledgement refused",
        dataEvents(PAYROLL, { ...PAYROLL, arns: "all", acknowledgeCost: false }),
        `trail.dataEvents[1].acknowledgeCost is false: ${COST}`,
    ],
    [
        "data events of no resources",
        dataEvents({ ...PAYROLL, arns: [] }),
        'trail.dataEvents[0].arns is []: "all", or a list of what the ARNs of the resources start with.',
    ],
    [
        "data events that do not say of which resources",
        dataEvents({ type: "AWS::S3::Object" }),
        'trail.dataEvents[0].arns is missing: "all", or a list of what the ARNs of the resources start with.',
    ],
    [
        "a number among ARNs",
        dataEvents({ ...PAYROLL, arns: ["arn:aws:s3:::payroll/", 5] }),
        "trail.dataEvents[0].arns[1] is 5: what the ARNs of the resources start with, in quotes.",
    ],
    [
        "a bucket's name for its ARN",
        dataEvents({ ...PAYROLL, arns: ["payroll"] }),
        'trail.dataEvents[0].arns[0] is "payroll": what the ARNs of the resources start with, e.g. ' +
            '"arn:aws:s3:::payroll/".',
    ],
    [
        "a bucket without the slash that ends its name",
        dataEvents({ ...PAYROLL, arns: ["arn:aws:s3:::payroll"] }),
        'trail.dataEvents[0].arns[0] is "arn:aws:s3:::payroll": without a slash after the bucket\'s name, other buckets ' +
            'whose names start so would be recorded too. Write "arn:aws:s3:::payroll/".',
    ],
    [
        "a wildcard in a resource's ARN",
        dataEvents({ type: "AWS::Lambda::Function", arns: ["arn:aws:lambda:*:111111111111:function:a"] }),
        'trail.dataEvents[0].arns[0] is "arn:aws:lambda:*:111111111111:function:a": what the ARNs of the resources start ' +
            'with, e.g. "arn:aws:s3:::payroll/".',
    ],
    [
        "a wildcard at the end of a resource's ARN",
        dataEvents({ ...PAYROLL, arns: ["arn:aws:s3:::payroll/*"] }),
        'trail.dataEvents[0].arns[0] is "arn:aws:s3:::payroll/*": selectors know no wildcards, and compare the beginning ' +
            "of an ARN anyway. Leave it out.",
    ],
    [
        "the archive among the buckets whose objects are recorded",
        dataEvents({
            ...PAYROLL,
            arns: ["arn:aws:s3:::security-logging-archive-222222222222-us-east-1/AWSLogs/"],
        }),
        `trail.dataEvents[0].arns[0] is "arn:aws:s3:::security-logging-archive-222222222222-us-east-1/AWSLogs/": ${OWN_BUCKET}`,
    ],
    [
        "an archive of another name among the buckets whose objects are recorded",
        {
            ...dataEvents({ ...PAYROLL, arns: ["arn:aws:s3:::patients/", "arn:aws:s3:::our-archive/"] }),
            archive: { bucketName: "our-archive" },
        },
        `trail.dataEvents[0].arns[1] is "arn:aws:s3:::our-archive/": ${OWN_BUCKET}`,
    ],
    [
        "the access log among the buckets whose objects are recorded",
        dataEvents({
            ...PAYROLL,
            arns: ["arn:aws:s3:::security-logging-access-logs-222222222222-us-east-1/"],
        }),
        `trail.dataEvents[0].arns[0] is "arn:aws:s3:::security-logging-access-logs-222222222222-us-east-1/": ${OWN_BUCKET}`,
    ],
    [
        "a service's name for a type of resource",
        dataEvents({ ...PAYROLL, type: "S3" }),
        'trail.dataEvents[0].type is "S3": a type of resource that CloudTrail has data events of, e.g. "AWS::S3::Object".',
    ],
    [
        "an operation with a wildcard",
        dataEvents({ ...PAYROLL, eventNames: ["Get*"] }),
        'trail.dataEvents[0].eventNames[0] is "Get*": the name of an API operation, without wildcards.',
    ],
    [
        "a service's short name for network activity",
        { trail: { networkActivity: { eventSources: ["kms"] } } },
        'trail.networkActivity.eventSources[0] is "kms": a service, as in "kms.amazonaws.com".',
    ],
    [
        "a service twice for network activity",
        { trail: { networkActivity: { eventSources: ["kms.amazonaws.com", "kms.amazonaws.com"] } } },
        'trail.networkActivity.eventSources[1] is "kms.amazonaws.com": the list has it already. Write it once.',
    ],
    [
        "a topic's name for its ARN",
        { notifications: { enabled: true, existingTopicArn: "log-files" } },
        'notifications.existingTopicArn is "log-files": the ARN of an SNS topic that is not FIFO, e.g. ' +
            '"arn:aws:sns:us-east-1:111122223333:log-files".',
    ],
    [
        "a FIFO topic, which CloudTrail cannot publish to",
        { notifications: { enabled: true, existingTopicArn: `${TOPIC}.fifo` } },
        `notifications.existingTopicArn is "${TOPIC}.fifo": the ARN of an SNS topic that is not FIFO, e.g. ` +
            '"arn:aws:sns:us-east-1:111122223333:log-files".',
    ],
    [
        "subscribers to a topic that is another's",
        {
            notifications: { enabled: true, existingTopicArn: TOPIC, subscriberAccounts: ["444444444444"] },
        },
        'notifications.subscriberAccounts is ["444444444444"]: the policy of notifications.existingTopicArn is not this ' +
            "program's to write. Let them subscribe there, and leave this out.",
    ],
    [
        "a topic while notifications are off",
        { notifications: { existingTopicArn: TOPIC } },
        `notifications.existingTopicArn is "${TOPIC}": it has no effect while notifications.enabled is false. Set that ` +
            "to true, or leave this out.",
    ],
    [
        "subscribers while notifications are off",
        { notifications: { subscriberAccounts: ["444444444444"] } },
        'notifications.subscriberAccounts is ["444444444444"]: it has no effect while notifications.enabled is false. ' +
            "Set that to true, or leave this out.",
    ],
    [
        "an administrator of the trail that is none of the two",
        { trail: { delegatedAdministrator: "managementAccount" } },
        'trail.delegatedAdministrator is "managementAccount": one of "loggingAccount", "securityAccount". It ' +
            "says which account administers the trail; leave it out for the management account.",
    ],
    [
        "an administrator of the trail where only the bootstrapped roles deploy",
        { access: { deploymentRoles: true }, trail: { delegatedAdministrator: "securityAccount" } },
        'trail.delegatedAdministrator is "securityAccount": access.deploymentRoles is true, and the bootstrapped role of ' +
            "the management stack may neither name an administrator nor act in another account. Leave this out, or deploy " +
            "by a role of your own.",
    ],
    [
        "a log group of a trail that another account administers",
        { trail: { delegatedAdministrator: "securityAccount" }, cloudWatchLogs: { enabled: true } },
        'cloudWatchLogs.enabled is true: trail.delegatedAdministrator is "securityAccount", and whoever changes a trail ' +
            "can give it only a log group of his own account. This one is in the management account. Turn this off, or " +
            "leave trail.delegatedAdministrator out.",
    ],
    [
        "notifications in the account that administers the trail",
        { trail: { delegatedAdministrator: "loggingAccount" }, notifications: { enabled: true } },
        `trail.delegatedAdministrator is "loggingAccount": ${TOPIC_OF_ADMINISTRATOR}`,
    ],
    [
        "a topic of the account that administers the trail",
        {
            trail: { delegatedAdministrator: "securityAccount" },
            notifications: {
                enabled: true,
                existingTopicArn: `arn:aws:sns:us-east-1:${VALID.organization.securityAccount}:log-files`,
            },
        },
        `trail.delegatedAdministrator is "securityAccount": ${TOPIC_OF_ADMINISTRATOR}`,
    ],
    [
        "days that CloudWatch Logs does not offer",
        { cloudWatchLogs: { enabled: true, retentionDays: 366 } },
        "cloudWatchLogs.retentionDays is 366: CloudWatch Logs keeps log events for one of 1, 3, 5, 7, 14, 30, 60, 90, " +
            "120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653 days.",
    ],
    [
        "two subscriptions of a log group",
        { cloudWatchLogs: { enabled: true, subscription: [STREAM, `${STREAM}2`] } },
        `cloudWatchLogs.subscription is ["${STREAM}","${STREAM}2"] (a list), but must be a string: ${SUBSCRIPTION}`,
    ],
    [
        "a subscription by something else",
        { cloudWatchLogs: { enabled: true, subscription: TOPIC } },
        `cloudWatchLogs.subscription is "${TOPIC}": ${SUBSCRIPTION}`,
    ],
    [
        "a subscription in another region",
        { homeRegion: "eu-west-1", cloudWatchLogs: { enabled: true, subscription: STREAM } },
        `cloudWatchLogs.subscription is "${STREAM}": a log group delivers within its own region only, and it is in ` +
            'homeRegion "eu-west-1". Name a function or stream there.',
    ],
    [
        "a subscription of a log group that is not made",
        { cloudWatchLogs: { subscription: STREAM } },
        `cloudWatchLogs.subscription is "${STREAM}": it has no effect while cloudWatchLogs.enabled is false. Set that to ` +
            "true, or leave this out.",
    ],
    [
        "alarms of a log group that is not made",
        { cloudWatchLogs: { cisAlarms: { enabled: true } } },
        "cloudWatchLogs.cisAlarms.enabled is true: it has no effect while cloudWatchLogs.enabled is false. Set that to " +
            "true, or leave this out.",
    ],
    [
        "a topic for alarms that are off",
        { cloudWatchLogs: { enabled: true, cisAlarms: { topicArn: TOPIC } } },
        `cloudWatchLogs.cisAlarms.topicArn is "${TOPIC}": it has no effect while cloudWatchLogs.cisAlarms.enabled is ` +
            "false. Set that to true, or leave this out.",
    ],
    [
        "EventBridge's own bus",
        { bus: { name: "default" } },
        'bus.name is "default": every account has a bus of this name already, which takes that account\'s own events. ' +
            "Name another.",
    ],
    [
        "a partner's bus",
        { bus: { name: "aws.partner" } },
        'bus.name is "aws.partner": EventBridge keeps names that start with "aws." for partner buses.',
    ],
    [
        "an endless archive of the bus",
        { bus: { archiveDays: 0 } },
        "bus.archiveDays is 0: days to keep events for replay, a whole number from 1 to 36500. EventBridge takes 0 for " +
            "keeping them forever, which is billed without end, so it is not accepted.",
    ],
    [
        "a management stack that does not say where the archive is",
        { role: "management" },
        "stacks.logging is missing: a stack of the role management builds on it: the trail delivers to the archive of " +
            'that stack. Write its name, e.g. "logging".',
    ],
    [
        "a members stack that does not say where the bus is",
        { role: "members", members: { accounts: ["444444444444"] } },
        "stacks.security is missing: a stack of the role members builds on it: members forward to the bus of that stack. " +
            'Write its name, e.g. "security".',
    ],
    [
        "other stacks for a stack that makes everything",
        { stacks: { logging: "logging" } },
        'stacks is {"logging":"logging"}: a stack of the role organization makes everything itself and builds on no ' +
            "other. Leave stacks out.",
    ],
    [
        "an address without a host",
        { detections: { emails: ["alerts"] } },
        'detections.emails[0] is "alerts": an address, e.g. "alerts@example.com".',
    ],
    [
        "an address twice",
        { detections: { emails: ["alerts@example.com", "alerts@example.com"] } },
        'detections.emails[1] is "alerts@example.com": the list has it already. Write it once.',
    ],
    [
        "a role of any account whose calls do not alert",
        { detections: { allowedPrincipals: ["arn:aws:sts::*:assumed-role/Pipeline/*"] } },
        'detections.allowedPrincipals[0] is "arn:aws:sts::*:assumed-role/Pipeline/*": the ARN of an IAM user or of a ' +
            'role\'s sessions, e.g. "arn:aws:sts::111122223333:assumed-role/Pipeline/*".',
    ],
    [
        "an allowed principal of another partition",
        { detections: { allowedPrincipals: ["arn:aws-cn:iam::111122223333:user/ci"] } },
        'detections.allowedPrincipals[0] is "arn:aws-cn:iam::111122223333:user/ci": homeRegion "us-east-1" is in the ' +
            "partition aws, and no principal of another partition can call anything there. Write an ARN that starts " +
            'with "arn:aws:".',
    ],
    [
        "more allowed principals than a pattern can hold",
        {
            detections: {
                allowedPrincipals: [1, 2, 3, 4].map(
                    (number) => `arn:aws:iam::111122223333:user/ci-${number}`,
                ),
            },
        },
        'detections.allowedPrincipals is ["arn:aws:iam::111122223333:user/ci-1","arn:aws:iam::111122223333:user/ci-2",' +
            '"arn:aws:iam::111122223333:user/ci-3","arn:aws:iam::111122223333:user/ci-4"]: at most 3 fit into an event ' +
            "pattern. Let them share a role.",
    ],
    [
        "guardrails that bind nobody",
        { guardrails: { enabled: true, breakGlassRoleName: "break-glass" } },
        "guardrails.targets is [] by default: the guardrails would bind nobody. Name the root, organizational units or " +
            "accounts.",
    ],
    [
        "guardrails without a way out",
        { guardrails: { enabled: true, targets: ["r-ab12"] } },
        "guardrails.breakGlassRoleName is missing: without it nobody could mend what is broken if the deployment's " +
            'role is. Write a role\'s name, e.g. "break-glass".',
    ],
    [
        "guardrails for the management account",
        {
            guardrails: {
                enabled: true,
                targets: ["r-ab12", VALID.organization.managementAccount],
                breakGlassRoleName: "break-glass",
            },
        },
        `guardrails.targets[1] is "${VALID.organization.managementAccount}": it is organization.managementAccount, which ` +
            "no service control policy binds. Leave it out.",
    ],
    [
        "a target of the guardrails that is none",
        { guardrails: { targets: ["Workloads"] } },
        'guardrails.targets[0] is "Workloads": the id of the root, of an organizational unit or of an account, e.g. ' +
            '"ou-ab12-cd34ef56".',
    ],
    [
        "a stack's URL for its name",
        { role: "management", stacks: { logging: "https://app.pulumi.com/a/b/c" } },
        'stacks.logging is "https://app.pulumi.com/a/b/c": a stack, as "organization/project/stack", "project/stack" or ' +
            '"stack".',
    ],
    [
        "a tag of AWS's",
        { tags: { "aws:owner": "me" } },
        'tags["aws:owner"] is no key that a tag can have: AWS keeps tags that start with "aws:" for itself.',
    ],
    [
        "a tag that is too long",
        { tags: { owner: "x".repeat(257) } },
        `tags.owner is "${"x".repeat(199)}...: a tag's value has at most 256 letters, digits, spaces and _.:/=+-@ ` +
            "characters. Write it in quotes.",
    ],
    [
        "a number for a tag",
        { tags: { "cost center": 42 } },
        'tags["cost center"] is 42 (a number), but must be a string: a tag\'s value has at most 256 letters, digits, ' +
            "spaces and _.:/=+-@ characters. Write it in quotes.",
    ],
];

describe("settings that are refused", () => {
    for (const [what, change, mistake] of REFUSED) {
        it(what, () => {
            assert.deepEqual(mistakesIn({ ...VALID, ...change }), [mistake]);
        });
    }

    it("no organization id", () => {
        assert.deepEqual(mistakesIn(withoutOrganizationKey("id")), [
            'organization.id is missing: the organization\'s id, e.g. "o-a1b2c3d4e5" ("aws organizations ' +
                'describe-organization" tells it).',
        ]);
    });

    it("nothing at all", () => {
        assert.deepEqual(mistakesIn({}), [
            'role is missing: one of "organization", "logging", "management", "security", "members". It says what this ' +
                "stack makes.",
            "organization is missing: it holds id, managementAccount, loggingAccount and securityAccount.",
            'homeRegion is missing: the name of an AWS region, e.g. "us-east-1".',
        ]);
    });

    it("more than 500 values in the selectors of a trail", () => {
        // Of S3 objects: the category, the type, the operation and the four buckets of this program are seven; network activity three
        // for each service; the management events two at most.
        const values = (count: number): object => ({
            trail: {
                dataEvents: [
                    {
                        ...PAYROLL,
                        eventNames: ["GetObject"],
                        arns: Array.from({ length: count }, (_, index) => `arn:aws:s3:::bucket-${index}/`),
                    },
                ],
                networkActivity: { eventSources: ["kms.amazonaws.com"] },
            },
        });
        assert.doesNotThrow(() => parseSettings({ ...VALID, ...values(488) }));
        const [mistake, ...others] = mistakesIn({ ...VALID, ...values(489) });
        assert.deepEqual(others, []);
        assert.match(
            mistake ?? "",
            /^trail\.dataEvents is \[.*\.\.\.: the conditions of a trail have at most 500 values together, these 501\. Match more with fewer: arns are compared by their beginnings, and "all" is one of none\.$/,
        );
    });
});

describe("several mistakes", () => {
    it("are all in one message, those of single fields and those of fields together", () => {
        const raw = {
            ...VALID,
            organization: { ...VALID.organization, loggingAccount: "12345", securityAccount: "111111111111" },
            regions: ["eu-west-1", "us-wset-2"],
            archive: { lock: { days: 400, moed: "GOVERNANCE" }, expireAfterDays: 399 },
        };
        assert.throws(
            () => parseSettings(raw),
            (error) => {
                assert.ok(error instanceof SettingsError);
                assert.equal(
                    error.message,
                    `6 mistakes in the settings of this stack (nothing was deployed):
  - organization.loggingAccount is "12345": an AWS account id has 12 digits. Write it in quotes, e.g. "111122223333".
  - regions[1] is "us-wset-2": no AWS region of this name is known. Did you mean "us-west-2"?
  - archive.lock.moed is not a known setting. Did you mean "mode"?
  - organization.securityAccount is "111111111111": organization.managementAccount is the same account. Give each its own, so that no administrator of one can touch what another guards.
  - regions is ["eu-west-1","us-wset-2"]: ${NO_US_EAST_1}
  - archive.expireAfterDays is 399: S3 cannot expire an object that is still locked, and the lock holds for 400 days. Expire after 400 days or more, or lock for 399 days or fewer.`,
                );
                return true;
            },
        );
    });

    it("are one mistake when there is one", () => {
        assert.throws(
            () => parseSettings({ ...VALID, role: "x" }),
            /^SettingsError: 1 mistake in the settings/,
        );
    });

    it("do not include what depends on a field that is wrong by itself", () => {
        const mistakes = mistakesIn({ ...VALID, role: "members", members: 5, stacks: { security: 5 } });
        assert.deepEqual(
            mistakes.map((mistake) => mistake.split(" ")[0]),
            ["members", "stacks.security"],
        );
    });
});
