/**
 * Where in a bucket CloudTrail puts log files and digests, and what their names say.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-examples.html
 */
import type { AccountId } from "../aws/arn";
import { accountsFolder, type LogPlace as Place } from "../aws/logPlace";

export { accountsFolder, type LogPlace as Place } from "../aws/logPlace";

/** What CloudTrail keeps apart within an account's folder. */
export type Kind = "CloudTrail" | "CloudTrail-Digest";

/** The folder of an account's log files or digests of a region. It ends with a slash. */
export const regionFolder = (place: Place, account: AccountId, kind: Kind, region: string): string =>
    `${accountsFolder(place)}${account}/${kind}/${region}/`;

/** The folder of a day below a region's, without a slash at the end. */
export const dayFolder = (time: number): string =>
    new Date(time).toISOString().slice(0, 10).replaceAll("-", "/");

/** What the name of a digest says. */
export interface DigestName {
    readonly key: string;
    readonly trail: string;
    /** The region that the trail was created in. */
    readonly homeRegion: string;
    /** The end of the time that it is of, in milliseconds since the epoch. */
    readonly end: number;
    /** Whether it adds log files to an earlier digest. Those are a chain of their own. */
    readonly backfill: boolean;
}

const DIGEST =
    /^(\d{4}\/\d\d\/\d\d)\/(\d{12})_CloudTrail-Digest_([a-z0-9-]+)_(.+)_([a-z]{2}[a-z0-9-]+-\d+)_(\d{8}T\d{6}Z)(_backfill)?\.json\.gz$/;

/** What the key of a digest says; undefined for a key that CloudTrail gives no digest of that account and region. */
export function digestName(
    folder: string,
    account: AccountId,
    region: string,
    key: string,
): DigestName | undefined {
    const found = key.startsWith(folder) ? DIGEST.exec(key.slice(folder.length)) : null;
    if (found === null) {
        return undefined;
    }
    const [, , ofAccount, ofRegion, trail = "", homeRegion = "", time = "", backfill] = found;
    const end = timeIn(time);
    return ofAccount !== account || ofRegion !== region || end === undefined
        ? undefined
        : { key, trail, homeRegion, end, backfill: backfill !== undefined };
}

const LOG_FILE =
    /^\d{4}\/\d\d\/\d\d\/(\d{12})_CloudTrail_([a-z0-9-]+)_(\d{8}T\d{4}Z)_[A-Za-z0-9]+\.json(\.gz)?$/;

/** The minute that the key of a log file has; undefined for a key that CloudTrail gives no log file of that account and region. */
export function logFileTime(
    folder: string,
    account: AccountId,
    region: string,
    key: string,
): number | undefined {
    const found = LOG_FILE.exec(key.slice(folder.length));
    return found?.[1] === account && found[2] === region ? timeIn(found[3] ?? "") : undefined;
}

/** `20260301T0805Z` or `20260301T080531Z`. */
function timeIn(text: string): number | undefined {
    const [, year, month, day, hour, minute, second = "00"] =
        /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)?Z$/.exec(text) ?? [];
    const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
    return Number.isNaN(time) ? undefined : time;
}
