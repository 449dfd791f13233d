import { MACIE_ORGANIZATION } from "../../resources";
import { resourceRule } from "../../rule";

export const organizationAutoEnable = resourceRule({
    name: "macie-organization-auto-enable",
    description: "Macie must be enabled in every account that joins the organization.",
    severity: "medium",
    remediationSteps:
        "Set autoEnable to true. It is for new accounts; add those that are there already as members.",
    url: "https://docs.aws.amazon.com/macie/latest/user/accounts-mgmt-ao-integrate.html",
    resource: MACIE_ORGANIZATION,
    *check({ autoEnable }) {
        if (autoEnable !== true) {
            yield {
                problem: "New accounts are without Macie",
                property: "autoEnable",
                found: autoEnable,
                write: "autoEnable: true",
            };
        }
    },
});
