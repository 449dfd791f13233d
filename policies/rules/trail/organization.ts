import { TRAIL } from "../../resources";
import { resourceRule } from "../../rule";

export const organization = resourceRule({
    name: "trail-organization",
    description: "A trail must record every account of the organization.",
    severity: "high",
    remediationSteps:
        "Set isOrganizationTrail to true, in the organization's management account or CloudTrail's delegated " +
        "administrator. The bucket policy must let CloudTrail write for the whole organization first.",
    url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/creating-trail-organization.html",
    resource: TRAIL,
    *check({ isOrganizationTrail }) {
        if (isOrganizationTrail !== true) {
            yield {
                problem: "Trail records one account only",
                property: "isOrganizationTrail",
                found: isOrganizationTrail,
                write: "isOrganizationTrail: true",
            };
        }
    },
});
