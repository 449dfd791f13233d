/**
 * The settings of a stack: what each may be, what it is when left out, and why. This is what is right about every
 * field by itself; what is right about several together is in contradictions.ts.
 */
import { z } from "zod";
import { GUARDDUTY_FEATURES } from "../aws/guardDuty";
import { busNameMistake } from "../aws/busName";
import { bucketNameMistake } from "../aws/bucketName";
import { resourceArnMistake } from "../aws/eventSelectors";
import { logDestinationKind } from "../aws/logDestination";
import { logRetentionMistake } from "../aws/logRetention";
import { LOCK_MODES, lockDaysMistake } from "../aws/objectLock";
import { isKnownRegion, KNOWN_REGIONS } from "../aws/regions";
import { trailNameMistake } from "../aws/trailName";
import { days, flag, list, matching, number, oneOf, section, text } from "./fields";
import { heartbeat } from "./heartbeat";
import { suggestion } from "./nearest";
import { targets } from "./targets";

const accountId = matching(
    /^\d{12}$/,
    'an AWS account id has 12 digits. Write it in quotes, e.g. "111122223333".',
);

const regionMistake = (name: string): string | undefined =>
    isKnownRegion(name)
        ? undefined
        : `no AWS region of this name is known.${suggestion(name, KNOWN_REGIONS) || ' Write one like "us-east-1".'}`;

const REGION = 'the name of an AWS region, e.g. "us-east-1".';

/** By hand rather than a union, which would say only that the whole list is wrong, not which region in it. */
const regions = z
    .custom<"enabled" | string[]>()
    .superRefine((value: unknown, context) => {
        if (value === "enabled") {
            return;
        }
        if (!Array.isArray(value)) {
            context.addIssue('"enabled", or a list of names of regions.');
            return;
        }
        value.forEach((name: unknown, index) => {
            const message = typeof name === "string" ? regionMistake(name) : REGION;
            if (message !== undefined) {
                context.addIssue({ code: "custom", path: [index], input: name, message });
            }
        });
    })
    .describe('`"enabled"`, or list: text');

const region = text(REGION, regionMistake);

const organizationalUnit = matching(
    /^(ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}|r-[0-9a-z]{4,32})$/,
    'the id of an organizational unit, e.g. "ou-ab12-cd34ef56", or of the root, e.g. "r-ab12".',
);

const stackReference = matching(
    /^([A-Za-z0-9_.-]+\/){0,2}[A-Za-z0-9_.-]+$/,
    'a stack, as "organization/project/stack", "project/stack" or "stack".',
);

const topicArn = matching(
    /^arn:(aws|aws-us-gov|aws-cn):sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/,
    'the ARN of an SNS topic that is not FIFO, e.g. "arn:aws:sns:us-east-1:111122223333:log-files".',
);

/** By hand rather than a union, which would say only that the whole is wrong, not which ARN in it. */
const resourceArns = z
    .custom<"all" | string[]>()
    .superRefine((value: unknown, context) => {
        if (value === "all") {
            return;
        }
        if (!Array.isArray(value) || value.length === 0) {
            context.addIssue('"all", or a list of what the ARNs of the resources start with.');
            return;
        }
        value.forEach((arn: unknown, index) => {
            if (typeof arn !== "string") {
                context.addIssue({
                    code: "custom",
                    path: [index],
                    input: arn,
                    message: "what the ARNs of the resources start with, in quotes.",
                });
            }
        });
    })
    .describe('`"all"`, or list: text');

