import { type Detection, callsOfKeys } from "../detection";
import { DATA_DESTRUCTION, DISABLE_CLOUD_LOGS } from "../techniques";
import { alertedCalls } from "../verdicts";

export const keyDestroyed: Detection = {
    name: "key-destroyed",
    title: "A key of a core account was disabled or scheduled for deletion",
    description: "CloudTrail can no longer deliver, and without the key no log file is ever read again.",
    severity: "critical",
    techniques: [DATA_DESTRUCTION, DISABLE_CLOUD_LOGS],
    sparesNobody: true,
    calls: (guarded) => callsOfKeys(guarded, alertedCalls("key-destroyed", "kms")),
};
