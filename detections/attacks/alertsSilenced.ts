import { type Detection, callsOf } from "../detection";
import { DISABLE_TOOLS } from "../techniques";
import { alertedCalls } from "../verdicts";

export const alertsSilenced: Detection = {
    name: "alerts-silenced",
    title: "The topic of these alerts was changed, or a subscription ended",
    description: "Who was told of attacks is told no longer.",
    severity: "critical",
    techniques: [DISABLE_TOOLS],
    sparesNobody: true,
    calls: ({ alertTopicArn }) => [
        callsOf("sns", alertedCalls("alerts-silenced", "sns"), {
            $or: [
                { topicArn: [alertTopicArn] },
                // https://docs.aws.amazon.com/sns/latest/api/API_PutDataProtectionPolicy.html
                { resourceArn: [alertTopicArn] },
                { subscriptionArn: [{ prefix: `${alertTopicArn}:` }] },
            ],
        }),
    ],
};
