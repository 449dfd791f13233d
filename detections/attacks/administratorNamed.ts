import { type Detection, alertedOf } from "../detection";
import { ACCOUNT_MANIPULATION } from "../techniques";

export const administratorNamed: Detection = {
    name: "administrator-named",
    title: "An account or a service was given a say over the organization",
    description:
        "A delegated administrator of CloudTrail, GuardDuty, Macie or policies changes from its account what the management account set up.",
    severity: "high",
    techniques: [ACCOUNT_MANIPULATION],
    // A first deployment names its administrators, GuardDuty's and Macie's in every region.
    sparesNobody: false,
    calls: () =>
        alertedOf(
            "administrator-named",
            "cloudtrail",
            "organizations",
            "cloudformation",
            "guardduty",
            "macie2",
        ),
};
