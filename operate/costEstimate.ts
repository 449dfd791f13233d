/** What a month of the logging costs, from how much is recorded and what the settings turn on. */
import { CIS_ALARMS } from "../aws/cisAlarms";
import { dollarsFor, HOURS_A_MONTH, type Price, PRICES } from "../aws/prices";
import { hasOwnKey, type Settings, type Target } from "../settings";

/** How much happens in a month, in the whole organization. */
export interface Volumes {
    readonly managementEvents: number;
    /** Which part of them changes something, from 0 to 1. */
    readonly writeShare: number;
    readonly dataEvents: number;
    readonly networkEvents: number;
    /** Accounts times regions in which something happens all the time. Each has a log file every five minutes. */
    readonly origins: number;
    /** Other trails that record the same management events. */
    readonly otherTrails: number;
    /** Bytes of a record, as it is on the bus and in CloudWatch Logs. */
    readonly eventBytes: number;
}

/** The settings that matter to the cost. */
export type CostSettings = Pick<
    Settings,
    "trail" | "archive" | "search" | "notifications" | "cloudWatchLogs" | "bus" | "detections" | "heartbeat"
>;

/** What one thing costs a month. */
export interface CostLine {
    readonly what: string;
    readonly quantity: number;
    readonly price: Price;
    readonly dollars: number;
}

const GB = 2 ** 30;
const DAYS_A_MONTH = HOURS_A_MONTH / 24;

/** CloudTrail delivers about every five minutes, and a digest every hour. */
const LOG_FILES_AN_HOUR = 12;

/** Records are much alike: gzip makes them about a tenth. */
const COMPRESSION = 10;

/** Smaller objects stay in S3 Standard. */
const SMALLEST_TRANSITION_BYTES = 128 * 1024;

/** A message is sent, received and deleted. */
const REQUESTS_A_MESSAGE = 3;

/** What a number of events a month costs at a target of each kind; undefined where that is not estimated. */
const TARGETS: Readonly<Record<Target["kind"], ((name: string, events: number) => CostLine) | undefined>> = {
    existing: undefined,
    queue: (name, events) =>
        line(`queue ${name} on the bus`, events * REQUESTS_A_MESSAGE, PRICES.queueRequests),
    stream: undefined,
    firehose: undefined,
    logGroup: undefined,
};

/** The lines of a month's cost once the log archive is as full as it gets. Those of nothing are left out. */
export function estimateCost(volumes: Volumes, settings: CostSettings): readonly CostLine[] {
    return [
        // What is there already is paid for already.
        ...(settings.trail.existing === undefined
            ? [...trail(volumes, settings), ...archive(volumes, settings)]
            : []),
        ...keys(volumes, settings),
        ...bus(volumes, settings),
        ...notifications(volumes, settings),
        ...cloudWatchLogs(volumes, settings),
    ].filter(({ quantity }) => quantity > 0);
}

export const totalOf = (lines: readonly CostLine[]): number =>
    lines.reduce((sum, { dollars }) => sum + dollars, 0);

/** What the settings turn on and the estimate leaves out, since it depends on more than volumes of events. */
export function notEstimated(
    settings: CostSettings & Pick<Settings, "guardDuty" | "macie">,
): readonly string[] {
    const targets = settings.bus.targets.filter(({ kind }) => TARGETS[kind] === undefined);
    return [
        ...(settings.trail.existing === undefined
            ? []
            : ["the trail, its archive and its key, which are there already"]),
        ...(settings.search.enabled ? ["queries of Athena"] : []),
        ...targets.map(({ kind, name }) => `the bus's target ${name} (${kind})`),
        ...(settings.cloudWatchLogs.subscription === undefined ? [] : ["the log group's subscription"]),
        ...(settings.heartbeat.enabled ? ["heartbeats"] : []),
        ...(settings.guardDuty.enabled ? ["GuardDuty"] : []),
        ...(settings.macie.enabled ? ["Macie"] : []),
    ];
}

function line(what: string, quantity: number, price: Price): CostLine {
    return { what, quantity, price, dollars: dollarsFor(quantity, price) };
}

/** The management events that the trail records. */
function recorded({ managementEvents, writeShare }: Volumes, settings: CostSettings): number {
    const share = { all: 1, write: writeShare, read: 1 - writeShare }[settings.trail.managementEvents];
    return managementEvents * share;
}

function trail(volumes: Volumes, settings: CostSettings): readonly CostLine[] {
    const { insights, managementEvents } = settings.trail;
    const writes = managementEvents === "read" ? 0 : volumes.managementEvents * volumes.writeShare;
    const copies = recorded(volumes, settings) * volumes.otherTrails;
    // Of calls only those that write are analysed, of errors all.
    const analysed = { ApiCallRateInsight: writes, ApiErrorRateInsight: recorded(volumes, settings) };
    return [
        line("management events", recorded(volumes, settings), PRICES.firstCopy),
        line("management events in other trails", copies, PRICES.furtherCopies),
        ...insights.map((type) => line(type, analysed[type], PRICES.insights)),
        line("data events", volumes.dataEvents, PRICES.dataEvents),
        line("network activity events", volumes.networkEvents, PRICES.networkEvents),
    ];
}

