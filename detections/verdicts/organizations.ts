import { alertedBy, harmless, verdictsOf } from "./verdict";

export const organizations = [
    ...verdictsOf(
        "organizations",
        [["service as a whole"], alertedBy("organization-left"), "DeleteOrganization LeaveOrganization"],
        [["account"], alertedBy("organization-left"), "CloseAccount RemoveAccountFromOrganization"],
        [
            ["account", "organization", "organization's policy"],
            alertedBy("guardrails-changed"),
            "AttachPolicy DetachPolicy",
        ],
        [["organization's policy"], alertedBy("guardrails-changed"), "DeletePolicy UpdatePolicy"],
        [["organization"], alertedBy("guardrails-changed"), "DisablePolicyType"],
        [["account", "organization"], alertedBy("guardrails-changed"), "MoveAccount"],
        [["account"], alertedBy("trusted-access-withdrawn"), "DeregisterDelegatedAdministrator"],
        [
            ["service as a whole"],
            alertedBy("trusted-access-withdrawn"),
            "DeleteResourcePolicy DisableAWSServiceAccess",
        ],
        [["account"], alertedBy("administrator-named"), "RegisterDelegatedAdministrator"],
        [["delegation policy"], alertedBy("administrator-named"), "PutResourcePolicy"],
        [["service as a whole"], alertedBy("administrator-named"), "EnableAWSServiceAccess"],
        [
            ["service as a whole"],
            harmless("the organization grows, which is told as news; nothing of it ends"),
            "CreateAccount CreateGovCloudAccount CreateOrganization EnableAllFeatures",
        ],
        [
            ["account"],
            harmless("an account is asked, and has to agree: joining is told as news"),
            "InviteAccountToOrganization InviteOrganizationToTransferResponsibility",
        ],
        [
            ["organization", "organization's policy"],
            harmless(
                "nothing holds or ends by it: a policy has to be attached, a unit has to be empty to go",
            ),
            `CreateOrganizationalUnit CreatePolicy DeleteOrganizationalUnit EnablePolicyType UpdateOrganizationalUnit`,
        ],
    ),
    ...verdictsOf(
        "account",
        [["account"], alertedBy("organization-left"), "CloseAccount"],
        [["account"], alertedBy("region-turned"), "DisableRegion EnableRegion"],
        [
            ["account"],
            harmless(
                "names and addresses; who gets the root user by one is bound by guardrails and seen by detections",
            ),
            `AcceptPrimaryEmailUpdate DeleteAlternateContact PutAccountName PutAlternateContact PutContactInformation
            StartPrimaryEmailUpdate`,
        ],
    ),
];
