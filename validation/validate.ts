/**
 * Validates the digests of every account and region of an archive, and all that they name. Nothing about the organization has to
 * be known: accounts and regions are the folders that lie there.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-intro.html
 */
import limitConcurrency from "p-limit";
import type { AccountId } from "../aws/arn";
import { isOptInRegion } from "../aws/regions";
import { type ArchiveReader, persist } from "./archiveReader";
import { type Validating, instant, period } from "./chain";
import { kindOf } from "./kinds";
import { type Place, accountsFolder } from "./place";
import { type AskedParameters, type Progress, forgottenProgress, progressIn } from "./progress";
import { PublicKeys } from "./publicKeys";
import type { Chain, Finding, Parameters, ToldFinding, Unread, ValidationReport } from "./report";
import { Tally } from "./tally";
import { READ_ON, type Unit, type UnitResult, validateUnit } from "./unit";

const DAY = 24 * 60 * 60 * 1000;

/** The time is of public keys too, and a digest's is before it is signed. */
const KEYS_AROUND = DAY;

/** What to validate, and by what. */
export interface ValidationOptions {
    readonly reader: ArchiveReader;
    /** Where trails deliver to. At least one. */
    readonly places: readonly Place[];
    /** From when on digests are validated. */
    readonly from: Date;
    /** @default now, or the end of the validation that is resumed */
    readonly to?: Date | undefined;
    /**
     * The trail that every account and region has digests of.
     * @default whichever there are; those of other trails are validated in any case
     */
    readonly trail?: { readonly name: string; readonly homeRegion: string } | undefined;
    /**
     * The accounts to validate. One that has no digests is found, even if it has no folder.
     * @default all that have a folder
     */
    readonly accounts?: readonly AccountId[] | undefined;
    /**
     * The regions to validate. An account that has no digests of one of them is found.
     * @default all that have a folder; each account is expected to have digests of those that others have digests of, if
     *     accounts do not have to turn them on
     */
    readonly regions?: readonly string[] | undefined;
    /**
     * Objects that are read at once, and accounts and regions that are looked at at once.
     * @default 32
     */
    readonly concurrency?: number | undefined;
    /**
     * Path of a file that has what is done, so that the same validation goes on there if it was interrupted.
     * @default it begins anew
     */
    readonly resume?: string | undefined;
    /** What time it is. @default the clock's */
    readonly now?: (() => Date) | undefined;
    /** Waits before something is tried again. @default a timer */
    readonly pause?: ((milliseconds: number) => Promise<unknown>) | undefined;
}

/**
 * Validates.
 * @param log told how far it is
 * @throws Error if the time or the places are none, if the file to resume is of another validation, or if it cannot be told
 *     who the caller is
 */
export async function validate(
    options: ValidationOptions,
    log: (line: string) => void,
): Promise<ValidationReport> {
    const { reader, places, concurrency = 32, pause, now = () => new Date() } = options;
    if (places.length === 0) {
        throw new Error("no place to validate was given: name a bucket.");
    }
    const progress = await progressOf(options, instant(now().getTime()));
    const { parameters, startedAt } = progress;
    const time = {
        from: Date.parse(parameters.from),
        to: Date.parse(parameters.to),
        asOf: Date.parse(startedAt),
    };
    if (!(time.from < time.to)) {
        throw new Error(
            `the time to validate begins at ${parameters.from}, not before its end ${parameters.to}.`,
        );
    }
    const caller = await persist(() => reader.caller(), pause);
    const validating: Validating = {
        reader,
        keys: new PublicKeys(reader, time.from - KEYS_AROUND, Math.min(time.to + READ_ON, time.asOf), pause),
        turn: limitConcurrency(concurrency),
        pause,
        from: time.from,
    };
    const tallies: Tally[] = [];
    const units: Unit[] = [];
    for (const [index, place] of places.entries()) {
        const tally = new Tally({ bucket: place.bucket });
        tallies.push(tally);
        units.push(...(await unitsOf(index, place, options, validating, tally)));
    }
    const done = new Map(progress.done.map((unit) => [idOf(unit), unit]));
    if (done.size > 0) {
        log(`Going on: ${done.size} of ${units.length} accounts and regions are done.`);
    }
    const atOnce = limitConcurrency(concurrency);
    let count = 0;
    const results = await Promise.all(
        units.map((unit) =>
            atOnce(async () => {
                const known = done.get(idOf(unit));
                const result =
                    known ?? (await validateUnit(unit, places[unit.place] as Place, time, validating));
                if (known === undefined) {
                    await progress.keep(result);
                }
                count += 1;
                if (count % 100 === 0 || count === units.length) {
                    log(`${count} of ${units.length} accounts and regions are validated.`);
                }
                return result;
            }),
        ),
    );
    return reportOf({
        ...{ parameters, caller, startedAt },
        finishedAt: instant(now().getTime()),
        results,
        findings: tallies.flatMap(({ findings }) => findings),
        unread: tallies.flatMap(({ unreads }) => unreads),
    });
}

