/** The digests and log files of one account in one region. */
import type { AccountId } from "../aws/arn";
import { persist } from "./archiveReader";
import { type ListedChain, type Validating, type WalkedChain, instant, period, walkChain } from "./chain";
import { type DigestName, type Place, dayFolder, digestName, logFileTime, regionFolder } from "./place";
import type { Chain, Finding, Unread, UsedKey } from "./report";
import { type Span, holes, isCovered, merged, overlaps } from "./spans";
import { Tally } from "./tally";

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;

/**
 * How much later than its name says a log file can have been delivered and digested, in milliseconds: within the hour, names
 * having the minute of the delivery.
 */
const DELIVERED_WITHIN = HOUR;

/** How much later than the end of the time digests are still read: those that name its last log files. */
export const READ_ON = 2 * HOUR;

/** How long after its end a digest is waited for before the chain is said to stop. */
const WAITED_FOR = 2 * HOUR;

/** An account and region of a place. */
export interface Unit {
    /** Index of the place. */
    readonly place: number;
    readonly account: AccountId;
    readonly region: string;
}

/** What is validated of each unit. */
export interface Time {
    /** Milliseconds since the epoch. */
    readonly from: number;
    readonly to: number;
    /** When the validation began: nothing later can be expected. */
    readonly asOf: number;
}

/** Digests in another folder or bucket that a chain goes on with. */
export interface Elsewhere {
    readonly bucket: string;
    readonly key: string;
    readonly until: string;
}

/** What came of a unit. */
export interface UnitResult extends Unit {
    readonly chains: readonly Chain[];
    /** Notices among them. */
    readonly findings: readonly Finding[];
    readonly unread: readonly Unread[];
    readonly publicKeys: readonly UsedKey[];
    readonly elsewhere: readonly Elsewhere[];
    /** Log files that the next digest will name. */
    readonly pendingLogFiles: number;
    /** Log files of the time that no digest can speak of. */
    readonly undigestedLogFiles: number;
}

/** Validates the chains of an account and region, and looks for log files that none of them names. */
export async function validateUnit(
    unit: Unit,
    place: Place,
    time: Time,
    validating: Validating,
): Promise<UnitResult> {
    const { account, region } = unit;
    const tally = new Tally({ bucket: place.bucket, account, region });
    const logFiles = new Set<string>();
    const chains: { readonly listed: ListedChain; readonly walked: WalkedChain }[] = [];
    for (const listed of await listChains(unit, place, time, validating, tally)) {
        const walked = await walkChain(listed, validating, tally, (bucket, key) => {
            if (bucket === place.bucket) {
                logFiles.add(key);
            }
        });
        chains.push({ listed, walked });
    }
    const toldChains = chains.map(({ listed, walked }) => told(unit, time, listed, walked));
    const ends =
        !toldChains.some(({ stops }) => stops) && !chains.some(({ walked }) => walked.brokenNewest > 0);
    const rest = await lookForOthers(unit, place, time, validating, tally, chains, logFiles, ends);
    return {
        ...unit,
        chains: toldChains,
        findings: tally.findings,
        unread: tally.unreads,
        publicKeys: [...new Set(chains.flatMap(({ walked }) => walked.publicKeys))].map(
            ({ fingerprint, validFrom, validTo }) => ({
                region,
                fingerprint,
                validFrom: instant(validFrom.getTime()),
                validTo: instant(validTo.getTime()),
            }),
        ),
        elsewhere: chains.flatMap(({ walked }) =>
            walked.elsewhere.map(({ until, ...where }) => ({ ...where, until: instant(until) })),
        ),
        ...rest,
    };
}

/** The chains that have digests of the time. */
async function listChains(
    { account, region }: Unit,
    place: Place,
    { from, to }: Time,
    validating: Validating,
    tally: Tally,
): Promise<readonly ListedChain[]> {
    const folder = regionFolder(place, account, "CloudTrail-Digest", region);
    const chains = new Map<string, ListedChain & { readonly listed: DigestName[] }>();
    try {
        for await (const key of keysOfDays(validating, place.bucket, folder, from, to + READ_ON)) {
            const name = digestName(folder, account, region, key);
            if (name === undefined) {
                tally.find({ kind: "digest-added", key, detail: "CloudTrail names no digest so" });
            } else if (name.end > from && name.end <= to + READ_ON) {
                const { trail, homeRegion, backfill } = name;
                const id = `${trail} ${homeRegion} ${String(backfill)}`;
                const chain = chains.get(id) ?? {
                    ...{ bucket: place.bucket, folder, account, region },
                    ...{ trail, homeRegion, backfill, listed: [] },
                };
                chain.listed.push(name);
                chains.set(id, chain);
            }
        }
    } catch (error) {
        tally.unread("list", `s3://${place.bucket}/${folder}`, error);
    }
    for (const { listed } of chains.values()) {
        listed.sort((one, other) => one.end - other.end);
    }
    return [...chains.values()];
}

/**
 * Looks for log files of the time that no digest names.
 * @param ends whether the end of the chains is not told of otherwise
 */
