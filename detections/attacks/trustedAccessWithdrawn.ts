import { type Detection, alertedOf } from "../detection";
import { DISABLE_CLOUD_LOGS, DISABLE_TOOLS } from "../techniques";

export const trustedAccessWithdrawn: Detection = {
    name: "trusted-access-withdrawn",
    title: "A service or a delegated administrator lost its say over the organization",
    description: "CloudTrail, GuardDuty or Macie no longer reach the organization's accounts.",
    severity: "critical",
    techniques: [DISABLE_CLOUD_LOGS, DISABLE_TOOLS],
    sparesNobody: true,
    calls: () =>
        alertedOf(
            "trusted-access-withdrawn",
            "organizations",
            "cloudtrail",
            "cloudformation",
            "guardduty",
            "macie2",
        ),
};