function progressOf(options: ValidationOptions, now: string): Promise<Progress> {
    const { places, from, to, trail, accounts, regions, resume } = options;
    const asked: AskedParameters = {
        places: places.map(({ bucket, prefix, organizationId }) => ({
            bucket,
            ...(prefix === undefined || prefix === "" ? {} : { prefix }),
            ...(organizationId === undefined ? {} : { organizationId }),
        })),
        from: instant(from.getTime()),
        ...(to === undefined ? {} : { to: instant(to.getTime()) }),
        ...(trail === undefined ? {} : { trail: { name: trail.name, homeRegion: trail.homeRegion } }),
        ...(accounts === undefined ? {} : { accounts: [...accounts].sort() }),
        ...(regions === undefined ? {} : { regions: [...regions].sort() }),
    };
    return resume === undefined
        ? Promise.resolve(forgottenProgress({ ...asked, to: asked.to ?? now }, now))
        : progressIn(resume, asked, now);
}

const idOf = ({ place, account, region }: Unit): string => `${place} ${account} ${region}`;

/** The accounts and regions of a place: those that have a folder there, and those that were asked for. */
async function unitsOf(
    index: number,
    place: Place,
    { accounts, regions }: Pick<ValidationOptions, "accounts" | "regions">,
    { reader, turn, pause }: Validating,
    tally: Tally,
): Promise<readonly Unit[]> {
    const folder = accountsFolder(place);
    const folders = (prefix: string): Promise<readonly string[]> =>
        turn(() => persist(() => reader.folders(place.bucket, prefix), pause)).catch((error: unknown) => {
            tally.unread("list", `s3://${place.bucket}/${prefix}`, error);
            return [];
        });
    const there = (await folders(folder)).filter((name) => /^\d{12}$/.test(name));
    if (there.length === 0 && tally.unreads.length === 0) {
        tally.find({ kind: "nothing-there", key: folder });
    }
    const units = await Promise.all(
        there
            .filter((account) => accounts?.includes(account) ?? true)
            .map(async (account) => {
                const found = await Promise.all(
                    ["CloudTrail", "CloudTrail-Digest"].map((kind) =>
                        folders(`${folder}${account}/${kind}/`),
                    ),
                );
                return [...new Set(found.flat())]
                    .filter((region) => regions?.includes(region) ?? true)
                    .map((region) => ({ place: index, account, region }));
            }),
    );
    return units.flat().sort((one, other) => idOf(one).localeCompare(idOf(other)));
}

interface Outcome {
    readonly parameters: Parameters;
    readonly caller: string;
    readonly startedAt: string;
    readonly finishedAt: string;
    readonly results: readonly UnitResult[];
    readonly findings: readonly Finding[];
    readonly unread: readonly Unread[];
}

function reportOf(outcome: Outcome): ValidationReport {
    const { parameters, caller, startedAt, finishedAt, results } = outcome;
    const chains = results.flatMap((unit) => unit.chains);
    const told = [
        ...outcome.findings,
        ...results.flatMap((unit) => unit.findings),
        ...stops(chains, results, parameters, startedAt),
        // Where folders could not be listed, it is not known what lies in them.
        ...(outcome.unread.length > 0 ? [] : lacking(chains, results, parameters)),
    ]
        .map((finding): ToldFinding => {
            const { means, remedy } = kindOf(finding.kind);
            return { ...finding, means, remedy };
        })
        .sort((one, other) => sortKey(one).localeCompare(sortKey(other)));
    const findings = told.filter(({ kind }) => kindOf(kind).notice !== true);
    const notices = told.filter(({ kind }) => kindOf(kind).notice === true);
    const unread = [
        ...outcome.unread,
        ...results.flatMap((unit) => unit.unread),
        ...unreadElsewhere(chains, results, parameters),
    ];
    const sum = (of: (chain: Chain) => number): number => chains.reduce((all, chain) => all + of(chain), 0);
    const publicKeys = new Map(
        results.flatMap((unit) => unit.publicKeys).map((key) => [`${key.region} ${key.fingerprint}`, key]),
    );
    return {
        version: 1,
        whole: findings.length === 0 && unread.length === 0,
        ...{ parameters, caller, startedAt, finishedAt },
        totals: {
            accounts: new Set(results.map(({ account }) => account)).size,
            regions: new Set(results.map(({ region }) => region)).size,
            chains: chains.length,
            digests: sum(({ digests }) => digests),
            validDigests: sum(({ validDigests }) => validDigests),
            logFiles: sum(({ logFiles }) => logFiles),
            validLogFiles: sum(({ validLogFiles }) => validLogFiles),
            bytes: sum(({ bytes }) => bytes),
            pendingLogFiles: results.reduce((all, unit) => all + unit.pendingLogFiles, 0),
            findings: findings.length,
            notices: notices.length,
            unread: unread.reduce((all, { count }) => all + count, 0),
        },
        publicKeys: [...publicKeys.entries()]
            .sort(([one], [other]) => one.localeCompare(other))
            .map(([, key]) => key),
        chains,
        findings,
        notices,
        unread,
    };
}

