import { alertedBy, harmless, verdictsOf } from "./verdict";

export const logs = verdictsOf(
    "logs",
    [
        ["log group"],
        alertedBy("log-group-changed"),
        `AssociateKmsKey CreateExportTask DeleteDataProtectionPolicy DeleteLogGroup DeleteMetricFilter DeleteRetentionPolicy
        DeleteSubscriptionFilter DeleteTransformer DisassociateKmsKey PutBearerTokenAuthentication PutDataProtectionPolicy
        PutLogGroupDeletionProtection PutMetricFilter PutRetentionPolicy PutSubscriptionFilter PutTransformer`,
    ],
    [["log stream"], alertedBy("log-group-changed"), "DeleteLogStream"],
    [
        ["log stream"],
        harmless("a line more, be it forged: S3 has the evidence"),
        "CreateLogStream PutLogEvents",
    ],
    [
        ["log group"],
        harmless("what the group holds and where it goes stays"),
        `CreateLogAnomalyDetector CreateLogGroup DeleteSyslogConfiguration IntegrateWithDataset IntegrateWithS3Table
        ProcessWithPipeline PutSyslogConfiguration`,
    ],
    [
        ["log delivery"],
        alertedBy("log-group-changed"),
        `DeleteDelivery DeleteDeliveryDestination DeleteDeliveryDestinationPolicy DeleteDeliverySource PutDeliveryDestination
        PutDeliveryDestinationPolicy PutDeliverySource UpdateDeliveryConfiguration`,
    ],
    [["log delivery"], harmless("one more of the same; the first stays"), "CreateDelivery"],
    [
        ["service of a core account"],
        alertedBy("log-group-changed"),
        "DeleteAccountPolicy DeleteResourcePolicy PutAccountPolicy PutResourcePolicy",
    ],
    [
        ["service of a core account"],
        harmless(
            "about queries, indexes, pipelines and imports, or services that deliver by older ways: no group of ours",
        ),
        `AssociateSourceToS3TableIntegration CallWithBearerToken CancelExportTask CancelImportTask CreateImportTask
        CreateLogDelivery DeleteIndexPolicy DeleteIntegration DeleteLogDelivery DeletePipelineRule DeleteQueryDefinition
        DisassociateSourceFromS3TableIntegration Link PutIndexPolicy PutIntegration PutPipelineRule PutQueryDefinition
        PutStorageTierPolicy UpdateLogDelivery`,
    ],
);
