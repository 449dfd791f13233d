/** The longest name a bucket can have, in characters. */
const MAX_BUCKET_NAME_LENGTH = 63;

/** Beginnings that S3 keeps for itself. */
const RESERVED_PREFIXES = ["xn--", "sthree-", "amzn-s3-demo-"];

/** Endings that S3 keeps for access point aliases, directory buckets, table buckets and the like. */
const RESERVED_SUFFIXES = ["-s3alias", "--ol-s3", "--x-s3", "--table-s3"];

/**
 * What is wrong with the name of a general purpose bucket, or undefined if S3 accepts it. Periods, which S3 would
 * accept, are refused: they break the TLS certificate of virtual-hosted addresses, and the archive is TLS only.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export function bucketNameMistake(name: string): string | undefined {
    if (name.length < 3 || name.length > MAX_BUCKET_NAME_LENGTH) {
        return `a bucket's name has 3 to ${MAX_BUCKET_NAME_LENGTH} characters, this one ${name.length}.`;
    }
    if (!/^[a-z0-9-]+$/.test(name)) {
        return "a bucket's name has only lower-case letters, digits and dashes (periods would break TLS).";
    }
    if (name.startsWith("-") || name.endsWith("-")) {
        return "a bucket's name starts and ends with a letter or a digit.";
    }
    const prefix = RESERVED_PREFIXES.find((reserved) => name.startsWith(reserved));
    if (prefix !== undefined) {
        return `S3 keeps names that start with "${prefix}" for itself.`;
    }
    const suffix = RESERVED_SUFFIXES.find((reserved) => name.endsWith(reserved));
    if (suffix !== undefined) {
        return `S3 keeps names that end with "${suffix}" for itself.`;
    }
    return undefined;
}
