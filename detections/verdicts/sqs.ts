import { alertedBy, harmless, verdictsOf } from "./verdict";

export const sqs = verdictsOf(
    "sqs",
    [
        ["queue"],
        alertedBy("queue-changed"),
        "AddPermission DeleteQueue PurgeQueue RemovePermission SetQueueAttributes StartMessageMoveTask",
    ],
    [
        ["queue"],
        // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/logging-using-cloudtrail.html
        harmless(
            "data events, which stay off the bus: events that wait are withheld or forged, and S3 has the evidence",
        ),
        "ChangeMessageVisibility DeleteMessage SendMessage",
    ],
    [["queue"], harmless("AWS returns what is there, and refuses other attributes"), "CreateQueue"],
    [["queue"], harmless("messages stay where they are"), "CancelMessageMoveTask"],
);
