import { type Detection, callsOf, otherThan, otherThanLike } from "../detection";
import { DISABLE_CLOUD_LOGS } from "../techniques";

export const forwarderRedirected: Detection = {
    name: "forwarder-redirected",
    title: "A forwarder's rule got another target than its own",
    description: "An account's events go elsewhere, or arrive without what they tell.",
    severity: "critical",
    techniques: [DISABLE_CLOUD_LOGS],
    sparesNobody: true,
    calls: ({ busArn, forwarder: { ruleNames, roleArns, deadLetterQueueArns } }) => [
        callsOf("events", ["PutTargets"], {
            rule: ruleNames,
            $or: [
                { targets: { arn: otherThan(busArn) } },
                { targets: { roleArn: otherThanLike(...roleArns) } },
                { targets: { deadLetterConfig: { arn: otherThanLike(...deadLetterQueueArns) } } },
                { targets: { input: [{ exists: true }] } },
                { targets: { inputPath: [{ exists: true }] } },
                { targets: { inputTransformer: { inputTemplate: [{ exists: true }] } } },
            ],
        }),
    ],
};
