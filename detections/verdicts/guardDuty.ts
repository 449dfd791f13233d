import { alertedBy, harmless, verdictsOf } from "./verdict";

export const guardDuty = verdictsOf(
    "guardduty",
    [["detector"], alertedBy("guardduty-weakened"), "DeleteDetector UpdateDetector"],
    [
        ["findings export"],
        alertedBy("guardduty-weakened"),
        "DeletePublishingDestination UpdatePublishingDestination",
    ],
    [
        ["GuardDuty's lists"],
        alertedBy("guardduty-weakened"),
        `CreateFilter DeleteThreatEntitySet DeleteThreatIntelSet UpdateFilter UpdateIPSet UpdateThreatEntitySet
        UpdateThreatIntelSet UpdateTrustedEntitySet`,
    ],
    [
        ["GuardDuty's lists"],
        harmless("what was let pass is found again"),
        "DeleteFilter DeleteIPSet DeleteTrustedEntitySet",
    ],
    [["service as a whole"], alertedBy("guardduty-weakened"), "CreateIPSet CreateTrustedEntitySet"],
    [
        ["service as a whole"],
        alertedBy("guardduty-weakened"),
        `AcceptAdministratorInvitation AcceptInvitation DeleteMembers DisassociateFromAdministratorAccount
        DisassociateFromMasterAccount DisassociateMembers StopMonitoringMembers UpdateMalwareScanSettings
        UpdateMemberDetectors UpdateOrganizationConfiguration`,
    ],
    [["service as a whole"], alertedBy("trusted-access-withdrawn"), "DisableOrganizationAdminAccount"],
    [["service as a whole"], alertedBy("administrator-named"), "EnableOrganizationAdminAccount"],
    [
        ["service as a whole"],
        harmless(
            "something more is looked for, or the work of those who read findings, which were on the bus by then",
        ),
        `ArchiveFindings CreateCustomDetectionRuleAssociation CreateCustomDetectionRuleOrgConfiguration CreateDetector
        CreateInvestigation CreateMalwareProtectionPlan CreateMembers CreatePublishingDestination CreateSampleFindings
        CreateThreatEntitySet CreateThreatIntelSet DeclineInvitations DeleteCustomDetectionRuleOrgConfiguration
        DeleteInvitations InviteMembers SendObjectMalwareScan SendSecurityTelemetry StartMalwareScan StartMonitoringMembers
        UnarchiveFindings UpdateCustomDetectionRuleOrgConfiguration UpdateFindingsFeedback`,
    ],
);
