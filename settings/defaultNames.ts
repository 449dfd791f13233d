/** Names that settings have when they are left out, and that depend on other settings. */

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
