import { type Detection, callsOfKeys } from "../detection";
import { DATA_FROM_CLOUD_STORAGE, DISABLE_CLOUD_LOGS } from "../techniques";

export const keyPolicyChanged: Detection = {
    name: "key-policy-changed",
    title: "The policy or rotation of a core account's key was changed",
    description:
        "CloudTrail can be shut out of the key, others let in, and the denial to destroy it taken away.",
    severity: "high",
    techniques: [DISABLE_CLOUD_LOGS, DATA_FROM_CLOUD_STORAGE],
    sparesNobody: true,
    calls: (guarded) => callsOfKeys(guarded, ["PutKeyPolicy", "DisableKeyRotation"]),
};