const dataEvents = section(
    {
        /** The type of resource, as CloudTrail names it: "AWS::S3::Object", "AWS::Lambda::Function", ... */
        type: matching(
            /^AWS::[A-Za-z0-9]+::[A-Za-z0-9]+$/,
            'a type of resource that CloudTrail has data events of, e.g. "AWS::S3::Object".',
        ),
        /** What the ARNs of the resources start with, or "all" for every one in the organization. */
        arns: resourceArns,
        /**
         * Whether events that write, that read, or both are recorded.
         * @default "all" because who read what is what data events are recorded for
         */
        events: oneOf(["all", "write", "read"], "It says which data events are recorded.").default("all"),
        /**
         * The only API operations recorded, e.g. ["DeleteObject"].
         * @default none, and so all operations
         */
        eventNames: list(
            matching(/^[A-Za-z0-9]{1,128}$/, "the name of an API operation, without wildcards."),
            "a list of names of API operations.",
        ).default([]),
        /**
         * Must be true for "all": it says that the cost is meant.
         * @default false
         */
        acknowledgeCost: flag("whether it is meant that all data events are billed.").default(false),
    },
    "it holds type, arns, events, eventNames and acknowledgeCost.",
).superRefine(({ type, arns }, context) => {
    // What is wrong by itself is there all the same, and reported already.
    const list: unknown = arns;
    (Array.isArray(list) ? list : []).forEach((arn: unknown, index) => {
        const message = typeof arn === "string" ? resourceArnMistake(type, arn) : undefined;
        if (message !== undefined) {
            context.addIssue({ code: "custom", path: ["arns", index], input: arn, message });
        }
    });
});

const networkActivity = section(
    {
        /**
         * The services whose VPC endpoints are watched, as "kms.amazonaws.com".
         * @default none, because each event is billed
         */
        eventSources: list(
            matching(/^[a-z0-9-]+\.amazonaws\.com$/, 'a service, as in "kms.amazonaws.com".'),
            'a list of services, as in ["kms.amazonaws.com"].',
        ).default([]),
        /**
         * Whether only calls are recorded that the policy of a VPC endpoint denied.
         * @default true because they are what tells of foreign credentials, and they are few
         */
        deniedOnly: flag("whether only denied calls are recorded.").default(true),
    },
    "it holds eventSources and deniedOnly.",
);

const organization = section(
    {
        /**
         * The organization's id. Policies grant to the organization by it, instead of to lists of accounts.
         * @default required where trail.scope is "organization", and left out where it is "account"
         */
        id: matching(
            /^o-[a-z0-9]{10,32}$/,
            'the organization\'s id, e.g. "o-a1b2c3d4e5" ("aws organizations describe-organization" tells it).',
        ).exactOptional(),
        /**
         * The account that owns the organization and, by CloudTrail's rules, the organization trail.
         * @default required where trail.scope is "organization", and left out where it is "account"
         */
        managementAccount: accountId.exactOptional(),
        /** The account that holds the archive and nothing that anyone works in. */
        loggingAccount: accountId,
        /** The account that holds the central bus, where detection happens. */
        securityAccount: accountId,
        /**
         * Whether the management stack turns on CloudTrail's trusted access in Organizations. Turn it off where
         * another program (a landing zone) manages the list of trusted services, which is one resource for all.
         * @default true because an organization trail cannot be made without
         */
        manageTrustedAccess: flag("whether to turn on CloudTrail's trusted access in Organizations.").default(
            true,
        ),
    },
    "it holds id, managementAccount, loggingAccount and securityAccount.",
);

const roleName = matching(
    /^[\w+=,.@-]{1,64}$/,
    "the name, not the ARN, of an IAM role, 1 to 64 letters, digits and _+=,.@- characters.",
);

const access = section(
    {
        /**
         * The role that is assumed in each account.
         * @default "OrganizationAccountAccessRole" because Organizations makes it in every account it creates
         */
        roleName: roleName.default("OrganizationAccountAccessRole"),
        /**
         * The account whose credentials run the program: no role is assumed there, because a role that trusts its
         * own account's callers is not a given, least of all in the management account.
         * @default a role is assumed in every account
         */
        callerAccount: accountId.exactOptional(),
        /**
         * Whether the roles that gitops/bootstrap makes deploy. The roles that the program makes are then bounded, as
         * those may make no others, and neither guardrails nor detections mistake a deployment for an attack.
         * `roleName` is then "<namePrefix>-deploy-members-update".
         * @default false because accounts that were not bootstrapped have no such roles
         */
        deploymentRoles: flag("whether the roles that gitops/bootstrap makes deploy.").default(false),
    },
    "it holds roleName, callerAccount and deploymentRoles.",
);

