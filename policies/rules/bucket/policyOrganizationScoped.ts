import { BUCKET_POLICY } from "../../resources";
import { resourceRule } from "../../rule";
import { organizationParameters, outsideOrganization } from "../organizationScoped";

export const policyOrganizationScoped = resourceRule({
    name: "bucket-policy-organization-scoped",
    description:
        "A bucket's policy must let another account in only as long as it is in the organization, unless it is one of " +
        "the accounts allowed by name.",
    severity: "high",
    remediationSteps:
        "Add a condition on aws:PrincipalOrgID, or name the account in allowedExternalAccounts. The bucket's own " +
        "account is known by its provider's allowedAccountIds or assumeRoles; without either, one account in the " +
        "policy is taken for it.",
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalorgid",
    parameters: organizationParameters,
    resource: BUCKET_POLICY,
    check: ({ policy }, context) => outsideOrganization(policy, context),
});
