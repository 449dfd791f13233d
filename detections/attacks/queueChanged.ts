import { type Detection, callsOf } from "../detection";
import { DATA_DESTRUCTION, DATA_FROM_CLOUD_STORAGE } from "../techniques";
import { alertedCalls } from "../verdicts";

/** What every deployment does that makes or removes a queue. */
const DEPLOYED = ["DeleteQueue", "SetQueueAttributes"];

export const queueChanged: Detection = {
    name: "queue-changed",
    title: "A queue or stream of events was emptied, deleted or opened",
    description:
        "Events that wait for whoever reads them, or could not be delivered, are lost, go elsewhere or are read by others.",
    severity: "high",
    techniques: [DATA_DESTRUCTION, DATA_FROM_CLOUD_STORAGE],
    sparesNobody: true,
    calls: ({ partition, namePrefix }) => [
        callsOf(
            "sqs",
            alertedCalls("queue-changed", "sqs").filter((name) => !DEPLOYED.includes(name)),
            {
                $or: [
                    { queueUrl: [{ wildcard: `*/${namePrefix}-*` }] },
                    { sourceArn: [{ wildcard: `arn:${partition}:sqs:*:${namePrefix}-*` }] },
                ],
            },
        ),
    ],
    callsOfOthers({ namePrefix }) {
        const arn = [{ wildcard: `*:stream/${namePrefix}-*` }];
        return [
            callsOf("sqs", DEPLOYED, { queueUrl: [{ wildcard: `*/${namePrefix}-*` }] }),
            callsOf("kinesis", alertedCalls("queue-changed", "kinesis"), {
                $or: [
                    { streamName: [{ prefix: `${namePrefix}-` }] },
                    { streamARN: arn },
                    { resourceARN: arn },
                ],
            }),
            callsOf("firehose", alertedCalls("queue-changed", "firehose"), {
                deliveryStreamName: [{ prefix: `${namePrefix}-` }],
            }),
        ];
    },
};
