import { type Detection, callsOf } from "../detection";
import { DISABLE_TOOLS } from "../techniques";

export const alertsSilenced: Detection = {
    name: "alerts-silenced",
    title: "The topic of these alerts was changed, or a subscription ended",
    description: "Who was told of attacks is told no longer.",
    severity: "critical",
    techniques: [DISABLE_TOOLS],
    sparesNobody: true,
    calls: ({ alertTopicArn }) => [
        callsOf("sns", ["DeleteTopic", "SetTopicAttributes", "AddPermission", "RemovePermission"], {
            topicArn: [alertTopicArn],
        }),
        callsOf("sns", ["Unsubscribe", "SetSubscriptionAttributes"], {
            subscriptionArn: [{ prefix: `${alertTopicArn}:` }],
        }),
    ],
};