const sortKey = ({ account = "", region = "", trail = "", from = "", key = "", kind }: Finding): string =>
    [account, region, trail, from, key, kind].join(" ");

/** Chains that stop early, but for those that go on elsewhere. */
function stops(
    chains: readonly Chain[],
    results: readonly UnitResult[],
    { places, to }: Parameters,
    startedAt: string,
): readonly Finding[] {
    const goneOn = new Set(
        results.flatMap(({ elsewhere }) => elsewhere.map(({ bucket, key }) => `${bucket}/${key}`)),
    );
    return chains
        .filter(
            ({ place, stops: early, newest }) => early && !goneOn.has(`${places[place]?.bucket}/${newest}`),
        )
        .map(({ place, account, region, trail, to: last }) => ({
            kind: "chain-stops",
            ...{ bucket: places[place]?.bucket ?? "", account, region, trail },
            ...period(Date.parse(last ?? to), Math.min(Date.parse(to), Date.parse(startedAt))),
        }));
}

/** Digests that a chain goes on with where this validation does not look. */
function unreadElsewhere(
    chains: readonly Chain[],
    results: readonly UnitResult[],
    { places, from }: Parameters,
): readonly Unread[] {
    const validated = new Set(chains.map(({ place, newest }) => `${places[place]?.bucket}/${newest}`));
    return results.flatMap(({ account, region, elsewhere }) =>
        elsewhere
            .filter(({ bucket, key, until }) => !validated.has(`${bucket}/${key}`) && until > from)
            .map(({ bucket, key, until }) => ({
                what: "other bucket" as const,
                ...{ account, region },
                code: "OtherPlace",
                message: `until ${until} the trail delivered to another place: validate that too`,
                count: 1,
                first: `s3://${bucket}/${key}`,
            })),
    );
}

/** Accounts and regions that should have digests and have none. */
function lacking(
    chains: readonly Chain[],
    results: readonly UnitResult[],
    { places, from, to, trail, accounts, regions }: Parameters,
): readonly Finding[] {
    const expected = chains.filter(
        (chain) =>
            !chain.backfill &&
            (trail === undefined || (chain.trail === trail.name && chain.homeRegion === trail.homeRegion)),
    );
    const has = new Set(expected.map(({ account, region }) => `${account} ${region}`));
    const unreadable = new Set(
        results
            .filter(({ unread }) => unread.some(({ what }) => what === "list"))
            .flatMap(({ account, region }) => [account, `${account} ${region}`]),
    );
    const folders = new Map<AccountId, Set<string>>((accounts ?? []).map((account) => [account, new Set()]));
    for (const { account, region } of results) {
        folders.set(account, (folders.get(account) ?? new Set()).add(region));
    }
    const everywhere = regions ?? [
        ...new Set(expected.map(({ region }) => region).filter((region) => !isOptInRegion(region))),
    ];
    const bucketOf = (account: AccountId, region?: string): string => {
        const unit = results.find(
            (result) => result.account === account && (region === undefined || result.region === region),
        );
        return places[unit?.place ?? 0]?.bucket ?? "";
    };
    const undigested = (account: AccountId, region?: string): { readonly detail?: string } => {
        const count = results
            .filter((unit) => unit.account === account && (region ?? unit.region) === unit.region)
            .reduce((all, unit) => all + unit.undigestedLogFiles, 0);
        return count === 0 ? {} : { detail: `${count} log files of the time lie there` };
    };
    return [...folders].flatMap(([account, own]): readonly Finding[] => {
        const about = { from, to, ...(trail === undefined ? {} : { trail: trail.name }) };
        if (!expected.some((chain) => chain.account === account)) {
            return unreadable.has(account)
                ? []
                : [
                      {
                          kind: "account-without-digests",
                          bucket: bucketOf(account),
                          account,
                          ...about,
                          ...undigested(account),
                      },
                  ];
        }
        return [...new Set([...own, ...everywhere])]
            .filter((region) => !has.has(`${account} ${region}`) && !unreadable.has(`${account} ${region}`))
            .map((region) => ({
                kind: "chain-missing",
                bucket: bucketOf(account, region),
                ...{ account, region },
                ...about,
                ...undigested(account, region),
            }));
    });
}
