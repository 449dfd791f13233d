/**
 * What AWS charges in us-east-1, in US dollars, beyond any free tier and before any discount of volume. Other regions
 * differ by a few per cent up to a half more. Bring a price up to date together with {@link PRICES_AS_OF}.
 */

/** The hours of a month, as AWS's own examples have it. */
export const HOURS_A_MONTH = 730;

/** The month of these prices. */
export const PRICES_AS_OF = "2026-06";

/** So many dollars for so many of something. */
export interface Price {
    readonly dollars: number;
    readonly per: number;
    /** What is counted. */
    readonly unit: string;
    /** AWS's own page of the price. */
    readonly source: string;
}

/** What so many cost, in US dollars. */
export const dollarsFor = (quantity: number, { dollars, per }: Price): number => (quantity / per) * dollars;

const pricing = (service: string): string => `https://aws.amazon.com/${service}/pricing/`;

const CLOUDTRAIL = pricing("cloudtrail");
const S3 = pricing("s3");
const EVENTBRIDGE = pricing("eventbridge");
const CLOUDWATCH = pricing("cloudwatch");

export const PRICES = {
    firstCopy: { dollars: 0, per: 100_000, unit: "events", source: CLOUDTRAIL },
    furtherCopies: { dollars: 2, per: 100_000, unit: "events", source: CLOUDTRAIL },
    insights: { dollars: 0.35, per: 100_000, unit: "events analysed", source: CLOUDTRAIL },
    dataEvents: { dollars: 0.1, per: 100_000, unit: "events", source: CLOUDTRAIL },
    networkEvents: { dollars: 0.1, per: 100_000, unit: "events", source: CLOUDTRAIL },
    s3Standard: { dollars: 0.023, per: 1, unit: "GB and month", source: S3 },
    s3GlacierInstantRetrieval: { dollars: 0.004, per: 1, unit: "GB and month", source: S3 },
    s3Puts: { dollars: 0.005, per: 1000, unit: "objects", source: S3 },
    s3Transitions: { dollars: 0.02, per: 1000, unit: "objects", source: S3 },
    keys: { dollars: 1, per: 1, unit: "key", source: pricing("kms") },
    keyRequests: { dollars: 0.03, per: 10_000, unit: "requests", source: pricing("kms") },
    busEvents: { dollars: 1, per: 1_000_000, unit: "events of 64 KB", source: EVENTBRIDGE },
    eventArchiveIngestion: { dollars: 0.1, per: 1, unit: "GB", source: EVENTBRIDGE },
    eventArchiveStorage: { dollars: 0.023, per: 1, unit: "GB and month", source: EVENTBRIDGE },
    queueRequests: { dollars: 0.4, per: 1_000_000, unit: "requests", source: pricing("sqs") },
    topicRequests: { dollars: 0.5, per: 1_000_000, unit: "messages", source: pricing("sns") },
    athenaScans: { dollars: 5, per: 2 ** 40, unit: "bytes scanned", source: pricing("athena") },
    logIngestion: { dollars: 0.5, per: 1, unit: "GB", source: CLOUDWATCH },
    logStorage: { dollars: 0.03, per: 1, unit: "GB and month", source: CLOUDWATCH },
    metrics: { dollars: 0.3, per: 1, unit: "metric", source: CLOUDWATCH },
    dashboards: { dollars: 3, per: 1, unit: "dashboard", source: CLOUDWATCH },
    alarms: { dollars: 0.1, per: 1, unit: "alarm", source: CLOUDWATCH },
} satisfies Readonly<Record<string, Price>>;
