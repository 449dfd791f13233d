/** A message for every log file that the trail delivers. */
import type { z } from "zod";
import { type Report, reportDuplicates, reportUnused, type Sound } from "./base/contradictions";
import { flag, list, section } from "./base/fields";
import { accountId, topicArn } from "./base/values";
import type { Naming } from "./naming";

export const notifications = section(
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
        existingTopicArn: topicArn("an SNS topic that is not FIFO", "log-files").exactOptional(),
        /**
         * Member accounts that may subscribe to the topic.
         * @default none besides the logging account, which has the queue
         */
        subscriberAccounts: list(accountId, "a list of account ids in quotes.").default([]),
    },
    "it holds enabled, existingTopicArn and subscriberAccounts.",
);

export type Notifications = z.output<typeof notifications>;

/** Reports what has no effect, and subscribers to a topic that is not this program's. */
export function checkNotifications(
    { notifications: chosen }: Sound<{ notifications: Notifications }>,
    report: Report,
): void {
    const { enabled, existingTopicArn, subscriberAccounts } = chosen ?? {};
    reportDuplicates(report, ["notifications", "subscriberAccounts"], subscriberAccounts);
    if (enabled === false) {
        reportUnused(report, ["notifications"], { existingTopicArn, subscriberAccounts });
    }
    if (existingTopicArn !== undefined && subscriberAccounts !== undefined && subscriberAccounts.length > 0) {
        report(
            ["notifications", "subscriberAccounts"],
            subscriberAccounts,
            "the policy of notifications.existingTopicArn is not this program's to write. Let them subscribe there, " +
                "and leave this out.",
        );
    }
}

/** The names of what tells of log files. */
export const notificationNames = ({ namePrefix }: Pick<Naming, "namePrefix">) => ({
    /** The topic that CloudTrail tells of every log file, in the logging account. */
    notificationTopic: `${namePrefix}-log-files`,
    /** The alias, `alias/` included, of that topic's key. */
    notificationKeyAlias: `alias/${namePrefix}-log-files`,
    /** The queue behind that topic, for what reads the archive, in the logging account. */
    notificationQueue: `${namePrefix}-log-files`,
    /** Takes what that topic could not deliver, and what a reader of that queue keeps failing on. */
    notificationDeadLetterQueue: `${namePrefix}-log-files-dlq`,
});
