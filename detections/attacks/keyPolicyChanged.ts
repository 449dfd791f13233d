import { type Detection, callsOf, callsOfKeys } from "../detection";
import { DATA_FROM_CLOUD_STORAGE, DISABLE_CLOUD_LOGS } from "../techniques";
import { alertedCalls } from "../verdicts";

export const keyPolicyChanged: Detection = {
    name: "key-policy-changed",
    title: "The policy, rotation, a grant or the alias of a core account's key was changed",
    description:
        "CloudTrail can be shut out of the key, others let in, and the denial to destroy it taken away.",
    severity: "high",
    techniques: [DISABLE_CLOUD_LOGS, DATA_FROM_CLOUD_STORAGE],
    sparesNobody: true,
    calls: (guarded) => [
        ...callsOfKeys(guarded, changes(false)),
        // Services have grants made and end them all the time, in the name of who uses them.
        // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
        ...callsOfKeys(guarded, changes(true)).map((calls) => ({
            ...calls,
            userIdentity: { invokedBy: [{ exists: false }] },
        })),
    ],
    // Whoever makes a key gives it its alias, by which guardrails tell it.
    callsOfOthers: ({ namePrefix }) => [
        callsOf("kms", alertedCalls("key-policy-changed", "kms", "alias of a key"), {
            aliasName: [{ prefix: `alias/${namePrefix}-` }],
        }),
    ],
};

/** Of the key itself, and no alias: what is a grant, or what is not. */
const changes = (ofGrants: boolean): readonly string[] => {
    const aliases = alertedCalls("key-policy-changed", "kms", "alias of a key");
    return alertedCalls("key-policy-changed", "kms", "key")
        .filter((name) => !aliases.includes(name))
        .filter((name) => name.endsWith("Grant") === ofGrants);
};