const members = section(
    {
        /**
         * Accounts to forward from, besides the core accounts. Where trail.scope is "account", the logging and the
         * security stack list all of them too: these, and no others, are let in.
         * @default none
         */
        accounts: list(accountId, "a list of account ids in quotes.").default([]),
        /**
         * Organizational units whose accounts, at any depth, are looked up at deployment and forward too.
         * @default none
         */
        organizationalUnits: list(organizationalUnit, "a list of ids of organizational units.").default([]),
        /**
         * Whether this stack makes the forwarders of the management, the logging and the security account too, and,
         * where trail.scope is "account", the trails of the latter two.
         * @default true for the role "organization", false otherwise: of several `members` stacks only one may
         */
        coreAccounts: flag("whether the core accounts forward too.").exactOptional(),
    },
    "it holds accounts, organizationalUnits and coreAccounts.",
);

/** Which unusual activity CloudTrail Insights looks for. */
const INSIGHTS = ["ApiCallRateInsight", "ApiErrorRateInsight"] as const;

const trail = section(
    {
        /**
         * Whether one trail records a whole organization, or each account has a trail of its own, for those without
         * an Organization. All trails deliver to the one archive.
         * @default "organization" because it records accounts that join later too, and no member can stop it
         */
        scope: oneOf(
            ["organization", "account"],
            "It says whether one trail records a whole organization or each account has its own.",
        ).default("organization"),
        /**
         * The trail's name, 3 to 128 characters. Changing it replaces the trail.
         * @default "<namePrefix>-trail"
         */
        name: text("the trail's name, 3 to 128 characters.", trailNameMistake).exactOptional(),
        /**
         * Whether the trail records every region.
         * @default true because an attacker chooses the region that nobody watches
         */
        multiRegion: flag("whether the trail records every region.").default(true),
        /**
         * Which management events are recorded.
         * @default "all" because who read what is the first question after a break-in
         */
        managementEvents: oneOf(
            ["all", "write", "read"],
            "It says which management events are recorded.",
        ).default("all"),
        /**
         * Which unusual activity CloudTrail Insights looks for. Billed by the management events analysed.
         * @default both kinds
         */
        insights: list(
            oneOf(INSIGHTS, "It is a kind of CloudTrail Insights."),
            "a list of kinds of CloudTrail Insights, [] for none.",
        ).default([...INSIGHTS]),
        /**
         * Data events to record. Objects in the buckets of this logging are always left out: their events would feed
         * on themselves.
         * @default none, because they are billed by the event and a busy bucket makes very many
         * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
         */
        dataEvents: list(dataEvents, "a list of data events to record, [] for none.").default([]),
        /**
         * Network activity events to record: API calls through VPC endpoints.
         * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-network-events-with-cloudtrail.html
         */
        networkActivity: networkActivity.prefault({}),
        /**
         * The account that administers the trail as CloudTrail's delegated administrator: its role changes the trail,
         * which stays the management account's. The management stack then goes into that account too.
         * @default the management account administers its trail itself
         * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-delegated-administrator.html
         */
        delegatedAdministrator: oneOf(
            ["loggingAccount", "securityAccount"],
            "It says which account administers the trail; leave it out for the management account.",
        ).exactOptional(),
    },
    "it holds scope, name, multiRegion, managementEvents, insights, dataEvents, networkActivity and " +
        "delegatedAdministrator.",
);

const lock = section(
    {
        /**
         * Who may end the retention early: those with s3:BypassGovernanceRetention, or nobody at all.
         * @default "GOVERNANCE" because a mistake made under COMPLIANCE cannot be undone by anyone
         */
        mode: oneOf(LOCK_MODES, "It says whether anyone at all may end a retention early.").default(
            "GOVERNANCE",
        ),
        /**
         * How long each object is locked, in days, 1 to 36500.
         * @default 365 because PCI DSS asks for twelve months of history
         */
        days: number("days that objects stay locked, from 1 to 36500.", lockDaysMistake).default(365),
        /**
         * Must be true for the mode COMPLIANCE: it says that undeletable objects are meant.
         * @default false
         */
        acknowledgeCompliance: flag("whether undeletable objects are meant.").default(false),
    },
    "it holds mode, days and acknowledgeCompliance.",
);

