/** Whether an archive has every event that another one got, in the time when trails delivered to both. */
import { buffer } from "node:stream/consumers";
import { Readable } from "node:stream";
import limitConcurrency from "p-limit";
import type { AccountId } from "../aws/arn";
import { type Settings, archivePlace } from "../settings";
import { type ArchiveReader, persist } from "../validation/archiveReader";
import { accountsFolder, dayFolder, logFileTime, type Place, regionFolder } from "../validation/place";
import { archiveReader } from "./archiveValidation";
import type { CloudTrailRecord } from "../events/record";
import { neededFiles } from "./chosenStacks";
import { clientOptions } from "./clients";
import { reasonOf } from "./flow";
import { projectFolder } from "./projectFolder";
import { findingsIn } from "./recordReader";
import { settingsInFile } from "./stackFile";
import { progressTeller } from "./tell";
import { UsageError } from "./usageError";

export interface ComparisonOptions {
    /** @default the stack of the folder that has the archive */
    readonly stack?: readonly string[];
    /** The other archive, as `s3://bucket` or `s3://bucket/prefix`. */
    readonly other: string;
    readonly account?: readonly string[];
    readonly region?: readonly string[];
    readonly from: Date;
    readonly to: Date;
    /** The role to call AWS by, which has to read both archives. */
    readonly role?: string;
}

/** An account and region, and how many events of the time the archives have of it. */
export interface ComparedOrigin {
    readonly account: AccountId;
    readonly region: string;
    readonly inBoth: number;
    /** In the other archive alone. */
    readonly missing: number;
    /** In the archive alone. */
    readonly more: number;
    /** Ids of some that are missing. */
    readonly examples: readonly string[];
}

export interface Comparison {
    readonly archive: string;
    readonly other: string;
    readonly from: string;
    readonly to: string;
    readonly origins: readonly ComparedOrigin[];
    /** What could not be read, with the reason. */
    readonly unread: readonly string[];
    /** Whether something was compared, all of it was read, and nothing is missing. */
    readonly complete: boolean;
}

const EXAMPLES = 5;
const DAY = 24 * 60 * 60 * 1000;

/**
 * How long after an event a log file may have it. CloudTrail delivers within about 5 minutes on average, which is not guaranteed.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 */
const DELIVERED_WITHIN = 60 * 60 * 1000;

/**
 * Compares the archive of a stack with another bucket.
 * @throws UsageError if the options are wrong, Error if there is no such stack
 */
export async function compareArchives({ role, ...options }: ComparisonOptions): Promise<Comparison> {
    const [stack = "", ...others] = neededFiles(options.stack, ["logging", "organization"]);
    if (others.length > 0) {
        throw new UsageError(
            `one archive is compared at a time, and there are the stacks ${[stack, ...others].join(", ")}: name one by --stack.`,
        );
    }
    const settings = settingsInFile(stack, projectFolder());
    const reader = archiveReader(settings, await clientOptions(settings, role));
    try {
        return await comparison(
            reader,
            [archivePlace(settings)],
            placesOf(options.other, settings),
            options,
            progressTeller(),
        );
    } finally {
        reader.close();
    }
}

