/** The log group that the trail delivers to besides the archive, and the alarms of the CIS benchmark on it. */
import type { z } from "zod";
import { logDestinationKind } from "../aws/logDestination";
import { logRetentionMistake } from "../aws/logRetention";
import { type Report, reportDuplicates, reportUnused, type Sound } from "./base/contradictions";
import { flag, list, number, section, text } from "./base/fields";
import { email, topicArn } from "./base/values";
import type { Naming } from "./naming";

const SUBSCRIPTION =
    "the ARN of one Lambda function, Kinesis stream or Firehose stream. AWS lets a log group have two subscriptions; " +
    "this program makes one and leaves the other to your own tools. To reach more, subscribe one stream and read it as " +
    "often as needed.";

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
        topicArn: topicArn("an SNS topic that is not FIFO", "log-files").exactOptional(),
        /**
         * Addresses that get a mail for each alarm. SNS asks each of them for confirmation first.
         * @default none: others subscribe to the topic that the stack's output cisAlarmTopicArn names
         */
        emails: list(email, "a list of addresses to mail alarms to.").default([]),
    },
    "it holds enabled, topicArn and emails.",
);

export const cloudWatchLogs = section(
    {
        /**
         * Whether the trail delivers to a log group besides the archive.
         * @default false because it is billed by the GB (docs/cost.md), and the archive and the bus have the same events
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

export type CloudWatchLogs = z.output<typeof cloudWatchLogs>;

/** Reports what has no effect, and a subscription in another region. */
export function checkCloudWatchLogs(
    { cloudWatchLogs: chosen, homeRegion }: Sound<{ cloudWatchLogs: CloudWatchLogs; homeRegion: string }>,
    report: Report,
): void {
    const { enabled, subscription, cisAlarms } = chosen ?? {};
    if (enabled === false) {
        const alarms = cisAlarms?.enabled === true ? true : undefined;
        reportUnused(report, ["cloudWatchLogs"], { subscription });
        reportUnused(report, ["cloudWatchLogs", "cisAlarms"], { enabled: alarms }, "cloudWatchLogs.enabled");
    }
    const ofAlarms = ["cloudWatchLogs", "cisAlarms"];
    const emails = cisAlarms?.emails?.length === 0 ? undefined : cisAlarms?.emails;
    if (cisAlarms?.enabled === false) {
        reportUnused(report, ofAlarms, { topicArn: cisAlarms.topicArn, emails });
    } else if (cisAlarms?.topicArn !== undefined && emails !== undefined) {
        report(
            [...ofAlarms, "emails"],
            emails,
            "the alarms go to the topic of cloudWatchLogs.cisAlarms.topicArn, which is not made here. Leave one of them " +
                "out, or subscribe the addresses there.",
        );
    }
    reportDuplicates(report, [...ofAlarms, "emails"], cisAlarms?.emails);
    const region = subscription?.split(":")[3];
    if (homeRegion !== undefined && region !== undefined && region !== homeRegion) {
        report(
            ["cloudWatchLogs", "subscription"],
            subscription,
            `a log group delivers within its own region only, and it is in homeRegion "${homeRegion}". Name a ` +
                "function or stream there.",
        );
    }
}

/** The log group that the trail delivers to, in the management account. */
export const trailLogGroupName = (namePrefix: string): string => `${namePrefix}-trail`;

/** The names of the log group and of what belongs to it, in the management account. */
export const cloudWatchLogsNames = ({ namePrefix }: Pick<Naming, "namePrefix">) => ({
    /** The log group that the trail delivers to, in the management account. */
    logGroup: trailLogGroupName(namePrefix),
    /** The alias, `alias/` included, of the log group's key. */
    logGroupKeyAlias: `alias/${namePrefix}-log-group`,
    /** The role by which CloudTrail writes to the log group. */
    logDeliveryRole: `${namePrefix}-log-delivery`,
    /** The subscription filter of the log group. */
    logSubscription: `${namePrefix}-subscription`,
    /** The role by which the log group's events get into a stream. */
    logSubscriptionRole: `${namePrefix}-log-subscription`,
    /** What the names of the CIS benchmark's alarms and filters start with. */
    cisAlarmPrefix: `${namePrefix}-cis-`,
    /** The CloudWatch namespace of their metrics. */
    cisMetricNamespace: `${namePrefix}/cis`,
    /** The topic that those alarms go to, in the management account. */
    alarmTopic: `${namePrefix}-alarms`,
    /** The alias, `alias/` included, of that topic's key. */
    alarmTopicKeyAlias: `alias/${namePrefix}-alarms`,
});
