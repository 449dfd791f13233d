import { type Detection, alertedOf } from "../detection";
import { DISABLE_CLOUD_LOGS, MODIFY_HIERARCHY } from "../techniques";

export const organizationLeft: Detection = {
    name: "organization-left",
    title: "An account left the organization or is closed, or the organization was dissolved",
    description: "The organization trail, its forwarder and every guardrail end for that account.",
    severity: "critical",
    techniques: [MODIFY_HIERARCHY, DISABLE_CLOUD_LOGS],
    sparesNobody: true,
    calls: () => alertedOf("organization-left", "organizations", "account"),
};