/** Where the log files of another bucket lie: in the organization's folder, and beside it. */
export function placesOf(other: string, { membership }: Pick<Settings, "membership">): readonly Place[] {
    const [, bucket = "", prefix = ""] = /^s3:\/\/([a-z0-9.-]{3,63})\/?(.*?)\/*$/.exec(other) ?? [];
    if (bucket === "" || prefix.split("/").includes("AWSLogs")) {
        throw new UsageError(
            `--other ${other}: write s3://<bucket>, or s3://<bucket>/<prefix> where the trail has a key prefix, without AWSLogs.`,
        );
    }
    const place = { bucket, ...(prefix === "" ? {} : { prefix }) };
    return "accounts" in membership
        ? [place]
        : [{ ...place, organizationId: membership.organizationId }, place];
}

/** What narrows a comparison down. */
type Narrowed = Pick<ComparisonOptions, "account" | "region" | "from" | "to">;

/**
 * Compares by the ids of events: log files of two trails begin and end at different ones.
 * @param places the archive's
 * @param others the other archive's
 */
export async function comparison(
    reader: ArchiveReader,
    places: readonly Place[],
    others: readonly Place[],
    { account: accounts, region: regions, from, to }: Narrowed,
    log: (line: string) => void,
): Promise<Comparison> {
    if (from >= to) {
        throw new UsageError(
            `the time begins at ${from.toISOString()}, not before its end ${to.toISOString()}.`,
        );
    }
    const unread: string[] = [];
    const turn = limitConcurrency(32);
    const orUnread = <T>(what: string, none: T, ask: () => Promise<T>): Promise<T> =>
        turn(() => persist(ask)).catch((error: unknown) => {
            unread.push(`${what} (${reasonOf(error)})`);
            return none;
        });
    const folders = (place: Place, folder: string): Promise<readonly string[]> =>
        orUnread(`s3://${place.bucket}/${folder}`, [], () => reader.folders(place.bucket, folder));

    const origins = new Map<string, { readonly account: string; readonly region: string }>();
    await Promise.all(
        [...places, ...others].map(async (place) => {
            const folder = accountsFolder(place);
            const there = (await folders(place, folder)).filter(
                (name) => /^\d{12}$/.test(name) && (accounts?.includes(name) ?? true),
            );
            await Promise.all(
                there.map(async (account) => {
                    for (const region of await folders(place, `${folder}${account}/CloudTrail/`)) {
                        if (regions?.includes(region) ?? true) {
                            origins.set(`${account} ${region}`, { account, region });
                        }
                    }
                }),
            );
        }),
    );

    const idsIn = async (
        searched: readonly Place[],
        { account, region }: { readonly account: string; readonly region: string },
    ): Promise<ReadonlySet<string>> => {
        const ids = new Set<string>();
        await Promise.all(
            searched.map(async (place) => {
                const folder = regionFolder(place, account, "CloudTrail", region);
                for (const key of await keysOf(place, folder)) {
                    const time = logFileTime(folder, account, region, key);
                    // The name has the time of the delivery, which is after all that is in the file.
                    if (
                        time === undefined ||
                        time < from.getTime() - DELIVERED_WITHIN ||
                        time > to.getTime() + DELIVERED_WITHIN
                    ) {
                        continue;
                    }
                    const records = await orUnread(`s3://${place.bucket}/${key}`, [], async () =>
                        recordsOf(await buffer(Readable.from((await reader.read(place.bucket, key)).body))),
                    );
                    for (const { eventID, eventTime } of records) {
                        const at = Date.parse(eventTime);
                        if (typeof eventID === "string" && at >= from.getTime() && at < to.getTime()) {
                            ids.add(eventID);
                        }
                    }
                }
            }),
        );
        return ids;
    };
    const keysOf = async (place: Place, folder: string): Promise<readonly string[]> => {
        const days =
            Math.floor((to.getTime() + DELIVERED_WITHIN) / DAY) - Math.floor(from.getTime() / DAY) + 1;
        const listed = await Promise.all(
            Array.from({ length: days }, (_, index) => {
                const day = `${folder}${dayFolder(from.getTime() + index * DAY)}/`;
                return orUnread<readonly string[]>(`s3://${place.bucket}/${day}`, [], async () => {
                    const keys: string[] = [];
                    for await (const key of reader.keys(place.bucket, day)) {
                        keys.push(key);
                    }
                    return keys;
                });
            }),
        );
        return listed.flat();
    };

    const compared: ComparedOrigin[] = [];
    const sorted = [...origins.values()].sort((one, other) =>
        `${one.account} ${one.region}`.localeCompare(`${other.account} ${other.region}`),
    );
    // One after the other: the ids of a busy account fill memory.
    for (const origin of sorted) {
        const [own, theirs] = await Promise.all([idsIn(places, origin), idsIn(others, origin)]);
        const missing = [...theirs].filter((id) => !own.has(id)).sort();
        compared.push({
            ...origin,
            inBoth: theirs.size - missing.length,
            missing: missing.length,
            more: own.size - (theirs.size - missing.length),
            examples: missing.slice(0, EXAMPLES),
        });
        log(`${compared.length} of ${sorted.length} accounts and regions are compared.`);
    }
    return {
        archive: textOf(places),
        other: textOf(others.slice(0, 1)),
        from: from.toISOString(),
        to: to.toISOString(),
        origins: compared,
        unread: unread.sort(),
        complete:
            unread.length === 0 &&
            compared.some(({ inBoth }) => inBoth > 0) &&
            compared.every(({ missing }) => missing === 0),
    };
}

const textOf = (places: readonly Place[]): string =>
    places
        .map(({ bucket, prefix }) => ["s3:/", bucket, ...(prefix === undefined ? [] : [prefix])].join("/"))
        .join();

/**
 * The records of a log file.
 * @throws Error if one cannot be read: what it lacks could be what the other archive has
 */
function recordsOf(content: Buffer): readonly CloudTrailRecord[] {
    const findings = findingsIn(content);
    for (const finding of findings) {
        if ("error" in finding) {
            throw new Error(finding.place === "" ? finding.error : `${finding.error} (${finding.place})`);
        }
    }
    return findings.flatMap((finding) => ("record" in finding ? [finding.record] : []));
}
