/** Names that depend on settings, and that settings are checked against. */

/** The default of `trail.name`. */
export const defaultTrailName = (namePrefix: string): string => `${namePrefix}-trail`;

/** The bucket for the archive's own server access logs. */
export const accessLogBucketName = (namePrefix: string, loggingAccount: string, homeRegion: string): string =>
    `${namePrefix}-access-logs-${loggingAccount}-${homeRegion}`;

/** The default of `archive.bucketName`: bucket names are one space for all of AWS, and the account's id is unique. */
export const defaultArchiveBucket = (
    namePrefix: string,
    loggingAccount: string,
    homeRegion: string,
): string => `${namePrefix}-archive-${loggingAccount}-${homeRegion}`;

/** The bucket of a Firehose target. */
export const deliveryBucketName = (
    namePrefix: string,
    target: string,
    securityAccount: string,
    homeRegion: string,
): string => `${namePrefix}-${target}-${securityAccount}-${homeRegion}`;

/** The bucket for the results of queries. */
export const resultsBucketName = (namePrefix: string, loggingAccount: string, homeRegion: string): string =>
    `${namePrefix}-results-${loggingAccount}-${homeRegion}`;

/** Glue's database of the tables over the archive. No dash, or SQL would have to quote it. */
export const searchDatabaseName = (namePrefix: string): string => namePrefix.replaceAll("-", "_");

/** The IAM policy of whoever searches. */
export const searchPolicyName = (namePrefix: string): string => `${namePrefix}-search`;

/** The bucket that GuardDuty and Macie export to. */
export const findingsBucketName = (namePrefix: string, securityAccount: string, homeRegion: string): string =>
    `${namePrefix}-findings-${securityAccount}-${homeRegion}`;

/** What the names of the buckets that this program makes depend on. */
export interface BucketNaming {
    readonly namePrefix: string;
    readonly homeRegion: string;
    readonly loggingAccount: string;
    readonly securityAccount: string;
    /**
     * The archive's bucket.
     * @default as `archive.bucketName` is by default
     */
    readonly archiveBucket?: string | undefined;
    /** Names of the bus's targets that are Firehose streams made here. */
    readonly firehoses: readonly string[];
}

/** The buckets that this program makes, all of which are written to on account of what is logged. */
export const ownBucketNames = (naming: BucketNaming): readonly string[] => {
    const { namePrefix, homeRegion, loggingAccount, securityAccount, firehoses } = naming;
    return [
        naming.archiveBucket ?? defaultArchiveBucket(namePrefix, loggingAccount, homeRegion),
        accessLogBucketName(namePrefix, loggingAccount, homeRegion),
        resultsBucketName(namePrefix, loggingAccount, homeRegion),
        findingsBucketName(namePrefix, securityAccount, homeRegion),
        ...firehoses.map((target) => deliveryBucketName(namePrefix, target, securityAccount, homeRegion)),
    ];
};
