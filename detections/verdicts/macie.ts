import { alertedBy, harmless, verdictsOf } from "./verdict";

export const macie = verdictsOf(
    "macie2",
    [["Macie's lists"], alertedBy("macie-weakened"), "DeleteMember DisassociateMember"],
    [
        ["service as a whole"],
        alertedBy("macie-weakened"),
        `AcceptInvitation BatchUpdateAutomatedDiscoveryAccounts DisableMacie DisassociateFromAdministratorAccount
        DisassociateFromMasterAccount PutClassificationExportConfiguration PutFindingsPublicationConfiguration
        UpdateAutomatedDiscoveryConfiguration UpdateMacieSession UpdateMemberSession UpdateOrganizationConfiguration`,
    ],
    [
        ["Macie's lists"],
        alertedBy("macie-weakened"),
        `CreateFindingsFilter DeleteCustomDataIdentifier UpdateAllowList UpdateClassificationJob UpdateFindingsFilter`,
    ],
    [
        ["service as a whole"],
        alertedBy("macie-weakened"),
        `CreateAllowList UpdateClassificationScope UpdateResourceProfile UpdateResourceProfileDetections
        UpdateRevealConfiguration UpdateSensitivityInspectionTemplate`,
    ],
    [["service as a whole"], alertedBy("trusted-access-withdrawn"), "DisableOrganizationAdminAccount"],
    [["service as a whole"], alertedBy("administrator-named"), "EnableOrganizationAdminAccount"],
    [
        ["Macie's lists", "service as a whole"],
        harmless("something more is looked for, or what was let pass is found again"),
        `CreateClassificationJob CreateCustomDataIdentifier CreateInvitations CreateMember CreateSampleFindings
        DeclineInvitations DeleteAllowList DeleteFindingsFilter DeleteInvitations EnableMacie TestCustomDataIdentifier`,
    ],
);
