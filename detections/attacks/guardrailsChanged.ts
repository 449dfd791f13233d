import { type Detection, callsOf } from "../detection";
import { MODIFY_HIERARCHY } from "../techniques";

export const guardrailsChanged: Detection = {
    name: "guardrails-changed",
    title: "A policy of the organization was changed, detached or deleted",
    description:
        "What service control policies denied, stopping the logging among it, may be allowed from now on.",
    severity: "high",
    techniques: [MODIFY_HIERARCHY],
    sparesNobody: false,
    calls: () => [
        callsOf("organizations", ["UpdatePolicy", "DetachPolicy", "DeletePolicy", "DisablePolicyType"]),
    ],
};
