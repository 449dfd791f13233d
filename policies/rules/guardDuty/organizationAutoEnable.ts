import { GUARDDUTY_ORGANIZATION } from "../../resources";
import { resourceRule } from "../../rule";

export const organizationAutoEnable = resourceRule({
    name: "guardduty-organization-auto-enable",
    description: "GuardDuty must be enabled in every account of the organization, the new and the old ones.",
    severity: "high",
    remediationSteps:
        "Set autoEnableOrganizationMembers to ALL. NEW leaves out the accounts that are there already.",
    url: "https://docs.aws.amazon.com/guardduty/latest/ug/set-guardduty-auto-enable-preferences.html",
    resource: GUARDDUTY_ORGANIZATION,
    *check({ autoEnableOrganizationMembers }) {
        if (autoEnableOrganizationMembers !== "ALL") {
            yield {
                problem: "Accounts of the organization can be without GuardDuty",
                property: "autoEnableOrganizationMembers",
                found: autoEnableOrganizationMembers,
                write: 'autoEnableOrganizationMembers: "ALL"',
            };
        }
    },
});
