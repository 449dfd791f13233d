/** What searchers of the log archive may do. */
import { arn, bucketArn, type Place } from "../aws/arn";
import { serviceEndpoint } from "../aws/endpoint";
import { accountsFolder, type LogPlace } from "../aws/logPlace";
import { oneOrAll, policyDocument, type PolicyDocument } from "../aws/policyDocument";

export interface SearcherPermissionsArgs {
    /** Where the workgroup and the tables are: the logging account's home region. */
    readonly place: Place;
    readonly workgroup: string;
    readonly database: string;
    /** Where the log files lie. */
    readonly archive: LogPlace;
    /** The keys that log files are encrypted with; none where they have none of their own. */
    readonly archiveKeyArns: readonly string[];
    readonly resultsBucketName: string;
    readonly resultsKeyArn: string;
}

/**
 * Permissions to run queries in one workgroup over the tables of one database: Athena works with its caller's
 * permissions, so that these include reading the archive and writing results. At most 6,144 characters, the limit of a
 * managed policy.
 *
 * Nothing can be changed by them but results: no table, no saved query, no workgroup.
 * @see https://docs.aws.amazon.com/athena/latest/ug/example-policies-workgroup.html
 * @see https://docs.aws.amazon.com/athena/latest/ug/fine-grained-access-to-glue-resources.html#full-access-to-default-db-per-region
 */
export function searcherPermissions(args: SearcherPermissionsArgs): PolicyDocument {
    const { place, workgroup, database } = args;
    const inRegion = (service: string, resource: string): string => arn({ ...place, service, resource });
    const archive = bucketArn(place.partition, args.archive.bucket);
    const results = bucketArn(place.partition, args.resultsBucketName);
    const throughS3 = { StringEquals: { "kms:ViaService": serviceEndpoint(place, "s3") } };
    return policyDocument(
        {
            Sid: "RunQueries",
            Effect: "Allow",
            Action: [
                "athena:BatchGetNamedQuery",
                "athena:BatchGetQueryExecution",
                "athena:GetNamedQuery",
                "athena:GetQueryExecution",
                "athena:GetQueryResults",
                "athena:GetQueryResultsStream",
                "athena:GetQueryRuntimeStatistics",
                "athena:GetWorkGroup",
                "athena:ListNamedQueries",
                "athena:ListQueryExecutions",
                "athena:StartQueryExecution",
                "athena:StopQueryExecution",
            ],
            Resource: inRegion("athena", `workgroup/${workgroup}`),
        },
        {
            // The console's menus. It takes no resource, and tells names.
            Sid: "FindWorkgroup",
            Effect: "Allow",
            Action: ["athena:ListEngineVersions", "athena:ListWorkGroups"],
            Resource: "*",
        },
        {
            Sid: "ReadCatalog",
            Effect: "Allow",
            Action: [
                "athena:GetDataCatalog",
                "athena:GetDatabase",
                "athena:GetTableMetadata",
                "athena:ListDatabases",
                "athena:ListTableMetadata",
            ],
            Resource: inRegion("athena", "datacatalog/AwsDataCatalog"),
        },
        {
            Sid: "ReadTables",
            Effect: "Allow",
            Action: ["glue:GetDatabase", "glue:GetTable", "glue:GetTables"],
            Resource: [
                inRegion("glue", "catalog"),
                inRegion("glue", `database/${database}`),
                inRegion("glue", `table/${database}/*`),
            ],
        },
        {
            // Athena looks for it with every query, and there is nothing of ours in it.
            Sid: "FindDefaultDatabase",
            Effect: "Allow",
            Action: "glue:GetDatabase",
            Resource: inRegion("glue", "database/default"),
        },
        {
            Sid: "ListArchive",
            Effect: "Allow",
            Action: ["s3:GetBucketLocation", "s3:ListBucket"],
            Resource: archive,
        },
        {
            Sid: "ReadArchive",
            Effect: "Allow",
            Action: "s3:GetObject",
            Resource: `${archive}/${accountsFolder(args.archive)}*`,
        },
        ...(args.archiveKeyArns.length === 0
            ? []
            : [
                  {
                      Sid: "DecryptArchive",
                      Effect: "Allow",
                      Action: "kms:Decrypt",
                      Resource: oneOrAll(args.archiveKeyArns),
                      Condition: throughS3,
                  } as const,
              ]),
        {
            Sid: "ListResults",
            Effect: "Allow",
            Action: ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
            Resource: results,
        },
        {
            Sid: "ReadAndWriteResults",
            Effect: "Allow",
            Action: [
                "s3:AbortMultipartUpload",
                "s3:GetObject",
                "s3:ListMultipartUploadParts",
                "s3:PutObject",
            ],
            Resource: `${results}/*`,
        },
        {
            Sid: "EncryptResults",
            Effect: "Allow",
            Action: ["kms:Decrypt", "kms:GenerateDataKey"],
            Resource: args.resultsKeyArn,
            Condition: throughS3,
        },
    );
}
