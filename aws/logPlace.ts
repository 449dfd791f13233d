/**
 * Where in a bucket CloudTrail puts what its trails record.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 */

/**
 * Where trails deliver to. A bucket can hold several: an organization trail's files lie in the organization's folder, those
 * of accounts' own trails beside it. Control Tower's organization trail has the organization's id as its key prefix as well.
 */
export interface LogPlace {
    readonly bucket: string;
    /** The trail's key prefix. @default none */
    readonly prefix?: string | undefined;
    /** The organization whose trail delivers there. @default none: accounts' own trails */
    readonly organizationId?: string | undefined;
}

/** The folder that has one for each account. It ends with a slash, and has no empty part: Athena finds nothing beyond one. */
export const accountsFolder = ({ prefix = "", organizationId = "" }: Omit<LogPlace, "bucket">): string =>
    [prefix.replace(/^\/+|\/+$/g, ""), "AWSLogs", organizationId]
        .filter((part) => part !== "")
        .map((part) => `${part}/`)
        .join("");
