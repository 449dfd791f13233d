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

/** What a name in an account's own namespace ends with: the account, the region and "-an". */
const ACCOUNT_REGIONAL = /^.+-(\d{12})-([a-z]{2}(?:-[a-z]+)+-\d)-an$/;

/** Regions in which accounts have no namespace of their own. */
const WITHOUT_ACCOUNT_NAMESPACE = ["me-central-1", "me-south-1"];

/**
 * Whether a bucket of this name lies in its account's own namespace, in which nobody else can ever make one: not before it
 * is there, and not after it is gone. S3 knows such a name by its end, and wants to be told in the request as well.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html
 */
export const isAccountRegional = (name: string): boolean => ACCOUNT_REGIONAL.test(name);

/** What is wrong with the name of a bucket in an account's own namespace. undefined for every other name. */
export function accountRegionalMistake(name: string, account: string, region: string): string | undefined {
    const [whole, itsAccount, itsRegion] = ACCOUNT_REGIONAL.exec(name) ?? [];
    if (whole === undefined) {
        return undefined;
    }
    if (WITHOUT_ACCOUNT_NAMESPACE.includes(region)) {
        return `by its end it is in an account's own namespace, which S3 does not have in ${region}. Leave "-an" out.`;
    }
    return itsAccount === account && itsRegion === region
        ? undefined
        : `by its end it is in the namespace of the account "${itsAccount ?? ""}" in ${itsRegion ?? ""}, and the bucket will ` +
              `be in "${account}" and ${region}. Let it end with "-${account}-${region}-an", or leave "-an" out.`;
}
