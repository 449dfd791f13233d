import { alertedBy, harmless, verdictsOf } from "./verdict";

export const streams = [
    ...verdictsOf(
        "kinesis",
        [
            ["stream"],
            alertedBy("queue-changed"),
            `DecreaseStreamRetentionPeriod DeleteResourcePolicy DeleteStream PutResourcePolicy StopStreamEncryption
            StartStreamEncryption`,
        ],
        [
            ["stream"],
            harmless("records stay, and who may read them"),
            `AssociateStreamsWithChannel CreateStream IncreaseStreamRetentionPeriod MergeShards RegisterStreamConsumer
            SplitShard UpdateMaxRecordSize UpdateStreamRecordDistributionStrategy UpdateStreamWarmThroughput`,
        ],
        [
            ["stream"],
            harmless("forged records are beside the true ones; S3 has the evidence"),
            "PutRecord PutRecords",
        ],
        [
            ["service of a core account"],
            harmless(
                "how much a stream takes, and metrics about it: what cannot be written goes to the dead letters, which alarm",
            ),
            `DisableEnhancedMonitoring EnableEnhancedMonitoring InjectApiError UpdateAccountSettings UpdateShardCount
            UpdateStreamMode`,
        ],
    ),
    ...verdictsOf(
        "firehose",
        [
            ["delivery stream"],
            alertedBy("queue-changed"),
            "DeleteDeliveryStream StopDeliveryStreamEncryption UpdateDestination StartDeliveryStreamEncryption",
        ],
        [["delivery stream"], harmless("AWS refuses a name that is taken"), "CreateDeliveryStream"],
        [
            ["delivery stream"],
            harmless("forged records are beside the true ones; S3 has the evidence"),
            "PutRecord PutRecordBatch",
        ],
    ),
];
