/** Whether silence alarms. */
import { flag, matching, number, section } from "./fields";

/** Minutes from one heartbeat to the next: three of them fit into the shortest time that is worth an alarm. */
export const HEARTBEAT_EVERY_MINUTES = 5;

const MINUTES =
    `minutes of silence until the alarm, a multiple of ${HEARTBEAT_EVERY_MINUTES} from 10 to 1440: there is a heartbeat ` +
    `every ${HEARTBEAT_EVERY_MINUTES}.`;

export const heartbeat = section(
    {
        /**
         * Whether every account makes a heartbeat in every region, and its silence alarms.
         * @default false because it costs about $0.45 a month for each account and region
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
        alarmTopicArn: matching(
            /^arn:(aws|aws-us-gov|aws-cn):sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/,
            'the ARN of an SNS topic, e.g. "arn:aws:sns:us-east-1:111122223333:alerts".',
        ).exactOptional(),
    },
    "it holds enabled, minutes and alarmTopicArn.",
);
