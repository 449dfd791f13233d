/**
 * Where a table's rows are, and how Athena works out their partitions from a query, without a crawler and without a
 * list of partitions to keep up.
 * @see https://docs.aws.amazon.com/athena/latest/ug/partition-projection.html
 */
import type { AccountId, Partition } from "../aws/arn";
import { accountsFolder, type LogPlace } from "../aws/logPlace";
import { KNOWN_REGIONS, partitionOf } from "../aws/regions";
import type { SearchTable } from "./table";

/** What reads and writes the rows of CloudTrail's log files, which hold all their records in one JSON object. */
export const FORMAT = {
    serializationLibrary: "org.apache.hive.hcatalog.data.JsonSerDe",
    inputFormat: "com.amazon.emr.cloudtrail.CloudTrailInputFormat",
    outputFormat: "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
} as const;

/** Where an organization trail, or the trail of each account, delivers to. */
export interface Archive {
    readonly partition: Partition;
    readonly place: LogPlace;
    /** Days after which log files expire. Days before that are not looked at. */
    readonly expireAfterDays: number;
    /**
     * The member accounts. Empty if they are not known, in which case a query has to name the accounts it
     * asks about: Athena refuses one that does not.
     */
    readonly accounts: readonly AccountId[];
}

/** The folder that the log files of every kind are under. */
export const location = ({ place }: Archive): string => `s3://${place.bucket}/${accountsFolder(place)}`;

/**
 * The properties of a table by which Athena projects its partitions. Regions are all that the partition has, not the
 * forwarded ones: the trail records regions that nobody listed.
 */
export function projection(table: SearchTable, archive: Archive): Record<string, string> {
    const { accounts, expireAfterDays, partition } = archive;
    const regions = KNOWN_REGIONS.filter((region) => partitionOf(region) === partition);
    return {
        EXTERNAL: "TRUE",
        "projection.enabled": "true",
        ...(accounts.length > 0
            ? { "projection.account.type": "enum", "projection.account.values": accounts.join(",") }
            : { "projection.account.type": "injected" }),
        "projection.region.type": "enum",
        "projection.region.values": [...regions].sort().join(","),
        "projection.timestamp.type": "date",
        "projection.timestamp.format": "yyyy/MM/dd",
        "projection.timestamp.range": `NOW-${expireAfterDays}DAYS,NOW`,
        "projection.timestamp.interval": "1",
        "projection.timestamp.interval.unit": "DAYS",
        "storage.location.template": `${location(archive)}\${account}/${table.folder}/\${region}/\${timestamp}`,
    };
}
