import { type Detection, alertedOf } from "../detection";
import { MODIFY_HIERARCHY } from "../techniques";

export const guardrailsChanged: Detection = {
    name: "guardrails-changed",
    title: "A policy of the organization was changed, attached or detached, or an account was moved",
    description:
        "What service control policies denied, stopping the logging among it, may be allowed from now on; or forwarding be denied.",
    severity: "high",
    techniques: [MODIFY_HIERARCHY],
    sparesNobody: false,
    calls: () => alertedOf("guardrails-changed", "organizations"),
};