async function lookForOthers(
    { account, region }: Unit,
    place: Place,
    { from, to, asOf }: Time,
    validating: Validating,
    tally: Tally,
    chains: readonly { readonly listed: ListedChain; readonly walked: WalkedChain }[],
    named: ReadonlySet<string>,
    ends: boolean,
): Promise<Pick<UnitResult, "pendingLogFiles" | "undigestedLogFiles">> {
    const folder = regionFolder(place, account, "CloudTrail", region);
    const hourly = chains.filter(({ listed }) => !listed.backfill);
    const covered = hourly.map(({ walked }) => merged(walked.spans));
    // Within its lifetime, a chain that is not whole may have named what no other one names.
    const unsure = chains.flatMap(({ listed, walked }): readonly Span[] => {
        const lifetime: Span = [
            walked.startsAt ?? from,
            (listed.listed.at(-1)?.end ?? to) + DELIVERED_WITHIN,
        ];
        return listed.backfill ? walked.brokenSpans : holes(lifetime, walked.spans);
    });
    const startsAt = Math.min(...hourly.map(({ walked }) => walked.startsAt ?? from));
    const newest = Math.max(...hourly.flatMap(({ walked }) => walked.spans.map(([, end]) => end)));
    let pendingLogFiles = 0;
    const undigested: string[] = [];
    let undigestedLogFiles = 0;
    try {
        for await (const key of keysOfDays(validating, place.bucket, folder, from, to)) {
            if (named.has(key)) {
                continue;
            }
            const time = logFileTime(folder, account, region, key);
            if (time === undefined) {
                tally.find({ kind: "log-file-added", key, detail: "CloudTrail names no log file so" });
                continue;
            }
            if (time < from || time > to) {
                continue;
            }
            const possible: Span = [time, time + DELIVERED_WITHIN];
            if (
                covered.some((spans) => isCovered(possible, spans)) &&
                !unsure.some((span) => overlaps(span, possible))
            ) {
                tally.find({ kind: "log-file-added", key, ...period(time, time + 60_000) });
            } else if (time + DELIVERED_WITHIN + WAITED_FOR > asOf) {
                pendingLogFiles += 1;
            } else {
                undigestedLogFiles += 1;
                // What is within the chain is told of by what is wrong with it.
                if (time < startsAt || (ends && time + DELIVERED_WITHIN > newest)) {
                    undigested.push(key);
                }
            }
        }
    } catch (error) {
        tally.unread("list", `s3://${place.bucket}/${folder}`, error);
    }
    for (const { listed, walked } of hourly) {
        if (walked.startsAt !== undefined && undigested.length === 0) {
            tally.find({ kind: "chain-starts", trail: listed.trail, ...period(from, walked.startsAt) });
        }
    }
    const [first] = undigested;
    // Where no digest can be relied on, it is told why.
    if (first !== undefined && Number.isFinite(newest)) {
        tally.find({
            kind: "log-files-undigested",
            key: first,
            detail: `${undigested.length} of them, this one the first`,
        });
    }
    return { pendingLogFiles, undigestedLogFiles };
}

/** The keys below a region's folder of some days: those that are not folders. */
async function* keysOfDays(
    { reader, pause }: Validating,
    bucket: string,
    folder: string,
    from: number,
    to: number,
): AsyncIterable<string> {
    const lastDay = `${folder}${dayFolder(to)}/`;
    // What follows the last key of the day before: a slash is followed by 0.
    let after = `${folder}${dayFolder(from - DAY)}0`;
    for (;;) {
        // Page by page, so that one that fails is asked for again, and not all.
        const page = await persist(async () => {
            const keys: string[] = [];
            for await (const key of reader.keys(bucket, folder, after)) {
                keys.push(key);
                if (keys.length === PAGE) {
                    break;
                }
            }
            return keys;
        }, pause);
        for (const key of page) {
            if (key > lastDay && !key.startsWith(lastDay)) {
                return;
            }
            if (!key.endsWith("/")) {
                yield key;
            }
        }
        const last = page.at(-1);
        if (last === undefined || page.length < PAGE) {
            return;
        }
        after = last;
    }
}

/** The most keys that S3 lists at once. */
const PAGE = 1000;

/** A chain as the report has it. */
function told(unit: Unit, { to, asOf }: Time, listed: ListedChain, walked: WalkedChain): Chain {
    const { trail, homeRegion, backfill } = listed;
    const starts = walked.spans.map(([start]) => start);
    const ends = walked.spans.map(([, end]) => end);
    const last = Math.max(...ends);
    const expected = Math.min(to, asOf - WAITED_FOR);
    const lacking = Math.ceil((expected - last) / HOUR);
    return {
        place: unit.place,
        account: unit.account,
        region: unit.region,
        trail,
        homeRegion,
        backfill,
        digests: walked.digests,
        validDigests: walked.validDigests,
        logFiles: walked.logFiles,
        validLogFiles: walked.validLogFiles,
        bytes: walked.bytes,
        from: starts.length === 0 ? null : instant(Math.min(...starts)),
        to: ends.length === 0 ? null : instant(last),
        newest: listed.listed.at(-1)?.key ?? "",
        stops: !backfill && ends.length > 0 && lacking > walked.brokenNewest,
    };
}