const delivered = (volumes: Volumes, settings: CostSettings): number =>
    recorded(volumes, settings) + volumes.dataEvents + volumes.networkEvents;

/** A file holds an event at least. */
const logFiles = (volumes: Volumes, settings: CostSettings): number =>
    Math.min(volumes.origins * LOG_FILES_AN_HOUR * HOURS_A_MONTH, delivered(volumes, settings));

function archive(volumes: Volumes, settings: CostSettings): readonly CostLine[] {
    const { archiveAfterDays, expireAfterDays } = settings.archive;
    const files = logFiles(volumes, settings);
    const bytes = (delivered(volumes, settings) * volumes.eventBytes) / COMPRESSION;
    const transitions = bytes >= files * SMALLEST_TRANSITION_BYTES;
    const standardDays = transitions ? archiveAfterDays : expireAfterDays;
    const kept = (days: number): number => (bytes / GB) * (days / DAYS_A_MONTH);
    return [
        line("log files and digests", files + volumes.origins * HOURS_A_MONTH, PRICES.s3Puts),
        line(`log archive, first ${standardDays} days`, kept(standardDays), PRICES.s3Standard),
        line(
            `log archive, until day ${expireAfterDays}`,
            kept(expireAfterDays - standardDays),
            PRICES.s3GlacierInstantRetrieval,
        ),
        line("transitions to Glacier Instant Retrieval", transitions ? files : 0, PRICES.s3Transitions),
    ];
}

function keys(volumes: Volumes, settings: CostSettings): readonly CostLine[] {
    const { search, detections, heartbeat, notifications: notified, cloudWatchLogs: logs, bus } = settings;
    const made = [
        settings.archive.existing === undefined,
        search.enabled,
        detections.enabled,
        heartbeat.enabled,
        bus.customerManagedKey,
        bus.errorLogs,
        notified.enabled && notified.existingTopicArn === undefined,
        logs.enabled,
        logs.cisAlarms.enabled && logs.cisAlarms.topicArn === undefined,
        ...bus.targets.map(({ kind }) => hasOwnKey(kind)),
    ];
    return [
        line("KMS keys", made.filter(Boolean).length, PRICES.keys),
        line(
            "calls to the bus's key",
            bus.customerManagedKey ? forwarded(volumes, settings) : 0,
            PRICES.keyRequests,
        ),
    ];
}

const forwarded = ({ managementEvents, writeShare }: Volumes, { bus: chosen }: CostSettings): number =>
    managementEvents * (chosen.readOnlyEvents ? 1 : writeShare);

function bus(volumes: Volumes, settings: CostSettings): readonly CostLine[] {
    const { archiveDays, targets } = settings.bus;
    const events = forwarded(volumes, settings);
    const gigabytes = (events * volumes.eventBytes) / GB;
    return [
        line("events on the central bus", events, PRICES.busEvents),
        line("event archive, taken in", gigabytes, PRICES.eventArchiveIngestion),
        line("event archive, kept", gigabytes * (archiveDays / DAYS_A_MONTH), PRICES.eventArchiveStorage),
        ...targets.flatMap(({ kind, name }) => TARGETS[kind]?.(name, events) ?? []),
        line("dashboard of the bus", settings.bus.dashboard ? 1 : 0, PRICES.dashboards),
    ];
}

function notifications(volumes: Volumes, settings: CostSettings): readonly CostLine[] {
    const { enabled, existingTopicArn } = settings.notifications;
    const files = enabled ? logFiles(volumes, settings) : 0;
    const queued = existingTopicArn === undefined ? files * REQUESTS_A_MESSAGE : 0;
    return [
        line("notifications of log files", files, PRICES.topicRequests),
        line("queue of notifications", queued, PRICES.queueRequests),
    ];
}

function cloudWatchLogs(volumes: Volumes, settings: CostSettings): readonly CostLine[] {
    const { enabled, retentionDays, cisAlarms } = settings.cloudWatchLogs;
    if (!enabled) {
        return [];
    }
    const gigabytes = (delivered(volumes, settings) * volumes.eventBytes) / GB;
    const kept = (gigabytes / COMPRESSION) * (retentionDays / DAYS_A_MONTH);
    const alarms = cisAlarms.enabled ? CIS_ALARMS.length : 0;
    return [
        line("CloudWatch Logs, taken in", gigabytes, PRICES.logIngestion),
        line("CloudWatch Logs, kept", kept, PRICES.logStorage),
        line("metrics of the CIS benchmark", alarms, PRICES.metrics),
        line("alarms of the CIS benchmark", alarms, PRICES.alarms),
    ];
}
