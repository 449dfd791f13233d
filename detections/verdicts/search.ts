import { alertedBy, harmless, verdictsOf } from "./verdict";

export const search = [
    ...verdictsOf(
        "athena",
        [
            ["workgroup"],
            alertedBy("search-changed"),
            "DeleteNamedQuery DeleteWorkGroup UpdateNamedQuery UpdateWorkGroup",
        ],
        [
            ["workgroup"],
            harmless("searching itself, with the caller's own rights; queries and tables stay"),
            `CancelQueryExecution CreateNamedQuery CreateNotebook CreatePreparedStatement CreatePresignedNotebookUrl
            CreateWorkGroup DeleteNotebook DeletePreparedStatement ExportNotebook GetSessionEndpoint ImportNotebook
            PutCapacityAssignmentConfiguration StartCalculationExecution StartQueryExecution StartSession
            StopCalculationExecution StopQueryExecution TerminateSession UpdateNotebook UpdateNotebookMetadata
            UpdatePreparedStatement`,
        ],
        [
            ["service of a core account"],
            harmless("searching itself, with the caller's own rights"),
            "RunQuery",
        ],
    ),
    ...verdictsOf(
        "glue",
        [
            ["tables"],
            alertedBy("search-changed"),
            `BatchDeleteTable DeleteDatabase DeleteResourcePolicy DeleteTable PutDataCatalogEncryptionSettings
            PutResourcePolicy RenameTable UpdateDatabase UpdateTable`,
        ],
        [
            ["tables"],
            harmless(
                "partitions are computed and no version, index or count is used; what is made more takes nothing away",
            ),
            `BatchCreatePartition BatchDeletePartition BatchDeleteTableVersion BatchUpdatePartition CreateCatalog
            CreateColumnStatisticsTaskSettings CreateDatabase CreateIntegration CreateIntegrationResourceProperty
            CreateIntegrationTableProperties CreatePartition CreatePartitionIndex CreateTable CreateTableOptimizer
            CreateUserDefinedFunction DeleteColumnStatisticsForPartition DeleteColumnStatisticsForTable
            DeleteColumnStatisticsTaskSettings DeleteIntegrationResourceProperty DeleteIntegrationTableProperties
            DeletePartition DeletePartitionIndex DeleteTableOptimizer DeleteTableVersion DeleteUserDefinedFunction
            StartColumnStatisticsTaskRun StartColumnStatisticsTaskRunSchedule StopColumnStatisticsTaskRun
            StopColumnStatisticsTaskRunSchedule UpdateColumnStatisticsForPartition UpdateColumnStatisticsForTable
            UpdateColumnStatisticsTaskSettings UpdateIntegrationResourceProperty UpdateIntegrationTableProperties
            UpdatePartition UpdateTableOptimizer UpdateUserDefinedFunction`,
        ],
        [
            ["tables"],
            harmless("about connections and other catalogs, none of which is ours"),
            `BatchDeleteConnection CreateConnection DeleteCatalog DeleteConnection DescribeEntity FederateAuthorization
            ImportCatalogToGlue ListEntities RefreshOAuth2Tokens UpdateCatalog UpdateConnection`,
        ],
    ),
];
