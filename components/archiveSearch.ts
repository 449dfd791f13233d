import * as athena from "@pulumi/aws/athena";
import * as glue from "@pulumi/aws/glue";
import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import type { AccountId, Place } from "../aws/arn";
import type { LogPlace } from "../aws/logPlace";
import { searcherPermissions } from "../documents/searcher";
import {
    type Archive,
    FORMAT,
    hiveType,
    location,
    PARTITION_KEYS,
    projection,
    SAVED_QUERIES,
    SEARCH_TABLES,
    type SearchTable,
} from "../search";
import { QueryResultsBucket } from "./queryResultsBucket";

/** What an {@link ArchiveSearch} is made from. */
export interface ArchiveSearchArgs {
    /** Where the archive is, and so the search: the logging account's home region. */
    readonly place: Place;
    /** Where the log files lie. */
    readonly archive: LogPlace;
    /** The keys that log files are encrypted with; none where they have none of their own. */
    readonly archiveKeyArns: readonly pulumi.Input<string>[];
    /** Days after which log files expire: how far back a search can reach. */
    readonly expireAfterDays: number;
    /** The accounts that can be searched without being named. Empty: a query has to name accounts. */
    readonly accounts: readonly AccountId[];
    readonly databaseName: string;
    readonly workgroupName: string;
    /** The name of the IAM policy that searchers need. */
    readonly policyName: string;
    readonly resultsBucketName: string;
    /** The alias of the results' key, with its `alias/` in front. */
    readonly resultsKeyAlias: string;
    /** Where S3 logs who reads results. */
    readonly accessLogBucketName: pulumi.Input<string>;
    /** Days after which results expire. */
    readonly resultsDays: number;
    /** Bytes after which Athena cancels a query, at least 10 MB. */
    readonly scanLimitBytes: number;
}

/**
 * Search over the log archive: tables whose partitions Athena works out by itself, a workgroup that encrypts results
 * and cancels what would scan too much, saved queries, and an IAM policy for searchers.
 *
 * Athena refuses, in an enforced workgroup, whatever a caller says about where results go and how they are encrypted.
 *
 * @see https://docs.aws.amazon.com/athena/latest/ug/workgroups-settings-override.html
 */
export class ArchiveSearch extends pulumi.ComponentResource {
    readonly workgroupName: pulumi.Output<string>;
    readonly databaseName: pulumi.Output<string>;
    readonly resultsBucketName: pulumi.Output<string>;
    /** The IAM policy that lets a role of this account search. */
    readonly policyArn: pulumi.Output<string>;

    constructor(name: string, args: ArchiveSearchArgs, options?: pulumi.ComponentResourceOptions) {
        super("security-logging:components:ArchiveSearch", name, {}, options);

        const results = new QueryResultsBucket(
            `${name}-results`,
            {
                partition: args.place.partition,
                account: args.place.account,
                bucketName: args.resultsBucketName,
                keyAlias: args.resultsKeyAlias,
                accessLogBucketName: args.accessLogBucketName,
                expireAfterDays: args.resultsDays,
            },
            { parent: this },
        );
        const database = new glue.CatalogDatabase(
            `${name}-database`,
            { name: args.databaseName, description: "The organization's CloudTrail log archive" },
            { parent: this },
        );
        for (const table of SEARCH_TABLES) {
            this.table(name, args, table, database);
        }
        const workgroup = this.workgroup(name, args, results);
        for (const { name: query, description, sql } of SAVED_QUERIES) {
            new athena.NamedQuery(
                `${name}-query-${query}`,
                {
                    name: query,
                    description,
                    workgroup: workgroup.name,
                    database: database.name,
                    query: sql,
                },
                { parent: this },
            );
        }
        const policy = this.policy(name, args, results);

        this.workgroupName = workgroup.name;
        this.databaseName = database.name;
        this.resultsBucketName = results.bucketName;
        this.policyArn = policy.arn;
        this.registerOutputs({
            workgroupName: this.workgroupName,
            databaseName: this.databaseName,
            resultsBucketName: this.resultsBucketName,
            policyArn: this.policyArn,
        });
    }

    private table(
        name: string,
        args: ArchiveSearchArgs,
        table: SearchTable,
        database: glue.CatalogDatabase,
    ): void {
        const archive: Archive = {
            partition: args.place.partition,
            place: args.archive,
            expireAfterDays: args.expireAfterDays,
            accounts: args.accounts,
        };
        new glue.CatalogTable(
            `${name}-table-${table.name.replaceAll("_", "-")}`,
            {
                name: table.name,
                databaseName: database.name,
                description: table.description,
                tableType: "EXTERNAL_TABLE",
                parameters: projection(table, archive),
                partitionKeys: PARTITION_KEYS.map((key) => ({ name: key, type: "string" })),
                storageDescriptor: {
                    location: location(archive),
                    inputFormat: FORMAT.inputFormat,
                    outputFormat: FORMAT.outputFormat,
                    serDeInfo: { serializationLibrary: FORMAT.serializationLibrary },
                    columns: Object.entries(table.columns).map(([column, type]) => ({
                        name: column,
                        type: hiveType(type),
                    })),
                },
            },
            { parent: this },
        );
    }

    private workgroup(name: string, args: ArchiveSearchArgs, results: QueryResultsBucket): athena.Workgroup {
        return new athena.Workgroup(
            `${name}-workgroup`,
            {
                name: args.workgroupName,
                description: "Searches the organization's CloudTrail log archive",
                configuration: {
                    enforceWorkgroupConfiguration: true,
                    publishCloudwatchMetricsEnabled: true,
                    requesterPaysEnabled: false,
                    bytesScannedCutoffPerQuery: args.scanLimitBytes,
                    engineVersion: { selectedEngineVersion: "Athena engine version 3" },
                    resultConfiguration: {
                        outputLocation: results.bucketName.apply((bucket) => `s3://${bucket}/`),
                        expectedBucketOwner: args.place.account,
                        encryptionConfiguration: { encryptionOption: "SSE_KMS", kmsKeyArn: results.keyArn },
                    },
                },
            },
            { parent: this },
        );
    }

    private policy(name: string, args: ArchiveSearchArgs, results: QueryResultsBucket): iam.Policy {
        const document = pulumi
            .all([pulumi.all([...args.archiveKeyArns]), results.keyArn])
            .apply(([archiveKeyArns, resultsKeyArn]) =>
                JSON.stringify(
                    searcherPermissions({
                        place: args.place,
                        workgroup: args.workgroupName,
                        database: args.databaseName,
                        archive: args.archive,
                        archiveKeyArns,
                        resultsBucketName: args.resultsBucketName,
                        resultsKeyArn,
                    }),
                ),
            );
        return new iam.Policy(
            `${name}-policy`,
            {
                name: args.policyName,
                description: "Searches the organization's CloudTrail log archive by Athena",
                policy: document,
            },
            { parent: this },
        );
    }
}
