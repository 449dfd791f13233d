/** The central event bus. */
import type { z } from "zod";
import { busArn, queueArn } from "../aws/arn";
import { busNameMistake } from "../aws/busName";
import { days, flag, section, text } from "./base/fields";
import { type ArnNaming, securityPlace } from "./naming";
import { targets } from "./targets";

const ARCHIVED_DAYS =
    "days to keep events for replay, a whole number from 1 to 36500. EventBridge takes 0 for keeping them forever, " +
    "which is billed without end, so it is not accepted.";

export const bus = section(
    {
        /**
         * The central bus's name, 1 to 256 characters. Changing it replaces the bus.
         * @default "security-events" because those are on it
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
         * Whether a message in a dead-letter queue alarms: of the forwarders in any region, of the bus, of its targets. The
         * topic that the detections alert is told. About $0.10 a month for each alarm: one a region and a few.
         * @default true because an event that was not delivered is in no alert and in no target
         */
        deadLetterAlarms: flag("whether a message in a dead-letter queue alarms.").default(true),
        /**
         * Whether the security account has a dashboard in CloudWatch of what is on the bus and of what goes wrong there.
         * $3 a month, unless it is among the account's first three.
         * @default true because what is not looked at is noticed late
         * @see docs/operate.md
         */
        dashboard: flag("whether there is a dashboard of the bus.").default(true),
        /**
         * Whether EventBridge logs what goes wrong on the bus, in a log group of the security account: each event that it
         * could not take, match or deliver, whether or not a later attempt did. About $1 a month for the log group's key.
         * @default true because a dead-letter queue has only what was given up after all attempts, and not why the first failed
         */
        errorLogs: flag("whether EventBridge logs what goes wrong on the bus.").default(true),
        /**
         * What the bus delivers to, each by a rule of its own.
         * @default because any consumer can be fed from a queue
         * @see docs/targets.md
         */
        targets: targets.default([{ kind: "queue", name: "events" }]),
    },
    "it holds name, archiveDays, readOnlyEvents, customerManagedKey, deadLetterAlarms, dashboard, errorLogs and targets.",
);

export type Bus = z.output<typeof bus>;

/** The names of the central bus and of what belongs to it. */
export function busNames(settings: ArnNaming & { readonly bus: Pick<Bus, "name"> }) {
    const { namePrefix, bus: chosen } = settings;
    const place = securityPlace(settings);
    const busDeadLetterQueue = `${namePrefix}-bus-dlq`;
    return {
        /** The central bus, in the security account. */
        bus: chosen.name,
        busArn: busArn(place, chosen.name),
        /** The alias, `alias/` included, of the central bus's key, if it has one of its own. */
        busKeyAlias: `alias/${namePrefix}-bus`,
        /** EventBridge's archive of the central bus, for replay. At most 48 characters. */
        busArchive: `${namePrefix}-bus-archive`,
        /** Takes what the central bus could not hand to its targets. */
        busDeadLetterQueue,
        busDeadLetterQueueArn: queueArn(place, busDeadLetterQueue),
        /** The dashboard of the bus. Dashboards belong to an account, not to a region of it. */
        busDashboard: `${namePrefix}-bus`,
        /**
         * Where EventBridge logs what goes wrong on the bus, under the beginning that AWS asks for of such groups.
         * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-CloudWatchLogs.html
         */
        busErrorLogGroup: `/aws/vendedlogs/${namePrefix}-bus-errors`,
        /** The alias, `alias/` included, of that log group's key. */
        busErrorLogKeyAlias: `alias/${namePrefix}-bus-errors`,
        /** The source and the destination of its delivery, and the resource policy that lets it in. At most 60 characters. */
        busErrorDelivery: `${namePrefix}-bus-errors`,
    };
}
