/** What happened lately in the accounts and regions that stacks forward from. */
import { clientOptions } from "./clients";
import { type LookupKey, type LookupResult, lookUp, pagesBy } from "./eventLookup";
import type { Origin } from "./flow";
import { readForwarding } from "./forwarding";
import { type Narrowing, narrowed } from "./narrowing";
import { progressTeller, say } from "./tell";
import { UsageError } from "./usageError";

/** The options by which events are looked up, as CloudTrail names them. */
const KEYS = {
    accessKey: "AccessKeyId",
    eventId: "EventId",
    eventName: "EventName",
    eventSource: "EventSource",
    resource: "ResourceName",
    user: "Username",
} as const satisfies Readonly<Record<string, LookupKey>>;

export interface LookupOptions extends Narrowing, Readonly<Partial<Record<keyof typeof KEYS, string>>> {
    /** @default all stacks of the project that forward */
    readonly stack?: readonly string[];
    readonly role?: string;
    readonly from: Date;
    readonly to: Date;
    /** Whether what only reads is wanted too. */
    readonly reads?: true;
    readonly limit: number;
}

const DAY = 24 * 60 * 60 * 1000;

/**
 * CloudTrail keeps the history of events for 90 days.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events.html
 */
const KEPT_DAYS = 90;

export interface LookedUp extends LookupResult {
    /** Where it was looked. */
    readonly origins: readonly Origin[];
}

/**
 * Looks up in CloudTrail's event history of each account and region.
 * @throws UsageError if more than one criterion is given, or a time range that the history does not have
 */
export async function lookup(options: LookupOptions): Promise<LookedUp> {
    const by = criterion(options);
    const { from, to } = options;
    if (from >= to) {
        throw new UsageError(
            `--from ${from.toISOString()} is not before --to ${to.toISOString()}. Write the earlier time in --from.`,
        );
    }
    if (from.getTime() < Date.now() - KEPT_DAYS * DAY) {
        throw new UsageError(
            `--from ${from.toISOString()}: the event history goes back ${KEPT_DAYS} days. Write a later time, and look older ` +
                "events up in the log archive (docs/search.md).",
        );
    }
    const { settings, origins: all } = await readForwarding(options.stack);
    const origins = narrowed(all, options);
    const clients = await clientOptions(settings, options.role);
    say(
        `Looking into ${origins.length} accounts and regions, from ${from.toISOString()} to ${to.toISOString()}.`,
    );
    const progress = progressTeller();
    const found = await lookUp(
        origins,
        {
            from,
            to,
            readOnly: options.reads === true,
            limit: options.limit,
            ...(by === undefined ? {} : { by }),
        },
        pagesBy(clients),
        (done) => progress(`${done} of ${origins.length} accounts and regions are looked into.`),
    );
    return { ...found, origins };
}

function criterion(options: LookupOptions): { readonly key: LookupKey; readonly value: string } | undefined {
    const given = Object.entries(KEYS).flatMap(([option, key]) => {
        const value = options[option as keyof typeof KEYS];
        return value === undefined ? [] : [{ key, value }];
    });
    if (given.length > 1) {
        throw new UsageError(
            "CloudTrail looks up by one criterion at a time. Give one, and filter what is printed.",
        );
    }
    return given[0];
}