const archive = section(
    {
        /**
         * The archive bucket's name. Changing it would replace the bucket, which its protection refuses.
         * @default "<namePrefix>-archive-<loggingAccount>-<homeRegion>"
         */
        bucketName: text("the name of the archive's bucket.", bucketNameMistake).exactOptional(),
        /** Object Lock of the archive. */
        lock: lock.prefault({}),
        /**
         * After how many days objects move to the Glacier storage class.
         * @default 365 because queries seldom reach back further
         */
        archiveAfterDays: days("days until objects move to Glacier, a whole number from 1 to 36500.").default(
            365,
        ),
        /**
         * After how many days objects are deleted: not before the lock ends, and after the move to Glacier.
         * @default 1825 (five years)
         */
        expireAfterDays: days("days until objects are deleted, a whole number from 1 to 36500.").default(
            1825,
        ),
        /**
         * How many days the archive's own server access logs are kept.
         * @default 400, so that a year of them is still whole when it is reviewed
         */
        accessLogDays: days("days to keep access logs, a whole number from 1 to 36500.").default(400),
        /**
         * ARNs of IAM roles, users or account roots that may read and decrypt the archive.
         * @default none besides the logging account's own administrators
         */
        readers: list(
            matching(
                /^arn:(aws|aws-us-gov|aws-cn):iam::\d{12}:(root|(role|user)\/[\w+=,.@/-]+)$/,
                'the ARN of an IAM role, user or account root without wildcards, e.g. "arn:aws:iam::111122223333:role/Analyst".',
            ),
            "a list of ARNs of those who may read the archive.",
        ).default([]),
    },
    "it holds bucketName, lock, archiveAfterDays, expireAfterDays, accessLogDays and readers.",
);

const SCAN_LIMIT = "gigabytes after which a query is cancelled, a whole number from 1 to 1000000.";

const search = section(
    {
        /**
         * Whether the archive can be searched by Athena.
         * @default true because it costs little until somebody searches, and is wanted in a hurry
         */
        enabled: flag("whether the archive can be searched by Athena.").default(true),
        /**
         * Accounts that a query need not name. The core accounts are added; an account that is missing is not found by
         * a query that names it either. Athena advises a few dozen at most.
         * @default none: every query has to name the accounts that it asks about, and any account can be named
         */
        accounts: list(accountId, "a list of account ids in quotes.").default([]),
        /**
         * After how many days results of queries are deleted.
         * @default 30, time to finish an investigation
         */
        resultsDays: days("days to keep results of queries, a whole number from 1 to 36500.").default(30),
        /**
         * After how many gigabytes (2^30 bytes) scanned a query is cancelled; those scanned are billed.
         * @default 200, about one dollar
         */
        scanLimitGigabytes: number(SCAN_LIMIT, (value) =>
            Number.isInteger(value) && value >= 1 && value <= 1_000_000 ? undefined : SCAN_LIMIT,
        ).default(200),
    },
    "it holds enabled, accounts, resultsDays and scanLimitGigabytes.",
);

const ARCHIVED_DAYS =
    "days to keep events for replay, a whole number from 1 to 36500. EventBridge takes 0 for keeping them forever, " +
    "which is billed without end, so it is not accepted.";

