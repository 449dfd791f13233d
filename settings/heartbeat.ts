/** Whether the silence of an account in a region alarms. */
import type { z } from "zod";
import { ruleArn } from "../aws/arn";
import { partitionOf } from "../aws/regions";
import type { Report, Sound } from "./base/contradictions";
import { flag, number, section } from "./base/fields";
import { topicArn } from "./base/values";
import { type ArnNaming, securityPlace } from "./naming";

/** Minutes from one heartbeat to the next: three of them fit into the shortest time that is worth an alarm. */
export const HEARTBEAT_EVERY_MINUTES = 5;

const MINUTES =
    `minutes of silence until the alarm, a multiple of ${HEARTBEAT_EVERY_MINUTES} from 10 to 1440: there is a heartbeat ` +
    `every ${HEARTBEAT_EVERY_MINUTES}.`;

export const heartbeat = section(
    {
        /**
         * Whether every account makes a heartbeat in every region, and its silence alarms.
         * @default false because it is billed for each account and region (docs/cost.md)
         * @see docs/targets.md
         */
        enabled: flag("whether heartbeats are made and watched.").default(false),
        /**
         * How many minutes without a heartbeat alarm.
         * @default 15, which is how long CloudTrail may take to hand an event on
         */
        minutes: number(MINUTES, (minutes) =>
            minutes % HEARTBEAT_EVERY_MINUTES === 0 && minutes >= 10 && minutes <= 1440 ? undefined : MINUTES,
        ).default(15),
        /**
         * The SNS topic that is told of silence and of its end, in the home region.
         * @default the topic of the detections; none where those are off, so that alarms show in CloudWatch only
         */
        alarmTopicArn: topicArn("an SNS topic", "alerts").exactOptional(),
    },
    "it holds enabled, minutes and alarmTopicArn.",
);

export type Heartbeat = z.output<typeof heartbeat>;

/** Reports a topic that alarms cannot tell. */
export function checkHeartbeat(
    { heartbeat: chosen, homeRegion }: Sound<{ heartbeat: Heartbeat; homeRegion: string }>,
    report: Report,
): void {
    const topic = chosen?.alarmTopicArn;
    if (topic === undefined || homeRegion === undefined) {
        return;
    }
    const [, partition, , region] = topic.split(":");
    report(
        ["heartbeat", "alarmTopicArn"],
        topic,
        region === homeRegion && partition === partitionOf(homeRegion)
            ? undefined
            : `alarms tell topics of their own region only, and they are in homeRegion "${homeRegion}". Name a topic there.`,
    );
}

/** Where heartbeats are counted, in the security account. No target's log group has a name like it. */
export const heartbeatLogGroupName = (namePrefix: string): string => `/aws/events/${namePrefix}/heartbeats`;

/** The names of what makes heartbeats, counts them and alarms where they are missing. */
export function heartbeatNames(settings: ArnNaming & { readonly bus: { readonly name: string } }) {
    const { namePrefix, bus } = settings;
    const heartbeatRule = `${namePrefix}-heartbeats`;
    return {
        /** The role that makes a member account's heartbeats. One in each account. */
        heartbeatRole: `${namePrefix}-heartbeat`,
        /** The schedule of heartbeats and the group that holds it. One each in each account and region. */
        heartbeatSchedule: `${namePrefix}-heartbeat`,
        /** The rule on the central bus that picks heartbeats. */
        heartbeatRule,
        heartbeatRuleArn: ruleArn(securityPlace(settings), heartbeatRule, bus.name),
        /** Where heartbeats are counted, in the security account. */
        heartbeatLogGroup: heartbeatLogGroupName(namePrefix),
        /** The alias, `alias/` included, of that log group's key. */
        heartbeatKeyAlias: `alias/${namePrefix}-heartbeats`,
        /** The CloudWatch namespace of the metric of heartbeats. */
        metricNamespace: namePrefix,
        /** What the names of the alarms of silence start with. */
        silenceAlarmPrefix: `${namePrefix}-silence`,
    };
}
