/**
 * Looking up recent events where they happened: CloudTrail's event history, which every account and region keeps for 90
 * days, of management events only, and without any trail.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
import { setTimeout as pause } from "node:timers/promises";
import {
    CloudTrailClient,
    LookupEventsCommand,
    type LookupEventsCommandInput,
    type LookupEventsCommandOutput,
} from "@aws-sdk/client-cloudtrail";
import limitConcurrency from "p-limit";
import { parseExact } from "../events/exactJson";
import type { CloudTrailRecord } from "../events/record";
import type { ClientOptions } from "./clients";
import { type Origin, reasonOf } from "./flow";

/** By what events can be looked up, as CloudTrail names it: by one of these at a time. */
export const LOOKUP_KEYS = [
    "AccessKeyId",
    "EventId",
    "EventName",
    "EventSource",
    "ResourceName",
    "ResourceType",
    "Username",
] as const;
export type LookupKey = (typeof LOOKUP_KEYS)[number];

/** What is looked for. */
export interface Lookup {
    readonly from: Date;
    readonly to: Date;
    /** @default every event */
    readonly by?: { readonly key: LookupKey; readonly value: string };
    /** Whether events that only read are wanted too. */
    readonly readOnly: boolean;
    /** The most events wanted of one account and region: the latest. */
    readonly limit: number;
}

/** An account and region that could not be looked into, and why. */
export interface Unseen {
    readonly origin: Origin;
    readonly error: string;
}

export interface LookupResult {
    /** The latest first, each once. */
    readonly records: readonly CloudTrailRecord[];
    readonly unseen: readonly Unseen[];
    /** The accounts and regions that have more than were wanted. */
    readonly cut: readonly Origin[];
}

/** One page of an account's and region's event history. */
export type LookupPage = (
    origin: Origin,
    input: LookupEventsCommandInput,
) => Promise<Pick<LookupEventsCommandOutput, "Events" | "NextToken">>;

/** AWS takes two calls a second for each account and region. */
const MILLISECONDS_A_PAGE = 500;

/** The most that AWS puts into a page. */
const PAGE = 50;

/** Accounts and regions that are looked into at once. */
const AT_ONCE = 20;

/** Pages by CloudTrail's own API. */
export function pagesBy(clientOptions: ClientOptions): LookupPage {
    return async ({ account, region }, input) => {
        const client = new CloudTrailClient(clientOptions(account, region));
        try {
            return await client.send(new LookupEventsCommand(input));
        } finally {
            client.destroy();
        }
    };
}

/**
 * Looks events up in several accounts and regions. One that cannot be looked into does not keep the others from being.
 * @param onProgress told after each, how many are done
 */
export async function lookUp(
    origins: readonly Origin[],
    lookup: Lookup,
    page: LookupPage,
    onProgress: (done: number) => void,
): Promise<LookupResult> {
    const atOnce = limitConcurrency(AT_ONCE);
    let done = 0;
    const looks = await Promise.all(
        origins.map((origin) =>
            atOnce(async () => {
                const look = await lookInto(origin, lookup, page);
                done += 1;
                onProgress(done);
                return look;
            }),
        ),
    );
    const records = new Map(
        looks.flatMap((look) => look.records).map((record) => [record.eventID, record] as const),
    );
    return {
        records: [...records.values()].sort((one, other) => other.eventTime.localeCompare(one.eventTime)),
        unseen: looks.flatMap(({ unseen }) => unseen),
        cut: looks.flatMap(({ cut }) => cut),
    };
}

async function lookInto(origin: Origin, lookup: Lookup, page: LookupPage): Promise<LookupResult> {
    const records: CloudTrailRecord[] = [];
    const { by, readOnly, limit } = lookup;
    // One attribute a call is all that AWS takes: with another, reading is told from writing here.
    const attribute = by ?? (readOnly ? undefined : { key: "ReadOnly" as const, value: "false" });
    let token: string | undefined;
    try {
        do {
            if (token !== undefined) {
                await pause(MILLISECONDS_A_PAGE);
            }
            const { Events = [], NextToken } = await page(origin, {
                StartTime: lookup.from,
                EndTime: lookup.to,
                MaxResults: PAGE,
                ...(attribute === undefined
                    ? {}
                    : {
                          LookupAttributes: [
                              { AttributeKey: attribute.key, AttributeValue: attribute.value },
                          ],
                      }),
                ...(token === undefined ? {} : { NextToken: token }),
            });
            for (const { CloudTrailEvent } of Events) {
                const record = parseExact(CloudTrailEvent ?? "{}") as CloudTrailRecord;
                if (readOnly || !("readOnly" in record && record.readOnly)) {
                    records.push(record);
                }
            }
            token = NextToken;
        } while (token !== undefined && records.length < limit);
    } catch (error) {
        return { records, unseen: [{ origin, error: reasonOf(error) }], cut: [] };
    }
    return {
        records: records.slice(0, limit),
        unseen: [],
        cut: token !== undefined || records.length > limit ? [origin] : [],
    };
}