const bus = section(
    {
        /**
         * The central bus's name, 1 to 256 characters. Changing it replaces the bus.
         * @default "security-events"
         */
        name: text("the name of the central bus, 1 to 256 characters.", busNameMistake).default(
            "security-events",
        ),
        /**
         * How many days the bus's archive keeps events for replay.
         * @default 30, time to notice and mend a broken detection
         */
        archiveDays: days(ARCHIVED_DAYS).default(30),
        /**
         * Whether read-only management events are forwarded too.
         * @default false because they are many times the write events, and each forwarded one is billed
         */
        readOnlyEvents: flag("whether read-only events are forwarded too.").default(false),
        /**
         * Whether the bus is encrypted with a key of the security account instead of one that AWS owns.
         * @default false because the events pass through: what is kept of them is in the archive, which has a key
         */
        customerManagedKey: flag("whether the bus is encrypted with a key of one's own.").default(false),
        /**
         * What the bus delivers to, each by a rule of its own.
         * @default one queue, "events", from which any consumer can be fed
         * @see docs/targets.md
         */
        targets: targets.default([{ kind: "queue", name: "events" }]),
    },
    "it holds name, archiveDays, readOnlyEvents, customerManagedKey and targets.",
);

const guardDuty = section(
    {
        /**
         * Whether the management stack turns GuardDuty on for every account of the organization, administered by the
         * security account.
         * @default false because it is billed by what it analyses, and many organizations have it already
         */
        enabled: flag("whether GuardDuty is turned on for the organization.").default(false),
        /**
         * What is analysed besides the foundational sources. What is not listed is turned off.
         * @default all that watch without an agent: RUNTIME_MONITORING installs one in every account's workloads
         */
        features: list(
            oneOf(GUARDDUTY_FEATURES, "It is a feature of GuardDuty."),
            "a list of features of GuardDuty, [] for none.",
        ).default(GUARDDUTY_FEATURES.filter((feature) => feature !== "RUNTIME_MONITORING")),
    },
    "it holds enabled and features.",
);

const macie = section(
    {
        /**
         * Whether the management stack turns Macie on for the organization, administered by the security account.
         * @default false because it is billed by the bucket and by what it reads
         */
        enabled: flag("whether Macie is turned on for the organization.").default(false),
        /**
         * Whether the accounts that are in the organization already become members too. Each is a resource a region.
         * @default true because Macie enables by itself only accounts that join
         */
        existingAccounts: flag("whether the accounts that are there already become members.").default(true),
    },
    "it holds enabled and existingAccounts.",
);

const findings = section(
    {
        /**
         * After how many days exported findings are deleted.
         * @default 1825, as long as the log files that they are about
         */
        expireAfterDays: days("days until findings are deleted, a whole number from 1 to 36500.").default(
            1825,
        ),
    },
    "it holds expireAfterDays.",
);

/** With two sessions of our own, more would not fit into the 2,048 characters of an event pattern. */
const MAX_ALLOWED_PRINCIPALS = 3;

const detections = section(
    {
        /**
         * Whether rules on the central bus alert of attacks on the logging.
         * @default true because who attacks logging counts on nobody noticing
         */
        enabled: flag("whether attacks on the logging alert.").default(true),
        /**
         * Addresses that get a mail for each alert. SNS asks each of them for confirmation first.
         * @default none: others subscribe to the topic that the stack's output alertTopicArn names
         */
        emails: list(
            matching(
                /^[^\s@<>"]{1,64}@[A-Za-z0-9.-]+\.[A-Za-z]{2,}$/,
                'an address, e.g. "alerts@example.com".',
            ),
            "a list of addresses to mail alerts to.",
        ).default([]),
        /**
         * Whose calls do not alert besides the deployment's, at most three: ARNs of users, or of sessions of a role as
         * CloudTrail records them, "*" for every session. What ends the logging alerts whoever does it.
         * @default none
         */
        allowedPrincipals: list(
            matching(
                /^arn:(aws|aws-us-gov|aws-cn):(iam::\d{12}:user\/[\w+=,.@/-]{1,128}|sts::\d{12}:assumed-role\/[\w+=,.@-]{1,64}\/([\w+=,.@-]{2,64}|\*))$/,
                'the ARN of an IAM user or of a role\'s sessions, e.g. "arn:aws:sts::111122223333:assumed-role/Pipeline/*".',
            ),
            "a list of ARNs of those whose calls do not alert.",
        )
            .superRefine((principals, context) => {
                if (principals.length > MAX_ALLOWED_PRINCIPALS) {
                    context.addIssue(
                        `at most ${MAX_ALLOWED_PRINCIPALS} fit into an event pattern. Let them share a role.`,
                    );
                }
            })
            .default([]),
    },
    "it holds enabled, emails and allowedPrincipals.",
);

const guardrails = section(
    {
        /**
         * Whether the management stack makes and attaches the service control policy that keeps members from stopping
         * the logging.
         * @default false because it binds everybody in the targets, and `npm run guardrails` shows first what it denies
         */
        enabled: flag("whether the guardrails are made and attached.").default(false),
        /**
         * Where the policy is attached: ids of the root, of organizational units or of member accounts.
         * @default none
         */
        targets: list(
            matching(
                /^(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}|\d{12})$/,
                'the id of the root, of an organizational unit or of an account, e.g. "ou-ab12-cd34ef56".',
            ),
            "a list of ids of the root, of organizational units or of accounts.",
        ).default([]),
        /**
         * The role, by the same name in every account, that the policy exempts besides access.roleName: for the day on
         * which the deployment cannot mend what is broken. Required where the guardrails are enabled.
         */
        breakGlassRoleName: roleName.exactOptional(),
    },
    "it holds enabled, targets and breakGlassRoleName.",
);

