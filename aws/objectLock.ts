/**
 * What S3 Object Lock demands of the numbers around it. Versioning and lock cannot be taken back, so a number that
 * is wrong has to be found before the bucket exists.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
 */

/** Who may end a retention early: those with `s3:BypassGovernanceRetention`, or nobody. */
export const LOCK_MODES = ["GOVERNANCE", "COMPLIANCE"] as const;
export type LockMode = (typeof LOCK_MODES)[number];

/** The longest retention, in days: a hundred years. */
export const MAX_LOCK_DAYS = 36_500;

/** What is wrong with the days of a retention, or undefined. */
export function lockDaysMistake(days: number): string | undefined {
    return Number.isInteger(days) && days >= 1 && days <= MAX_LOCK_DAYS
        ? undefined
        : `Object Lock keeps objects for a whole number of days, from 1 to ${MAX_LOCK_DAYS} (100 years).`;
}

/** What is wrong with an expiry after so many days under a retention of so many days, or undefined. */
export function expiryMistake(expireAfterDays: number, lockDays: number): string | undefined {
    return expireAfterDays >= lockDays
        ? undefined
        : `S3 cannot expire an object that is still locked, and the lock holds for ${lockDays} days. ` +
              `Expire after ${lockDays} days or more, or lock for ${expireAfterDays} days or fewer.`;
}

/** What is wrong with a lock mode that was, or was not, acknowledged, or undefined. */
export function lockModeMistake(mode: LockMode, acknowledged: boolean): string | undefined {
    return mode === "GOVERNANCE" || acknowledged
        ? undefined
        : "under COMPLIANCE nobody, the account's root user and AWS included, can delete an object or shorten its " +
              "retention before it ends, and the bucket is paid for until then. Set it to true to say that this is " +
              "meant, or use the mode GOVERNANCE.";
}