const SUBSCRIPTION =
    "the ARN of one Lambda function, Kinesis stream or Firehose stream. AWS lets a log group have two subscriptions; " +
    "this program makes one and leaves the other to your own tools. To reach more, subscribe one stream and read it as " +
    "often as needed.";

const notifications = section(
    {
        /**
         * Whether a message is sent for every log file that is delivered.
         * @default false because only what reads the archive needs them
         */
        enabled: flag("whether a message is sent for every log file.").default(false),
        /**
         * A topic that is there already, in whatever account, and lets CloudTrail publish for the trail. It needs a
         * queue of its own.
         * @default a topic and a queue are made in the logging account
         */
        existingTopicArn: topicArn.exactOptional(),
        /**
         * Member accounts that may subscribe to the topic.
         * @default none besides the logging account, which has the queue
         */
        subscriberAccounts: list(accountId, "a list of account ids in quotes.").default([]),
    },
    "it holds enabled, existingTopicArn and subscriberAccounts.",
);

const cisAlarms = section(
    {
        /**
         * Whether the log group has the metric filters and alarms of CIS AWS Foundations Benchmark 4.1 to 4.15.
         * @default false because the central bus tells the same sooner; scanners want these
         */
        enabled: flag("whether the alarms of the CIS benchmark are made.").default(false),
        /**
         * A topic for the alarms that is there already and lets CloudWatch publish.
         * @default an encrypted topic is made in the management account, which the security account may subscribe to
         */
        topicArn: topicArn.exactOptional(),
    },
    "it holds enabled and topicArn.",
);

const cloudWatchLogs = section(
    {
        /**
         * Whether the trail delivers to a log group besides the archive.
         * @default false because it is billed by the GB, about $0.50, and the archive and the bus have the same events
         */
        enabled: flag("whether the trail delivers to a log group too.").default(false),
        /**
         * Days that events are kept in the log group.
         * @default 365, which Security Hub and CIS want of a log group
         */
        retentionDays: number("days that log events are kept, e.g. 365.", logRetentionMistake).default(365),
        /**
         * The ARN of a Lambda function, a Kinesis stream or a Firehose stream that gets every event.
         * @default none
         */
        subscription: text(SUBSCRIPTION, (arn) =>
            logDestinationKind(arn) === undefined ? SUBSCRIPTION : undefined,
        ).exactOptional(),
        /** The alarms of the CIS benchmark. */
        cisAlarms: cisAlarms.prefault({}),
    },
    "it holds enabled, retentionDays, subscription and cisAlarms.",
);

const stacks = section(
    {
        /**
         * The stack of the role "logging". Required by the role "management" and, where trail.scope is "account", by the
         * role "members".
         */
        logging: stackReference.exactOptional(),
        /** The stack of the role "management". */
        management: stackReference.exactOptional(),
        /** The stack of the role "security". Required by the role "members". */
        security: stackReference.exactOptional(),
    },
    "it holds the stacks that this one builds on: logging, management, security.",
);

const tags = z.record(
    text("a tag's key.", (key) => {
        if (/^aws:/i.test(key)) {
            return 'AWS keeps tags that start with "aws:" for itself.';
        }
        return /^[\p{L}\p{Z}\p{N}_.:/=+@-]{1,128}$/u.test(key)
            ? undefined
            : "a tag's key has 1 to 128 letters, digits, spaces and _.:/=+-@ characters.";
    }),
    matching(
        /^[\p{L}\p{Z}\p{N}_.:/=+@-]{0,256}$/u,
        "a tag's value has at most 256 letters, digits, spaces and _.:/=+-@ characters. Write it in quotes.",
    ),
    "an object of tags, each a key and a string.",
);

/** The settings of a stack as written, every field by itself. */
export const fields = section(
    {
        /** What this stack makes: all of it ("organization", for a sandbox), or the part of one kind of account. */
        role: oneOf(
            ["organization", "logging", "management", "security", "members"],
            "It says what this stack makes.",
        ),
        /** The organization and its core accounts. */
        organization,
        /** The region where the archive, the trail and the central bus live. */
        homeRegion: region,
        /**
         * The regions to forward from: a list, or "enabled" for those that each account has enabled, looked up at
         * deployment. A list must contain homeRegion and the region of the global services' events.
         * @default "enabled" because a list forgets the region that was enabled yesterday
         */
        regions: regions.default("enabled"),
        /**
         * What the names of all resources start with, 3 to 23 characters: with 24, the name of the access-log
         * bucket in a region with a long name would exceed S3's 63.
         * @default "security-logging"
         */
        namePrefix: text("what the names of all resources start with.", (prefix) =>
            /^[a-z][a-z0-9-]{1,21}[a-z0-9]$/.test(prefix) && !prefix.includes("--")
                ? bucketNameMistake(`${prefix}-archive`)
                : "3 to 23 lower-case letters, digits and single dashes, a letter first and no dash last. It starts " +
                  "the names of buckets, which have at most 63 characters.",
        ).default("security-logging"),
        /** How the program gets into each account. */
        access: access.prefault({}),
        /**
         * Whose events are forwarded.
         * @default the core accounts for the role "organization", nobody otherwise
         */
        members: members.exactOptional(),
        /** The organization trail, or the trail of each account. */
        trail: trail.prefault({}),
        /** The bucket that CloudTrail delivers to. */
        archive: archive.prefault({}),
        /** A message for every log file that the trail delivers. */
        notifications: notifications.prefault({}),
        /** The log group that the trail delivers to besides the archive. */
        cloudWatchLogs: cloudWatchLogs.prefault({}),
        /** Search over the archive. */
        search: search.prefault({}),
        /** The central event bus. */
        bus: bus.prefault({}),
        /** Whether the silence of an account in a region alarms. The same in the security and the members stacks. */
        heartbeat: heartbeat.prefault({}),
        /** GuardDuty for the organization. Part of the management stack. */
        guardDuty: guardDuty.prefault({}),
        /** Macie for the organization. Part of the management stack. */
        macie: macie.prefault({}),
        /** The bucket that GuardDuty and Macie export to, in the security account. */
        findings: findings.prefault({}),
        /** Alerts of attacks on the logging. */
        detections: detections.prefault({}),
        /** What members are kept from doing to the logging. */
        guardrails: guardrails.prefault({}),
        /**
         * Where to find what other stacks made.
         * @default none: the role "organization" makes everything itself
         */
        stacks: stacks.prefault({}),
        /**
         * Tags for every resource that takes them.
         * @default none
         */
        tags: tags.default({}),
    },
    "an object of settings.",
);

export type Fields = z.output<typeof fields>;
